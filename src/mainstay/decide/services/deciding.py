"""The decision on a request: the band moved by the chair, the answer with reasons, declining at a gate."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.cases.rules import LEAD_MODELS, proposed_lead_model
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import BandOverride, Decision, Request
from mainstay.decide.selectors.gates import gates_standing
from mainstay.decide.selectors.portfolio import hard_limits
from mainstay.decide.selectors.standing import Standing, standing_of

from .targets import meet, start_targets
from .telling import write_letter


def override_band(*, by: Person, request: Request, band: str, reason: str) -> BandOverride:
    """Return the chair's move of a request by one band, with the written reason that the task team reads."""
    book = playbook.current().eligibility
    computed = standing_of(request).computed_band
    if computed is None:
        raise RuleBroken(
            "band_open",
            _("The band is open: not everything was assessed. Assess it, or agree a score first."),
        )
    allowed = rules.why_not_override(
        computed=computed, to=band, bands=list(book.bands), most=book.scoring.override_bands, reason=reason
    )
    require(allowed)
    with act("decide.override_band", by=by, on=request, reason=reason, met=["one_band_with_reason"]) as entry:
        if request.state != "SCORED":
            raise RuleBroken("not_scored", _("A band is moved between scoring and decision."))
        made, _fresh = BandOverride.objects.update_or_create(
            request=request, round=request.round,
            defaults={"computed": computed, "band": band, "reason": reason.strip(), "by": by, "at": clock.now()},
        )  # fmt: skip
        entry.change("band", computed, band)
    return made


def decide_request(
    *,
    by: Person,
    request: Request,
    answer: str,
    reasons: str,
    conditions: Sequence[str] = (),
    lead_model: str = "",
    criticality: str = "",
) -> Decision:
    """Return the decision with its reasons, conditions, review days and letter; what it rested on is stored with it."""
    standing, gates = standing_of(request), gates_standing(request)
    band = standing.band or standing.bands[-1]
    only_w1 = gates.only_w1
    place = request.country
    assert place is not None
    require(
        rules.why_not_decide(
            state=request.state,
            answer=answer,
            undiscussed=standing.undiscussed,
            reasons=reasons,
            band=band,
            only_w1=only_w1,
            hard_portfolio=hard_limits(place),
            feasibility_alone=standing.feasibility_alone,
        )
    )
    if lead_model and lead_model not in LEAD_MODELS:
        raise BadInput("lead_model", _("There is no lead model {model}."), model=lead_model)
    needed = _conditions(standing, conditions)
    with act("decide.decide_request", by=by, on=request) as entry:
        decision = _store(
            by, request, answer, reasons, needed, standing, band, only_w1=only_w1,
            lead_model=lead_model or _lead(place, own=request.own_initiative), criticality=criticality,
        )  # fmt: skip
        request.state = rules.REQUEST.move(request.state, "decide")
        _follow(request, answer)
        request.save()
        meet(request, "decide_request")
        _start_reviews(request, answer)
        write_letter(decision)
        entry.note(
            answer=answer,
            band=band,
            proposed=standing.proposed,
            window=decision.window_limit,
            state=request.state,
        )
    return decision


def decline_request(*, by: Person, request: Request, reasons: str) -> Decision:
    """Return the decision to decline a request at a gate that failed; it can then be referred to somebody else."""
    standing, gates = standing_of(request), gates_standing(request)
    if not gates.stopping:
        raise RuleBroken(
            "no_gate_failed", _("No gate has failed: score the request, and decide on its scores.")
        )
    if not reasons.strip():
        raise BadInput("reasons_missing", _("Write the reasons; the requester reads them."))
    with act("decide.decide_request", by=by, on=request) as entry:
        decision = _store(by, request, "DECLINE", reasons, [], standing, "D", only_w1=False)
        request.state = rules.REQUEST.move(request.state, "decline")
        request.save()
        for code in ("score_request", "decide_request"):
            meet(request, code)
        _start_reviews(request, "DECLINE")
        write_letter(decision)
        entry.note(answer="DECLINE", gates=list(gates.stopping))
    return decision


def _conditions(standing: Standing, given: Sequence[str]) -> list[str]:
    """Return the conditions of the answer, with those that follow from minimum scores."""
    needed = [words.strip() for words in given if words.strip()]
    for code, least in playbook.current().eligibility.scoring.minimum_scores.items():
        score = standing.scores.get(code)
        if score is None or score < least:
            needed.append(playbook.current().eligibility.rules["ER-MIN"].name)
    return list(dict.fromkeys(needed))


def _lead(place: Country, *, own: bool) -> str:
    regional = bool(holders_of(["RO"], [("region", place.region)]))
    return proposed_lead_model(
        country_office=place.has_office,
        regional_mandate=regional,
        initiated_by_team=own and not place.has_office,
    )


def _store(
    by: Person, request: Request, answer: str, reasons: str, conditions: Sequence[str], standing: Standing, band: str,
    *, only_w1: bool, **more: Any,
) -> Decision:  # fmt: skip
    today = clock.today()
    return Decision.objects.create(
        request=request, round=request.round, answer=answer, proposed=standing.proposed, band=band, basis=standing.basis(),
        reasons=reasons.strip(), conditions=list(conditions), window_limit="W1" if only_w1 else "", decided_by=by,
        decided_at=clock.now(), first_review_on=today + timedelta(days=30), second_review_on=today + timedelta(days=90),
        playbook_version=playbook.current().version, **more,
    )  # fmt: skip


def _follow(request: Request, answer: str) -> None:
    """Let the request go where the answer leads; a case is opened by its own act, a referral too."""
    if answer == "WATCH":
        request.state = rules.REQUEST.move(request.state, "watch")
    elif answer == "DECLINE":
        request.state = rules.REQUEST.move(request.state, "decline")


def _start_reviews(request: Request, answer: str) -> None:
    codes = ["answer_requester", "rescore_first", "rescore_second"]
    if answer == "WATCH":
        codes.append("revisit_watch")
    if answer in {"REFER", "DECLINE"}:
        codes = ["answer_requester"] + (["refer_request"] if answer == "REFER" else [])
    start_targets(request, codes, since=clock.now())
