"""The rules of a portfolio as rows of an integer programme, each part with its name, so that it can be lifted alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Params = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country that may be chosen: its value from least to most, and what the rules ask; None is not known."""

    name: str
    low: float
    high: float
    region: str = ""
    population: float | None = None
    crisis_types: frozenset[str] = frozenset()
    g7plus: bool | None = None
    demand: bool | None = None
    assessment: bool | None = None
    start_usd: float | None = None
    staff: float | None = None


@dataclass(frozen=True)
class Part:
    """One part of a rule: rows · (countries, kinds) must lie from `least` to `most`.

    `found` is what a choice (0/1 by country) reaches, `limit` what it must reach (or, with `at_most`, not pass).
    """

    rule: str
    part: str
    rows: Any
    least: Any
    most: Any
    found: Callable[[Any], float]
    limit: float
    at_most: bool = False

    @property
    def key(self) -> str:
        """Rule and part in one word, such as P2.regions."""
        return f"{self.rule}.{self.part}"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A part of a rule that cannot be judged, and which data it lacks."""

    rule: str
    part: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The parts that are judged, those that are not, kinds of crisis that stand beside the countries as columns.

    `links` tie each kind to the countries that have it: a kind counts only where one of them is chosen.
    """

    parts: tuple[Part, ...]
    unjudged: tuple[Unjudged, ...]
    kinds: tuple[str, ...]
    links: Any


