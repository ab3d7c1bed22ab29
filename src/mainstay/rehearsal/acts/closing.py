"""The end of the road: figures published, the last report on money, the hand-over, the review that closes the case."""

from mainstay.design.services import close_design, hand_over_design
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from . import funding, measuring, reviewing
from .days import after


def play(theatre: Theatre, plan: Plan) -> None:
    """Play everything after the last site was handed over."""
    measuring.count(theatre)
    end(theatre)
    measuring.tell(theatre)


def end(theatre: Theatre) -> None:
    """Play the last report, the hand-over and the review."""
    until = theatre.scenario.until
    theatre.act(
        "fund", "last grant reported", after(until, 60),
        lambda: funding.report(theatre, "W2", "All sites of the last phase are handed over.", left=12_000_00),
    )  # fmt: skip
    theatre.act("design", "handed over", after(until, 62), lambda: _hand_over(theatre))
    reviewing.play(theatre, until)


def _hand_over(theatre: Theatre) -> None:
    project, director = theatre.props["project"], theatre.person("director")
    hand_over_design(
        by=director,
        project=project,
        to="Synthetic Ministry of Public Works",
        agreement="Maintenance agreements",
    )
    close_design(by=director, project=project, reason="All assets are maintained by their municipalities.")
