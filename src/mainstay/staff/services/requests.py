"""Asking for people, the shortlist with its reasons, and choosing."""

from datetime import date

from django.db.models import Avg

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import meet_target, note, report_stage
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.methods.match_score import Candidate, Need, exclusion, match_score
from mainstay.staff.models import Deployment, Expert, ShortlistEntry, TeamRequest
from mainstay.staff.rules import ACTIVE

from .clearances import lay_out


def request_team(
    *,
    by: Person,
    case: Case,
    functional_area: str,
    min_level: int,
    starts_on: date,
    ends_on: date,
    terms: str,
    host: str,
    budget_line: str,
    headcount: int = 1,
    language: str = "",
    tier: str = "T2",
) -> TeamRequest:
    """Return a request for people with one profile, sent for approval."""
    with act("staff.request_team", by=by, on=case) as entry:
        number = TeamRequest.objects.filter(case=case).count() + 1
        request = TeamRequest.objects.create(
            reference=f"{case.reference}/R{number}",
            case=case,
            functional_area=functional_area,
            min_level=min_level,
            headcount=headcount,
            language=language,
            tier=tier,
            starts_on=starts_on,
            ends_on=ends_on,
            terms=terms,
            host=host,
            budget_line=budget_line,
            asked_by=by,
            state=rules.TEAM_REQUEST.move(rules.TEAM_REQUEST.start, "ask"),
        )
        entry.on(request)
        entry.note(functional_area=functional_area, headcount=headcount, tier=tier)
        report_stage(
            case,
            "staff",
            state="WAITING",
            record_state=request.state,
            next_role="TT_COORD",
            msgid=_("People asked for: {count}; the request waits for approval."),
            count=headcount,
        )
        note(
            case,
            by=by,
            stage="staff",
            msgid=_("People asked for: {count} ({area})."),
            count=headcount,
            area=functional_area,
        )
    return request


def approve_team_request(*, by: Person, request: TeamRequest) -> None:
    """Approve a request for people; the clearance clock starts."""
    with act("staff.approve_team_request", by=by, on=request) as entry:
        new = rules.TEAM_REQUEST.move(request.state, "approve")
        if request.asked_by_id == by.pk:
            raise RuleBroken(
                "own_request", _("A request for people is approved by somebody else than who asked.")
            )
        entry.change("state", request.state, new)
        request.state, request.approved_by, request.approved_at = new, by, clock.now()
        request.save(update_fields=["state", "approved_by", "approved_at"])


def refuse_team_request(*, by: Person, request: TeamRequest, reason: str) -> None:
    """Refuse a request for people with its reason."""
    _end_request("staff.approve_team_request", "refuse", by, request, reason)


def withdraw_team_request(*, by: Person, request: TeamRequest, reason: str) -> None:
    """Take a request for people back; who was nominated on it is told by her cancelled mission."""
    if request.deployments.filter(state__in=ACTIVE).exists():
        raise RuleBroken(
            "nominated", _("Somebody is nominated on this request. Cancel that mission with a reason first.")
        )
    _end_request("staff.request_team", "withdraw", by, request, reason)


def _end_request(action: str, verb: str, by: Person, request: TeamRequest, reason: str) -> None:
    # Withdrawing is the asker's own, refusing is never hers: the separation of duty is that of the approval.
    with act(action, by=by, on=request.case if verb == "withdraw" else request, reason=reason) as entry:
        new = rules.TEAM_REQUEST.move(request.state, verb)
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why; who asked reads it."))
        entry.change("state", request.state, new)
        request.state = new
        request.save(update_fields=["state"])
        note(
            request.case, by=by, stage="staff", msgid=_("The request {reference} for people ended: {reason}"),
            reference=request.reference, reason=reason.strip(),
        )  # fmt: skip


def reopen_place(deployment: Deployment) -> None:
    """Open the place of somebody who will not go for the next of the shortlist; part of the surrounding act."""
    request = deployment.request
    going = request.deployments.filter(state__in=ACTIVE).count()
    if request.state == "FILLED" and going < request.headcount:
        request.state = rules.TEAM_REQUEST.move(request.state, "reopen")
        request.save(update_fields=["state"])
        notices.tell(
            holders_of(["ROSTER"], []), "place_open",
            _("{reference}: a place is open again. Choose the next of the shortlist, or match anew."),
            key=f"place_open:{deployment.pk}", reference=request.reference,
        )  # fmt: skip


def _need(request: TeamRequest) -> Need:
    place = request.case.countries.select_related("country").get(first=True).country
    return Need(
        functional_area=request.functional_area,
        min_level=request.min_level,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        language=request.language,
        min_cefr=playbook.current().competencies.languages.mission_level,
        country=place.iso3,
        region=place.region,
        crisis_types=frozenset(request.case.crisis_types.values_list("code", flat=True)),
    )


