"""What divides, what joins, and what must be done differently so as to do no harm."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may
from mainstay.assess.models import ConflictReading
from mainstay.assess.selectors import conflict
from mainstay.assess.tables.conflict import HarmMeasureTable, old_told
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, enumerated, named, number, parted

from .shown import found, on_top

#: In which order what lies encrypted is told, and under which words.
SECRET_HEADS = ("DIVIDER", "TRIGGER", "GATEKEEPER")


@door("assess.read_assessments")
def conflict_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what is done differently, what joins, who gains and loses; what divides, to the named analyst alone."""
    assessment, person = found(request, uid), who(request)
    readings = conflict.readings_told(assessment)
    rows = conflict.measure_rows(readings)
    secrets = conflict.secrets_told(person, assessment)
    writes = may(person, "assess.record_conflict_reading", assessment)
    shown = {
        **on_top(person, assessment, "assess_conflict"),
        "answer": _answer(readings, len(rows)),
        "unread": conflict.conflict_unread(assessment),
        "readings": [_reading(row) for row in readings],
        "begun": _begun(conflict.readings_begun(assessment)) if writes else [],
        "gains": conflict.gains_by_group(readings),
        "secrets": _by_kind(secrets),
        "kept": "" if secrets is not None else _kept(conflict.secrets_kept(assessment)),
    }
    return listed(request, "assess/conflict.html", HarmMeasureTable(rows), shown, name="harm-measures")


def _answer(readings: list[ConflictReading], measures: int) -> str:
    """Return how many things are to be done differently, from when the newest reading is, and whether it is old."""
    if not readings:
        return gettext("Nobody has read the conflict yet.")
    newest = readings[0]
    words = ngettext(
        "{count} thing must be done differently; the newest reading is of {day}.",
        "{count} things must be done differently; the newest reading is of {day}.",
        measures,
    ).format(count=number(measures), day=day(newest.held_on))
    if conflict.is_old(newest):
        days = playbook.current().assessing.conflict_readings.fresh_days
        old = ngettext("It is older than {days} day: conflicts change, read again.", "It is older than {days} days: conflicts change, read again.", days)  # fmt: skip
        return " ".join([words, old.format(days=number(days))])
    return words


def _reading(row: ConflictReading) -> dict[str, Any]:
    panel = gettext("{people} people, {women} of them women; sides: {sides}").format(
        people=number(row.people),
        women=number(row.women),
        sides=enumerated(named("assessing.conflict_sides", side) for side in row.sides),
    )
    return {
        "row": row,
        "panel": panel,
        "old": old_told() if conflict.is_old(row) else "",
        "youth": named("assessing.youth_views", row.youth_view),
        "bodies": [(body.name, _used(body.women_use), _used(body.youth_use)) for body in row.bodies.all()],
    }


def _used(use: bool | None) -> tuple[str, str]:
    """Return the mark and the word of whether somebody goes to a body."""
    if use is None:
        return "skipped", gettext("not known")
    return ("done", gettext("yes")) if use else ("late", gettext("no"))


def _heads() -> dict[str, str]:
    return {
        "DIVIDER": gettext("What divides"),
        "TRIGGER": gettext("What could set off violence"),
        "GATEKEEPER": gettext("Who controls hiring, land and payments"),
    }


def _begun(drafts: list[ConflictReading]) -> list[tuple[ConflictReading, str]]:
    """Return the drafts, each with how many lines of each kind it keeps encrypted; what they say, nobody reads here."""
    held, heads = conflict.secrets_of(drafts), _heads()
    return [
        (
            draft,
            parted(
                gettext("{group}: {said}").format(group=heads[kind], said=number(held[draft.pk][kind]))
                for kind in SECRET_HEADS
                if kind in held.get(draft.pk, {})
            ),
        )
        for draft in drafts
    ]


def _by_kind(secrets: list[conflict.Secret] | None) -> list[tuple[str, list[conflict.Secret]]]:
    heads = _heads()
    held = {kind: [row for row in secrets or () if row.kind == kind] for kind in SECRET_HEADS}
    return [(heads[kind], rows) for kind, rows in held.items() if rows]


def _kept(count: int) -> str:
    """Return how much lies encrypted; empty where nothing does."""
    return counted(
        count,
        ngettext(
            "{count} line on what divides, what could set off violence and who controls hiring, land and payments lies encrypted. A named analyst with dated access reads it here.",
            "{count} lines on what divides, what could set off violence and who controls hiring, land and payments lie encrypted. A named analyst with dated access reads them here.",
            count,
        ),
        none="",
    )
