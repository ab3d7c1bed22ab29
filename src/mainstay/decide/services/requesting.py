"""Asking for help: draft, sent with four answers, acknowledged, withdrawn; initiatives of our own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, NotFound, Problem, Reason, RuleBroken, require
from mainstay.common.models import Area, Country
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import Request, Requester, RequestEvidence, RequestNumber
from mainstay.partners.models import Organisation

from .targets import drop_targets, meet, start_targets

if TYPE_CHECKING:
    from mainstay.watch.models import Alert

#: What a requester may fill in; everything but the four answers can follow later.
ANSWERS = (
    "what_happened", "work_effects", "asked", "crisis_types", "components", "areas", "onset_on", "people_affected",
    "jobs_lost", "jobs_baseline", "money_committed_usd", "money_likely_usd", "urgency", "other_actors", "security_note",
    "language", "may_share",
)  # fmt: skip
FIRST_TARGETS = ["acknowledge_request", "triage_request", "score_request", "decide_request"]
CONSULT_WITHIN = timedelta(days=30)


def save_draft(
    *, by: Person, draft: Request | None = None, country: Country | None = None, **answers: Any
) -> Request:
    """Return the draft of a request as far as it is filled in; nothing of it is lost, nobody else sees it."""
    _own(by, draft)
    with act("decide.send_request", by=by, on=draft or [("own", str(by.pk))]) as entry:
        request = draft or Request(sent_by=by)
        if request.state != "DRAFT":
            raise RuleBroken(
                "sent_already",
                _("{reference} was sent already. Add evidence to it instead."),
                reference=str(request),
            )
        if country is not None:
            request.country = country
        _fill(request, answers)
        request.save()
        entry.on(request)
        entry.note(filled=sorted(name for name, value in answers.items() if value))
    return request


def send_request(
    *,
    by: Person,
    origin: str,
    requester: str,
    draft: Request | None = None,
    country: Country | None = None,
    organisation: Organisation | None = None,
    mandate: str = "",
    contact: str = "",
    synthetic: bool = False,
    **answers: Any,
) -> Request:
    """Return the request as received, with its number: the receipt. Four answers are needed, the rest can follow."""
    _own(by, draft)
    with act("decide.send_request", by=by, on=draft or [("own", str(by.pk))]) as entry:
        request = _receive(by, draft, country, answers, origin=origin, own=False, synthetic=synthetic)
        Requester.objects.create(
            request=request, origin=origin, name=requester.strip() or by.name, organisation=organisation,
            mandate=mandate.strip(), contact=contact.strip() or None, asked_by=by, asked_at=clock.now(),
        )  # fmt: skip
        entry.on(request)
        entry.note(reference=request.reference, origin=origin)
    return request


def start_initiative(
    *, by: Person, country: Country, alert: "Alert | None" = None, synthetic: bool = False, **answers: Any
) -> Request:
    """Return an initiative of our own, received like a request; consultation of constituents is due within 30 days."""
    with act(
        "decide.start_initiative", by=by, on=[("country", country.pk), ("region", country.region)]
    ) as entry:
        request = _receive(
            by,
            None,
            country,
            answers,
            origin=rules.OWN_INITIATIVE,
            own=True,
            synthetic=synthetic or (alert is not None and alert.synthetic),
        )
        request.alert = alert
        request.consult_due_on = clock.today() + CONSULT_WITHIN
        request.save(update_fields=["alert", "consult_due_on"])
        Requester.objects.create(
            request=request, origin=rules.OWN_INITIATIVE, name=by.name, asked_by=by, asked_at=clock.now()
        )
        entry.on(request)
        entry.note(
            reference=request.reference,
            alert=alert.reference if alert else "",
            consult_by=request.consult_due_on,
        )
    return request


def acknowledge_request(*, by: Person, request: Request) -> Request:
    """Return the request whose sender was told that it has arrived, under which number, and what comes next."""
    with act("decide.acknowledge_request", by=by, on=request) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "acknowledge")
        request.save(update_fields=["state"])
        entry.change("state", before, request.state)
        meet(request, "acknowledge_request")
        notices.tell(
            [request.sent_by_id], "request_received",
            _("{reference} has arrived. You get an answer by {due}."),
            key=f"request:{request.pk}:acknowledged", language=request.language, reference=request.reference, due=_answer_due(request),
        )  # fmt: skip
    return request


def add_evidence(
    *, by: Person, request: Request, words: str, about: str = "", link: str = ""
) -> RequestEvidence:
    """Return a piece of evidence for a gate or criterion of the request."""
    book = playbook.current().eligibility
    if about and about not in {*book.gates, *book.criteria}:
        raise BadInput("unknown_code", _("{code} is no gate and no criterion."), code=about)
    if not words.strip():
        raise BadInput("words_missing", _("Say what the evidence shows."))
    with act("decide.triage_request", by=by, on=request) as entry:
        evidence = RequestEvidence.objects.create(
            request=request, about=about, words=words.strip(), link=link, given_by=by, given_at=clock.now()
        )
        entry.note(about=about)
    return evidence


def withdraw_request(*, by: Person, request: Request, reason: str = "") -> Request:
    """Return the withdrawn request; its sender may withdraw at any time."""
    with act("decide.withdraw_request", by=by, on=request, reason=reason) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "withdraw")
        request.ended_at, request.ended_reason = clock.now(), reason.strip()
        request.save(update_fields=["state", "ended_at", "ended_reason"])
        drop_targets(request)
        entry.change("state", before, request.state)
    return request


def _own(by: Person, draft: Request | None) -> None:
    # Anybody may send a request, and so the right alone does not keep a draft with who wrote it.
    if draft is not None and draft.sent_by_id != by.pk:
        raise NotFound("not_found", _("There is no such draft here, or it is not yours."))


def _receive(
    by: Person, draft: Request | None, country: Country | None, answers: Mapping[str, Any], *,
    origin: str, own: bool, synthetic: bool,
) -> Request:  # fmt: skip
    if origin not in {row.code for row in playbook.current().lists.request_origins.values()}:
        raise BadInput("origin", _("There is no origin {origin}."), origin=origin)
    request = draft or Request(sent_by=by)
    if country is not None:
        request.country = country
    _fill(request, answers)
    require(
        rules.why_not_send(
            {**{name: getattr(request, name) for name in rules.MANDATORY}, "country": request.country_id}
        )
    )
    place = request.country
    assert place is not None
    now = clock.now()
    request.state = rules.REQUEST.move(request.state, "send")
    request.origin, request.own_initiative, request.synthetic = origin, own, synthetic
    request.received_at, request.reference = now, _next_reference(place, now.year)
    request.playbook_version = playbook.current().version
    request.save()
    start_targets(request, FIRST_TARGETS, since=now)
    scopes = [("country", place.pk), ("region", place.region)]
    notices.tell(
        holders_of(["TT_COORD", "RO"], scopes), "request_new", _("{reference}: new request for {country}."),
        key=f"request:{request.pk}:new", reference=request.reference, country=place.name,
    )  # fmt: skip
    return request


def _fill(request: Request, answers: Mapping[str, Any]) -> None:
    problems = list(_problems(answers))
    if problems:
        raise BadInput(
            "request",
            _("Some answers cannot be used. Correct them, or leave them open for now."),
            problems=problems,
        )
    for name, value in answers.items():
        setattr(request, name, value.strip() if isinstance(value, str) else value)


def _problems(answers: Mapping[str, Any]) -> "list[Problem]":
    found = [
        Problem(Reason("unknown_answer", _("There is no question “{name}”."), {"name": name}), field=name)
        for name in answers
        if name not in ANSWERS
    ]
    types = playbook.current().crisis_types
    found += [
        Problem(Reason("crisis_type", _("Unknown crisis type {code}."), {"code": code}), field="crisis_types")
        for code in answers.get("crisis_types") or ()
        if code not in types
    ]
    areas = list(answers.get("areas") or ())
    known = set(Area.objects.filter(pk__in=areas).values_list("pk", flat=True))
    found += [
        Problem(Reason("area", _("Unknown area {code}."), {"code": code}), field="areas")
        for code in areas
        if code not in known
    ]
    onset = answers.get("onset_on")
    if isinstance(onset, date) and onset > clock.today():
        found.append(
            Problem(
                Reason("onset_ahead", _("The onset lies ahead; leave it open for what is forecast.")),
                field="onset_on",
            )
        )
    lost, baseline = answers.get("jobs_lost"), answers.get("jobs_baseline")
    if lost is not None and baseline is not None and lost > baseline:
        found.append(Problem(Reason("jobs", _("More jobs were lost than there were.")), field="jobs_lost"))
    return found


def _next_reference(country: Country, year: int) -> str:
    RequestNumber.objects.get_or_create(country=country, year=year)
    row = RequestNumber.objects.select_for_update().get(country=country, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"RQ-{country.pk}-{year}-{row.last:04d}"


def _answer_due(request: Request) -> str:
    target = request.targets.filter(code="decide_request", round=request.round).first()
    return target.due_at.isoformat(timespec="minutes") if target else "–"
