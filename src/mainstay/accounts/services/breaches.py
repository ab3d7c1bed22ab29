"""The register of breaches: noticed, contained, assessed, told, closed; with the clocks of data protection.

What happened is told to nobody but the data protection officer: notices carry no content, the audit no words.
"""

from datetime import datetime, timedelta

from mainstay import playbook
from mainstay.accounts import rules
from mainstay.accounts.models import Breach, Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.common import clock, notices
from mainstay.common.audit import Draft
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _

from .acts import act


def report_breach(*, by: Person, words: str, found_at: datetime | None = None) -> Breach:
    """Return the breach that somebody noticed; data protection officers are told at once, and clocks run from the finding."""
    now = clock.now()
    found = found_at or now
    require(rules.why_not_report(words=words, found_at=found, now=now))
    with act("accounts.report_breach", by=by, on=by) as entry:
        kept = playbook.current().retention
        number = Breach.objects.filter(reported_at__year=now.year).count() + 1
        made = Breach.objects.create(
            reference=f"BR-{now.year}-{number:03d}",
            words=words.strip(),
            found_at=found,
            reported_by=by,
            reported_at=now,
            dpo_by=found + timedelta(hours=kept.breach_dpo_hours),
            persons_by=found + timedelta(hours=kept.breach_person_hours),
        )
        entry.on(made)
        entry.note(reference=made.reference, found_at=found)
        _tell(
            made,
            "reported",
            _("{reference}: personal data may have been lost or seen. Take it up by {by}."),
            ("DPO",),
        )
    return made


def contain_breach(*, by: Person, breach: Breach, words: str, at: datetime | None = None) -> Breach:
    """Write how the breach was stopped: what was shut, wiped, called back."""
    with act("accounts.record_breach", by=by, on=breach) as entry:
        _require_open(breach)
        if not words.strip():
            raise BadInput("containment_missing", _("Write what was done to stop it."))
        breach.contained_at, breach.containment = at or clock.now(), words.strip()
        _take_up(breach)
        breach.save(update_fields=["contained_at", "containment", "taken_up_at"])
        entry.note(contained_at=breach.contained_at)
    return breach


def assess_breach(*, by: Person, breach: Breach, risk: str, words: str, persons: int | None = None) -> Breach:
    """Say how high the risk is for those concerned and how many they are; new facts assess it again.

    At high risk the persons themselves are told within the hours of the playbook, counted from the finding.
    """
    require(rules.why_not_assess(risk=risk, persons=persons, words=words))
    with act("accounts.record_breach", by=by, on=breach) as entry:
        _move(breach, "assess", entry)
        entry.change("risk", breach.risk, risk)
        breach.risk, breach.persons, breach.assessment = risk, persons, words.strip()
        breach.assessed_by, breach.assessed_at = by, clock.now()
        _take_up(breach)
        breach.save()
        entry.note(persons=persons)
        if risk == "HIGH" and breach.told_at is None:
            _tell(
                breach,
                "high",
                _("{reference}: the risk is high. The persons concerned are told by {persons_by}."),
                ("DPO", "TT_CHAIR"),
            )
    return breach


def tell_persons(*, by: Person, breach: Breach, words: str, at: datetime | None = None) -> Breach:
    """Record that those whose data it concerns were told: how, in which words, what they can do."""
    with act("accounts.record_breach", by=by, on=breach) as entry:
        if not words.strip():
            raise BadInput("telling_missing", _("Write how the persons were told, and what they can do now."))
        _move(breach, "tell", entry)
        breach.told_at, breach.telling = breach.told_at or at or clock.now(), words.strip()
        breach.save(update_fields=["state", "told_at", "telling"])
        entry.note(told_at=breach.told_at, in_time=breach.told_at <= breach.persons_by)
    return breach


def tell_authority(*, by: Person, breach: Breach, at: datetime | None = None) -> Breach:
    """Record that the authority for data protection was told, where national law asks for it."""
    with act("accounts.record_breach", by=by, on=breach) as entry:
        _require_open(breach)
        breach.authority_told_at = at or clock.now()
        _take_up(breach)
        breach.save(update_fields=["authority_told_at", "taken_up_at"])
        entry.note(authority_told_at=breach.authority_told_at)
    return breach


def close_breach(*, by: Person, breach: Breach, lessons: str) -> Breach:
    """Close a breach that is contained and, at high risk, told; with what is done so that it does not happen again."""
    with act("accounts.close_breach", by=by, on=breach) as entry:
        require(
            rules.why_not_close_breach(
                risk=breach.risk,
                told=breach.told_at is not None,
                contained=breach.contained_at is not None,
                lessons=lessons,
            )
        )
        _move(breach, "close", entry)
        breach.lessons, breach.closed_by, breach.closed_at = lessons.strip(), by, clock.now()
        breach.save(update_fields=["state", "lessons", "closed_by", "closed_at"])
    return breach


def _move(breach: Breach, verb: str, entry: Draft) -> None:
    state = rules.BREACH.move(breach.state, verb)
    entry.change("state", breach.state, state)
    breach.state = state


def _require_open(breach: Breach) -> None:
    if breach.state == "CLOSED":
        raise RuleBroken(
            "breach_closed", _("This breach is closed. Report what is new as a breach of its own.")
        )


def _take_up(breach: Breach) -> None:
    breach.taken_up_at = breach.taken_up_at or clock.now()


def _tell(breach: Breach, event: str, msgid: str, roles: tuple[str, ...]) -> None:
    notices.tell(
        holders_of(roles, []),
        f"breach_{event}",
        msgid,
        key=f"breach:{breach.pk}:{event}",
        without_content=True,
        reference=breach.reference,
        by=breach.dpo_by.isoformat(timespec="minutes"),
        persons_by=breach.persons_by.isoformat(timespec="minutes"),
    )


def remind_breaches() -> int:
    """Remind, as the system, of breaches that nobody took up and of persons not told, before and after their hour.

    Until it is assessed a breach counts as one of high risk. Return how many reminders were due.
    """
    system, share, now, told = system_person(), playbook.current().clock_rules.remind_at, clock.now(), 0
    for breach in Breach.objects.exclude(state="CLOSED"):
        for event, due, waits, msgid, roles in (
            ("dpo", breach.dpo_by, breach.taken_up_at is None, _("{reference}: nobody has taken it up; by {by} at the latest."), ("DPO", "ADMIN")),
            ("persons", breach.persons_by, breach.risk != "LOW" and breach.told_at is None, _("{reference}: the persons concerned are told by {persons_by}."), ("DPO", "TT_CHAIR")),
        ):  # fmt: skip
            step = _step(breach.found_at, due, now, share=share)
            if waits and step and f"{event}_{step}" not in breach.reminded:
                _remind(system, breach, f"{event}_{step}", msgid, roles)
                told += 1
    return told


def _step(since: datetime, due: datetime, now: datetime, *, share: float) -> str:
    if now >= due:
        return "late"
    return "soon" if now >= since + (due - since) * share else ""


def _remind(system: Person, breach: Breach, event: str, msgid: str, roles: tuple[str, ...]) -> None:
    with act("accounts.remind_breach", by=system, on=breach) as entry:
        entry.note(event=event)
        breach.reminded = [*breach.reminded, event]
        breach.save(update_fields=["reminded"])
        _tell(breach, event, msgid, roles)
