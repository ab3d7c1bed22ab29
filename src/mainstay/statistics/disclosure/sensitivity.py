"""Which cells are sensitive on their own account, why, and how near nobody may come to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import THRESHOLD


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of primary suppression; several may be asked for, each that holds is told.

    `threshold`: fewer contributing persons are too few (0 or 1 switches it off). `dominance` (n, k): the n
    largest hold more than the share k. `percent` p: the second largest can work out the largest within p %.
    `prior` q, beside `percent`: everybody knows everybody within q % beforehand (the pq rule; 100 is the p % rule).
    `secret` names dimensions whose category is a secret: a line whose people all stand in one category tells it
    of each of them (attribute disclosure), so that cell is sensitive and the line's zeros may be hidden.
    `zeros`: an empty cell is sensitive too ("none of them is paid"). `band`: a small cell of amounts is kept
    uncertain by this share of its value, up and down. `own_value`: who is alone in a cell knows its value.
    """

    threshold: int = THRESHOLD
    dominance: tuple[int, float] | None = None
    percent: float | None = None
    prior: float = 100.0
    secret: Sequence[str] = ()
    zeros: bool = False
    band: float = 0.1
    own_value: bool = True
