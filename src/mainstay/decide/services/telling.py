"""Telling the requester: the letter with its reasons, and the referral to somebody who can help."""

from django.utils import translation
from django.utils.translation import gettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import Decision, Letter, Referral, Request
from mainstay.page import numerals
from mainstay.page.words import day, enumerated, named
from mainstay.partners.models import Organisation

from .targets import meet

#: What each answer says in the letter.
OPENINGS = {
    "ENGAGE": _("We will help at once."),
    "CONDITIONS": _("We will help when the conditions below are met."),
    "ASSESSMENT": _("We begin with an assessment, from which the help follows."),
    "REMOTE": _(
        "We help from afar, with advice and with partners on the spot, because we cannot work there ourselves now."
    ),
    "WATCH": _("We watch the situation with you and look at your request again within 60 days."),
    "REFER": _("We cannot help ourselves and refer your request to a partner who can."),
    "DECLINE": _("We cannot take up your request."),
}


def write_letter(decision: Decision) -> Letter:
    """Return the letter of a decision in the language of the request; part of the act of deciding."""
    request = decision.request
    place = request.country.iso2 if request.country else ""
    with translation.override(request.language), numerals.written_for(place):
        text = "\n\n".join(_paragraphs(decision, request))
    return Letter.objects.create(
        decision=decision, text=text, language=request.language, written_at=clock.now()
    )


def _paragraphs(decision: Decision, request: Request) -> list[str]:
    found = [
        gettext("Your request {reference} of {on}").format(
            reference=request.reference,
            on=day(request.received_at),
        ),
        gettext(OPENINGS[decision.answer]),
        gettext("Reasons: {reasons}").format(reasons=decision.reasons),
    ]
    if decision.conditions:
        found.append(gettext("Conditions:") + "".join(f"\n– {words}" for words in decision.conditions))
    if decision.window_limit:
        found.append(gettext("For now only money for the assessment can be given."))
    missing = decision.basis.get("not_assessed") or []
    if missing:
        criteria = playbook.current().eligibility.criteria
        names = enumerated(named("criteria", code) for code in missing if code in criteria)
        found.append(gettext("Not assessed yet: {names}.").format(names=names))
    if decision.answer not in {"REFER", "DECLINE"}:
        found.append(
            gettext(
                "We look at this decision again on {first} and on {second}, and earlier when facts change."
            ).format(first=day(decision.first_review_on), second=day(decision.second_review_on))
        )
    found.append(gettext("You may answer, add evidence, or withdraw your request at any time."))
    return found


def send_letter(*, by: Person, decision: Decision, text: str = "") -> Letter:
    """Return the letter that was sent, with the words of the sender where the draft was changed."""
    request = decision.request
    with act("decide.send_letter", by=by, on=request) as entry:
        letter = decision.letter
        if letter.sent_at is not None:
            raise RuleBroken(
                "sent_already", _("This letter was sent on {on}."), on=letter.sent_at.date().isoformat()
            )
        letter.text = text.strip() or letter.text
        letter.sent_at, letter.sent_by = clock.now(), by
        letter.save(update_fields=["text", "sent_at", "sent_by"])
        meet(request, "answer_requester")
        entry.note(answer=decision.answer, changed=bool(text.strip()))
        notices.tell(
            [request.sent_by_id], "request_answered", _("{reference} is answered. Read the letter."),
            key=f"request:{request.pk}:answered:{decision.round}", language=request.language, reference=request.reference,
        )  # fmt: skip
    return letter


def refer_request(
    *, by: Person, request: Request, to: str, words: str, organisation: Organisation | None = None
) -> Referral:
    """Return the referral of a request to a partner, with the reasons."""
    decision = request.decisions.filter(round=request.round).first()
    if decision is None or decision.answer not in {"REFER", "DECLINE"}:
        raise RuleBroken(
            "not_referred", _("Only what was answered with REFER or DECLINE is referred to a partner.")
        )
    if not to.strip() or not words.strip():
        raise BadInput("referral", _("Name the partner and write why it can help."))
    with act("decide.refer_request", by=by, on=request) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "refer")
        request.save(update_fields=["state"])
        referral = Referral.objects.create(
            decision=decision, to=to.strip(), organisation=organisation, words=words.strip(), referred_by=by,
            referred_at=clock.now(),
        )  # fmt: skip
        meet(request, "refer_request")
        entry.change("state", before, request.state)
        entry.note(to=to.strip())
    return referral
