"""Codes that one file takes from another: each must exist.

A line of `REFERENCES` says: the entries of this catalogue name, in this field, codes of these catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mainstay.playbook.catalogue import Catalogue

from .fault import Fault, unknown

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook
    from mainstay.playbook.schemas.assessments import Question

STAGES = (
    "accounts", "cases", "partners", "watch", "decide", "assess", "design", "fund", "staff", "works", "skills",
    "enterprise", "placement", "protection", "measure", "learn",
)  # fmt: skip


#: What is asked of a person before the first question, so that a question may be skipped by it.
RESPONDENT = ("RESP-SEX", "RESP-AGE")


class Reference(NamedTuple):
    """Where codes are named and where they must exist."""

    collection: str
    field: str
    into: tuple[str, ...]
    what: str


def _to(collection: str, field: str, *into: str, what: str) -> Reference:
    return Reference(collection, field, into, what)


REFERENCES = (
    _to("crisis_types", "priority_groups", "target_groups", what="the target group"),
    _to("crisis_types", "default_modules", "assessment_modules", what="the question module"),
    _to("crisis_types", "standards", "standards", what="the standard"),
    _to("crisis_types", "special_rules", "special_rules", what="the rule"),
    _to("crisis_types", "subtypes", "crisis_subtypes", what="the subtype"),
    _to("phases", "r205", "r205_parts", what="the Part"),
    _to("phases", "track_weight", "tracks", what="the track"),
    _to("phase_aliases", "phase", "phases", what="the phase"),
    _to("modules", "component", "components", what="the component"),
    _to("modules", "crisis_types", "crisis_types", what="the crisis type"),
    _to("modules", "phases", "phases", what="the phase"),
    _to("modules", "track", "tracks", what="the track"),
    _to("modules", "target_groups", "target_groups", what="the target group"),
    _to("modules", "indicators", "indicators", what="the indicator"),
    _to("modules", "standards", "standards", what="the standard"),
    _to("modules", "r205", "r205_parts", what="the Part"),
    _to("modules", "requires", "modules", what="the module"),
    _to("modules", "leads_to", "modules", what="the module"),
    _to("packages", "crisis_type", "crisis_types", what="the crisis type"),
    _to("packages", "must_have", "modules", what="the module"),
    _to("packages", "modules", "modules", what="the module"),
    _to("packages", "cross_cutting", "packages.cross_cutting", what="the cross-cutting aim"),
    _to("questions", "type", "question_types", what="the type of question"),
    _to("questions", "stage", "assessment_stages", what="the stage"),
    _to("questions", "maps_to", "indicators", "criteria", "safeguards", "modules", what="the code"),
    _to("assessment_modules", "stages", "assessment_stages", what="the stage"),
    _to("assessing.institution_kinds", "capacity_questions", "questions", what="the question"),
    _to("assessing.institution_kinds", "needs_questions", "questions", what="the question"),
    _to("assessing.coping", "safeguards", "safeguards", what="the safeguard"),
    _to("assessment_costing.items", "typical_quantity", "assessment_stages", what="the stage"),
    _to("safeguards", "standards", "standards", what="the standard"),
    _to("safeguards", "r205", "r205_parts", what="the Part"),
    _to("safeguards", "category", "safeguards.categories", what="the category"),
    _to("safeguards", "stops", "safeguards.stops", what="what it stops"),
    _to("safeguards", "severity", "safeguards.severities", what="the severity"),
    _to("indicators", "r205", "r205_parts", what="the Part"),
    _to("clearances", "prerequisites", "clearances", what="the clearance"),
    _to("clearances", "owner_roles", "roles", what="the role"),
    _to("clearances", "hours", "tiers", what="the tier"),
    _to("seats", "roles", "roles", what="the role"),
    _to("lead_models", "leader", "roles", what="the role"),
    _to("first_30_days", "owner", "roles", what="the role"),
    _to("first_30_days", "target", "sla", what="the target"),
    _to("first_30_days", "done_by", "actions", what="the action"),
    _to("triggers", "indicator", "early_warning", what="the early-warning indicator"),
    _to("triggers", "crisis_types", "crisis_types", what="the crisis type"),
    _to("preparedness_items", "owner", "roles", what="the role"),
    _to("sla", "owner", "roles", what="the role"),
    _to("sla", "escalates_to", "roles", what="the role"),
    _to("sla", "clock", "clocks", what="the clock"),
    _to("early_warning.alert_states", "target", "sla", what="the target"),
    _to("fund.earmark_kinds", "narrower_than", "fund.earmark_kinds", what="the kind of earmark"),
    _to("windows", "ceiling_by_level", "reference_lists.crisis_levels", what="the crisis level"),
    _to("drivers", "indicators", "indicators", what="the indicator"),
    _to("drivers", "modules", "modules", what="the module"),
    _to("markers", "required_for", "crisis_types", what="the crisis type"),
    _to("attendance", "counted_by", "indicators", what="the indicator"),
    _to("target_groups", "status", "reference_lists.population_status", what="the status"),
    _to("reference_lists.grievance_categories", "route", "roles", what="the role"),
    _to("mission", "code", "traceability", what="the function"),
    _to("mission", "by", "mission_answers", what="what answers it"),
    _to("traceability", "modules", "reference_lists.product_modules", what="the part of the product"),
    _to("sdg_goals", "programmes", "flagships", what="the programme"),
)


def reference_faults(book: Playbook) -> Iterator[Fault]:
    """Yield each code that is named and does not exist."""
    for reference in REFERENCES:
        known = {code for name in reference.into for code in book.collection(name)}
        for entry in book.collection(reference.collection).values():
            named = _codes(getattr(entry, reference.field))
            place = f"{entry.code}/{reference.field}"
            yield from unknown(book.file_of(reference.collection), place, named, known, reference.what)
    yield from _stage_faults(book)
    yield from _deeper_faults(book)
    for path, held in book.files.items():
        sections = [
            part
            for part in (getattr(held, name) for name in type(held).model_fields)
            if isinstance(part, Catalogue)
        ]
        fields = {
            field for section in sections for entry in section.values() for field in type(entry).model_fields
        }
        yield from unknown(path, "field_marks", held.field_marks, fields, "the field")


def _stage_faults(book: Playbook) -> Iterator[Fault]:
    for name, field in (("sla", "stage"), ("first_30_days", "stage"), ("preparedness_items", "needed_for")):
        for entry in book.collection(name).values():
            yield from unknown(
                book.file_of(name),
                f"{entry.code}/{field}",
                _codes(getattr(entry, field)),
                STAGES,
                "the stage",
            )


def _deeper_faults(book: Playbook) -> Iterator[Fault]:
    """Yield faults in references that stand deeper than a field of an entry."""
    yield from _window_faults(book)
    yield from _skip_faults(book)
    for part in book.task_team.quorum:
        yield from unknown("task_team.yaml", "quorum", part.any_of, book.seats, "the seat")
    for block in book.building_blocks.values():
        for cell in block.cells.values():
            place = f"{block.code}/{cell.code}"
            yield from unknown("building_blocks.yaml", place, cell.modules, book.modules, "the module")
    for profile in book.deployment_profiles.values():
        areas = [need.functional_area for need in profile.needs]
        yield from unknown("competencies.yaml", profile.code, areas, book.functional_areas, "the field")
    kinds: dict[str, Iterable[str]] = {
        "crisis_type": book.crisis_types, "window": book.windows, "tier": book.tiers, "track": ("fast", "ordinary"),
        "level": book.lists.crisis_levels,
    }  # fmt: skip
    for target in book.sla.values():
        for variant in target.variants:
            yield from unknown(
                "clocks.yaml", target.code, [variant.key], kinds[variant.by], f"the {variant.by}"
            )
    waiver = book.safeguard_rules.waiver
    yield from unknown("safeguards.yaml", "waiver/who", waiver.who, book.roles, "the role")
    yield from unknown("safeguards.yaml", "waiver/never_waivable", waiver.never_waivable, book.safeguards,
                       "the safeguard")  # fmt: skip
    yield from unknown("clearances.yaml", "never_waived", book.clearance_rules.never_waived, book.clearances,
                       "the clearance")  # fmt: skip
    yield from unknown("wages.yaml", "default_divisor", [book.wages.default_divisor], book.wages.divisors,
                       "the divisor")  # fmt: skip
    yield from unknown(
        "dialogue.yaml", "must_be_consulted", book.dialogue.must_be_consulted, book.roles, "the role"
    )
    scoring = book.eligibility.scoring
    named = (*scoring.tie_break, *scoring.minimum_scores, *scoring.remote_option_below)
    yield from unknown("eligibility_criteria.yaml", "scoring", named, book.criteria, "the criterion")


def _skip_faults(book: Playbook) -> Iterator[Fault]:
    """Yield skips that hang on what is asked later, at a later stage, or nowhere: such a form could not be built."""
    order = [*book.assessment_stages]
    for module in book.assessment_modules.values():
        before: list[Question] = []
        for question in module.questions.values():
            asked = [one.code for one in before if order.index(one.stage) <= order.index(question.stage)]
            named = [
                next((code for code in (*asked, *RESPONDENT) if f"{name}-".startswith(f"{code}-")), name)
                for name in re.findall(r"\$\{([^}]+)\}", question.relevant)
            ]
            place = f"{question.code}/relevant"
            known = (*asked, *RESPONDENT)
            yield from unknown("assessment_modules.yaml", place, named, known, "the question before it")
            before.append(question)


def _window_faults(book: Playbook) -> Iterator[Fault]:
    for window in book.windows.values():
        roles = [approver.role for approver in window.approvers]
        seats = [approver.seat for approver in window.approvers if approver.seat]
        yield from unknown("fund.yaml", window.code, roles, book.roles, "the role")
        yield from unknown("fund.yaml", window.code, seats, book.seats, "the seat")
        if window.early_start is not None:
            wanted = [window.early_start.purpose]
            yield from unknown(
                "fund.yaml", f"{window.code}/early_start", wanted, window.purposes, "the purpose"
            )


def _codes(held: Any) -> tuple[str, ...]:
    if held is None:
        return ()
    if isinstance(held, str):
        return (held,)
    return tuple(held.keys()) if isinstance(held, Mapping) else tuple(held)
