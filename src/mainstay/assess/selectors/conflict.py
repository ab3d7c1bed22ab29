"""Reads of a conflict: what joins, who gains and loses, what is done differently; what divides, for the named analyst."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.assess import rules
from mainstay.assess.models import Assessment, ConflictReading, ConflictSecret, ConflictUnread, HarmMeasure
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.page.words import named

from .places import place_names

#: The lists of the playbook from which the kinds of encrypted lines take their codes.
ABOUT = {
    "DIVIDER": "assessing.conflict_dividers",
    "TRIGGER": "assessing.conflict_triggers",
    "GATEKEEPER": "assessing.conflict_gates",
}


@dataclass(frozen=True, slots=True)
class Gains:
    """One group: each good in words with whether it would gain (True) or lose (False) it, None where nobody said it."""

    group: str
    place: str
    cells: Sequence[tuple[str, bool | None]]


@dataclass(frozen=True, slots=True)
class GainsMatrix:
    """Who would gain and who would lose: the goods in words, and a line for each group of each reading."""

    goods: Sequence[str]
    lines: Sequence[Gains]


@dataclass(frozen=True, slots=True)
class Secret:
    """One encrypted line as it is read: over what, or about what, in words, from which reading."""

    kind: str
    about: str
    words: str
    reading: ConflictReading


def readings_standing(assessment: Assessment) -> QuerySet[ConflictReading]:
    """Return the readings of an assessment that are handed in, the newest first."""
    return assessment.conflict_readings.filter(state="HANDED_IN")


def readings_told(assessment: Assessment) -> list[ConflictReading]:
    """Return the same with all that they say in the open."""
    return with_places(
        readings_standing(assessment).prefetch_related("connectors", "stakes", "bodies", "measures")
    )


def readings_begun(assessment: Assessment) -> list[ConflictReading]:
    """Return the readings that are being written down, the newest first."""
    return with_places(assessment.conflict_readings.filter(state="DRAFT"))


def with_places(readings: Iterable[ConflictReading]) -> list[ConflictReading]:
    """Return readings with the names of their places, all asked for at once."""
    rows = list(readings)
    names = place_names(row.place for row in rows)
    for row in rows:
        row.place_name = names[row.place]
    return rows


def is_old(reading: ConflictReading) -> bool:
    """Return whether a reading is older than the playbook lets it stand."""
    days = playbook.current().assessing.conflict_readings.fresh_days
    return reading.held_on < clock.today() - timedelta(days=days)


def conflict_unread(assessment: Assessment) -> ConflictUnread | None:
    """Return why no panel could read the conflict, where that was written."""
    return ConflictUnread.objects.filter(assessment=assessment).first()


def assessments_standing(case: Case) -> list[int]:
    """Return the keys of the assessments of a case that are not replaced by a newer one."""
    return list(Assessment.objects.filter(case=case).exclude(state="SUPERSEDED").values_list("pk", flat=True))


def readings_visible(person: Person, assessments: Collection[int]) -> list[ConflictReading]:
    """Return the readings of these assessments that stand and that `person` may read, the newest first."""
    rows = visible(
        ConflictReading.objects.filter(assessment__in=assessments), person, "assess.read_assessments"
    )
    return with_places(
        rows.filter(state="HANDED_IN")
        .select_related("assessment")
        .prefetch_related("connectors", "stakes", "measures")
    )


def measures_standing(assessments: Collection[int]) -> QuerySet[HarmMeasure]:
    """Return what the standing readings of these assessments ask to do differently."""
    return HarmMeasure.objects.filter(reading__assessment__in=assessments, reading__state="HANDED_IN")


def conflict_gated(case: Case, *kinds: str) -> bool:
    """Return whether one of the crisis types of a case, or of `kinds` besides, has the conflict gate."""
    held = playbook.current().crisis_types
    every = {*kinds, *case.crisis_types.values_list("code", flat=True)}
    return any(code in held and rules.CONFLICT_GATE in held[code].special_rules for code in every)


def conflict_asked(assessment: Assessment) -> bool:
    """Return whether an approval asks for a reading: at this stage, where a crisis type has the conflict gate."""
    asked_at = playbook.current().assessing.conflict_readings.asked_at
    return assessment.stage in asked_at and conflict_gated(assessment.case)


def why_unread(assessment: Assessment) -> Reason | None:
    """Return why the conflict counts as unread; None where it is read, or it is written why it could not be."""
    newest = readings_standing(assessment).first()
    return rules.why_not_conflict(
        newest=newest.held_on if newest else None, explained=conflict_unread(assessment) is not None,
        today=clock.today(), fresh_days=playbook.current().assessing.conflict_readings.fresh_days,
    )  # fmt: skip


def measure_rows(readings: Iterable[ConflictReading]) -> list[dict[str, Any]]:
    """Return a row for each thing that must be done differently by these readings, with where and when it was said."""
    return [
        {
            "measure": row.measure, "risk": row.risk, "owner": named("roles", row.owner_role), "due": row.due,
            "place": reading.place_name, "held_on": reading.held_on, "stands": "OLD" if is_old(reading) else "FRESH",
        }
        for reading in readings
        for row in reading.measures.all()
    ]  # fmt: skip


def gains_by_group(readings: Iterable[ConflictReading]) -> GainsMatrix:
    """Return who would gain and who would lose by these readings."""
    goods = {
        good: named("assessing.conflict_goods", good) for good in playbook.current().assessing.conflict_goods
    }
    lines = []
    for reading in readings:
        held: dict[str, dict[str, bool]] = {}
        for row in reading.stakes.all():
            held.setdefault(row.group, {})[row.good] = row.gains
        lines += [
            Gains(group, reading.place_name, [(words, told.get(good)) for good, words in goods.items()])
            for group, told in held.items()
        ]
    return GainsMatrix(list(goods.values()), lines)


def secrets_told(person: Person, assessment: Assessment) -> list[Secret] | None:
    """Return what divides, sets off and controls, of the readings that stand; None for who may not read it."""
    if not may(person, "assess.read_restricted_answers", assessment):
        return None
    return [
        _secret(reading, row.kind, str(row.content))
        for reading in with_places(readings_standing(assessment).prefetch_related("secrets"))
        for row in reading.secrets.all()
    ]


def _secret(reading: ConflictReading, kind: str, content: str) -> Secret:
    held = json.loads(content)
    return Secret(kind, named(ABOUT[kind], held["about"]), held["words"], reading)


def secrets_kept(assessment: Assessment) -> int:
    """Return how many lines of the standing readings lie encrypted."""
    rows = ConflictSecret.objects.filter(reading__assessment=assessment, reading__state="HANDED_IN")
    return rows.count()


def secrets_of(readings: Iterable[ConflictReading]) -> dict[int, dict[str, int]]:
    """Return how many lines of each kind lie encrypted, by the key of the reading; of these readings alone."""
    rows = ConflictSecret.objects.filter(reading__in=[reading.pk for reading in readings]).order_by()
    found: dict[int, dict[str, int]] = {}
    for key, kind, count in rows.values_list("reading", "kind").annotate(Count("pk")):
        found.setdefault(key, {})[kind] = count
    return found


def findings_filled(_person: Person, reading: ConflictReading) -> dict[str, Any]:
    """Return what the form of the open findings begins with: what the draft says already."""
    return {
        "connectors": [{"words": row.words} for row in reading.connectors.all()],
        "stakes": [{"group": row.group, "good": row.good, "gains": row.gains} for row in reading.stakes.all()],
        "bodies": [
            {"name": row.name, "women_use": row.women_use, "youth_use": row.youth_use} for row in reading.bodies.all()
        ],
        "youth_view": reading.youth_view,
        "youth_words": reading.youth_words,
    }  # fmt: skip


def measures_filled(_person: Person, reading: ConflictReading) -> dict[str, Any]:
    """Return what the form of the measures begins with: what the draft says already."""
    rows = reading.measures.values("risk", "measure", "owner_role", "due")
    return {"measures": list(rows)}
