"""Which countries to be in: the best portfolio under the rules, what each rule costs, what comes next, what if."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .portfolio_conflict import Conflict, smallest_conflict
from .portfolio_programme import LEVEL, Chosen, Programme, forced
from .portfolio_rules import Candidate, Params, Part, Rulebook, Unjudged, portfolio_rulebook

#: Beside the best one, as many level portfolios are looked for before it is said that there are more.
MOST_TIES = 12


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """How one part of a rule stands in the chosen portfolio.

    `found` against `limit`; `price`: how much more value there would be without this part alone (0: it costs
    nothing), reached by `instead`. A part with a price is binding. `tight`: nothing is left to spare.
    """

    rule: str
    part: str
    found: float
    limit: float
    at_most: bool
    tight: bool
    price: float
    instead: Chosen | None

    @property
    def binding(self) -> bool:
        """Whether the rule costs value."""
        return self.price > LEVEL


@dataclass(frozen=True, slots=True)
class Choice:
    """The best portfolio and its surroundings; `best` is None where the rules leave none, and `conflict` says why.

    `following`: the next-best portfolios, best first; those level with the best are ties. `more_ties`: there may be
    more level ones than were looked for. `together`: how much more value there would be without all rules but those
    on number, money and staff.
    """

    candidates: tuple[Candidate, ...]
    best: Chosen | None
    rules: tuple[RuleStanding, ...] = ()
    following: tuple[Chosen, ...] = ()
    more_ties: bool = False
    together: float = 0.0
    conflict: Conflict | None = None
    unjudged: tuple[Unjudged, ...] = ()

    @property
    def ties(self) -> tuple[Chosen, ...]:
        """The portfolios that are level with the best."""
        if self.best is None:
            return ()
        return tuple(row for row in self.following if row.value >= self.best.value - LEVEL)


def portfolio_programme(
    candidates: Sequence[Candidate],
    *,
    rules: Params,
    regions: Sequence[str] = (),
    money_usd: float | None = None,
    staff: float | None = None,
    inside: Collection[str] = (),
    outside: Collection[str] = (),
) -> Programme:
    """Return the programme over `candidates`; `inside` and `outside` keep countries in or out to try."""
    ordered = sorted(candidates, key=lambda row: row.name)
    book = portfolio_rulebook(ordered, rules=rules, regions=regions, money_usd=money_usd, staff=staff)
    held = forced(ordered, len(book.kinds), inside=inside, outside=outside)
    return Programme(ordered, book, (*book.parts, *held))


def portfolio_choice(programme: Programme, *, following: int = 5, prices: bool = True) -> Choice:
    """Return the best portfolio, the price of each rule, and the portfolios that come next.

    The value of a portfolio is the sum of its countries' scores, each the least that it may be. Best, prices and
    followers are each proven by HiGHS (relative gap 0). The price of a part of a rule is the best value without that
    part less the best value with it; the next-best are found by no-good cuts (Σ chosen − Σ others ≤ chosen − 1). Of
    level portfolios the one that is first by the names of its countries stands as best, and the others as ties.
    """
    ordered, book = tuple(programme.candidates), programme.book
    best = programme.best()
    if best is None:
        return Choice(ordered, None, conflict=smallest_conflict(programme), unjudged=book.unjudged)
    priced = {part.key: programme.better_without(part, best) for part in programme.parts} if prices else {}
    rows, more = _following(programme, best, following)
    level = sorted(
        [best, *(row for row in rows if row.value >= best.value - LEVEL)], key=lambda row: row.countries
    )
    lower = [row for row in rows if row.value < best.value - LEVEL]
    best = level[0]
    standing = tuple(_standing(programme, part, best, priced.get(part.key)) for part in programme.parts)
    return Choice(
        ordered, best, standing, (*level[1:], *lower), more, _together(programme, best) if prices else 0.0,
        unjudged=book.unjudged,
    )  # fmt: skip


def _following(programme: Programme, best: Chosen, count: int) -> tuple[list[Chosen], bool]:
    """Return at least `count` next-best portfolios, more while they are level with the best."""
    rows: list[Chosen] = []
    while count and len(rows) < max(count, MOST_TIES):
        if len(rows) >= count and rows[-1].value < best.value - LEVEL:
            break
        found = programme.best(cuts=[best.countries, *(row.countries for row in rows)])
        if found is None:
            break
        rows.append(found)
    return rows, len(rows) >= MOST_TIES and rows[-1].value >= best.value - LEVEL


def _standing(programme: Programme, part: Part, best: Chosen, instead: Chosen | None) -> RuleStanding:
    choice = programme.vector(best.countries)
    found = part.found(choice)
    price = 0.0 if instead is None else instead.value - best.value
    return RuleStanding(
        part.rule, part.part, found, part.limit, part.at_most, _tight(programme, part, choice), price, instead,
    )  # fmt: skip


def _tight(programme: Programme, part: Part, choice: Any) -> bool:
    """Return whether nothing is left to spare: one row stands at its edge."""
    reached = programme.reached(part, choice)
    return bool((reached <= part.least + LEVEL).any() or (reached >= part.most - LEVEL).any())


def _together(programme: Programme, best: Chosen) -> float:
    lifted = [part.key for part in programme.parts if part.rule not in {"P1", "P5", "P9"}]
    found = programme.best(without=lifted, known=[best])
    gain = 0.0 if found is None else found.value - best.value
    return gain if gain > LEVEL else 0.0


@dataclass(frozen=True, slots=True)
class CountryMargin:
    """What a country is worth to the portfolio: the value that is lost when it is the other way round.

    `loss`: for one that is chosen, when it is kept out; for one that is not, when it is put in; None where no portfolio
    is left then. `instead`: the best portfolio in that case.
    """

    name: str
    chosen: bool
    loss: float | None
    instead: Chosen | None


def country_margins(programme: Programme, choice: Choice) -> list[CountryMargin]:
    """Return for each country what keeping it out, or putting it in, would cost."""
    if choice.best is None:
        return []
    found = []
    for name in programme.names:
        chosen = name in choice.best.countries
        turned = forced(
            programme.candidates, len(programme.book.kinds), inside=[] if chosen else [name],
            outside=[name] if chosen else [],
        )  # fmt: skip
        keys = {f"in.{name}", f"out.{name}"}
        known = [choice.best, *choice.following]
        instead = programme.best(without=keys, more=[_renamed(part) for part in turned], known=known)
        loss = None if instead is None else max(choice.best.value - instead.value, 0.0)
        found.append(CountryMargin(name, chosen, loss, instead))
    return found


def _renamed(part: Part) -> Part:
    """Return a part of a try under another name, so that lifting what is tried already does not lift it too."""
    return replace(part, rule=f"try {part.rule}")


@dataclass(frozen=True, slots=True)
class ChosenShares:
    """In which share of draws each country is chosen, and in which the portfolio itself is a best one."""

    countries: dict[str, float]
    portfolio: float
    draws: int
    seed: int


def chosen_shares(
    programme: Programme, choice: Choice, *, draws: int = 200, seed: int
) -> ChosenShares | None:
    """Return how often each country is chosen when the scores are drawn evenly from their ranges; None without a choice.

    Each draw is solved to the optimum; where every score is one number there is one draw and nothing to vary. The idea
    is that of robust portfolio modelling (Liesiö, Mild and Salo 2007, European Journal of Operational Research 181):
    a country chosen in all draws is safe, one in none is out, and talk is needed on those between.
    """
    if choice.best is None:
        return None
    low = np.array([row.low for row in programme.candidates], float)
    width = np.array([row.high for row in programme.candidates], float) - low
    count = 1 if not width.any() else draws
    random = np.random.default_rng(seed).random((count, len(low)))
    known = [choice.best, *choice.following]
    often, held = np.zeros(len(low)), 0
    for line in random:
        values = low + line * width
        found = programme.best(values=values, known=known[-40:])
        assert found is not None
        taken = programme.vector(found.countries)
        often += taken
        held += float(values @ programme.vector(choice.best.countries)) >= found.value - LEVEL
        if all(row.countries != found.countries for row in known):
            known.append(found)
    shares = {name: float(share) for name, share in zip(programme.names, often / count, strict=True)}
    return ChosenShares(shares, held / count, count, seed)


__all__ = [
    "Candidate", "Choice", "ChosenShares", "Conflict", "CountryMargin", "Programme", "RuleStanding", "Rulebook",
    "chosen_shares", "country_margins", "portfolio_choice", "portfolio_programme",
]  # fmt: skip
