"""The end of the road: the last report on money, the hand-over, the case closed."""

from mainstay.cases.services import close_case
from mainstay.cases.services.closing import closing_obstacles
from mainstay.design.services import close_design, hand_over_design
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from . import funding
from .days import after


def play(theatre: Theatre, plan: Plan) -> None:
    """Play everything after the last site was handed over."""
    until = theatre.scenario.until
    theatre.act(
        "fund", "last grant reported", after(until, 60),
        lambda: funding.report(theatre, "W2", "All sites of the last phase are handed over.", left=12_000_00),
    )  # fmt: skip
    theatre.act("design", "handed over", after(until, 62), lambda: _hand_over(theatre))
    theatre.act("cases", "case closed", after(until, 70), lambda: _close(theatre))


def _hand_over(theatre: Theatre) -> None:
    project, director = theatre.props["project"], theatre.person("director")
    hand_over_design(
        by=director,
        project=project,
        to="Synthetic Ministry of Public Works",
        agreement="Maintenance agreements",
    )
    close_design(by=director, project=project, reason="All assets are maintained by their municipalities.")


def _close(theatre: Theatre) -> None:
    case = theatre.props["case"]
    for name, why in closing_obstacles(case):
        theatre.say(f"Against closing: {name}: {why}")
    close_case(by=theatre.person("coordinator"), case=case, words="The works ended and were reviewed.")
