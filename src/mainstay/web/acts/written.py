"""A field of a record in words: states and kinds by name, countries, persons, money, days, yes and no; never a code alone."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext

from mainstay import playbook
from mainstay.common.models import Country
from mainstay.common.texts import noop
from mainstay.measure.tables import cell_words
from mainstay.page.frame import STAGE_NAMES
from mainstay.page.units import unit_name
from mainstay.page.words import (
    country_name,
    day,
    enumerated,
    language_name,
    moment,
    money,
    named,
    number,
    parted,
    said,
)
from mainstay.partners.selectors.registers import registers

from .amounts import CENTS, currency_of, is_money
from .choices import LISTS, allowed_values
from .naming import words_of
from .words import kind_called, proposed
from .words.values import STATES, value_called

#: Fields that hold a code of a list of the playbook (or of several), by kind and field; others are known by their name alone (`LISTS`).
COLLECTIONS: Mapping[tuple[str, str], str] = {
    ("cases.Seat", "code"): "seats", ("staff.Clearance", "code"): "clearances", ("watch.PreparednessItem", "code"): "preparedness_items",
    ("measure.Definition", "code"): "indicators", ("measure.IndicatorValue", "code"): "indicators",
    ("measure.VerificationSample", "code"): "indicators", ("fund.Grant", "window"): "windows", ("watch.TriggerResponse", "window"): "windows",
    ("watch.TriggerResponse", "indicator"): "early_warning triggers", ("watch.Reading", "indicator"): "early_warning",
    ("partners.FocalPoint", "unit"): "reference_lists.office_units", ("partners.FocalPoint", "region"): "reference_lists.regions",
    ("partners.Event", "kind"): "reference_lists.workshop_types", ("partners.Message", "channel"): "reference_lists.message_channels",
    ("partners.Researcher", "crisis_type"): "crisis_types", ("partners.Mechanism", "type"): "dialogue_mechanisms",
    ("decide.Request", "band"): "bands", ("cases.RuleWaiver", "rule"): "reference_lists.rule_waivers",
    ("cases.Lead", "offered_model"): "lead_models", ("cases.Lead", "model"): "lead_models", ("cases.Case", "programme"): "flagships",
    ("design.Project", "programme"): "flagships", ("cases.Decision", "method"): "task_team.decision_methods",
    ("cases.Case", "level"): "reference_lists.crisis_levels", ("cases.Case", "proposed_level"): "reference_lists.crisis_levels",
    ("decide.Request", "level"): "reference_lists.crisis_levels", ("decide.Request", "origin"): "reference_lists.request_origins",
    ("cases.Criticality", "level"): "reference_lists.programme_criticality", ("library.Document", "kind"): "reference_lists.knowledge_types",
    ("partners.Organisation", "type"): "reference_lists.partner_types", ("partners.SupportPlan", "kind"): "reference_lists.capacity_support",
    ("works.Complaint", "category"): "reference_lists.grievance_categories", ("measure.RegisterEntry", "standing"): "reference_lists.advice_states",
    ("assess.Assessment", "stage"): "assessment_stages", ("assess.Form", "module"): "assessment_modules", ("assess.Option", "modules"): "modules",
    ("assess.Institution", "kind"): "assessing.institution_kinds", ("assess.Institution", "source_kind"): "assessing.sources",
    ("assess.Institution", "relied_on_by"): "target_groups", ("assess.ConflictReading", "sides"): "assessing.conflict_sides",
    ("assess.ConflictReading", "youth_view"): "assessing.youth_views",
    ("partners.Mechanism", "purposes"): "dialogue.purposes", ("accounts.RoleAssignment", "scope_kind"): "scope_kinds", ("lessons.LessonTag", "code"): "components",
}  # fmt: skip
#: Floors whose lists stand with the pages of the whole.
_WHOLE = "mainstay.web.tables"
#: Fields that hold a word of a list although no constraint of their table says which.
_CODED = frozenset({"channel", "aggregation", "direction", "side", "way", "standing", "signature"})
_SEXES = {
    "female": noop("woman"),
    "male": noop("man"),
    "unknown": noop("not known"),
    "F": noop("woman"),
    "M": noop("man"),
    "X": noop("other"),
}
#: In which list of the playbook a contribution's earmark stands, by what it is tied to.
_EARMARKS = {
    "REGION": "reference_lists.regions",
    "CRISIS_TYPE": "crisis_types",
    "COMPONENT": "components",
    "WINDOW": "windows",
}


def written(record: Model, name: str, value: Any = None) -> str:
    """Return a field of a record in words; `value` where another one than the record holds is meant, as in its history."""
    value = getattr(record, name, None) if value is None else value
    if isinstance(value, int) and not isinstance(value, bool):
        if is_money(name) or name in CENTS or name.endswith(("_usd", "_usd_minor")):
            usd = name in CENTS or name.endswith(("_usd", "_usd_minor"))
            return money(value, "USD" if usd else currency_of(record) or "USD")
        if name.endswith(("_milli", "_centi")):
            return number(value / (1000 if name.endswith("_milli") else 100))
    if name in {"case_key", "about_key"} and value:
        return _pointed(record, name, value)
    if name == "group" and value and record._meta.app_label == "measure":
        return cell_words(str(value))
    if name == "earmark_key" and value:
        return _earmarked(str(getattr(record, "earmark", "")), str(value))
    return written_value(type(record), name, value)


def written_value(model: type[Model], name: str, value: Any) -> str:
    """Return a value of a field in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Model):
        return words_of(value) or kind_called(type(value))
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


