"""Reminders and ends that come by themselves, in the system's name; each is an act of its own. Idempotent."""

from datetime import timedelta

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import ActFirst, Agreement, Consultation, PartnerCheck

from .places import scopes_in

#: An agreement's end is announced this long before.
BEFORE_END = timedelta(days=60)


def remind_act_first() -> int:
    """Remind of consultations that are due after acting first, at three quarters of their time; return how many."""
    now = clock.now()
    rows = ActFirst.objects.filter(met_at__isnull=True, reminded_at__isnull=True, remind_at__lte=now)
    return _tell_act_first(
        rows.select_related("country"), "remind", "reminded_at", ["CPO", "CD"],
        _("It was acted first on {about}: consult government, employers and workers by {due}."),
    )  # fmt: skip


def escalate_act_first() -> int:
    """Tell who stands above that a consultation after acting first is late; return how many."""
    now = clock.now()
    rows = ActFirst.objects.filter(met_at__isnull=True, escalated_at__isnull=True, due_at__lte=now)
    return _tell_act_first(
        rows.select_related("country"), "late", "escalated_at", ["CPO", "CD", "RO", "TT_COORD"],
        _("It was acted first on {about}, and the consultation is late since {due}."),
    )  # fmt: skip


def _tell_act_first(rows: QuerySet[ActFirst], event: str, field: str, roles: list[str], msgid: str) -> int:
    system, found = system_person(), list(rows)
    action = {"remind": "partners.remind_act_first", "late": "partners.escalate_act_first"}[event]
    for waiver in found:
        with act(action, by=system, on=waiver) as entry:
            about, due = f"{waiver.about_kind} {waiver.about_key}", waiver.due_at.date().isoformat()
            notices.tell(
                holders_of(roles, scopes_in(waiver.country, case_key=waiver.case_key)),
                "act_first_due" if event == "remind" else "act_first_late",
                msgid,
                key=f"act_first:{waiver.pk}:{event}",
                about=about,
                due=due,
            )
            entry.note(about=[waiver.about_kind, waiver.about_key], due=waiver.due_at)
            setattr(waiver, field, clock.now())
            waiver.save(update_fields=[field])
    return len(found)


def expire_agreements() -> int:
    """Let signed agreements end on their day; return how many."""
    system = system_person()
    over = list(Agreement.objects.filter(state="SIGNED", ends_on__lt=clock.today()))
    for agreement in over:
        with act("partners.expire_agreement", by=system, on=agreement) as entry:
            state = rules.AGREEMENT.move(agreement.state, "expire")
            entry.change("state", agreement.state, state)
            agreement.state, agreement.ended_on = state, agreement.ends_on
            agreement.save(update_fields=["state", "ended_on"])
    return len(over)


def expire_checks() -> int:
    """Let the checks of partners run out on their day; return how many."""
    system = system_person()
    over = list(PartnerCheck.objects.filter(state="APPROVED", valid_until__lt=clock.today()))
    for check in over:
        with act("partners.expire_check", by=system, on=check) as entry:
            state = rules.PARTNER_CHECK.move(check.state, "expire")
            entry.change("state", check.state, state)
            check.state = state
            check.save(update_fields=["state"])
    return len(over)


def announce_ends() -> int:
    """Announce the end of agreements two months before; return how many."""
    system = system_person()
    ending = Agreement.objects.filter(
        state="SIGNED", ends_on__lte=clock.today() + BEFORE_END, reminded_at__isnull=True
    )
    found = list(ending.select_related("organisation", "country"))
    for agreement in found:
        _announce(agreement, system)
    return len(found)


def _announce(agreement: Agreement, system: Person) -> None:
    with act("partners.remind_agreement", by=system, on=agreement) as entry:
        notices.tell(
            [agreement.drafted_by_id, *holders_of(["CD"], scopes_in(agreement.country))],
            "agreement_ends",
            _("The agreement “{title}” with {name} ends on {day}. Renew it or let it end."),
            key=f"agreement:{agreement.pk}:ends",
            title=agreement.title,
            name=agreement.organisation.name,
            day=agreement.ends_on.isoformat(),
        )
        entry.note(ends_on=agreement.ends_on)
        agreement.reminded_at = clock.now()
        agreement.save(update_fields=["reminded_at"])


def remind_answers() -> int:
    """Remind those who recorded a consultation that the answer to those who were heard is due; return of how many."""
    system, now = system_person(), clock.now()
    late = list(Consultation.objects.filter(state="HEARD", answer_by__lte=now, reminded_at__isnull=True))
    for consultation in late:
        with act("partners.remind_answer", by=system, on=consultation) as entry:
            notices.tell(
                [consultation.recorded_by_id],
                "answer_due",
                _("Those who were consulted wait for their answer: {question}"),
                key=f"consultation:{consultation.pk}:answer_due",
                question=consultation.question,
            )
            entry.note(answer_by=consultation.answer_by)
            consultation.reminded_at = now
            consultation.save(update_fields=["reminded_at"])
    return len(late)
