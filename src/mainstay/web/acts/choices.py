"""What a value can be, where it is one of a list: a code of the playbook, a state of the table, a record to be seen."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import CheckConstraint, Model, Q
from django.utils.translation import get_language, gettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.assess.tables import PATH_WORDS
from mainstay.common.models import Country
from mainstay.fund.tables import PURPOSE_WORDS
from mainstay.learn.library.rules import LICENCES
from mainstay.page.words import country_name, named

from .deeds import Deed, Value
from .finding import kind_of_model, seen
from .records import called
from .rows import KEYS, Table
from .values import bare, many_of, record_kind

Choices = list[tuple[str, str]]
#: Up to how many records are offered in a list; beyond that they are named by reference, number or key.
OFFERED = 200

#: Values that are codes of a list of the playbook wherever they come, by name.
LISTS: Mapping[str, str] = {
    "block": "building_blocks", "components": "components", "crisis_types": "crisis_types", "criterion": "criteria",
    "dimension": "capacity_dimensions", "functional_area": "functional_areas", "lead_model": "lead_models",
    "lead_role": "roles", "marker": "markers", "module": "modules", "modules": "modules", "owner_role": "roles",
    "package": "packages", "phase": "phases", "phases": "phases", "role": "roles", "rule": "safeguards",
    "tier": "tiers",
}  # fmt: skip
#: Lists whose codes people know and say.
SPOKEN_CODES = {"safeguards", "indicators", "modules"}
#: The same for single acts, where a name means another list there.
LISTS_OF: Mapping[tuple[str, str], str] = {
    ("add-module", "code"): "modules", ("change-module", "code"): "modules", ("remove-module", "code"): "modules",
    ("add-lead", "window"): "", ("apply-grant", "window"): "windows", ("assess-scope", "modules"): "assessment_modules",
    ("record-institution", "kind"): "assessing.institution_kinds", ("map-institution", "kind"): "assessing.institution_kinds",
    ("begin-conflict-reading", "sides"): "assessing.conflict_sides", ("write-conflict-findings", "youth_view"): "assessing.youth_views",
    ("record-institution", "source_kind"): "assessing.sources", ("record-institution", "relied_on_by"): "target_groups",
    ("map-institution", "relied_on_by"): "target_groups",
    ("build-form", "module"): "assessment_modules", ("choose-modules", "modules"): "assessment_modules",
    ("scope-assessment", "modules"): "assessment_modules", ("choose-indicators", "codes"): "indicators",
    ("compute-indicators", "codes"): "indicators", ("set-crisis-types", "codes"): "crisis_types",
    ("fill-seat", "seat"): "seats", ("nominate-seat", "seat"): "seats", ("vacate-seat", "seat"): "seats",
    ("override-band", "band"): "bands", ("assign-role", "scope_kind"): "scope_kinds",
    ("register-mechanism", "type"): "dialogue_mechanisms", ("update-preparedness", "code"): "preparedness_items",
    ("set-threshold", "indicator"): "early_warning", ("report-signal", "indicator"): "early_warning",
    ("record-reading", "indicator"): "early_warning", ("backcast-triggers", "codes"): "triggers",
    ("request-rule-waiver", "rule"): "reference_lists.rule_waivers", ("plan-event", "kind"): "reference_lists.workshop_types",
    ("name-focal-point", "unit"): "reference_lists.office_units", ("name-focal-point", "region"): "reference_lists.regions",
    ("draft-message", "channel"): "reference_lists.message_channels", ("revise-message", "channel"): "reference_lists.message_channels",
    ("propose-researcher", "crisis_type"): "crisis_types", ("upload-document", "kind"): "reference_lists.knowledge_types",
}  # fmt: skip


def choices_of(deed: Deed, value: Value, person: Person) -> Choices | None:
    """Return what a value can be, code and name in the reader's language; None where anything can be typed."""
    kind = many_of(bare(value.type)) or bare(value.type)
    record = record_kind(Value(value.name, kind))
    if record is Person and not deed.service.__module__.startswith("mainstay.accounts"):
        return None  # colleagues are not listed to each other: one is named by her address
    if record is not None:
        return _records(record, person)
    if kind is int and (deed.name, value.name) in OWN_LISTS:
        return OWN_LISTS[deed.name, value.name]()
    if kind is not str:
        return None
    return _coded(deed, value.name) or _constrained(deed, value.name)


def cells_chosen(deed: Deed, value: Value, table: Table) -> dict[str, Choices]:
    """Return by column what the cells of a table can be, where that is a list."""
    found = {}
    for column in table.columns:
        listed = KEYS.get((deed.name, value.name if column.name == "key" else column.name))
        if listed:
            found[column.name] = [
                (code, _with_code(listed, code)) for code in playbook.current().collection(listed)
            ]
    return found


