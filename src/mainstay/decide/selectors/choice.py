"""Which countries the rules would choose: the active ones, those that ask, and what one tries, with prices and followers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, may, require
from mainstay.decide.methods.portfolio_check import Member
from mainstay.decide.methods.portfolio_choice import (
    Candidate,
    Choice,
    ChosenShares,
    CountryMargin,
    chosen_shares,
    country_margins,
    portfolio_choice,
    portfolio_programme,
)
from mainstay.decide.models import Request
from mainstay.decide.rules import OPEN_STATES

from .portfolio import active_members
from .queue import SEED, requests_visible
from .standing import standing_of

#: States of a request that may still become, or became, a response; for what is known of an active country.
LIVING = frozenset({*OPEN_STATES, "DECIDED", "ACTIVE", "WATCH"})
#: Of each draw the best portfolio is found: few enough for a page to answer in a moment.
DRAWS = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """What one tries: countries in and out, choosing afresh, money and staff expected, rules left out."""

    add: Collection[str] = ()
    remove: Collection[str] = ()
    afresh: bool = False
    money_usd: float | None = None
    staff: float | None = None
    without: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class PortfolioChoice:
    """The choice, what each country is worth to it, in how many draws it is chosen, and why each stands there.

    `role` of a country: ACTIVE (a response runs), ASKS (an open request), TRIED; `unscored`: no two scores that may be
    read, so that its value may be anything from 0 to 100 and counts as 0.
    """

    choice: Choice
    margins: Mapping[str, CountryMargin]
    shares: ChosenShares | None
    role: Mapping[str, str]
    unscored: frozenset[str]


def portfolio_chosen(person: Person, trial: Trial) -> PortfolioChoice:
    """Return which countries the rules would choose, for who may see the portfolio.

    Active countries stay in unless they are taken out or the choice is made afresh. A country's value is the total of its
    latest scored request, the least that it may be; blind scores that `person` may not read leave it open. The rules on
    demand and assessment are about beginning: where a response runs they were answered when it was decided.
    """
    require(person, "decide.read_portfolio", [holding.scope for holding in holdings(person)])
    active = {row.country for row in active_members()}
    known = _requests(person)
    asking = {iso3 for iso3, rows in known.items() if any(row.state in OPEN_STATES for row in rows)}
    wanted = {*active, *asking, *trial.add}
    members = active_members(add=sorted(wanted - active))
    candidates = [
        _candidate(person, row, known.get(row.country, []), begun=row.country in active) for row in members
    ]
    unscored = frozenset(row.name for row in candidates if (row.low, row.high) == (0.0, 100.0))
    book = playbook.current()
    regions = {row.region for row in candidates}
    kept = set() if trial.afresh else active - set(trial.remove)
    programme = portfolio_programme(
        candidates,
        rules={
            code: rule.params
            for code, rule in book.eligibility.portfolio.items()
            if code not in trial.without
        },
        regions=[row.name for row in book.lists.regions.values() if row.name in regions],
        money_usd=trial.money_usd,
        staff=trial.staff,
        inside=kept | set(trial.add) - set(trial.remove),
        outside=set(trial.remove),
    )
    choice = portfolio_choice(programme)
    role = {
        name: "ACTIVE" if name in active else "TRIED" if name in trial.add else "ASKS"
        for name in programme.names
    }
    return PortfolioChoice(
        choice, {row.name: row for row in country_margins(programme, choice)},
        chosen_shares(programme, choice, draws=DRAWS, seed=SEED), role, unscored,
    )  # fmt: skip


def _requests(person: Person) -> dict[str, list[Request]]:
    """Return the requests that may be read by country, the latest first."""
    rows = (
        requests_visible(person)
        .filter(state__in=LIVING, merged_into__isnull=True)
        .order_by("-received_at", "-pk")
        .prefetch_related("scorings__scores", "discussions", "overrides", "gates")
    )
    found: dict[str, list[Request]] = {}
    for row in rows:
        found.setdefault(row.country_id or "", []).append(row)
    return found


def _candidate(person: Person, member: Member, requests: list[Request], *, begun: bool) -> Candidate:
    low, high = _value(person, requests)
    return Candidate(
        member.country, low, high, member.region, member.population,
        member.crisis_types | {code for row in requests for code in row.crisis_types}, member.g7plus,
        begun or _demand(requests), begun or _assessment(requests),
    )  # fmt: skip


def _value(person: Person, requests: list[Request]) -> tuple[float, float]:
    for row in requests:
        if not may(person, "decide.read_scores", row):
            continue
        standing = standing_of(row)
        if standing.priority is not None:
            return standing.priority.total.low, standing.priority.total.high
    return 0.0, 100.0


def _demand(requests: list[Request]) -> bool | None:
    """Return whether a constituent asked; None where no request is there to tell."""
    if not requests:
        return None
    return any(row.origin.startswith("constituent") for row in requests)


def _assessment(requests: list[Request]) -> bool | None:
    """Return the answer to the gate on assessment of the latest request that has one."""
    for row in requests:
        answers = {gate.gate: gate.answer for gate in row.gates.all() if gate.replaced_at is None}
        if answers.get("G5") in {"YES", "NO"}:
            return answers["G5"] == "YES"
    return None
