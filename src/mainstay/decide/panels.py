"""A request's answer in words, and what decide shows of a case."""

from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.decide.models import Request
from mainstay.decide.selectors import Standing, requests_visible
from mainstay.decide.tables import ANSWERS, REQUEST_MARKS
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.words import day, number


def standing_words(standing: Standing) -> str:
    """Return band and total in words: “Band A, 74 of 100.”; empty before both scores are in."""
    if standing.priority is None:
        return ""
    total = standing.priority.total
    shown = number(total.low, 0) if total.exact else f"{number(total.low, 0)}–{number(total.high, 0)}"
    band = standing.band or "/".join(standing.bands)
    words = gettext("Band {band}, {total} of 100").format(band=band, total=shown)
    if standing.priority.not_assessed:
        words += gettext("; {count} criteria not assessed").format(count=len(standing.priority.not_assessed))
    return f"{words}."


def request_answer(request: Request, standing: Standing | None = None) -> str:
    """Return where a request stands: its state, its band where the reader may see it, by when it is answered."""
    state = str(REQUEST_MARKS[request.state][1])
    words = [f"{state[:1].upper()}{state[1:]}."]
    if standing is not None and (band := standing_words(standing)):
        words.append(band)
    due = request.targets.filter(code="decide_request", met_at__isnull=True).order_by("-round").first()
    if due is not None and request.state in {"RECEIVED", "ACKNOWLEDGED", "TRIAGED", "SCORED", "RESCORE"}:
        late = due.due_at < clock.now()
        words.append(
            (
                gettext("The answer was due on {day}.") if late else gettext("You get an answer by {day}.")
            ).format(day=day(due.due_at))
        )
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
    return Panel(gettext("Request"), f"{first.reference}: {words}.", figures, link)
