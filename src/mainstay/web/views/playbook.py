"""The playbook: what we know, as it is in force here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.page.doors import door
from mainstay.page.units import unit_name
from mainstay.page.words import counted, enumerated, named, number, parted, said, told
from mainstay.web.views.section_words import SECTIONS

#: The headings under which sections stand, each with its sections or the first word of their names; the last takes the rest.
GROUPS: tuple[tuple[Any, frozenset[str]], ...] = (
    (_("Crises, phases and people"), frozenset({
        "crisis_types", "crisis_subtypes", "special_rules", "tracks", "phases", "phase_aliases", "target_groups", "drivers",
        "r205_parts", "standards", "sdg_goals", "sdg_targets", "flagships",
    })),
    (_("Watch and prepare"), frozenset({"early_warning", "triggers", "preparedness", "preparedness_items", "signals"})),
    (_("Cases and the task team"), frozenset({"first_30_days", "clocks", "sla", "task_team", "seats", "lead_models"})),
    (_("Decide"), frozenset({"gates", "criteria", "bands", "eligibility_criteria", "portfolio"})),
    (_("Assess"), frozenset({
        "assessment_openings", "assessment_stages", "question_types", "assessment_modules", "assessment_costing", "assessing", "questions",
        "surveys",
    })),
    (_("Design"), frozenset({"components", "packages", "modules", "building_blocks", "qa_criteria", "markers"})),
    (_("Fund"), frozenset({"windows", "fund"})),
    (_("Staff"), frozenset({
        "tiers", "clearances", "competencies", "functional_areas", "deployment_profiles", "interview", "matching",
    })),
    (_("Works, pay and safety"), frozenset({"attendance", "wages", "safeguards"})),
    (_("Partners and dialogue"), frozenset({"capacity_dimensions", "dialogue_mechanisms", "dialogue"})),
    (_("Measure and learn"), frozenset({"indicators", "definitions", "disclosure", "evaluation"})),
    (_("Lists to choose from"), frozenset({"reference_lists"})),
    (_("How the product itself works"), frozenset()),
)  # fmt: skip
#: Up to how many fields and letters entries stand in one table instead of a panel each.
FEW_FIELDS = 5
SHORT = 60
#: What is read to people from the playbook as it stands.
READ_ALOUD = ("assessment_openings", "questions")


def in_words(name: str) -> str:
    """Return the name of a section or field as it is read: “reference_lists.donor_types” as “Reference lists: donor types”."""
    words = name.replace("_", " ").replace(".", ": ")
    return said(SECTIONS.get(name) or f"{words[:1].upper()}{words[1:]}")


def _unreviewed(section: str, code: str, field: str) -> bool:
    """Return whether what is read aloud to people, such as a text of consent, is a draft in the reader's language."""
    if section not in READ_ALOUD or not told(section, code, field):
        return False
    key = f"{section}/{code}/{field}"
    return playbook.current().why_not_field(key, get_language() or "en") is not None


def _name_of(section: str, entry: Any) -> str:
    name = named(section, entry.code)
    return "" if name == entry.code else name


def shown(value: Any) -> str:
    """Return a value of the playbook as it is read: lists with commas, parts with their names."""
    if isinstance(value, dict):
        given = {key: part for key, part in value.items() if part not in (None, "", [], {})}
        return parted(f"{str(key).replace('_', ' ')}: {shown(part)}" for key, part in given.items())
    if isinstance(value, list):
        return enumerated(shown(part) for part in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float):
        return number(value, None if abs(value) >= 1 else 3)
    return str(value)


