"""The risk board, one alert, how ready countries are, and where data came from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.permissions import get_visible, may
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, country_name, day, named, number
from mainstay.watch.models import Alert
from mainstay.watch.selectors import responses_called, sources_overview
from mainstay.watch.selectors.board import board_rows, boards_visible, days_of
from mainstay.watch.selectors.preparedness import preparedness_overview
from mainstay.watch.tables import ALERT_MARKS, BoardTable, PreparednessTable, SourceTable

LEVELS = {2: "late", 1: "waiting", 0: "done"}


@door("watch.read_board")
def board_page(request: HttpRequest) -> HttpResponse:
    """Show the countries that warn, worst first, what changed in a quarter, and the boards called and held."""
    person = who(request)
    rows = board_rows(person)
    alerts, fresh = sum(1 for row in rows if row["alert"]), sum(1 for row in rows if row["fresh"])
    words = [
        counted(
            alerts,
            ngettext("{count} country with an open alert.", "{count} countries with an open alert.", alerts),
            none=gettext("No alert is open."),
        ),
        counted(
            fresh,
            ngettext(
                "{count} country has an indicator over its threshold that was not a quarter ago.",
                "{count} countries have an indicator over its threshold that was not a quarter ago.",
                fresh,
            ),
            none=gettext("No indicator has crossed its threshold within a quarter."),
        ),
    ]
    shown = {
        "title": gettext("Risk board"),
        "question": gettext("Where does work come under threat, and what changed?"),
        "answer": " ".join(words),
        "boards": boards_visible(person)[:8],
    }
    return listed(request, "watch/board.html", BoardTable(rows), shown, name="risk-board")


#: What is decided where nobody is sure yet: what is right in any case.
NO_REGRET = {"ACT": _("Act"), "PREPARE": _("Prepare"), "NOTHING": _("Do nothing yet")}


@door("watch.read_alerts")
def alert_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one alert: what drives it, whom it concerns, what is due by when, what it calls for, what became of it."""
    person = who(request)
    alerts = Alert.objects.select_related("country", "case", "raised_by", "confirmed_by", "decided_by")
    found = get_visible(alerts, person, "watch.read_alerts", reference=reference)
    case = cases_visible(person).filter(pk=found.case_id).first() if found.case_id else None
    reads_map = may(person, "watch.read_trigger_map", found)
    shown: dict[str, Any] = {
        "alert": found,
        "mark": ALERT_MARKS[found.state],
        "no_regret": NO_REGRET.get(found.no_regret, ""),
        "name": country_name(found.country.names, found.country.name),
        "answer": _answer(found),
        "types": [named("crisis_types", code) for code in found.crisis_types],
        "drivers": [(row, LEVELS.get(row.level, "late")) for row in found.drivers.all()],
        "due": _due(found),
        "calls": responses_called(found) if reads_map else [],
        "case": case,
        "boards": [row.board for row in found.boards.select_related("board")] if may(person, "watch.read_board", found) else [],
    }  # fmt: skip
    return render(request, "watch/alert.html", shown)


def _answer(found: Alert) -> str:
    days = days_of(found, clock.today())
    words = [ngettext("Stands for {count} day.", "Stands for {count} days.", days).format(count=number(days))]
    if found.workers_low is not None:
        words.append(
            gettext("{low}–{high} workers concerned.").format(
                low=number(found.workers_low), high=number(found.workers_high)
            )
        )
    waits = next((row for row in _due(found) if not row["done_at"]), None)
    if found.state in {"WATCH", "ALERT"} and waits:
        words.append(gettext("Next: {what}, by {day}.").format(what=waits["name"], day=day(waits["due_at"])))
    if found.state == "ACTIVATED":
        words[0] = gettext("It became a case: the rest stands there.")
    if found.closed_at:
        words = [
            gettext("Closed on {day}: {reason}").format(day=day(found.closed_at), reason=found.closed_reason)
        ]
    return " ".join(words)


def _due(found: Alert) -> list[dict[str, Any]]:
    """Return the three time limits of an alert that has them: confirmed, called, decided."""
    now = clock.now()
    rows = (
        (gettext("confirmed with context"), found.confirm_due_at, found.confirmed_at),
        (gettext("the call"), found.call_due_at, found.called_at),
        (gettext("the no-regret decision"), found.decide_due_at, found.decided_at),
    )
    return [
        {"name": name, "due_at": due, "done_at": done, "late": not done and due < now}
        for name, due, done in rows
        if due is not None
    ]


@door("watch.read_preparedness")
def preparedness_page(request: HttpRequest) -> HttpResponse:
    """Show how ready each country is that has a file, an alert or an open case."""
    rows = preparedness_overview(who(request))
    expired = sum(1 for row in rows if row["expired"])
    text = ngettext(
        "{count} country has something that expired.",
        "{count} countries have something that expired.",
        expired,
    )
    shown = {
        "title": gettext("Preparedness"),
        "question": gettext("How ready are we, and what runs out?"),
        "answer": counted(expired, text, none=gettext("Nothing has expired.") if rows else gettext("No country has a file of readiness yet.")),
        "links": [(reverse("watch"), gettext("All countries"))],
    }  # fmt: skip
    return listed(request, "page/list.html", PreparednessTable(rows), shown, name="preparedness")


@door("watch.read_sources")
def sources_page(request: HttpRequest) -> HttpResponse:
    """Show where data came from: owner, licence, edition, age, faults, the last failure with its cause."""
    rows = sources_overview(who(request))
    failing = sum(1 for row in rows if row["cause"])
    text = ngettext(
        "{count} edition failed when it was last read.",
        "{count} editions failed when they were last read.",
        failing,
    )
    shown = {
        "title": gettext("Sources"),
        "question": gettext("Who says so, how old is it, and may we use it?"),
        "answer": counted(failing, text, none=gettext("Every source was read without a failure.") if rows else gettext("No source was read yet.")),
        "links": [(reverse("watch"), gettext("All countries"))],
    }  # fmt: skip
    return listed(request, "page/list.html", SourceTable(rows), shown, name="sources")
