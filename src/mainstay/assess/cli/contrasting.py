"""Estimates put side by side: groups, levels, columns or rounds, each with the covariance that they have.

A comparison is asked for in two ways. ``sex:male`` puts every value of the column beside male (``sex``: beside the
first). ``region: north - 0.5 south - 0.5 coast`` adds what it says, ``sex: female / male`` divides; without a column
the names are those of the columns that were estimated together. The values of a column are those of the crossing or,
where the column itself was estimated, its levels; all else is held equal.
"""

import math
import re
import shlex
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .conditions import shared_label
from .rows import ALL, aligned, labelled_value, plain, shown_chance, shown_number

if TYPE_CHECKING:
    from mainstay.statistics.survey import Contrast, Estimate, Estimates

    from .request import TableRequest

Labels = Mapping[str, Mapping[Any, str]]
SIGNS = {"+": 1.0, "-": -1.0, "/": -1.0}
_NUMBER = re.compile(r"\d*\.?\d+$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A comparison as it was asked. `terms` are values with coefficients; without them all stand beside `base`."""

    text: str
    column: str
    name: str
    terms: tuple[tuple[str, float], ...] = ()
    base: str = ""
    is_quotient: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A contrast with its name in words; `of` is the first estimate in it, `n` the rows behind all of them."""

    name: str
    column: str
    statistic: str
    of: "Estimate"
    n: int
    contrast: "Contrast"
    method: str


@dataclass(slots=True)
class _Seen:
    """What the estimates of a table had of a wanted comparison: the values of its column, and whether it was made."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made: bool = False


def wanted_of(table: "TableRequest") -> list[Wanted]:
    """Return the comparisons that a table asks for; BadInput names one that cannot be read."""
    found = []
    for text in table.compare:
        column, _mark, base = (part.strip() for part in text.partition(":"))
        found.append(Wanted(text, column, text, base=base))
    return [*found, *map(_contrast, table.contrast)]


def _contrast(text: str) -> Wanted:
    left, mark, right = text.partition(":")
    column, words = (left.strip(), right.strip()) if mark else ("", text.strip())
    try:
        pieces = shlex.split(words)
    except ValueError:
        raise _unreadable(text) from None
    terms: list[tuple[str, float]] = []
    sign, size, signs = 1.0, 1.0, set[str]()
    waits = True
    for place, piece in enumerate(pieces):
        follower = pieces[place + 1] if place + 1 < len(pieces) else "+"
        if not waits and piece in SIGNS:
            sign, size, waits = SIGNS[piece], 1.0, True
            signs.add(piece)
        elif waits and piece == "-" and not terms:
            sign = -1.0
        elif waits and _NUMBER.match(piece) and follower not in SIGNS:
            size = float(piece)
        elif waits and piece != "*":
            terms.append((piece, sign * size))
            waits = False
        elif piece != "*" or not waits:
            raise _unreadable(text)
    if waits or len(terms) < 2 or ("/" in signs and (len(signs) > 1 or any(abs(c) != 1 for _n, c in terms))):
        raise _unreadable(text)
    return Wanted(text, column, words, tuple(terms), is_quotient="/" in signs)


def _unreadable(text: str) -> BadInput:
    return BadInput(
        "estimate.contrast",
        _(
            "The contrast «{given}» cannot be read. Write values with spaces around the signs, as in "
            "sex: female - male, sex: female / male, region: north - 0.5 south - 0.5 coast."
        ),
        given=text,
    )


class Comparing:
    """The comparisons of one table, made call by call."""

    def __init__(self, table: "TableRequest", labels: Labels) -> None:
        self.wanted, self.labels = wanted_of(table), labels
        self.seen = [_Seen() for _each in self.wanted]

    def of(self, found: "Estimates", method: str) -> list[Comparison]:
        """Return what is wanted of the estimates of one call, with the covariance among them."""
        made: list[Comparison] = []
        for wanted, seen in zip(self.wanted, self.seen, strict=True):
            made += self._made(wanted, seen, found, method)
        return made

    def check(self) -> None:
        """Raise BadInput for a comparison that no call could make."""
        for wanted, seen in zip(self.wanted, self.seen, strict=True):
            if seen.made:
                continue
            asked = [name for name, _size in wanted.terms] or ([wanted.base] if wanted.base else [])
            known = {text for texts in seen.values.values() for text in texts}
            strange = [name for name in asked if name not in known]
            if wanted.column and not seen.values:
                raise BadInput(
                    "estimate.nothing_to_compare",
                    _(
                        "There are no estimates to compare by {column}. Put it into by, or ask for its proportions."
                    ),
                    column=wanted.column,
                )
            if strange and wanted.column:
                raise BadInput(
                    "estimate.no_such_group",
                    _("Among the estimates {column} has no value {value}. It has: {values}."),
                    column=wanted.column,
                    value=strange[0],
                    values=", ".join(seen.values),
                )
            raise BadInput(
                "estimate.not_together",
                _(
                    "The estimates that «{given}» compares do not stand together. Ask for them in one list, as in "
                    "mean: hours,income, and compare what was estimated: {values}."
                ),
                given=wanted.text,
                values=", ".join(seen.values),
            )

    def _made(self, wanted: Wanted, seen: _Seen, found: "Estimates", method: str) -> Iterator[Comparison]:
        groups = _groups(found, wanted.column)
        texts = {value: self._texts(wanted.column, value) for held in groups.values() for value in held}
        seen.values |= {known[0]: known for known in texts.values()}
        places: list[dict[int, float]] = []
        names: list[str] = []
        for held in groups.values():
            for name, terms in self._terms(wanted, held, texts):
                places.append({held[value]: size for value, size in terms})
                names.append(name)
        if not places:
            return
        seen.made = True
        rows = {str(at): _coefficients(len(found), given) for at, given in enumerate(places)}
        kind = "quotient" if wanted.is_quotient else "difference"
        contrasts = found.contrast(rows, kind=kind)
        for name, given, contrast in zip(names, places, contrasts, strict=True):
            used = [found[place] for place in given]
            whole = {tuple(row.domain.items()): row.n for row in used}
            told = (
                "quotient by its logarithm" if wanted.is_quotient else "with the covariance of the estimates"
            )
            yield Comparison(
                name, wanted.column, _statistic(given, wanted), used[0], sum(whole.values()), contrast,
                f"{method}, {told}",
            )  # fmt: skip

    def _terms(
        self, wanted: Wanted, held: Mapping[Any, int], texts: Mapping[Any, tuple[str, ...]]
    ) -> Iterator[tuple[str, list[tuple[Any, float]]]]:
        """Yield the name and the terms of each contrast of one group of estimates, of those it has all of."""
        if wanted.terms:
            terms = [(self._named(wanted, name, held, texts), size) for name, size in wanted.terms]
            if all(value is not _NONE for value, _size in terms):
                yield wanted.name, terms
            return
        values = [value for value in held if value is not None]
        base = self._named(wanted, wanted.base, held, texts) if wanted.base else next(iter(values), _NONE)
        for value in values if base is not _NONE else ():
            if value != base:
                yield f"{texts[value][0]} - {texts[base][0]}", [(value, 1.0), (base, -1.0)]

    def _named(
        self, wanted: Wanted, name: str, held: Mapping[Any, int], texts: Mapping[Any, tuple[str, ...]]
    ) -> Any:
        """Return the value that `name` means, by its label or its code; `_NONE` where the group has none."""
        meant = [value for value in held if name in texts[value]]
        if len(meant) > 1:
            raise shared_label(wanted.column, name, [plain(value) for value in meant])
        return meant[0] if meant else _NONE

    def _texts(self, column: str, value: Any) -> tuple[str, ...]:
        """Return what a value may be called: its label, and its code."""
        if value is None:
            return (ALL,)
        return tuple(
            dict.fromkeys((str(labelled_value(value, self.labels.get(column, {}))), str(plain(value))))
        )


_NONE = object()


def _statistic(given: Mapping[int, float], wanted: Wanted) -> str:
    if wanted.is_quotient:
        return "quotient"
    return "difference" if sorted(given.values()) == [-1.0, 1.0] else "contrast"


def _coefficients(rows: int, given: Mapping[int, float]) -> list[float]:
    return [given.get(place, 0.0) for place in range(rows)]


def _groups(found: "Estimates", column: str) -> dict[Hashable, dict[Any, int]]:
    """Return the rows that differ in `column` alone: for each such group its values with the place of their row."""
    groups: dict[Hashable, dict[Any, int]] = {}
    for place, row in enumerate(found):
        rest = tuple((name, value) for name, value in row.domain.items() if name != column)
        if not column:
            groups.setdefault((row.level, rest), {})[row.variable] = place
        elif column in row.domain:
            groups.setdefault((row.variable, row.level, rest), {})[row.domain[column]] = place
        elif column == row.variable and row.statistic != "quantile":
            groups.setdefault((row.variable, rest), {})[row.level] = place
    return groups


def comparison_row(found: Comparison, labels: Labels, shown_as: str = "") -> dict[str, Any]:
    """Return a comparison as a row: the keys of an estimate, and contrast, of, t and p.

    `shown_as` stands in the place of the variable, as it does among the estimates.
    """
    of, own = found.of, found.contrast
    domain = {name: value for name, value in of.domain.items() if name != found.column}
    row: dict[str, Any] = {
        "statistic": found.statistic,
        "variable": (shown_as or of.variable) if found.column else "",
        "level": None
        if found.column == of.variable
        else of.level
        if of.statistic == "quantile"
        else labelled_value(of.level, labels.get(of.variable, {})),
        "domain": {name: labelled_value(value, labels.get(name, {})) for name, value in domain.items()},
        "estimate": own.estimate,
        "se": own.se,
        "ci_low": own.ci_low,
        "ci_high": own.ci_high,
        "cv": None,
        "deff": None,
        "n": found.n,
        "df": plain(own.df) if math.isfinite(own.df) else None,
        "contrast": found.name,
        "of": of.statistic,
        "t": own.t,
        "p": own.p,
        "method": found.method,
    }
    coded = {name: plain(value) for name, value in domain.items() if name in labels}
    return row | ({"domain_codes": coded} if coded else {})


def comparison_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return rows of comparisons as lines of text."""
    names = list(dict.fromkeys(name for row in rows for name in row["domain"]))
    head = [*names, "of", "variable", "contrast", "estimate", "se", "low", "high", "t", "p", "df"]
    lines = [head]
    for row in rows:
        variable = row["variable"] if row["level"] is None else f"{row['variable']} = {row['level']}"
        words = [ALL if row["domain"].get(name) is None else str(row["domain"][name]) for name in names]
        numbers = [shown_number(row[key]) for key in ("estimate", "se", "ci_low", "ci_high")]
        t = "–" if row["t"] is None else f"{row['t']:.2f}"
        lines.append(
            [
                *words,
                row["of"],
                variable,
                row["contrast"],
                *numbers,
                t,
                shown_chance(row["p"]),
                "–" if row["df"] is None else f"{row['df']:.4g}",
            ]
        )
    return aligned(lines, len(names) + 3)
