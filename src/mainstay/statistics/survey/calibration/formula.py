"""A model formula as its terms: ``~ region * sex + income`` is region, sex, income, region:sex.

The rules are those of R and of Wilkinson and Rogers, *Applied Statistics* 22 (1973), 392-399, for ``+``,
``:``, ``*`` and the intercept (``- 1`` or ``+ 0`` leave it out).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

PIECE = re.compile(r"\s*(?:`(?P<quoted>[^`]+)`|(?P<name>[^\W\d][\w.]*)|(?P<number>[01])|(?P<sign>[-+:*~()]))")


@dataclass(frozen=True, slots=True)
class Term:
    """Columns that are multiplied: one for a main effect, several for an interaction."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """The terms in order of their degree, and which numeric columns stand for categories: ``C(district)``."""

    terms: tuple[Term, ...]
    intercept: bool
    categories: frozenset[str]


def parse_formula(text: str | Sequence[str]) -> Formula:
    """Return the terms of a formula, or of a list of column names.

    >>> [term.names for term in parse_formula("~ region * sex + income").terms]
    [('region',), ('sex',), ('income',), ('region', 'sex')]
    >>> parse_formula("~ C(district) - 1").intercept
    False
    """
    if not isinstance(text, str):
        return Formula(tuple(Term((name,)) for name in text), intercept=True, categories=frozenset())
    pieces = _pieces(text)
    found: dict[frozenset[str], tuple[str, ...]] = {}
    intercept, categories = True, set[str]()
    for sign, part in _parts(pieces, text):
        if part in (["0"], ["1"]):
            intercept = (sign == "+") == (part == ["1"])
        elif sign == "-":
            raise _refusal(text)
        else:
            for names in _expanded(part, categories, text):
                found.setdefault(frozenset(names), names)
    terms = sorted(found.values(), key=len)
    return Formula(tuple(Term(names) for names in terms), intercept, frozenset(categories))


def _pieces(text: str) -> list[str]:
    pieces, place, whole = [], 0, text.strip()
    while place < len(whole):
        match = PIECE.match(whole, place)
        if match is None:
            raise _refusal(text)
        name = match["quoted"] or match["name"]
        pieces.append(f"`{name}" if name else match["number"] or match["sign"])
        place = match.end()
    return pieces[1:] if pieces[:1] == ["~"] else pieces


def _parts(pieces: list[str], text: str) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [("+", [])]
    for piece in pieces:
        if piece in {"+", "-"}:
            if parts[-1][1]:
                parts.append((piece, []))
            elif len(parts) == 1 and piece == "-":
                parts[-1] = ("-", [])
            else:
                raise _refusal(text)
        else:
            parts[-1][1].append(piece)
    if not parts[-1][1]:
        raise _refusal(text)
    return parts


def _expanded(part: list[str], categories: set[str], text: str) -> list[tuple[str, ...]]:
    """Return the terms of a product: a:b is one, a*b is a, b and a:b."""
    crossed: list[list[str]] = [[]]
    place, wants_name = 0, True
    while place < len(part):
        piece = part[place]
        if wants_name and piece in {"`C", "`factor"} and part[place + 1 : place + 2] == ["("]:
            inside = part[place + 2 : place + 4]
            if len(inside) < 2 or not inside[0].startswith("`") or inside[1] != ")":
                raise _refusal(text)
            categories.add(inside[0][1:])
            crossed[-1].append(inside[0][1:])
            place += 3
        elif wants_name and piece.startswith("`"):
            crossed[-1].append(piece[1:])
        elif not wants_name and piece == "*":
            crossed.append([])
        elif wants_name or piece != ":":
            raise _refusal(text)
        wants_name = not wants_name
        place += 1
    if wants_name:
        raise _refusal(text)
    sizes = range(1, len(crossed) + 1)
    chosen = [group for size in sizes for group in combinations(crossed, size)]
    return [tuple(dict.fromkeys(name for names in group for name in names)) for group in chosen]


def _refusal(text: str) -> BadInput:
    return BadInput(
        "survey.formula",
        _(
            "The formula {formula} cannot be read. Write columns joined by + (and : or * for crossings), as "
            "in ~ region * sex + income; put names with spaces between backticks."
        ),
        formula=text,
    )
