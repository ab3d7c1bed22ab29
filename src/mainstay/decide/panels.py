"""A request's answer in words, what decide shows of a case, and the requests that wait for a person."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.decide.models import Request, Scoring
from mainstay.decide.selectors import Standing, requests_visible
from mainstay.decide.tables import ANSWERS, REQUEST_MARKS
from mainstay.page.panels import Panel, PanelFigure, Wait, Waiting, panel, wait
from mainstay.page.words import country_name, day, number

#: How many requests the situation room names; the rest are behind the link.
SHOWN = 8


def standing_words(standing: Standing) -> str:
    """Return band and total in words: “Band A, 74 of 100.”; empty before both scores are in."""
    if standing.priority is None:
        return ""
    total = standing.priority.total
    shown = number(total.low, 0) if total.exact else f"{number(total.low, 0)}–{number(total.high, 0)}"
    band = standing.band or "/".join(standing.bands)
    words = gettext("Band {band}, {total} of 100").format(band=band, total=shown)
    if standing.priority.not_assessed:
        count = len(standing.priority.not_assessed)
        words += ngettext(
            "; {count} criterion not assessed", "; {count} criteria not assessed", count
        ).format(count=number(count))
    return f"{words}."


def request_answer(
    request: Request, standing: Standing | None = None, *, robust: str = "", mine: bool = False
) -> str:
    """Return where a request stands: its state, its band where the reader may see it, by when it is answered."""
    state = str(REQUEST_MARKS[request.state][1])
    words = [f"{state[:1].upper()}{state[1:]}."]
    if standing is not None and (band := standing_words(standing)):
        words.append(band)
        words += [robust] if robust else []
    due = request.targets.filter(code="decide_request", met_at__isnull=True).order_by("-round").first()
    if due is not None and request.state in {"RECEIVED", "ACKNOWLEDGED", "TRIAGED", "SCORED", "RESCORE"}:
        late = due.due_at < clock.now()
        ahead = gettext("You get an answer by {day}.") if mine else gettext("The answer is due by {day}.")
        words.append((gettext("The answer was due on {day}.") if late else ahead).format(day=day(due.due_at)))
    return " ".join(words)


@panel("decide", order=20)
def decide_panel(person: Person, case: Case) -> Panel | None:
    """Return the requests that led to the case and how they were answered; in two queries."""
    rows = list(requests_visible(person).filter(case=case).prefetch_related("decisions"))
    if not rows:
        return None
    first = rows[0]
    decided = max(first.decisions.all(), key=lambda row: row.decided_at, default=None)
    words = str(ANSWERS[decided.answer]) if decided else str(REQUEST_MARKS[first.state][1])
    link = reverse("request", args=[first.reference])
    figures = (
        [PanelFigure(decided.band, gettext("band of the request"), link)] if decided and decided.band else []
    )
    said = gettext("{answer} ({reference}).").format(answer=words, reference=first.reference)
    return Panel(gettext("Request"), said, figures, link)


@wait("decide.requests", order=20)
def requests_waiting(person: Person) -> Wait | None:
    """Return the requests that this person is to triage, score or decide; in a few queries."""
    found: dict[int, Waiting] = {}
    for action, states, words in (
        ("decide.decide_request", ["SCORED"], gettext("to decide")),
        ("decide.score_request", ["TRIAGED", "RESCORE"], gettext("to score")),
        ("decide.triage_request", ["RECEIVED", "ACKNOWLEDGED"], gettext("to triage")),
    ):
        if not may_anywhere(person, action):
            continue
        rows = requests_visible(person).filter(state__in=states).order_by("received_at")
        if action == "decide.score_request":
            rows = rows.exclude(pk__in=_sealed_by(person))
        for row in rows:
            found.setdefault(row.pk, _waiting(row, words))
    count = len(found)
    words = ngettext("{count} request waits for you", "{count} requests wait for you", count)
    return Wait(gettext("Requests"), words.format(count=number(count)), count, [*found.values()][:SHOWN], reverse("decide"))  # fmt: skip


def _sealed_by(person: Person) -> list[int]:
    """Return the requests whose round this person has scored already."""
    sealed = Scoring.objects.filter(scorer=person, sealed_at__isnull=False, round=F("request__round"))
    return list(sealed.values_list("request_id", flat=True))


def _waiting(request: Request, words: str) -> Waiting:
    place = country_name(request.country.names, request.country.name) if request.country else ""
    link = reverse("request", args=[request.reference])
    return Waiting(f"{request.reference} {place}", link, words)
