"""Which of the open acts the state of a record asks for first."""

from collections.abc import Mapping, Sequence

from django.db.models import Model

from .catalogue import OpenAct

#: How many acts stand before the others.
MOST = 3
#: What a state allows and never asks for: it takes the record back or off the way.
BACK = {
    "withdraw", "cancel", "drop", "remove", "miss", "retire", "supersede", "suspend", "leave", "rest", "expire",
    "stand_down", "reopen", "exit", "refer", "waive",
}  # fmt: skip
#: Kinds whose way is not told by one state: the acts that come first wherever they are open.
FIRST: Mapping[str, tuple[str, ...]] = {
    "cases.Case": (
        "accept-lead", "approve-level-3", "activate-case", "draft-decision", "add-task", "add-note", "report-signal",
    ),
    "partners.ConsultedBody": ("hear-body", "raise-point", "record-point"),
}  # fmt: skip


def first_of(record: Model, rows: Sequence[OpenAct], named: Sequence[str] = ()) -> list[OpenAct]:
    """Return one to three acts to show before the others: those `named`, else those that lead on from the state."""
    wanted = named or FIRST.get(record._meta.label, ())
    if wanted:
        by_name = {row.deed.name: row for row in rows}
        return [by_name[name] for name in wanted if name in by_name][:MOST]
    steps = sorted((step, at) for at, row in enumerate(rows) if (step := _step(record, row)))
    return [rows[at] for _step, at in steps][:MOST]


def _step(record: Model, row: OpenAct) -> int:
    """Return how far an act brings a record on its way, counted in states; 0 where it does not bring it on."""
    state = str(getattr(record, "state", ""))
    for workflow, source, target in row.moves:
        if source != state or source not in workflow.states or target not in workflow.states:
            continue
        verbs = {move.verb for move in workflow.open_moves(source) if move.target == target}
        if not verbs & BACK:
            return max(workflow.states.index(target) - workflow.states.index(source), 0)
    return 0