def _coded(deed: Deed, name: str) -> Choices | None:
    listed = LISTS_OF.get((deed.name, name), LISTS.get(name, ""))
    if listed:
        return [(code, _with_code(listed, code)) for code in playbook.current().collection(listed)]
    if (deed.name, name) in OWN_LISTS:
        return OWN_LISTS[deed.name, name]()
    own: Mapping[str, Callable[[], Choices]] = {
        "country": _countries, "countries": _countries, "held_in": _countries, "nationality": _countries, "language": _languages, "locale": _languages,
        "digits": lambda: [("arab", gettext("Arabic-Indic: ٠ ١ ٢ ٣")), ("latn", gettext("Western: 0 1 2 3"))],
        "sex": lambda: [("female", gettext("woman")), ("male", gettext("man")), ("unknown", gettext("not known"))],
    }  # fmt: skip
    return own[name]() if name in own else None


def _with_code(listed: str, code: str) -> str:
    """Return the name of a code; the code beside it only where people speak of it by its code."""
    name = str(named(listed, code))
    return f"{name} ({code})" if listed in SPOKEN_CODES and name != code else name


def _countries() -> Choices:
    rows = Country.objects.values_list("iso3", "names", "name")
    return sorted(((iso3, country_name(names, name)) for iso3, names, name in rows), key=lambda row: row[1])


def _languages() -> Choices:
    here = get_language() or "en"
    return sorted(settings.LANGUAGES, key=lambda row: row[0] != here)


def _spoken() -> Choices:
    """Return the languages of missions, more than those of the pages, by the names that their speakers give them."""
    spoken = playbook.current().competencies.languages
    return [
        (code, str(LANG_INFO.get(code, {}).get("name_local", code)))
        for code in (*spoken.core, *spoken.working)
    ]


def _constrained(deed: Deed, name: str) -> Choices | None:
    """Return the values that the table itself allows for a field of this name, in what the act makes or changes."""
    made = bare(deed.returns)
    for kind in (made, *(record_kind(value) for value in deed.values)):
        if isinstance(kind, type) and issubclass(kind, Model):
            allowed = allowed_values(kind, name)
            if allowed and name != "state":
                from .written import written_value

                return [(code, written_value(kind, name, code)) for code in allowed if code]
    return None


def allowed_values(model: type[Model], name: str) -> list[str]:
    """Return the values to which the table of a kind holds a field; none where it takes any."""
    for constraint in model._meta.constraints:
        condition = constraint.condition if isinstance(constraint, CheckConstraint) else None
        for part in condition.children if isinstance(condition, Q) else ():
            if isinstance(part, tuple) and part[0] == f"{name}__in":
                return [str(code) for code in part[1]]
    return []


def _levels() -> Choices:
    """Return the levels of skill by their names."""
    return [
        (str(row.level), f"{row.level}: {row.name}")
        for row in playbook.current().competencies.levels.values()
    ]


def _licences() -> Choices:
    return [(licence, licence) for licence in LICENCES]


def _paths() -> Choices:
    """Return the ways in which work comes back."""
    return [(code, str(words)) for code, words in PATH_WORDS.items()]


def _purposes() -> Choices:
    """Return what the windows of the fund pay for."""
    known = dict.fromkeys(
        code for window in playbook.current().fund.windows.values() for code in window.purposes
    )
    return [(code, str(PURPOSE_WORDS.get(code, code))) for code in known]


def _warnings() -> Choices:
    """Return what a trigger map answers: the early-warning indicators and the triggers."""
    return [
        (code, _with_code(listed, code))
        for listed in ("early_warning", "triggers")
        for code in playbook.current().collection(listed)
    ]


#: Lists of single acts that are no list of the playbook.
OWN_LISTS: Mapping[tuple[str, str], Callable[[], Choices]] = {
    ("request-team", "language"): _spoken, ("request-team", "min_level"): _levels,
    ("estimate-losses", "shape"): _paths, ("upload-document", "licence"): _licences, ("apply-grant", "purpose"): _purposes,
    ("edit-trigger-map", "indicator"): _warnings,
}  # fmt: skip


def _records(model: type[Model], person: Person) -> Choices | None:
    if model is Country:
        return _countries()
    kind = kind_of_model(model)
    if kind is None:
        return None
    rows: list[Any] = list(seen(person, kind)[: OFFERED + 1])
    if len(rows) > OFFERED:
        return None
    return [(str(row.pk), _line(row)) for row in rows]


def _line(record: Model) -> str:
    name = called(record)
    title = str(getattr(record, "title", "") or getattr(record, "name", "") or "")
    return f"{name} · {title}" if title and title != name and not name.endswith(f"/{title}") else name
