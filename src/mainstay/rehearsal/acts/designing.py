"""The design: written from a package and adapted, refused without consultation, reviewed, approved, funded, begun."""

from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.assess.selectors import approved_newest
from mainstay.common.errors import AppError, RuleBroken
from mainstay.design.selectors import amounts_of, projects_visible
from mainstay.design.services import (
    activate_project,
    answer_comment,
    approve_design,
    comment_design,
    design_option,
    record_funding,
    review_design,
    score_quality,
    start_design,
    submit_design,
)
from mainstay.rehearsal.theatre import Theatre

from . import planning
from .days import before

if TYPE_CHECKING:
    from mainstay.design.models import Project


def write(theatre: Theatre) -> None:
    """Play how the design is written; and how it is refused because nobody was asked."""
    theatre.act("design", "design started", before(theatre, 101), lambda: _start(theatre))
    find(theatre)
    theatre.act(
        "design",
        "design written",
        before(theatre, 99),
        lambda: planning.fill(theatre, theatre.props["project"]),
    )
    theatre.act("design", "design refused", before(theatre, 97), lambda: _be_refused(theatre))


def find(theatre: Theatre) -> None:
    """Find the project again."""
    rows = projects_visible(theatre.person("officer")).filter(case=theatre.props["case"])
    theatre.props["project"] = rows.get()


def _start(theatre: Theatre) -> None:
    """Begin with the first costed option where the assessment is approved already, else with an empty draft."""
    scenario, by, case = theatre.scenario, theatre.person("designer"), theatre.props["case"]
    title, first = f"{scenario.title} (synthetic)", before(theatre, 70).date()
    basis = approved_newest(case)
    option = basis.options.first() if basis else None
    if option is None:
        start_design(
            by=by, case=case, title=title, currency=scenario.currency, starts_on=first, ends_on=scenario.until
        )
        return
    design_option(
        by=by, option=option, title=title, currency=scenario.currency, starts_on=first, ends_on=scenario.until
    )


def _be_refused(theatre: Theatre) -> None:
    """Try to hand in and to approve a design on which nobody was heard; both are refused, or the rehearsal stops."""
    project = theatre.props["project"]
    for word, by, attempt, code in (
        ("handing in", "designer", submit_design, "not_consulted"),
        ("approving", "director", approve_design, "illegal_move"),
    ):
        try:
            attempt(by=theatre.person(by), project=project)
        except RuleBroken as refused:
            if refused.code != code:
                raise
            theatre.say(f"Without consultation, {word} is refused ({refused.code}): {refused}")
        else:
            raise AppError("not_refused", "A design without consultation was not refused.")


def decide(theatre: Theatre) -> None:
    """Play review, quality gate and approval."""
    theatre.act("design", "design handed in", before(theatre, 87), lambda: _submit(theatre))
    theatre.act("design", "design reviewed", before(theatre, 85), lambda: _review(theatre))
    theatre.act("design", "quality gate", before(theatre, 84), lambda: score(theatre))
    theatre.act("design", "design approved", before(theatre, 81), lambda: _approve(theatre))


def _submit(theatre: Theatre) -> None:
    submit_design(by=theatre.person("designer"), project=theatre.props["project"])


def _review(theatre: Theatre) -> None:
    project: Project = theatre.props["project"]
    asked = review_design(
        by=theatre.person("safety"), project=project, field="OSH", words="Who gives first aid on small sites?"
    )
    answer_comment(by=theatre.person("designer"), comment=asked, taken=True)
    asked = comment_design(
        by=theatre.person("workers"), project=project, field="wages", words="Pay every week."
    )
    answer_comment(
        by=theatre.person("designer"), comment=asked, taken=False,
        answer="Banks pay once a month; advances are possible.",
    )  # fmt: skip


def score(theatre: Theatre) -> None:
    """Let an officer who did not write the design score each point of the quality gate."""
    points = dict.fromkeys(playbook.current().qa_criteria, (2, "seen (synthetic)"))
    score_quality(by=theatre.person("monitor"), project=theatre.props["project"], scores=points)


def _approve(theatre: Theatre) -> None:
    approve_design(by=theatre.person("director"), project=theatre.props["project"])
    write_papers(theatre, "project-document")


def write_papers(theatre: Theatre, name: str) -> None:
    """Write the project document as DOCX and PDF."""
    from mainstay.design.documents import write_document

    folder = theatre.out / "design"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("docx", "pdf"):
        content = write_document(by=theatre.person("director"), project=theatre.props["project"], kind=kind)
        (folder / f"{name}.{kind}").write_bytes(content)


def start(theatre: Theatre) -> None:
    """Play how the donor's money is committed and the project begins."""
    theatre.act("design", "project funded", before(theatre, 71), lambda: _fund(theatre))
    theatre.act("design", "project begun", before(theatre, 70), lambda: _activate(theatre))
    find(theatre)


def _fund(theatre: Theatre) -> None:
    project = theatre.props["project"]
    cents = int(amounts_of(project)["budget"])
    record_funding(
        by=theatre.person("mobiliser"), project=project, committed_usd_minor=cents, source="Synthetic donor"
    )


def _activate(theatre: Theatre) -> None:
    activate_project(
        by=theatre.person("director"), project=theatre.props["project"], lead=theatre.person("designer")
    )
