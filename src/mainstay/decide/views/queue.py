"""The ranked queue, now or at the end of any past day, with how far its order hangs on weights and method."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.common import clock
from mainstay.decide import selectors
from mainstay.decide.tables import ANSWERS, QueueTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, country_name, day, enumerated, named, number, percent


class QueueForm(forms.Form):
    """The day whose queue is asked for."""

    on = forms.DateField(
        required=False, label=_("As it stood at the end of"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: as it stands now."),
    )  # fmt: skip

    def clean_on(self) -> Any:
        """Refuse a day that has not ended."""
        given = self.cleaned_data["on"]
        if given is not None and given >= clock.today():
            raise forms.ValidationError(gettext("That day has not ended. Give a day before today."))
        return given


@door("decide.read_scores")
def queue_page(request: HttpRequest) -> HttpResponse:
    """Show the requests in their places, and which change of a weight would turn the order."""
    form = QueueForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_valid() else None
    lines = selectors.ranked_queue(who(request), on=on)
    shown = {
        "title": gettext("The ranked queue"),
        "question": gettext("Who comes first, and does it hang on a taste?"),
        "answer": _answer(lines, on),
        "up": (reverse("decide"), gettext("Requests")),
        "turns": _turns(lines),
    }
    return listed(
        request,
        "decide/queue.html",
        QueueTable([_row(line) for line in lines]),
        shown,
        name="queue",
        filters=form,
    )


def _row(line: Any) -> dict[str, Any]:
    country, priority, robust = line.request.country, line.standing.priority, line.robust
    total = priority.total if priority else None
    return {
        "place": line.place,
        "reference": line.request.reference,
        "country": country_name(country.names, country.name),
        "total": None if total is None else number(total.low, 0) if total.exact else f"{number(total.low, 0)}–{number(total.high, 0)}",
        "band": line.standing.band or " / ".join(line.standing.bands),
        "first": robust.share_first if robust else None,
        "places": _span(robust.low, robust.high) if robust else None,
        "topsis": robust.topsis if robust else None,
        "promethee": robust.promethee if robust else None,
        "answer": ANSWERS.get(line.answer, ""),
    }  # fmt: skip


def _span(low: int, high: int) -> str:
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _answer(lines: list[Any], on: Any) -> str:
    scored = [line for line in lines if line.place is not None]
    waiting = len(lines) - len(scored)
    words = [gettext("As it stood at the end of {day}:").format(day=day(on))] if on else []
    if not scored:
        words.append(gettext("No request has both its scores yet."))
    else:
        first = scored[0]
        words.append(gettext("First: {reference}.").format(reference=first.request.reference))
        if len(scored) > 1:
            words.append(_firmness(scored))
    text = ngettext("{count} waits for its scores.", "{count} wait for their scores.", waiting)
    words.append(counted(waiting, text, none=""))
    return " ".join(part for part in words if part)


def _firmness(scored: list[Any]) -> str:
    """Return how far the first place can be trusted: ties, share of weightings, other methods."""
    first = scored[0].robust
    level = [line.request.reference for line in scored if line.robust.tied and _same(line, scored[0])]
    if len(level) > 1:
        return gettext("{names} are level; only the rule for ties puts them in order.").format(
            names=enumerated(level)
        )
    words = [gettext("It is first in {share} of all weightings.").format(share=percent(first.share_first))]
    others = [
        name for name, place in (("TOPSIS", first.topsis), ("PROMETHEE II", first.promethee)) if place > 1
    ]
    words.append(
        gettext("{methods} would put another first.").format(methods=enumerated(others))
        if others
        else gettext("Every method puts it first.")
    )
    return " ".join(words)


def _same(one: Any, other: Any) -> bool:
    return bool(abs(one.standing.priority.total.low - other.standing.priority.total.low) < 1e-9)


def _turns(lines: list[Any]) -> list[dict[str, str]]:
    """Return for each criterion the smallest change of weight that turns the first place, and any two places."""
    rows = []
    for turn in selectors.queue_sensitivity(lines):
        pair = (
            gettext("{behind} draws level with {ahead}").format(behind=turn.pair[1], ahead=turn.pair[0])
            if turn.pair
            else ""
        )
        rows.append(
            {
                "criterion": named("criteria", turn.criterion),
                "weight": number(turn.weight, 0),
                "first": _points(turn.first),
                "rival": turn.rival or "",
                "order": _points(turn.order),
                "pair": pair,
            }
        )
    return rows


def _points(change: float | None) -> str:
    if change is None:
        return gettext("no change does")
    return f"+{number(change, 1)}" if change > 0 else f"−{number(abs(change), 1)}"
