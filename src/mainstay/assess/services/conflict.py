"""A conflict read by a mixed panel: begun, written down without names, handed in; or why no panel could sit."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import (
    Assessment,
    ConflictReading,
    ConflictSecret,
    ConflictUnread,
    Connector,
    DisputeBody,
    HarmMeasure,
    Stake,
)
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken, require
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _

from .evidence import check_open

#: What is told of each: what joins; who gains or loses what; who settles disputes; what is done differently.
CONNECTORS = Columns(words=str)
STAKES = Columns(group=str, good=str, gains=bool)
BODIES = Columns(name=str, may={"women_use": bool, "youth_use": bool})
MEASURES = Columns(risk=str, measure=str, owner_role=str, due=str)
#: What lies encrypted: over what groups stand apart; what sets off violence; what is controlled, and by what kind of actor.
DIVIDERS = Columns(over=str, words=str)
TRIGGERS = Columns(what=str, words=str)
GATEKEEPERS = Columns(controls=str, words=str)
#: The same for lines that were added before, each named by its number among those of its kind.
DIVIDERS_AFRESH = Columns(line=int, over=str, words=str)
TRIGGERS_AFRESH = Columns(line=int, what=str, words=str)
GATEKEEPERS_AFRESH = Columns(line=int, controls=str, words=str)
Rows = Sequence[Mapping[str, Any]]


class Lines(NamedTuple):
    """Lines of one kind as they are given: their table, the column of their code, the rows, the codes that are known."""

    kind: str
    table: str
    code: str
    rows: Rows
    known: Collection[str]

    def content(self, row: Mapping[str, Any]) -> str:
        """Return what lies encrypted of one of them."""
        return json.dumps({"about": row[self.code], "words": row["words"].strip()}, ensure_ascii=False)


def begin_conflict_reading(
    *,
    by: Person,
    assessment: Assessment,
    place: str,
    held_on: date,
    people: int,
    women: int,
    sides: Sequence[str],
) -> ConflictReading:
    """Return a reading of the conflict to be written down: where and when a mixed panel sat; its people are counted.

    `sides` are codes of the playbook. An approved assessment takes further readings, one each quarter.
    """
    with act("assess.record_conflict_reading", by=by, on=assessment) as entry:
        _check_takes(assessment)
        book = playbook.current().assessing
        panel = book.conflict_readings
        if strange := [side for side in sides if side not in book.conflict_sides]:
            raise _unknown("sides", strange, book.conflict_sides)
        require(
            rules.why_not_panel(
                place=place, held_on=held_on, today=clock.today(), people=people, women=women, sides=sides,
                fewest_people=panel.fewest_people, fewest_sides=panel.fewest_sides,
            )
        )  # fmt: skip
        _refuse_addresses(place=place)
        held = ConflictReading.objects.filter(assessment=assessment, place=place.strip(), held_on=held_on)
        if held.exclude(state="WITHDRAWN").exists():
            words = _("A reading of {place} on this day is recorded already. Open it, or withdraw it first.")
            raise RuleBroken("reading_held", words, place=place.strip())
        reading = ConflictReading.objects.create(
            assessment=assessment, place=place.strip(), held_on=held_on, people=people, women=women,
            sides=list(dict.fromkeys(sides)), recorded_by=by, recorded_at=clock.now(),
        )  # fmt: skip
        entry.on(reading)
        entry.note(place=reading.place, people=people, women=women, sides=len(reading.sides))
    return reading


def write_conflict_findings(
    *,
    by: Person,
    reading: ConflictReading,
    connectors: Annotated[Rows, CONNECTORS] = (),
    stakes: Annotated[Rows, STAKES] = (),
    bodies: Annotated[Rows, BODIES] = (),
    youth_view: str = "",
    youth_words: str = "",
) -> ConflictReading:
    """Write what a reading says in the open, in place of what it said before; everybody with the assessment reads it.

    What joins; who would gain and who would lose; who settles disputes and whether women and young people go there;
    how young people would see a job of 60 days. No person, no group by name where that would set it apart.
    """
    with act("assess.record_conflict_reading", by=by, on=reading) as entry:
        _check_draft(reading)
        book = playbook.current().assessing
        _refuse(
            [
                *_faults(connectors, "connectors", texts=["words"]),
                *_faults(stakes, "stakes", texts=["group"], codes={"good": book.conflict_goods}),
                *_twice(stakes, "stakes", ["group", "good"]),
                *_faults(bodies, "bodies", texts=["name"]),
                *_twice(bodies, "bodies", ["name"]),
                *_addresses([{"words": youth_words}], "youth_words", ["words"], numbered=False),
            ]
        )
        if youth_view and youth_view not in book.youth_views:
            raise _unknown("youth_view", [youth_view], book.youth_views)
        _write_open(reading, connectors, stakes, bodies)
        reading.youth_view, reading.youth_words = youth_view, youth_words.strip()
        reading.save(update_fields=["youth_view", "youth_words"])
        entry.note(connectors=len(connectors), stakes=len(stakes), bodies=len(bodies))
    return reading


def _write_open(reading: ConflictReading, connectors: Rows, stakes: Rows, bodies: Rows) -> None:
    """Put these lines in the place of those that stood."""
    for held in (reading.connectors, reading.stakes, reading.bodies):
        held.all().delete()
    Connector.objects.bulk_create(
        Connector(reading=reading, words=row["words"].strip()) for row in connectors
    )
    Stake.objects.bulk_create(
        Stake(reading=reading, group=row["group"].strip(), good=row["good"], gains=row["gains"])
        for row in stakes
    )
    DisputeBody.objects.bulk_create(
        DisputeBody(
            reading=reading, name=row["name"].strip(), women_use=row.get("women_use"), youth_use=row.get("youth_use")
        )
        for row in bodies
    )  # fmt: skip


def write_harm_measures(
    *, by: Person, reading: ConflictReading, measures: Annotated[Rows, MEASURES]
) -> ConflictReading:
    """Write what must be done differently so as to do no harm, in place of what stood: risk, measure, who, when."""
    with act("assess.record_conflict_reading", by=by, on=reading) as entry:
        _check_draft(reading)
        roles = playbook.current().roles
        _refuse(
            [*_faults(measures, "measures", texts=["risk", "measure", "due"], codes={"owner_role": roles})]
        )
        reading.measures.all().delete()
        HarmMeasure.objects.bulk_create(
            HarmMeasure(
                reading=reading, risk=row["risk"].strip(), measure=row["measure"].strip(),
                owner_role=row["owner_role"], due=row["due"].strip(),
            )
            for row in measures
        )  # fmt: skip
        entry.note(measures=len(measures))
    return reading


def add_conflict_secrets(
    *,
    by: Person,
    reading: ConflictReading,
    dividers: Annotated[Rows, DIVIDERS] = (),
    triggers: Annotated[Rows, TRIGGERS] = (),
    gatekeepers: Annotated[Rows, GATEKEEPERS] = (),
) -> ConflictReading:
    """Add what lies encrypted: what sets groups apart, what could set off violence, who controls hiring, land, payments.

    Who writes it cannot read it afterwards: a named analyst with a dated grant does. Kinds of actor, never persons.
    """
    with act("assess.record_conflict_reading", by=by, on=reading) as entry:
        _check_draft(reading)
        given = _given(dividers, triggers, gatekeepers)
        ConflictSecret.objects.bulk_create(
            ConflictSecret(reading=reading, kind=lines.kind, content=lines.content(row))
            for lines in given
            for row in lines.rows
        )
        entry.note(secrets=sum(len(lines.rows) for lines in given))
    return reading


def correct_conflict_secrets(
    *,
    by: Person,
    reading: ConflictReading,
    dividers: Annotated[Rows, DIVIDERS_AFRESH] = (),
    triggers: Annotated[Rows, TRIGGERS_AFRESH] = (),
    gatekeepers: Annotated[Rows, GATEKEEPERS_AFRESH] = (),
) -> ConflictReading:
    """Write lines that lie encrypted afresh while the reading is a draft; what they said is kept nowhere.

    A line is named by its number among those of its kind, in the order in which they were added: who writes it cannot
    read what it said.
    """
    with act("assess.record_conflict_reading", by=by, on=reading) as entry:
        _check_draft(reading)
        if not reading.secrets.exists():
            raise RuleBroken("nothing_kept", _("Nothing lies encrypted in this reading yet. Add it first."))
        given = _given(dividers, triggers, gatekeepers)
        held: dict[str, list[ConflictSecret]] = {lines.kind: [] for lines in given}
        for secret in reading.secrets.order_by("pk"):
            held[secret.kind].append(secret)
        _refuse([fault for lines in given for fault in _no_lines(lines, len(held[lines.kind]))])
        changed = []
        for lines in given:
            for row in lines.rows:
                secret = held[lines.kind][row["line"] - 1]
                secret.content = lines.content(row)
                changed.append(secret)
        ConflictSecret.objects.bulk_update(changed, ["content"])
        entry.note(corrected=[f"{lines.kind} {row['line']}" for lines in given for row in lines.rows])
    return reading


def _given(dividers: Rows, triggers: Rows, gatekeepers: Rows) -> list[Lines]:
    """Return what is given to lie encrypted, whole and without anybody who could be called; at least one line."""
    book = playbook.current().assessing
    given = [
        Lines("DIVIDER", "dividers", "over", dividers, book.conflict_dividers),
        Lines("TRIGGER", "triggers", "what", triggers, book.conflict_triggers),
        Lines("GATEKEEPER", "gatekeepers", "controls", gatekeepers, book.conflict_gates),
    ]
    _refuse(
        [
            fault
            for lines in given
            for fault in _faults(lines.rows, lines.table, texts=["words"], codes={lines.code: lines.known})
        ]
    )
    if not any(lines.rows for lines in given):
        raise BadInput("secrets", _("Write at least one line of what divides, sets off or controls."))
    return given


def _no_lines(lines: Lines, held: int) -> Iterator[Problem]:
    """Yield the rows that name a line which the reading has not, or one twice."""
    for number, row in enumerate(lines.rows, 1):
        if row.get("line") not in range(1, held + 1):
            words = _(
                "names no line: this reading has {count} of this kind, counted from 1 as they were added"
            )
            yield Problem(Reason("no_line", words, {"count": held}), row=number, field=lines.table)
    yield from _twice(lines.rows, lines.table, ["line"])


def hand_in_conflict_reading(*, by: Person, reading: ConflictReading) -> ConflictReading:
    """Hand a reading in: from now on it stands as it is, and counts for the approval and for designs."""
    with act("assess.record_conflict_reading", by=by, on=reading) as entry:
        _check_takes(reading.assessment)
        new_state = rules.CONFLICT_READING.move(reading.state, "hand_in")
        require(
            rules.why_not_hand_in_reading(
                stakes=reading.stakes.count(), measures=reading.measures.count(), secrets=reading.secrets.count()
            )
        )  # fmt: skip
        entry.change("state", reading.state, new_state)
        reading.state, reading.handed_in_at = new_state, clock.now()
        reading.save(update_fields=["state", "handed_in_at"])
    return reading


def withdraw_conflict_reading(*, by: Person, reading: ConflictReading, reason: str) -> ConflictReading:
    """Take a reading back because it was wrong: it stays on record and counts nowhere."""
    with act("assess.record_conflict_reading", by=by, on=reading, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason", _("Write why the reading is taken back."))
        _refuse_addresses(reason=reason)
        new_state = rules.CONFLICT_READING.move(reading.state, "withdraw")
        approved, handed_in = reading.assessment.approved_at, reading.handed_in_at
        if reading.assessment.state not in rules.OPEN and approved and handed_in and handed_in <= approved:
            check_open(reading.assessment)
        entry.change("state", reading.state, new_state)
        reading.state, reading.withdrawn_because = new_state, reason.strip()
        reading.save(update_fields=["state", "withdrawn_because"])
    return reading


def explain_conflict_unread(
    *, by: Person, assessment: Assessment, because: str, instead: str
) -> ConflictUnread:
    """Return why no panel could read the conflict, and what was done instead; the newest reason stands."""
    with act("assess.record_conflict_reading", by=by, on=assessment, reason=because) as entry:
        check_open(assessment)
        if not because.strip() or not instead.strip():
            words = _("Write why no panel could read the conflict, and what was done instead.")
            raise BadInput("conflict_unread", words)
        _refuse_addresses(because=because, instead=instead)
        made, _new = ConflictUnread.objects.update_or_create(
            assessment=assessment,
            defaults={"because": because.strip(), "instead": instead.strip(), "by": by, "at": clock.now()},
        )
        entry.note(explained=True)
    return made


def _check_takes(assessment: Assessment) -> None:
    """Refuse a reading for an assessment that is replaced; an approved one takes the reading of the next quarter."""
    if assessment.state != "APPROVED":
        check_open(assessment)


def _check_draft(reading: ConflictReading) -> None:
    """Refuse to write in a reading that is handed in or withdrawn."""
    _check_takes(reading.assessment)
    if reading.state != "DRAFT":
        words = _("This reading is handed in or withdrawn; what it says stands. Begin a new one.")
        raise RuleBroken("reading_stands", words)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        words = _("What was read has {count} faults.")
        raise BadInput("conflict_lines", words, count=len(problems), problems=problems)


def _refuse_addresses(**said: str) -> None:
    """Refuse texts in which somebody could be called or written to."""
    _refuse([fault for name in said for fault in _addresses([said], name, [name], numbered=False)])


def _unknown(field: str, strange: Sequence[str], known: Collection[str]) -> BadInput:
    facts = {"code": ", ".join(strange), "codes": ", ".join(known)}
    problem = Problem(Reason("unknown_code", _("{code} is none of: {codes}."), facts), field=field)
    return BadInput("conflict_lines", _("What was read has {count} faults."), count=1, problems=[problem])


def _faults(
    rows: Rows, field: str, *, texts: Sequence[str], codes: Mapping[str, Collection[str]] | None = None
) -> Iterator[Problem]:
    """Yield what is wrong in rows, each fault by its row; what was typed is not repeated."""
    for number, row in enumerate(rows, 1):
        for name in texts:
            if not str(row.get(name) or "").strip():
                yield Problem(Reason("needed", _("This is needed.")), row=number, field=field)
        for name, known in (codes or {}).items():
            if row.get(name) not in known:
                facts = {"codes": ", ".join(known)}
                yield Problem(Reason("code", _("is one of: {codes}"), facts), row=number, field=field)
    yield from _addresses(rows, field, texts)


def _addresses(rows: Rows, field: str, texts: Sequence[str], *, numbered: bool = True) -> Iterator[Problem]:
    reason = Reason(
        "address", _("holds what looks like an e-mail address or a telephone number; nobody is named here")
    )
    for number, row in enumerate(rows, 1):
        if any(rules.tells_an_address(str(row.get(name) or "")) for name in texts):
            yield Problem(reason, row=number if numbered else None, field=field)


def _twice(rows: Rows, field: str, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows, 1):
        key = tuple(str(row.get(name) or "").strip() for name in names)
        if key in seen:
            yield Problem(Reason("twice", _("stands twice")), row=number, field=field)
        seen.add(key)
