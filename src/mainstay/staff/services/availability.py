"""Asking many whether they can go, and taking their answers by a link: two minutes, no account."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, NotFound, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Availability, AvailabilityAsk, Expert, TeamRequest

SALT = "staff.availability"
#: A link holds for so many days.
LINK_DAYS = 7


def link_of(ask: AvailabilityAsk) -> str:
    """Return the address by which one expert answers one question; nobody can guess or change it."""
    return reverse("availability_answer", args=[signing.Signer(salt=SALT).sign(str(ask.pk))])


def ask_of(token: str) -> AvailabilityAsk:
    """Return the question that a link belongs to; a link that was changed belongs to none."""
    try:
        key = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotFound("no_link", _("This link is not whole. Copy it from the mail once more.")) from None
    found = AvailabilityAsk.objects.select_related("expert", "request__case").filter(pk=key).first()
    if found is None:
        raise NotFound("no_link", _("This link is not whole. Copy it from the mail once more."))
    return found


def _language_of(expert: Expert) -> str:
    """Return the language of our pages that an expert speaks best; empty where she speaks none of them."""
    ours = dict(settings.LANGUAGES)
    spoken = [(row.level, row.language) for row in expert.languages.all() if row.language in ours]
    return max(spoken)[1] if spoken else ""


def ask_availability(*, by: Person, request: TeamRequest, experts: Sequence[Expert]) -> list[AvailabilityAsk]:
    """Return the questions to experts whether they can go on a request; each gets a mail with her own link."""
    with act("staff.ask_availability", by=by, on=request) as entry:
        if not experts:
            raise BadInput("nobody", _("Choose at least one person to ask."))
        now = clock.now()
        asked = set(request.asks.values_list("expert_id", flat=True))
        AvailabilityAsk.objects.bulk_create(
            AvailabilityAsk(
                request=request, expert=expert, asked_by=by, asked_at=now, expires_at=now + timedelta(days=LINK_DAYS)
            )
            for expert in experts
            if expert.pk not in asked
        )  # fmt: skip
        made = list(request.asks.filter(asked_at=now).select_related("expert"))
        for ask in made:
            notices.write_to(
                str(ask.expert.email), "availability",
                _("Can you go on mission from {first} to {last}? Answer in two minutes by this link; no account is needed. It holds until {until}."),
                key=f"availability:{ask.pk}", link=link_of(ask), language=_language_of(ask.expert), first=request.starts_on.isoformat(),
                last=request.ends_on.isoformat(), until=ask.expires_at.date().isoformat(),
            )  # fmt: skip
        entry.note(asked=len(made))
    return made


def answer_availability(
    *, ask: AvailabilityAsk, answer: str, first: date | None = None, last: date | None = None
) -> AvailabilityAsk:
    """Return a question answered by its link: yes to all days, to some, or no; a yes counts as availability confirmed."""
    expired = ask.expires_at < clock.now()
    require(
        rules.why_not_answer(
            answered=bool(ask.answer), expired=expired, answer=answer, first=first, last=last
        )
    )
    with act("staff.confirm_availability", by=system_person(), on=ask.expert) as entry:
        span = {"YES": (ask.request.starts_on, ask.request.ends_on), "PART": (first, last)}.get(answer)
        ask.answer, ask.answered_at = answer, clock.now()
        if span is not None and span[0] is not None and span[1] is not None:
            ask.first, ask.last = span
            Availability.objects.create(expert=ask.expert, first=span[0], last=span[1], said_at=clock.now())
            Expert.objects.filter(pk=ask.expert_id).update(confirmed_on=clock.today())
        ask.save(update_fields=["answer", "answered_at", "first", "last"])
        entry.note(answer=answer, by_link=True)
        notices.tell(
            holders_of(["ROSTER"], []), "availability_answered", _("{number} has answered for {reference}."),
            key=f"availability_answered:{ask.pk}", number=ask.expert.number, reference=ask.request.reference,
        )  # fmt: skip
    return ask
