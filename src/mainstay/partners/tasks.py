"""What is due on agreements, checks and consultation."""

from datetime import timedelta

from mainstay.accounts.selectors import holders_of
from mainstay.common import clock, due, notices
from mainstay.common.texts import noop as _

from . import rules
from .models import ActFirst, Agreement, Consultation, PartnerCheck
from .services.places import scopes_in

#: An agreement's end is announced this long before.
BEFORE_END = timedelta(days=60)


@due.check("partners.act_first")
def act_first() -> int:
    """Remind of a consultation that is due after acting first, at three quarters of its time, and when it is late."""
    now, told = clock.now(), 0
    for waiver in ActFirst.objects.filter(met_at__isnull=True).select_related("country"):
        scopes = scopes_in(waiver.country, case_key=waiver.case_key)
        about, until = f"{waiver.about_kind} {waiver.about_key}", waiver.due_at.date().isoformat()
        if waiver.reminded_at is None and waiver.remind_at <= now:
            notices.tell(
                holders_of(["CPO", "CD"], scopes),
                "act_first_due",
                _("It was acted first on {about}: consult government, employers and workers by {due}."),
                key=f"act_first:{waiver.pk}:remind",
                about=about,
                due=until,
            )
            waiver.reminded_at, told = now, told + 1
        if waiver.escalated_at is None and waiver.due_at <= now:
            notices.tell(
                holders_of(["CPO", "CD", "RO", "TT_COORD"], scopes),
                "act_first_late",
                _("It was acted first on {about}, and the consultation is late since {due}."),
                key=f"act_first:{waiver.pk}:late",
                about=about,
                due=until,
            )
            waiver.escalated_at, told = now, told + 1
        waiver.save(update_fields=["reminded_at", "escalated_at"])
    return told


@due.check("partners.agreements")
def agreements() -> int:
    """Let agreements and checks expire on their day, and announce an agreement's end two months before."""
    today, done = clock.today(), 0
    for agreement in Agreement.objects.filter(state="SIGNED", ends_on__lt=today):
        agreement.state = rules.AGREEMENT.move(agreement.state, "expire")
        agreement.ended_on = agreement.ends_on
        agreement.save(update_fields=["state", "ended_on"])
        done += 1
    for check in PartnerCheck.objects.filter(state="APPROVED", valid_until__lt=today):
        check.state = rules.PARTNER_CHECK.move(check.state, "expire")
        check.save(update_fields=["state"])
        done += 1
    ending = Agreement.objects.filter(
        state="SIGNED", ends_on__lte=today + BEFORE_END, reminded_at__isnull=True
    )
    for agreement in ending.select_related("organisation", "country"):
        notices.tell(
            [agreement.drafted_by_id, *holders_of(["CD"], scopes_in(agreement.country))],
            "agreement_ends",
            _("The agreement “{title}” with {name} ends on {day}. Renew it or let it end."),
            key=f"agreement:{agreement.pk}:ends",
            title=agreement.title,
            name=agreement.organisation.name,
            day=agreement.ends_on.isoformat(),
        )
        agreement.reminded_at = clock.now()
        agreement.save(update_fields=["reminded_at"])
        done += 1
    return done


@due.check("partners.answers")
def answers() -> int:
    """Remind who recorded a consultation that the answer to those who were heard is due."""
    late = Consultation.objects.filter(state="HEARD", answer_by__lte=clock.now(), reminded_at__isnull=True)
    for consultation in late:
        notices.tell(
            [consultation.recorded_by_id],
            "answer_due",
            _("Those who were consulted wait for their answer: {question}"),
            key=f"consultation:{consultation.pk}:answer_due",
            question=consultation.question,
        )
        consultation.reminded_at = clock.now()
        consultation.save(update_fields=["reminded_at"])
    return len(late)
