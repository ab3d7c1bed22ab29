"""The road up to the first site: from the first warning to a funded project that all three constituents were asked about."""

from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from . import arriving, assessing, consulting, designing, funding, going, joining, measuring, warning


def play(theatre: Theatre, plan: Plan) -> None:
    """Play everything before the works; on a second run find again what stands."""
    arriving.play(theatre)
    funding.receive(theatre)
    warning.play(theatre)
    joining.play(theatre)
    funding.first_window(theatre)
    going.play(theatre)
    assessing.play(theatre)
    designing.write(theatre)
    consulting.play(theatre)
    designing.decide(theatre)
    funding.second_window(theatre)
    designing.start(theatre)
    measuring.agree(theatre)