def candidates(today: date) -> list[Candidate]:
    """Return the whole roster as the match sees it, in a fixed number of queries."""
    rows = (
        Expert.objects.exclude(state="REMOVED")
        .defer("name", "email")
        .select_related("nationality")
        .prefetch_related("skills", "languages", "availability")
        .annotate(mean_rating=Avg("deployments__rating"))
    )
    roster = playbook.current().competencies.roster
    return [
        Candidate(
            key=row.pk,
            ready=rules.why_not_ready(
                state=row.state,
                briefed_on=row.briefed_on,
                confirmed_on=row.confirmed_on,
                today=today,
                briefing_months=roster.briefing_months,
                confirm_days=roster.availability_days,
            )
            is None,
            levels={skill.functional_area: skill.level for skill in row.skills.all()},
            languages={spoken.language: spoken.level for spoken in row.languages.all()},
            countries=frozenset(row.countries),
            regions=frozenset({row.nationality.region} if row.nationality else ()),
            crisis_types=frozenset(row.crisis_types),
            available=[(span.first, span.last) for span in row.availability.all()],
            confirmed_days_ago=(today - row.confirmed_on).days if row.confirmed_on else None,
            open_misconduct=row.open_misconduct,
            rests_until=row.rests_until,
            rating=row.mean_rating,
            refused_places=frozenset(row.refused_places),
        )
        for row in rows
    ]


def match_candidates(*, by: Person, request: TeamRequest) -> list[ShortlistEntry]:
    """Return the shortlist, best first: each with the parts of its score; those left out stand with their reason."""
    with act("staff.match_candidate", by=by, on=request) as entry:
        old, request.state = request.state, rules.TEAM_REQUEST.move(request.state, "shortlist")
        need, book = _need(request), playbook.current()
        weights = {code: weight.weight for code, weight in book.matching.weights.items()}
        ranked: list[tuple[float, int, dict[str, float]]] = []
        left_out: list[ShortlistEntry] = []
        for one in candidates(clock.today()):
            reason = exclusion(need, one)
            if reason is not None:
                told = {"code": reason.code, "msgid": reason.msgid, "facts": dict(reason.facts)}
                left_out.append(
                    ShortlistEntry(
                        request=request, expert_id=one.key, excluded=told, playbook_version=book.version
                    )
                )
                continue
            parts = match_score(need, one, weights)
            ranked.append((sum(parts.values()), one.key, parts))
        ranked.sort(key=lambda row: (-row[0], row[1]))
        request.shortlist.all().delete()
        ShortlistEntry.objects.bulk_create(
            [
                ShortlistEntry(
                    request=request,
                    expert_id=key,
                    rank=rank,
                    score=score,
                    parts=parts,
                    playbook_version=book.version,
                )
                for rank, (score, key, parts) in enumerate(ranked, 1)
            ]
            + left_out
        )
        request.matched_by = by
        request.save(update_fields=["state", "matched_by"])
        entry.change("state", old, request.state)
        entry.note(ranked=len(ranked), left_out=len(left_out))
        meet_target(request.case, "shortlist")
    return list(request.shortlist.filter(rank__isnull=False).select_related("expert").order_by("rank"))


def select_candidate(*, by: Person, request: TeamRequest, expert: Expert) -> Deployment:
    """Return the nomination of one person of the shortlist; her clearances are laid out."""
    with act("staff.select_candidate", by=by, on=request) as entry:
        if not request.shortlist.filter(expert=expert, rank__isnull=False).exists():
            raise RuleBroken(
                "not_shortlisted", _("This person is not on the shortlist, or was left out of it.")
            )
        if request.deployments.filter(expert=expert).exists():
            raise RuleBroken(
                "nominated_before", _("This person was nominated on this request before. Choose the next.")
            )
        if request.state == "FILLED":
            raise RuleBroken("filled", _("Every place of this request is filled. Ask for more people."))
        deployment = Deployment.objects.create(
            request=request,
            expert=expert,
            starts_on=request.starts_on,
            ends_on=request.ends_on,
            selected_by=by,
        )
        lay_out(deployment)
        if request.deployments.filter(state__in=ACTIVE).count() >= request.headcount:
            entry.change("state", request.state, "FILLED")
            request.state = rules.TEAM_REQUEST.move(request.state, "fill")
            request.save(update_fields=["state"])
        entry.note(expert=expert.number)
    return deployment


def accept_nomination(*, by: Person, deployment: Deployment, accept: bool = True) -> None:
    """Accept or decline a nomination, in one's own name."""
    with act("staff.accept_nomination", by=by, on=deployment) as entry:
        new = rules.DEPLOYMENT.move(deployment.state, "accept" if accept else "decline")
        entry.change("state", deployment.state, new)
        deployment.state = new
        deployment.save(update_fields=["state"])
        if not accept:
            reopen_place(deployment)
