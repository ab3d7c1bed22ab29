"""The risk board, one alert, how ready countries are, and where data came from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.permissions import get_visible, may
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.units import measured
from mainstay.page.words import counted, country_name, day, named, number, said
from mainstay.watch.models import Alert, AlertDriver
from mainstay.watch.selectors import responses_called
from mainstay.watch.selectors.board import board_rows, boards_visible, days_of
from mainstay.watch.selectors.preparedness import preparedness_overview
from mainstay.watch.tables import ALERT_MARKS, BoardTable, PreparednessTable

LEVELS = {2: "late", 1: "waiting", 0: "done"}


@door("watch.read_board")
def board_page(request: HttpRequest) -> HttpResponse:
    """Show the countries that warn, worst first, what changed in a quarter, and the boards called and held."""
    person = who(request)
    rows = board_rows(person)
    shown = {
        "title": gettext("Risk board"),
        "question": gettext("Where does work come under threat, and what changed?"),
        "answer": _board_answer(rows),
        "boards": boards_visible(person)[:8],
    }
    return listed(request, "watch/board.html", BoardTable(rows), shown, name="risk-board")


def _board_answer(rows: list[dict[str, Any]]) -> str:
    """Return where work comes under threat, whether an alert is open there, and what crossed within a quarter."""
    over = sum(1 for row in rows if row["drivers"])
    alerts, fresh = sum(1 for row in rows if row["alert"]), sum(1 for row in rows if row["fresh"])
    where = ngettext(
        "{count} country has an indicator over its threshold.",
        "{count} countries have an indicator over its threshold.",
        over,
    )
    if over == 1:
        only = next(row for row in rows if row["drivers"])
        where = ngettext(
            "{country}: {crossed} indicator is over its threshold.",
            "{country}: {crossed} indicators are over their thresholds.",
            len(only["drivers"]),
        ).format(
            country=country_name(only["country"].names, only["country"].name),
            crossed=number(len(only["drivers"])),
        )
    return " ".join(
        [
            counted(over, where, none=gettext("No indicator that is known is over its threshold.")),
            counted(
                alerts,
                ngettext("{count} alert is open.", "{count} alerts are open.", alerts),
                none=gettext("No alert is open."),
            ),
            counted(
                fresh,
                ngettext(
                    "{count} country has an indicator over its threshold that was under it a quarter ago.",
                    "{count} countries have an indicator over its threshold that was under it a quarter ago.",
                    fresh,
                ),
                none=gettext("None is known to have been under its threshold a quarter ago.") if over else "",
            ),
        ]
    ).strip()


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
        "drivers": [(row, LEVELS.get(row.level, "late"), *_reached(row)) for row in found.drivers.all()],
        "due": _due(found),
        "triggers": playbook.current().triggers,
        "calls": responses_called(found) if reads_map else [],
        "case": case,
        "boards": [row.board for row in found.boards.select_related("board")] if may(person, "watch.read_board", found) else [],
    }  # fmt: skip
    return render(request, "watch/alert.html", shown)


#: The colours of alerts, by which some thresholds are named.
COLOURS = {"green": _("green"), "orange": _("orange"), "red": _("red")}


def _coloured(word: str) -> str:
    return str(COLOURS[word]) if word in COLOURS else said(word)


def _reached(row: AlertDriver) -> tuple[str, str]:
    """Return the value and the threshold of an indicator as they are read: with their unit, or as words of its scale."""
    book = playbook.current()
    trigger = book.triggers.get(row.indicator)
    # A trigger that takes its lines from an indicator is read in that one's unit and scale.
    rule = book.early_warning.get(trigger.indicator or "" if trigger else row.indicator)
    scale = tuple(rule.scale) if rule else ()
    unit = str(rule.unit) if rule and not scale else ""
    place = int(row.value) - 1 if row.value is not None else -1
    value = _coloured(scale[place]) if 0 <= place < len(scale) else measured(row.value, unit).strip()
    try:
        return value, measured(float(row.threshold), unit).strip()
    except ValueError:
        return value, _coloured(row.threshold) if row.threshold else "–"


def _answer(found: Alert) -> str:
    days = days_of(found, clock.today())
    words = [ngettext("It has stood for {count} day.", "It has stood for {count} days.", days).format(count=number(days))]  # fmt: skip
    if found.workers_low is not None:
        words.append(
            gettext("{low}–{high} workers concerned.").format(
                low=number(found.workers_low), high=number(found.workers_high)
            )
        )
    waits = next((row for row in _due(found) if not row["done_at"]), None)
    if found.state in {"WATCH", "ALERT"} and waits:
        text = gettext("Late since {day}: {what}.") if waits["late"] else gettext("Next: {what}, by {day}.")
        words.append(text.format(what=waits["name"], day=day(waits["due_at"])))
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
    shown = {
        "title": gettext("Preparedness"),
        "question": gettext("How ready are we, and what runs out?"),
        "answer": _readiness_answer(rows),
        "links": [(reverse("watch"), gettext("All countries"))],
    }
    return listed(request, "page/list.html", PreparednessTable(rows), shown, name="preparedness")


def _readiness_answer(rows: list[dict[str, Any]]) -> str:
    """Return how ready the least ready country is, and what has expired or soon will."""
    if not rows:
        return gettext("Nobody knows: no country has a file of readiness yet.")
    least, lacks = rows[0], rows[0]["missing"]
    facts = {
        "country": country_name(least["country"].names, least["country"].name),
        "score": number(least["score"], 0),
        "count": number(lacks),
    }
    expired = sum(1 for row in rows if row["expired"])
    soon = sum(1 for row in rows if row["soon"])
    first = (
        gettext("{country} is ready to {score} of 100, {lacks}.")
        if len(rows) == 1
        else gettext("The least ready is {country}: {score} of 100, {lacks}.")
    )
    missing = ngettext("{count} item is missing", "{count} items are missing", lacks)
    facts["lacks"] = missing.format(**facts) if lacks else gettext("nothing is missing")
    words = [
        first.format(**facts),
        counted(
            expired,
            ngettext("{count} country has something that expired.", "{count} countries have something that expired.", expired),
            none=gettext("Nothing has expired."),
        ),
        counted(
            soon,
            ngettext("{count} country has something that expires within 60 days.", "{count} countries have something that expires within 60 days.", soon),
            none="",
        ),
    ]  # fmt: skip
    return " ".join(words).strip()
