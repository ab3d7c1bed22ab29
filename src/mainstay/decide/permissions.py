"""How requests and what belongs to them answer to scopes, and when scores can be seen."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import register

from .models import Decision, GateAnswer, Letter, Request, Requester, RequestEvidence, RequestTarget, Scoring

SCORERS = 2


def request_scopes(prefix: str = "") -> dict[str, str]:
    """Return the paths by which a record answers through its request; `prefix` leads to the request."""
    to = f"{prefix}__" if prefix else ""
    return {
        "country": f"{to}country_id",
        "region": f"{to}country__region",
        "case": f"{to}case_id",
        "organisation": f"{to}requesters__organisation_id",
        "own": f"{to}sent_by_id",
    }


def sealed_of(request: Request) -> int:
    """Return how many scores of the request's round are sealed."""
    return Scoring.objects.filter(request=request, round=request.round, sealed_at__isnull=False).count()


def both_sealed(person: Person, request: Request) -> bool:
    """Return whether both blind scores of the request's round are in."""
    return sealed_of(request) >= SCORERS


def sealed_requests(prefix: str = "") -> Q:
    """Return the condition that both blind scores of a request's round are sealed; `prefix` leads to the request."""
    path = f"{prefix}__pk__in" if prefix else "pk__in"
    sealed = (
        Scoring.objects.filter(sealed_at__isnull=False, request=OuterRef("pk"), round=OuterRef("round"))
        .order_by()
        .values("request")
        .annotate(number=Count("pk"))
        .values("number")
    )
    ready = Request.objects.annotate(sealed=Coalesce(Subquery(sealed), 0)).filter(sealed__gte=SCORERS)
    return Q(**{path: ready.values("pk")})


def _scoring_open(person: Person, scoring: Scoring) -> bool:
    return scoring.round < scoring.request.round or both_sealed(person, scoring.request)


def _acts(request: Request) -> dict[str, set[int]]:
    # A score that is not sealed yet is still being written; only a sealed one is an act.
    sealed = Scoring.objects.filter(request=request, round=request.round, sealed_at__isnull=False)
    first = "decide.start_initiative" if request.own_initiative else "decide.send_request"
    deciders = set(request.decisions.filter(round=request.round).values_list("decided_by_id", flat=True))
    return {
        first: {request.sent_by_id},
        "decide.score_request": set(sealed.values_list("scorer_id", flat=True)),
        "decide.decide_request": deciders,
    }


register(
    Request,
    case="case_id",
    scopes=request_scopes(),
    acts=_acts,
    conditions={"both_scores_sealed": both_sealed},
    visible_when={"both_scores_sealed": lambda _person: sealed_requests()},
)
register(
    Scoring,
    case="request__case_id",
    scopes={**request_scopes("request"), "own": "scorer_id"},
    conditions={"both_scores_sealed": _scoring_open},
    visible_when={
        "both_scores_sealed": lambda _person: sealed_requests("request") | Q(round__lt=F("request__round"))
    },
)
for _model in (GateAnswer, Requester, RequestEvidence, RequestTarget, Decision):
    register(_model, case="request__case_id", scopes=request_scopes("request"))
register(Letter, case="decision__request__case_id", scopes=request_scopes("decision__request"))
