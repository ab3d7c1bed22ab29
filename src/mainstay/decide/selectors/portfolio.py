"""The portfolio of active countries against its rules, and what another country would change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, require
from mainstay.cases.selectors import cases_open
from mainstay.common.models import Country
from mainstay.decide.methods.portfolio_check import Finding, Member, portfolio_check
from mainstay.watch.selectors import headline_values


def active_members(*, add: Collection[str] = (), remove: Collection[str] = ()) -> list[Member]:
    """Return the countries with an open case, with `add` put in and `remove` left out, one member for each."""
    types: dict[str, set[str]] = {}
    for case in cases_open():
        codes = {row.code for row in case.crisis_types.all()}
        for place in case.countries.all():
            types.setdefault(place.country_id, set()).update(codes)
    for iso3 in add:
        types.setdefault(iso3, set())
    countries = Country.objects.in_bulk([iso3 for iso3 in types if iso3 not in remove])
    known = headline_values(list(countries), ["POPULATION"])
    return [
        Member(
            iso3, place.region,
            known[iso3]["POPULATION"].value if "POPULATION" in known.get(iso3, {}) else None,
            frozenset(types[iso3]), place.g7plus,
        )
        for iso3, place in sorted(countries.items())
    ]  # fmt: skip


def portfolio_findings(
    person: Person, *, add: Collection[str] = (), remove: Collection[str] = (), money_usd: float | None = None
) -> list[Finding]:
    """Return how each portfolio rule stands, with countries added or taken out to try."""
    require(person, "decide.read_portfolio")
    return _findings(active_members(add=add, remove=remove), money_usd)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The active countries and how each rule stands for them."""

    members: Sequence[Member]
    findings: Sequence[Finding]


def portfolio_beside(
    person: Person, *, add: Collection[str] = (), remove: Collection[str] = (), money_usd: float | None = None
) -> Portfolio:
    """Return the countries and the rules together, with countries added or taken out to try."""
    require(person, "decide.read_portfolio", [holding.scope for holding in holdings(person)])
    members = active_members(add=add, remove=remove)
    return Portfolio(members, _findings(members, money_usd))


def hard_limits(place: Country) -> list[str]:
    """Return which rules would be broken for good if a response began in `place`."""
    found = _findings(active_members(add=[place.pk]), None)
    return [finding.detail for finding in found if finding.hard and not finding.kept]


def _findings(members: list[Member], money_usd: float | None) -> list[Finding]:
    book = playbook.current()
    rules = {code: rule.params for code, rule in book.eligibility.portfolio.items()}
    return portfolio_check(
        members, rules=rules, regions=[row.name for row in book.lists.regions.values()], money_usd=money_usd
    )
