"""Events and workshops: planned, held, followed up; who took part, and their certificates."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken, require
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet, read_table
from mainstay.exchange.tables.source import Given
from mainstay.partners import rules
from mainstay.partners.models import Event, EventParticipant

from .keeping import change_line, enter_line, move_line
from .places import country_of

#: What follows from an event is looked at after so many days, unless another day is named.
FOLLOW_UP = timedelta(days=90)
SIDES = ("government", "employers", "workers", "none")
#: A list of participants as a file.
PARTICIPANTS = Sheet(
    "participants",
    (
        Column("name", _("Name"), required=True, max_length=120),
        Column("sex", _("Sex"), "choice", choices=("F", "M")),
        Column("side", _("Side"), "choice", choices=SIDES),
    ),
    label=_("Participants"),
)
#: What is told of who took part.
TOOK_PART = Columns(name=str, may={"sex": str, "side": str})


def plan_event(
    *,
    by: Person,
    title: str,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    country: str = "",
    held_in: str = "",
    online: bool = False,
    organisers: str = "",
    case_key: int | None = None,
    owner: Person | None = None,
    evidence: str = "",
) -> Event:
    """Return a planned event; `country` is whom it serves, `held_in` where it takes place."""
    return enter_line(
        by,
        Event,
        "learn.plan_event",
        title=title,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        due_on=ends_on or starts_on,
        country=country,
        held_in=country_of(held_in) if held_in else None,
        online=online,
        organisers=organisers,
        case_key=case_key,
        owner=owner,
        evidence=evidence,
    )


def change_event(
    *,
    by: Person,
    event: Event,
    title: str | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Change an event's title, owner, due day or evidence."""
    change_line(by, event, "learn.plan_event", title=title, owner=owner, due_on=due_on, evidence=evidence)


def hold_event(
    *,
    by: Person,
    event: Event,
    women: int,
    men: int,
    government: int = 0,
    employers: int = 0,
    workers: int = 0,
    rating: Decimal | None = None,
    evidence: str = "",
    follow_up_by: date | None = None,
) -> None:
    """Record that an event was held: who came, of which side, how they rated it (1 to 5)."""
    sides: dict[str, Any] = {"government": government, "employers": employers, "workers": workers}
    today = clock.today()
    require(rules.why_not_hold_event(held_on=event.ends_on, today=today, women=women, men=men, sides=sides))
    shown = {"evidence": evidence} if evidence.strip() else {}
    move_line(by, event, "learn.record_event", rules.EVENT.move(event.state, "hold"), women=women, men=men, rating=rating,
        due_on=follow_up_by or today + FOLLOW_UP, **sides, **shown,
    )  # fmt: skip


def follow_up_event(*, by: Person, event: Event, words: str, evidence: str) -> None:
    """Record what followed from an event, and what shows it."""
    require(rules.why_not_evidence(evidence))
    if not words.strip():
        raise BadInput("no_words", _("Say what followed from the event."))
    move_line(
        by,
        event,
        "learn.record_event",
        rules.EVENT.move(event.state, "follow_up"),
        follow_up=words,
        evidence=evidence,
    )


def cancel_event(*, by: Person, event: Event, reason: str) -> None:
    """Cancel a planned event, with the reason."""
    if not reason.strip():
        raise BadInput("no_reason", _("Say why the event does not take place."))
    move_line(
        by,
        event,
        "learn.plan_event",
        rules.EVENT.move(event.state, "cancel"),
        reason=reason,
        follow_up=reason,
    )


def register_participants(
    *, by: Person, event: Event, participants: Annotated[Sequence[Mapping[str, Any]], TOOK_PART]
) -> list[EventParticipant]:
    """Return the participants of an event, each with name, sex (F, M) and side; names lie encrypted."""
    with act("learn.register_participants", by=by, on=event) as entry:
        if event.state == "CANCELLED":
            raise RuleBroken("event_cancelled", _("This event was cancelled: nobody took part."))
        _refuse_faulty(participants)
        known = {str(row.name).casefold() for row in event.participants.all()}
        made = EventParticipant.objects.bulk_create(
            EventParticipant(
                event=event,
                name=str(row["name"]).strip(),
                sex=row.get("sex") or "",
                side=row.get("side") or "none",
                registered_by=by,
            )
            for row in participants
            if str(row["name"]).strip().casefold() not in known
        )
        entry.note(participants=len(made), known=len(participants) - len(made))
    return made


def _refuse_faulty(participants: Sequence[Mapping[str, Any]]) -> None:
    problems = []
    for number, row in enumerate(participants, 1):
        if not str(row.get("name") or "").strip():
            problems.append(Problem(Reason("no_name", _("A participant has a name.")), number, "name"))
        if (row.get("sex") or "") not in rules.SEXES:
            problems.append(Problem(Reason("sex", _("Sex is F, M or left empty.")), number, "sex"))
        if (row.get("side") or "none") not in SIDES:
            reason = Reason("side", _("The side is one of: {sides}."), {"sides": ", ".join(SIDES)})
            problems.append(Problem(reason, number, "side"))
    if problems or not participants:
        raise BadInput(
            "participants",
            _("No participant was registered. Mend the rows that are named."),
            problems=problems,
        )


def import_participants(*, by: Person, event: Event, given: Given, filename: str) -> list[EventParticipant]:
    """Return the participants of a CSV or XLSX file (name, sex, side); a fault in any row refuses all."""
    staged = read_table(given, filename, PARTICIPANTS)
    staged.require_clean()
    return register_participants(by=by, event=event, participants=[row.values for row in staged.rows])


def give_certificates(*, by: Person, event: Event) -> int:
    """Return how many participants of an event that was held got their certificate; one that stands is kept."""
    with act("learn.record_event", by=by, on=event) as entry:
        if event.state not in {"HELD", "FOLLOWED_UP"}:
            raise RuleBroken("event_not_held", _("Certificates are given once the event was held."))
        until = rules.certified_until(event.ends_on, months=playbook.current().lists.certificate_months)
        waiting = list(event.participants.filter(certificate__isnull=True))
        for row in waiting:
            row.certificate = f"C{event.ends_on:%y%m}-{event.pk}-{row.pk}"
            row.certified_on, row.certified_until = event.ends_on, until
        EventParticipant.objects.bulk_update(waiting, ["certificate", "certified_on", "certified_until"])
        entry.note(certificates=len(waiting), until=until)
    return len(waiting)