def pointed_at(record: Model, name: str) -> Model | None:
    """Return the record that a plain key in a field points at, as a line of a register points at its case."""
    label = "cases.Case" if name == "case_key" else str(getattr(record, "about_kind", ""))
    label = {"design": "design.Project"}.get(label, label)
    try:
        found: Model | None = apps.get_model(label)._default_manager.filter(pk=getattr(record, name)).first()
    except (LookupError, ValueError):
        return None
    return found


def _pointed(record: Model, name: str, value: Any) -> str:
    found = pointed_at(record, name)
    return words_of(found) if found is not None else str(value)


def _earmarked(kind: str, code: str) -> str:
    if kind == "COUNTRY":
        found = Country.objects.filter(pk=code).first()
        return country_name(found.names, found.name) if found else code
    return named(_EARMARKS[kind], code) if kind in _EARMARKS else code


def _code(model: type[Model], name: str, code: str) -> str:
    """Return what a code is called: by the list of its stage, by the playbook, by its own words."""
    label = model._meta.label
    if name == "stage" and code in STAGE_NAMES:
        return str(STAGE_NAMES[code])
    if name == "done_by_action":
        return named("actions", code)
    known = marks_of(model, name).get(code)
    if known is not None:
        return str(known)
    for listed in (COLLECTIONS.get((label, name)) or LISTS.get(name, "")).split():
        if code in playbook.current().collection(listed):
            return named(listed, code)
    if name == "sex" and code in _SEXES:
        return gettext(_SEXES[code])
    if name in {"language", "languages"}:
        return language_name(code)
    if name == "record_kind" and "." in code:
        return kind_called(apps.get_model(code))
    if name == "unit":
        return str(unit_name(code))
    told = value_called(label, name, code) if code.isidentifier() else ""
    if told and (code.isupper() or name in _CODED or code in allowed_values(model, name)):
        return told
    if code in allowed_values(model, name):
        return gettext(proposed(code.lower()))
    return said(code)


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
    kept = [register.marks for register in registers() if register.model is model and name == "state"]
    fitting = kept or [
        held
        for module in (f"{app}.tables", f"{app}.tables.words", _WHOLE)
        if _there(module)
        for title, held in vars(import_module(module)).items()
        if title.isupper() and isinstance(held, dict) and codes <= {*held}
    ]
    return min(fitting, key=len, default={})


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the tables of this stage are one file
        return False


def mark_of(record: Model) -> str:
    """Return the class of the mark that a record's state has in the lists of its stage; nothing where it has none."""
    return mark_class(type(record), getattr(record, "state", ""))


def mark_class(model: type[Model], state: str) -> str:
    """Return the class of the mark of a state of a kind; nothing where it has none."""
    held = _fitting(model, "state").get(state) or STATES.get(state)
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
        return words_of(found) if found is not None else str(value)
    if (
        column is not None
        and isinstance(value, str)
        and column.get_internal_type() in {"DateField", "DateTimeField"}
    ):
        value = column.to_python(value)
    return written_value(model, name, value)
