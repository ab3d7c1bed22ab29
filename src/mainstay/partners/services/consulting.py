"""Consultation: who was asked about what, what they said, what became of it, when they were answered."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import events, rules
from mainstay.partners.models import (
    ActFirst,
    Consultation,
    ConsultationPoint,
    ConsultedBody,
    Mechanism,
    Organisation,
)
from mainstay.partners.selectors import bodies_heard, speakers

from .places import country_of, scopes_in

#: Days in which those who were consulted are answered, when no other day is given.
ANSWER_DAYS = 14


def record_consultation(
    *,
    by: Person,
    about_kind: str,
    about_key: str,
    country: str,
    question: str,
    bodies: Collection[Organisation],
    case_key: int | None = None,
    way: str = "meeting",
    mechanism: Mechanism | None = None,
    answer_by: datetime | None = None,
) -> Consultation:
    """Return a new round of consultation about a subject, with the bodies that are invited and told of it.

    The subject is a kind and a key (``design``, ``12``), since what is consulted on lies on higher floors.
    """
    place = country_of(country)
    with act("partners.record_consultation", by=by, on=scopes_in(place, case_key=case_key)) as entry:
        if not bodies or not question.strip():
            raise BadInput("bodies_missing", _("Name the bodies that are asked, and the question."))
        earlier = Consultation.objects.filter(about_kind=about_kind, about_key=about_key).count()
        made = Consultation.objects.create(
            about_kind=about_kind,
            about_key=about_key,
            round=earlier + 1,
            case_key=case_key,
            country=place,
            question=question.strip(),
            way=way,
            mechanism=mechanism,
            invited_at=clock.now(),
            answer_by=answer_by or clock.now() + timedelta(days=ANSWER_DAYS),
            recorded_by=by,
        )
        ConsultedBody.objects.bulk_create(
            ConsultedBody(consultation=made, organisation=body, side=body.side) for body in bodies
        )
        entry.on(made)
        entry.note(about=[about_kind, about_key], round=made.round, bodies=[body.pk for body in bodies])
        _tell(made, speakers(bodies), "invited", _("Your organisation is consulted: {question}"))
        sides = sorted({body.side for body in bodies} - {"none"})
        _happened(made, by, "invited", _("Consultation opened with: {sides}."), sides=", ".join(sides) or "–")
    return made


def _tell(consultation: Consultation, people: Iterable[int], event: str, msgid: str) -> None:
    notices.tell(
        people,
        f"consultation_{event}",
        msgid,
        key=f"consultation:{consultation.pk}:{event}",
        link=reverse("consultation", args=[consultation.uid]),
        question=consultation.question,
    )


def _happened(consultation: Consultation, by: Person, event: str, msgid: str, **facts: str) -> None:
    events.happened.send(
        Consultation,
        case_key=consultation.case_key,
        by=by,
        msgid=msgid,
        facts=facts,
        key=f"consultation:{consultation.pk}:{event}",
    )


def hear_body(
    *,
    by: Person,
    body: ConsultedBody,
    women: int | None = None,
    men: int | None = None,
    points: Collection[str] = (),
    absent_reason: str = "",
) -> None:
    """Record that a body was heard and what it said; or that it could not be reached, and why.

    A body that was heard and had nothing to add counts as heard; one that was absent does not.
    """
    with act("partners.record_consultation", by=by, on=body.consultation) as entry:
        if absent_reason.strip():
            body.absent_reason = absent_reason.strip()
            body.save(update_fields=["absent_reason"])
            entry.note(body=body.organisation_id, absent=True)
            return
        _hear(body, by, women=women, men=men)
        for words in points:
            _add_point(body, by, words)
        entry.note(body=body.organisation_id, points=len(points))


def _hear(body: ConsultedBody, by: Person, *, women: int | None = None, men: int | None = None) -> None:
    consultation = body.consultation
    verb = "hear_again" if consultation.state == "ANSWERED" else "hear"
    consultation.state = rules.CONSULTATION.move(consultation.state, verb)
    consultation.save(update_fields=["state"])
    body.heard_at, body.women, body.men, body.absent_reason = body.heard_at or clock.now(), women, men, ""
    body.save(update_fields=["heard_at", "women", "men", "absent_reason"])
    _happened(consultation, by, f"heard:{body.pk}", _("Heard: {name}."), name=body.organisation.name)
    heard = bodies_heard(consultation.about_kind, consultation.about_key)
    if not rules.sides_missing(heard):
        ActFirst.objects.filter(
            about_kind=consultation.about_kind, about_key=consultation.about_key, met_at__isnull=True
        ).update(met_at=clock.now())


def _add_point(body: ConsultedBody, by: Person, words: str) -> ConsultationPoint:
    if not words.strip():
        raise BadInput("words_missing", _("Write what was said."))
    # Counted afresh: a body that was read with its points before does not know of those raised since.
    number = ConsultationPoint.objects.filter(body=body).count() + 1
    return ConsultationPoint.objects.create(
        body=body, number=number, words=words.strip(), raised_by=by, raised_at=clock.now()
    )


def record_point(*, by: Person, body: ConsultedBody, words: str) -> ConsultationPoint:
    """Return a point that a body made, written down by the office."""
    with act("partners.record_consultation", by=by, on=body.consultation) as entry:
        _hear(body, by, women=body.women, men=body.men)
        point = _add_point(body, by, words)
        entry.note(body=body.organisation_id, point=point.number)
    return point


def raise_point(*, by: Person, body: ConsultedBody, words: str) -> ConsultationPoint:
    """Return a point that a person makes for her own organisation."""
    with act("partners.raise_point", by=by, on=body) as entry:
        if body.consultation.state == "CANCELLED":
            raise RuleBroken("cancelled", _("This consultation was cancelled."))
        _hear(body, by, women=body.women, men=body.men)
        point = _add_point(body, by, words)
        entry.on(point)
        _tell(
            body.consultation,
            [body.consultation.recorded_by_id],
            f"point:{point.pk}",
            _("New point on: {question}"),
        )
    return point


def answer_point(
    *, by: Person, point: ConsultationPoint, answer: str, reason: str = "", later_on: date | None = None
) -> None:
    """Say that a point is taken, taken in part, refused or put off; all but the first with the reason."""
    with act("partners.answer_point", by=by, on=point) as entry:
        require(rules.why_not_answer(answer, reason=reason))
        if answer == "LATER" and later_on is None:
            raise BadInput("date_missing", _("Say on which day the point is taken up again."))
        entry.change("answer", point.answer, answer)
        point.answer, point.reason, point.later_on = answer, reason.strip(), later_on
        point.answered_by, point.answered_at = by, clock.now()
        point.save(update_fields=["answer", "reason", "later_on", "answered_by", "answered_at"])


def send_answer(*, by: Person, consultation: Consultation) -> None:
    """Send the answers to those who were consulted: every point has one, and each body reads all of them."""
    with act("partners.send_answer", by=by, on=consultation) as entry:
        points = ConsultationPoint.objects.filter(body__consultation=consultation)
        heard = list(consultation.bodies.filter(heard_at__isnull=False))
        require(
            rules.why_not_send_answer(
                points=points.count(),
                unanswered=points.filter(answer="").count(),
                heard=[body.side for body in heard],
            )
        )
        state = rules.CONSULTATION.move(consultation.state, "answer")
        entry.change("state", consultation.state, state)
        consultation.state, consultation.answer_sent_at = state, clock.now()
        consultation.save(update_fields=["state", "answer_sent_at"])
        told = speakers([body.organisation for body in heard])
        _tell(consultation, told, f"answered:{points.count()}", _("What you said was answered: {question}"))
        _happened(
            consultation, by, f"answered:{points.count()}", _("Those who were consulted were answered.")
        )


def confirm_consultation(*, by: Person, body: ConsultedBody, objection: str = "") -> None:
    """Confirm for one's organisation that the record is right, or say what in it is wrong."""
    with act("partners.confirm_consultation", by=by, on=body) as entry:
        body.confirmed_by, body.confirmed_at, body.objection = by, clock.now(), objection.strip()
        body.save(update_fields=["confirmed_by", "confirmed_at", "objection"])
        entry.note(objects=bool(objection.strip()))
        if objection.strip():
            _tell(
                body.consultation,
                [body.consultation.recorded_by_id],
                f"objected:{body.pk}",
                _("The record is objected to: {question}"),
            )


