"""Workflows: an illegal move is refused, every state can be reached, and the page shows them all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.cli.workflow_pages import workflows, workflows_page
from mainstay.common.errors import RuleBroken
from mainstay.common.workflow import Workflow, moves

ALL = [workflow for _app, workflow in workflows()]
DOOR = Workflow("door", ("SHUT", "OPEN"), moves(("open", "SHUT", "OPEN"), ("shut", "OPEN", "SHUT")))


def test_a_move_leads_to_its_state_and_another_is_refused_naming_what_is_possible():
    assert "OPEN" == DOOR.move("SHUT", "open")
    with pytest.raises(RuleBroken, match="open") as refused:
        DOOR.move("SHUT", "shut")
    assert "open" == refused.value.facts["possible"]


def test_a_workflow_names_known_states_only():
    with pytest.raises(ValueError, match="unknown"):
        Workflow("door", ("SHUT",), moves(("open", "SHUT", "OPEN")))


@pytest.mark.parametrize("workflow", ALL, ids=lambda workflow: workflow.name)
def test_every_state_can_be_reached(workflow):
    assert set(workflow.states) == workflow.reachable()


@given(workflow=st.sampled_from(ALL), data=st.data())
def test_whatever_is_done_a_record_stays_in_a_declared_state(workflow, data):
    state = workflow.start
    verbs = sorted({move.verb for move in workflow.moves})
    for verb in data.draw(st.lists(st.sampled_from(verbs), max_size=12)):
        if workflow.why_not(state, verb) is None:
            state = workflow.move(state, verb)
        else:
            with pytest.raises(RuleBroken):
                workflow.move(state, verb)
        assert state in workflow.states


def unmade(app, workflow, root):
    """Return the moves of a workflow that no act of its stage makes: neither by its verb nor by writing its state."""
    parts = app.split(".")
    stage = root / "src" / "mainstay" / "/".join(parts)
    acts = [path for path in stage.rglob("*.py") if "rules" not in str(path.relative_to(stage))]
    tried = list((root / "tests" / "/".join(parts)).rglob("*.py"))
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in (*acts, *tried) if "migrations" not in path.parts
    )
    return [
        move.verb
        for move in workflow.moves
        if f'"{move.verb}"' not in written and f'"{move.target}"' not in written
    ]


def test_every_move_is_made_by_an_act(repository):
    assert [] == [
        f"{app}: {workflow.name} cannot {verb}"
        for app, workflow in workflows()
        for verb in unmade(app, workflow, repository)
    ]


def test_a_move_that_nobody_makes_is_caught(repository):
    door = Workflow("door", ("SHUT", "AJAR_TOO"), moves(("push_a_little", "SHUT", "AJAR_TOO")))
    assert ["push_a_little"] == unmade("fund", door, repository)


def test_the_reference_page_is_up_to_date(repository):
    written = (repository / "docs/reference/workflows.md").read_text(encoding="utf-8")
    assert written == workflows_page(), "run: mainstay docs workflows --write"