@door("playbook.read_playbook")
def contents(request: HttpRequest) -> HttpResponse:
    """Show the sections of the playbook with their sizes, its version, and what is to be confirmed."""
    book = playbook.current()
    to_confirm = {place.collection for place in book.to_confirm()}
    groups: dict[str, list[dict[str, Any]]] = {str(title): [] for title, _names in GROUPS}
    for name, catalogue in book.collections():
        row = {
            "name": name,
            "words": in_words(name),
            "size": len(catalogue),
            "to_confirm": name in to_confirm,
        }
        groups[_group(name)].append(row)
    rows = [row for held in groups.values() for row in held]
    shown = {
        "version": book.version,
        "short": book.version.partition("+")[0],
        "answer": _answer(
            len(rows), sum(row["size"] for row in rows), sum(row["to_confirm"] for row in rows)
        ),
        "groups": [
            {"name": name, "rows": held, "to_confirm": sum(row["to_confirm"] for row in held)}
            for name, held in groups.items()
            if held
        ],
    }
    return render(request, "web/playbook.html", shown)


def _group(name: str) -> str:
    """Return under which heading a section stands: by its name, or by the first word of it."""
    parts = {name, name.partition(".")[0]}
    return str(next((title for title, names in GROUPS if parts & names), GROUPS[-1][0]))


def _answer(sections: int, entries: int, to_confirm: int) -> str:
    words = gettext("{sections} sections hold {entries} entries.").format(
        sections=number(sections), entries=number(entries)
    )
    unsure = ngettext(
        "In {count} of them values are still to be confirmed.",
        "In {count} of them values are still to be confirmed.",
        to_confirm,
    )
    sure = gettext("Every value is confirmed.")
    return f"{words} {counted(to_confirm, unsure, none=sure)}"


@door("playbook.read_playbook")
def section(request: HttpRequest, name: str) -> HttpResponse:
    """Show the entries of one section."""
    book = playbook.current()
    try:
        catalogue = book.collection(name)
    except KeyError:
        raise Http404 from None
    marked = {place.code for place in book.to_confirm() if place.collection == name}
    entries = [
        {
            "code": entry.code,
            "name": _name_of(name, entry),
            "to_confirm": entry.code in marked,
            "fields": [
                (
                    in_words(field),
                    told(name, entry.code, field) or _shown_in(field, value),
                    _unreviewed(name, entry.code, field),
                )
                for field, value in entry.model_dump(mode="json").items()
                if field not in {"code", "name", "title"} and value not in (None, "", [], {})
            ],
        }
        for entry in catalogue.values()
    ]
    return render(
        request,
        "web/playbook_section.html",
        {
            "name": in_words(name),
            "entries": entries,
            "columns": _columns(entries),
            "answer": _section_answer(len(entries), len(marked)),
        },
    )


def _shown_in(field: str, value: Any) -> str:
    """Return a value by the name of its list where the field says which; numbers as the language writes them."""
    if field == "mark" and isinstance(value, str):
        return named("playbook.marks", value)
    if field == "unit" and isinstance(value, str):
        return str(unit_name(value)).replace("m3", "m³").replace("m2", "m²")
    return shown(value)


def _columns(entries: list[dict[str, Any]]) -> list[str]:
    """Return the heads of the one table in which short entries of the same fields stand; none where they are longer."""
    heads = list(dict.fromkeys(field for entry in entries for field, _value, _draft in entry["fields"]))
    longest = max(
        (len(str(value)) for entry in entries for _field, value, _draft in entry["fields"]), default=0
    )
    if len(entries) < 4 or not heads or len(heads) > FEW_FIELDS or longest > SHORT:
        return []
    for entry in entries:
        held = {field: (value, draft) for field, value, draft in entry["fields"]}
        entry["cells"] = [(head, *held.get(head, ("–", False))) for head in heads]
    return heads


def _section_answer(entries: int, to_confirm: int) -> str:
    text = ngettext("{count} entry.", "{count} entries.", entries).format(count=number(entries))
    unsure = ngettext("{count} is still to be confirmed.", "{count} are still to be confirmed.", to_confirm)
    sure = gettext("All are confirmed.")
    return f"{text} {counted(to_confirm, unsure, none=sure)}"
