"""What a form holds before anything is typed: what is stored where it is changed, what a record tells by itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from mainstay.accounts.models import Person
from mainstay.assess.selectors import findings_filled, institution_filled, measures_filled
from mainstay.cases.models import Case
from mainstay.common.models import Country
from mainstay.design.selectors import option_filled

from .amounts import CENTS, is_money
from .deeds import Deed
from .meeting import sees
from .shown import fields_of

#: Acts that change what is stored begin so.
_CHANGES = ("change-", "edit-", "rename-", "revise-")
#: Texts of a record that are read before one acts on it, the first that is there.
_TEXTS = ("text", "statement", "learned", "question", "what_for", "narrative")
#: Acts on oneself, whose form shows one's own data.
ON_ONESELF = {"edit-own-account"}
#: Acts whose form begins with what their stage makes of the record, by what tells it.
TOLD: Mapping[str, Callable[[Person, Any], dict[str, Any]]] = {
    "design-option": option_filled,
    "map-institution": institution_filled,
    "write-conflict-findings": findings_filled,
    "write-harm-measures": measures_filled,
}


def filled(deed: Deed, fixed: Mapping[str, Model], person: Person) -> dict[str, Any]:
    """Return by name what a form begins with."""
    found: dict[str, Any] = {value.name: value.default for value in deed.values if _is_plain(value.default)}
    if any(value.name == "language" for value in deed.values):
        found["language"] = (get_language() or "en")[:2]
    found |= _place(deed, fixed)
    if deed.name in ON_ONESELF:
        return found | _stored(deed, person, {"name", "language", "digits"})
    record = next(iter(fixed.values()), None)
    if record is not None and (told := TOLD.get(deed.name)):
        return found | told(person, record)
    if record is not None and deed.name.startswith(_CHANGES) and sees(person, record):
        found |= _stored(deed, record, {field.name for field in fields_of(type(record))})
    return found


def text_of(record: Model) -> str:
    """Return the words of a record that one reads before acting on it."""
    shown = {field.name for field in fields_of(type(record))}
    return next((str(text) for name in _TEXTS if name in shown and (text := getattr(record, name, ""))), "")


def _stored(deed: Deed, record: Model, names: set[str]) -> dict[str, Any]:
    """Return what a record holds of the values that an act changes; amounts are typed afresh."""
    wanted = {value.name for value in deed.values} & names
    plain = {name: getattr(record, name) for name in wanted if not is_money(name) and name not in CENTS}
    return {name: value for name, value in plain.items() if _is_plain(value) or isinstance(value, date)}


def _place(deed: Deed, fixed: Mapping[str, Model]) -> dict[str, Any]:
    """Return the country of the record that the act is done to, and its currency."""
    wanted = {value.name for value in deed.values} & {"country", "currency"}
    if not wanted or not fixed:
        return {}
    record = next(iter(fixed.values()))
    place: Country | None = getattr(record, "country", None)
    if isinstance(record, Case):
        first = record.countries.select_related("country").order_by("-first", "pk").first()
        place = first.country if first else None
    if place is None:
        return {}
    return {
        name: value
        for name, value in {"country": place.pk, "currency": place.currency}.items()
        if name in wanted
    }


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and value not in ("", None)