class _Writer:
    """Gathers the parts; coefficients are given by country and filled up with zeros for the kinds."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.all = candidates
        self.kinds = tuple(sorted({kind for row in candidates for kind in row.crisis_types}))
        self.parts: list[Part] = []
        self.unjudged: list[Unjudged] = []

    def flags(self, test: Callable[[Candidate], Any]) -> Any:
        """Return a number for each country."""
        return np.array([float(test(row) or 0) for row in self.all])

    def add(
        self,
        rule: str,
        part: str,
        rows: Any,
        bound: Any,
        found: Callable[[Any], float],
        limit: float,
        *,
        at_most: bool,
    ) -> None:
        """Add a part whose rows must reach `bound` or must not pass it."""
        given = np.atleast_2d(np.asarray(rows, float))
        wide = np.hstack([given, np.zeros((len(given), len(self.kinds)))])
        edge, open_end = np.full(len(given), float(bound)), np.full(len(given), np.inf)
        ends = (-open_end, edge) if at_most else (edge, open_end)
        self.parts.append(Part(rule, part, wide, *ends, found, limit, at_most))

    def count(self, rule: str, part: str, flags: Any, limit: float, *, at_most: bool) -> None:
        """Add the part that a number (or sum) over the chosen reaches a limit, or does not pass it."""
        self.add(rule, part, flags, limit, lambda x: float(flags @ x), limit, at_most=at_most)

    def share(self, rule: str, part: str, flags: Any, limit: float) -> None:
        """Add the part that a share of the chosen reaches a limit."""
        self.add(rule, part, flags - limit, 0, lambda x: _share(flags @ x, x), limit, at_most=False)

    def lacking(self, rule: str, part: str, lacks: str) -> None:
        """Note a part that cannot be judged."""
        self.unjudged.append(Unjudged(rule, part, lacks))


def portfolio_rulebook(
    candidates: Sequence[Candidate],
    *,
    rules: Params,
    regions: Sequence[str],
    money_usd: float | None = None,
    staff: float | None = None,
) -> Rulebook:
    """Return the rules of the playbook (P1 to P9 with their numbers) as parts over `candidates`.

    What is not known of a country never helps it: an unknown population is neither small nor large, an unknown demand
    or assessment is none. A part for which no country has data is not judged, and said so; a rule that is not in
    `rules` is not asked. A country whose start money is not known is counted with the least that a start takes.
    """
    write = _Writer(candidates)
    given = {
        "P1": _number, "P2": _regions, "P3": _sizes, "P4": _types, "P5": _money, "P6": _g7plus, "P7": _demand,
        "P8": _assessment, "P9": _staff,
    }  # fmt: skip
    more = {"regions": regions, "money": money_usd, "staff": staff}
    for code in sorted(set(rules) & set(given)):
        given[code](write, rules[code], more)
    links = np.zeros((len(write.kinds), len(candidates) + len(write.kinds)))
    for at, kind in enumerate(write.kinds):
        links[at, : len(candidates)] = [-float(kind in row.crisis_types) for row in candidates]
        links[at, len(candidates) + at] = 1
    return Rulebook(tuple(write.parts), tuple(write.unjudged), write.kinds, links)


def _share(part: float, chosen: Any) -> float:
    count = float(chosen.sum())
    return float(part) / count if count else 0.0


def _number(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    each = np.ones(len(write.all))
    write.count("P1", "least", each, params["min_active"], at_most=False)
    write.count("P1", "most", each, params["max_active"], at_most=True)
    if params["cap"] > params["max_active"]:
        write.count("P1", "cap", each, params["cap"], at_most=True)


def _regions(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    known = sorted({row.region for row in write.all if row.region})
    if not known:
        write.lacking("P2", "regions", "region")
        return
    held = np.array([write.flags(lambda row, name=name: row.region == name) for name in known])  # type: ignore[misc]
    asked = [at for at, name in enumerate(known) if name in more["regions"] or not more["regions"]]
    least = params["min_each_region"]
    if asked:
        there = held[asked]
        write.add(
            "P2",
            "regions",
            there,
            least,
            lambda x: float(((there @ x) >= least).sum()),
            len(asked),
            at_most=False,
        )
    most = params["max_region_share"]
    write.add(
        "P2", "share", held - most, 0, lambda x: max(_share(row @ x, x) for row in held), most, at_most=True
    )


def _sizes(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if all(row.population is None for row in write.all):
        write.lacking("P3", "small", "population")
        write.lacking("P3", "large", "population")
        return
    bound, other = params["small_below_population"], params["large_above_population"]
    small = write.flags(lambda row: row.population is not None and row.population < bound)
    large = write.flags(lambda row: row.population is not None and row.population > other)
    write.count("P3", "small", small, params["min_small"], at_most=False)
    write.count("P3", "large", large, params["min_large"], at_most=False)


def _types(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if not write.kinds:
        write.lacking("P4", "types", "crisis_types")
        return
    has = np.array([[kind in row.crisis_types for row in write.all] for kind in write.kinds], float)
    row = np.concatenate([np.zeros(len(write.all)), np.ones(len(write.kinds))])[None]
    least = params["min_crisis_types"]
    write.parts.append(
        Part(
            "P4",
            "types",
            row,
            np.array([least]),
            np.array([np.inf]),
            lambda x: float(((has @ x) > 0).sum()),
            least,
        )
    )


def _money(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    least, each = params["start_usd_each"], params.get("start_usd_most")
    if each is not None:
        beyond = write.flags(lambda row: row.start_usd is not None and row.start_usd > each)
        if beyond.any():
            write.count("P5", "start", beyond, 0, at_most=True)
    if more["money"] is None:
        write.lacking("P5", "money", "money")
        return
    needed = write.flags(lambda row: max(row.start_usd or least, least) / 1e6)
    limit = more["money"]
    write.add("P5", "money", needed, limit / 1e6, lambda x: float(needed @ x) * 1e6, limit, at_most=True)


def _g7plus(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if all(row.g7plus is None for row in write.all):
        write.lacking("P6", "g7plus", "g7plus")
        return
    write.share("P6", "g7plus", write.flags(lambda row: row.g7plus), params["min_g7plus_share"])


def _demand(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if all(row.demand is None for row in write.all):
        write.lacking("P7", "demand", "demand")
        return
    write.share("P7", "demand", write.flags(lambda row: row.demand), params["min_demand_share"])


def _assessment(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if all(row.assessment is None for row in write.all):
        write.lacking("P8", "assessment", "assessment")
        return
    write.share("P8", "assessment", write.flags(lambda row: row.assessment), params["min_assessed_share"])


def _staff(write: _Writer, params: Mapping[str, float], more: Mapping[str, Any]) -> None:
    if more["staff"] is None:
        write.lacking("P9", "staff", "staff_total")
    elif all(row.staff is None for row in write.all):
        write.lacking("P9", "staff", "staff")
    else:
        # A need that is not known could be any: such a country would break every limit.
        needed = write.flags(lambda row: more["staff"] + 1 if row.staff is None else row.staff)
        write.count("P9", "staff", needed, more["staff"], at_most=True)