def cancel_consultation(*, by: Person, consultation: Consultation, reason: str) -> None:
    """Cancel a consultation in which nobody was heard yet."""
    with act("partners.record_consultation", by=by, on=consultation, reason=reason) as entry:
        state = rules.CONSULTATION.move(consultation.state, "cancel")
        entry.change("state", consultation.state, state)
        consultation.state = state
        consultation.save(update_fields=["state"])


def act_first(
    *, by: Person, about_kind: str, about_key: str, country: str, reason: str, case_key: int | None = None
) -> ActFirst:
    """Return the waiver to act first where life is at stake; its clock of thirty days runs until all sides are heard.

    Part of the act of the stage that signs the waiver (``design.waive_consultation``), as `report_stage` is.
    """
    if not reason.strip():
        raise BadInput("reason_missing", _("Write whose life or livelihood cannot wait for a consultation."))
    now = clock.now()
    due = rules.consult_by(now, days=playbook.current().dialogue.act_first_days)
    share = playbook.current().clock_rules.remind_at
    waiver, made = ActFirst.objects.get_or_create(
        about_kind=about_kind,
        about_key=about_key,
        defaults={
            "case_key": case_key,
            "country": country_of(country),
            "reason": reason.strip(),
            "signed_by": by,
            "started_at": now,
            "remind_at": now + (due - now) * share,
            "due_at": due,
        },
    )
    if not made:
        raise RuleBroken("waived", _("It was acted first on this already. Consult now."))
    return waiver
