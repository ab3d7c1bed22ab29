"""Week by week: where more people are needed than stand ready."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may_anywhere
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, number
from mainstay.staff.selectors.weeks import (
    WEEKS,
    Gap,
    Profile,
    WeekOfProfile,
    monday_of,
    needs_by_week,
    week_of_profile,
)
from mainstay.staff.tables import TeamRequestTable, WeekColumn, WeekTable, profile_name


@door("staff.read_depth")
def needs(request: HttpRequest) -> HttpResponse:
    """Show by profile and week how many places are open and how many people stand ready for them; no name."""
    gap = needs_by_week(who(request))
    names = [day(week) for week in gap.weeks] if "export" in request.GET else _week_names(gap.weeks)
    columns = [(f"week_{place}", WeekColumn(place, verbose_name=name)) for place, name in enumerate(names)]
    rows = [*gap.rows, SimpleNamespace(profile=None, cells=gap.together)] if gap.rows else []
    shown = {
        "answer": _said(gap),
        "chart": [(day(cell.week), cell.short) for cell in gap.together]
        if any(cell.short for cell in gap.together)
        else [],
        "weeks": WEEKS,
    }
    table = WeekTable(rows, extra_columns=columns)
    return listed(request, "staff/weeks.html", table, shown, name="needs-by-week")


def _week_names(weeks: Sequence[date]) -> list[str]:
    """Return the first day of each week, with its year only where that is another than before."""
    return [
        day(week) if place == 0 or week.year != weeks[place - 1].year else date_format(week, "j M")
        for place, week in enumerate(weeks)
    ]


def _said(gap: Gap) -> str:
    if not gap.rows:
        return gettext("Nobody is asked for in the next {count} weeks.").format(count=number(WEEKS))
    worst = max(gap.together, key=lambda cell: cell.short)
    if not worst.short:
        return gettext("In every week the people who stand ready are enough for the places that are open.")
    text = ngettext(
        "In the week of {week} {short} of {count} open place finds nobody who stands ready.",
        "In the week of {week} {short} of {count} open places find nobody who stands ready.",
        worst.needed,
    )
    return text.format(week=day(worst.week), short=number(worst.short), count=number(worst.needed))


@door("staff.read_depth")
def week_page(request: HttpRequest, week: str) -> HttpResponse:
    """Show one week of one profile: who asks, who is free, and what keeps the others."""
    person = who(request)
    profile = _profile(request)
    found = week_of_profile(person, profile, _week(week))
    shown = {
        "title": profile_name(profile),
        "answer": _told(found),
        "week": found.cell.week,
        "found": found,
        "kept": [(sentence(reason), count) for reason, count in found.kept],
        "named": may_anywhere(person, "staff.read_experts"),
    }
    return listed(request, "staff/week.html", TeamRequestTable(found.requests), shown, name="needs-of-week")


def _week(given: str) -> date:
    try:
        return monday_of(date.fromisoformat(given))
    except ValueError:
        raise NotFound("no_week", _("There is no such week. Choose one in the table.")) from None


def _profile(request: HttpRequest) -> Profile:
    area, level = request.GET.get("area", ""), request.GET.get("level", "1")
    if area not in playbook.current().competencies.functional_areas or level not in {"1", "2", "3", "4"}:
        raise NotFound("no_profile", _("There is no such profile. Choose one in the table."))
    return Profile(area, int(level), request.GET.get("language", ""))


def _told(found: WeekOfProfile) -> str:
    cell = found.cell
    asked = ngettext("{count} place is open.", "{count} places are open.", cell.needed)
    ready = ngettext(
        "{count} person stands ready and is free all week.",
        "{count} people stand ready and are free all week.",
        cell.ready,
    )
    return " ".join(
        [
            counted(cell.needed, asked, none=gettext("No place is open.")),
            counted(cell.ready, ready, none=gettext("Nobody who stands ready is free all week.")),
        ]
    )
