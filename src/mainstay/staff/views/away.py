"""The map of who is on mission: how many in each country, and where a sign of life is missed."""

from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.page.maps import Place
from mainstay.page.words import country_name, enumerated, moment, number
from mainstay.staff.selectors.travel import Away, away_by_country


def away_on_map(person: Person) -> list[Place]:
    """Return the countries where people are on mission, marked late where a sign of life is missed."""
    return [
        Place(row.country.m49, _said(row), mark="late" if row.missed else "open")
        for row in away_by_country(person)
        if row.country.m49 is not None
    ]


def _said(row: Away) -> str:
    people = ngettext("{count} person on mission", "{count} people on mission", row.people)
    parts = [people.format(count=number(row.people))]
    if row.missed:
        missed = ngettext("{count} sign of life is missed", "{count} signs of life are missed", row.missed)
        parts.append(missed.format(count=number(row.missed)))
    if row.last_sign:
        parts.append(gettext("the last sign of life {moment}").format(moment=moment(row.last_sign)))
    name = country_name(row.country.names, row.country.name)
    return gettext("{country}: {said}").format(country=name, said=enumerated(parts))
