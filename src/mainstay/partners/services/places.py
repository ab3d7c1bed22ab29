"""The scopes of something that does not exist yet: its country, its region, its case."""

from mainstay.accounts.rules import Scope
from mainstay.common.errors import BadInput
from mainstay.common.models import Country
from mainstay.common.texts import noop as _


def country_of(iso3: str) -> Country:
    """Return the country with this three-letter code; raise `BadInput` otherwise."""
    found = Country.objects.filter(pk=iso3.upper()).first()
    if found is None:
        raise BadInput("unknown_country", _("{code} is no ISO 3166 code of three letters."), code=iso3)
    return found


def scopes_in(country: Country | None, *, case_key: int | None = None) -> list[Scope]:
    """Return the scopes to which a new record in `country` (and in a case) will answer."""
    found: list[Scope] = [("case", str(case_key))] if case_key is not None else []
    return [*found, ("country", country.pk), ("region", country.region)] if country else found
