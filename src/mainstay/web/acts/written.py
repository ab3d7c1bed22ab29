"""A field of a record in words: states and kinds by name, countries, persons, money, days, yes and no; never a code alone."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.models import Country
from mainstay.page.frame import RAIL
from mainstay.page.words import country_name, day, enumerated, moment, money, named, number, parted

from .amounts import CENTS, currency_of, is_money
from .choices import LISTS, allowed_values
from .records import called
from .words import proposed

#: Fields that hold a code of a list of the playbook, by kind and field; others are known by their name alone (`LISTS`).
COLLECTIONS: Mapping[tuple[str, str], str] = {
    ("cases.Seat", "code"): "seats", ("staff.Clearance", "code"): "clearances", ("watch.PreparednessItem", "code"): "preparedness_items",
    ("measure.Definition", "code"): "indicators", ("measure.IndicatorValue", "code"): "indicators",
    ("measure.VerificationSample", "code"): "indicators", ("fund.Grant", "window"): "windows", ("watch.TriggerResponse", "window"): "windows",
    ("watch.TriggerResponse", "indicator"): "early_warning", ("watch.Reading", "indicator"): "early_warning",
    ("partners.FocalPoint", "unit"): "reference_lists.office_units", ("partners.FocalPoint", "region"): "reference_lists.regions",
    ("partners.Event", "kind"): "reference_lists.workshop_types", ("partners.Message", "channel"): "reference_lists.message_channels",
    ("partners.Researcher", "crisis_type"): "crisis_types", ("partners.Mechanism", "type"): "dialogue_mechanisms",
    ("decide.Request", "band"): "bands", ("cases.RuleWaiver", "rule"): "reference_lists.rule_waivers",
    ("cases.Lead", "offered_model"): "lead_models",
}  # fmt: skip
#: Floors whose lists stand with the pages of the whole.
_WHOLE = "mainstay.web.tables"


def written(record: Model, name: str, value: Any = None) -> str:
    """Return a field of a record in words; `value` where another one than the record holds is meant, as in its history."""
    value = getattr(record, name, None) if value is None else value
    if isinstance(value, int) and not isinstance(value, bool):
        if is_money(name) or name in CENTS or name.endswith(("_usd", "_usd_minor")):
            usd = name in CENTS or name.endswith(("_usd", "_usd_minor"))
            return money(value, "USD" if usd else currency_of(record) or "USD")
        if name.endswith(("_milli", "_centi")):
            return number(value / (1000 if name.endswith("_milli") else 100))
    return written_value(type(record), name, value)


def written_value(model: type[Model], name: str, value: Any) -> str:
    """Return a value of a field in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Model):
        return _record(value)
    if isinstance(value, Mapping):
        pairs = (
            f"{_code(model, name, str(key))}: {written_value(model, name, held)}"
            for key, held in value.items()
        )
        return parted(pairs)
    if isinstance(value, list | tuple | set):
        return enumerated(written_value(model, name, one) for one in value)
    if hasattr(value, "isoformat"):
        return moment(value) if hasattr(value, "hour") else day(value)
    if isinstance(value, float | Decimal) or (isinstance(value, int) and abs(value) >= 10_000):
        return number(value)
    return _code(model, name, value) if isinstance(value, str) else str(value)


def _record(record: Model) -> str:
    if isinstance(record, Person):
        return record.name
    if isinstance(record, Country):
        return country_name(record.names, record.name)
    return called(record)


def _code(model: type[Model], name: str, code: str) -> str:
    """Return what a code is called: by the list of its stage, by the playbook, by its own words."""
    label = model._meta.label
    if name == "stage":
        return str(RAIL.get(code, code))
    known = marks_of(model, name).get(code)
    if known is not None:
        return str(known)
    listed = COLLECTIONS.get((label, name)) or LISTS.get(name, "")
    if listed and code in playbook.current().collection(listed):
        return named(listed, code)
    if name == "sex" and code in {"female", "male", "unknown"}:
        return {"female": gettext("woman"), "male": gettext("man"), "unknown": gettext("not known")}[code]
    if name in {"language", "languages"}:
        return dict(settings.LANGUAGES).get(code, code)
    if name == "record_kind" and "." in code:
        return str(apps.get_model(code)._meta.verbose_name)
    if code in allowed_values(model, name) or (code.isupper() and name in {"state", "kind"}):
        return gettext(proposed(code.lower()))
    return code


def marks_of(model: type[Model], name: str) -> Mapping[str, Any]:
    """Return the words that the lists of a stage have for the values of a field; none where they have no such words."""
    best = _fitting(model, name)
    return {code: held[1] if isinstance(held, tuple) else held for code, held in best.items()}


@cache
def _fitting(model: type[Model], name: str) -> Mapping[str, Any]:
    codes = {*allowed_values(model, name)} - {""}
    if not codes:
        return {}
    app = apps.get_app_config(model._meta.app_label).name
    fitting = [
        held
        for module in (f"{app}.tables", _WHOLE)
        if find_spec(module) is not None
        for title, held in vars(import_module(module)).items()
        if title.isupper() and isinstance(held, dict) and codes <= {*held}
    ]
    return min(fitting, key=len, default={})


def mark_of(record: Model) -> str:
    """Return the class of the mark that a record's state has in the lists of its stage; nothing where it has none."""
    held = _fitting(type(record), "state").get(getattr(record, "state", ""))
    return str(held[0]) if isinstance(held, tuple) else ""


def change_written(label: str, name: str, value: Any) -> str:
    """Return a value of a record's history in words, by the kind of record and the field that changed."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return "" if value is None else str(value)
    column = next((field for field in model._meta.concrete_fields if field.name == name), None)
    if column is not None and column.many_to_one and isinstance(value, int | str):
        related: Any = column.related_model
        found = related._default_manager.filter(pk=value).first()
        return _record(found) if found is not None else str(value)
    if (
        column is not None
        and isinstance(value, str)
        and column.get_internal_type() in {"DateField", "DateTimeField"}
    ):
        value = column.to_python(value)
    return written_value(model, name, value)
