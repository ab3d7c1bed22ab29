"""The ranked queue of requests, as it stands or as it stood on any past day, and whether the order hangs on weights."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.decide.methods.priority_score import TOP
from mainstay.decide.methods.ranking import ranking
from mainstay.decide.methods.score_table import Measure, ScoreTable, score_table
from mainstay.decide.methods.weight_turns import WeightTurn, weight_turns
from mainstay.decide.models import Decision, Merge, Request, Scoring

from .standing import Standing, standing_of

#: So that the same queue gives the same shares each time it is asked for.
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Robust:
    """How a place hangs on taste: share of all weightings in which it is first, places in nine of ten, other methods.

    `topsis` and `promethee` are the places by these methods with the weights in force; `tied`: its total is level with
    another's, and only the rule for ties puts them in order.
    """

    share_first: float
    low: int
    high: int
    topsis: int
    promethee: int
    tied: bool


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One request in the queue: its place (None while it has no two scores), standing, answer, how robust the place is."""

    place: int | None
    request: Request
    standing: Standing
    answer: str
    robust: Robust | None


def requests_received() -> QuerySet[Request]:
    """Return every request that came in, for later stages that count them; own initiatives and joined ones left out."""
    received = Request.objects.filter(
        received_at__isnull=False, own_initiative=False, merged_into__isnull=True
    )
    return received.select_related("country").prefetch_related("requesters__organisation")


def requests_visible(person: Person) -> QuerySet[Request]:
    """Return the requests that `person` may read: all of those her role covers, and her own."""
    everybody = visible(Request.objects.exclude(state="DRAFT"), person, "decide.read_requests")
    own = visible(Request.objects.all(), person, "decide.read_own_requests")
    return Request.objects.filter(
        Q(pk__in=everybody.values("pk")) | Q(pk__in=own.values("pk"))
    ).select_related("country")


def request_by_reference(person: Person, reference: str) -> Request:
    """Return the request with this number, following it to where it was joined; raise `NotFound` otherwise."""
    found = requests_visible(person).filter(reference=reference.upper()).first()
    if found is None:
        raise NotFound(
            "not_found", _("There is no such {record} here, or it is not yours to see."), record=_("request")
        )
    while found.merged_into is not None:
        found = found.merged_into
    return found


def request_standing(person: Person, request: Request) -> Standing:
    """Return the scores of a request for who may see them; blind scorers see nothing until both are in."""
    if may(person, "decide.read_scores", request):
        return standing_of(request)
    return Standing(request, request.round)


def ranked_queue(person: Person, *, on: date | None = None) -> list[QueueLine]:
    """Return the queue by total, best first; ties by the playbook's criteria, then by regions with few active countries.

    Of what was not assessed the least possible total counts. With `on` the queue is that of the end of that day: who
    was withdrawn, joined, scored or decided since is as it was then, with the weights in force then.
    """
    moment = (
        clock.now()
        if on is None
        else datetime.combine(on + timedelta(days=1), time(), tzinfo=ZoneInfo("UTC"))
    )
    found = [(request, standing_of(request, at=moment)) for request in _open_at(person, moment)]
    scored = [
        pair for pair in found if pair[1].priority is not None and may(person, "decide.read_scores", pair[0])
    ]
    waiting = [pair[0] for pair in found if pair not in scored]
    crowded = _active_regions(person, moment)
    ties = playbook.current().eligibility.scoring.tie_break

    def key(pair: tuple[Request, Standing]) -> tuple[object, ...]:
        request, standing = pair
        assert standing.priority is not None
        assert request.country is not None
        tied = tuple(-(standing.scores.get(code) or 0.0) for code in ties)
        return (
            -standing.priority.total.low,
            *tied,
            crowded.get(request.country.region, 0),
            request.received_at,
            request.pk,
        )

    scored.sort(key=key)
    robust = _robust(scored)
    lines = [
        QueueLine(place, request, standing, _answer_at(request, moment), robust.get(str(request.pk)))
        for place, (request, standing) in enumerate(scored, start=1)
    ]
    waiting.sort(key=lambda request: (request.received_at or moment, request.pk))
    return lines + [
        QueueLine(None, row, Standing(row, row.round), _answer_at(row, moment), None) for row in waiting
    ]


def queue_sensitivity(lines: list[QueueLine]) -> list[WeightTurn]:
    """Return for each criterion the smallest change of its weight that would turn the order, or take the first place away."""
    scored = [(line.request, line.standing) for line in lines if line.place is not None]
    if len(scored) < 2:
        return []
    return weight_turns(_table(scored, [request.reference or "" for request, _standing in scored]))


def _table(scored: list[tuple[Request, Standing]], names: list[str]) -> ScoreTable:
    """Return the scores with the weights in force for the first; what was not assessed may be anything from 0 to 5."""
    measures = [Measure(code, float(weight), 0.0, TOP) for code, weight in scored[0][1].weights.items()]
    cells = [
        [None if (score := standing.scores.get(row.code)) is None else (score, score) for row in measures]
        for _request, standing in scored
    ]
    return score_table(names, measures, cells)


def _robust(scored: list[tuple[Request, Standing]]) -> dict[str, Robust]:
    if not scored:
        return {}
    names = [str(request.pk) for request, _standing in scored]
    found = ranking(_table(scored, names), seed=SEED)
    sure = found.acceptability
    return {
        name: Robust(
            float(sure.shares[at, 0]), int(sure.low[at]), int(sure.high[at]), int(found.topsis.place[at]),
            int(found.promethee.place[at]), bool(found.total.shared[at] > 1),
        )
        for at, name in enumerate(names)
    }  # fmt: skip


def _open_at(person: Person, moment: datetime) -> QuerySet[Request]:
    joined = Merge.objects.filter(Q(undone_at__isnull=True) | Q(undone_at__gt=moment), merged_at__lte=moment)
    return (
        requests_visible(person)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), received_at__lte=moment)
        .exclude(pk__in=joined.values("source"))
        .prefetch_related(
            Prefetch("scorings", Scoring.objects.prefetch_related("scores")), "discussions", "overrides",
            Prefetch("decisions", Decision.objects.order_by("-decided_at")),
        )
    )  # fmt: skip


def _answer_at(request: Request, moment: datetime) -> str:
    return next((row.answer for row in request.decisions.all() if row.decided_at <= moment), "")


def _active_regions(person: Person, moment: datetime) -> dict[str, int]:
    held: dict[str, int] = {}
    active = cases_visible(person).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=moment), opened_at__lte=moment
    )
    for case in active:
        for place in case.countries.all():
            held[place.country.region] = held.get(place.country.region, 0) + 1
    return held


def merge_in_force(person: Person, source: str, target: str) -> Merge:
    """Return the joining of two requests that is in force; raise `NotFound` otherwise."""
    seen = requests_visible(person).values("pk")
    found = Merge.objects.filter(
        undone_at__isnull=True,
        source__reference=source.upper(),
        target__reference=target.upper(),
        source__in=seen,
    ).first()
    if found is None:
        raise NotFound("not_joined", _("{source} is not joined to {target}."), source=source, target=target)
    return found
