"""Rolls: who worked today? A day is marked for everybody, refusals stand beside the row, a finished roll is closed."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, why_not
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Roll
from mainstay.deliver.works.rules.rolls import why_not_correct
from mainstay.deliver.works.rules.states import WRITABLE
from mainstay.deliver.works.selectors.clashes import clashes_of_day
from mainstay.deliver.works.selectors.day_grid import (
    DayGrid,
    day_grid,
    days_marked,
    findings_of_roll,
    first_day_of_work,
    late_rolls,
    rolls_listed,
)
from mainstay.deliver.works.selectors.roll_look import corrections_of_day, last_day_codes
from mainstay.deliver.works.services.marking import mark_day
from mainstay.deliver.works.tables import ROLL_MARKS, RollTable
from mainstay.deliver.works.views.heads import findings_shown, works_head
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence, sentence_of
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, joined, named, number
from mainstay.page.words import day as day_shown

#: The codes that are one tap away, in as few letters as a thumb can hit; the others open below them.
FIRST_CODES = {"P": _("Present"), "H": _("Half day"), "A": _("Absent")}


@door("works.read_rolls")
def roll_list(request: HttpRequest) -> HttpResponse:
    """Show the rolls that this person may read, the latest first."""
    form = ListFilter(request.GET, marks=ROLL_MARKS, more=[("late", gettext("late: over and not closed"))])
    rows = rolls_listed(who(request))
    if form.reference:
        rows = rows.filter(site__project__case__reference=form.reference)
    late = late_rolls(rows, today=clock.today())
    if form.wanted:
        rows = late if form.wanted == "late" else rows.filter(state=form.wanted)
    count, over = rows.count(), late.count()
    words = [
        counted(count, ngettext("{count} roll.", "{count} rolls.", count), none=gettext("No roll here.")),
        counted(
            over,
            ngettext("{count} is late.", "{count} are late.", over),
            none=gettext("None is late.") if count else "",
        ),
    ]
    shown = {"answer": " ".join(words), "head": head_of(who(request), form.reference)}
    return listed(request, "works/rolls.html", RollTable(rows), shown, name="rolls", filters=form)


def roll_of(person: Person, uid: str) -> Roll:
    """Return the roll at an address, when `person` may read it."""
    return get_visible(
        Roll.objects.select_related("site__project__case", "site__project__country"),
        person,
        "works.read_rolls",
        uid=uid,
    )


def may_correct(person: Person, roll: Roll) -> bool:
    """Return whether `person` may put a mark of this roll right in the state that it is in."""
    open_now = why_not_correct(state=roll.state, in_payroll=roll.payroll_id is not None, reason="–") is None
    return open_now and why_not(person, "works.correct_mark", roll, met={"roll_is_open"}) is None


@door("works.read_rolls")
def roll_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Go to the day of a roll that matters most: today, its last day that may be marked, or, when closed, that was."""
    roll = roll_of(who(request), uid)
    chosen = min(max(clock.today(), roll.first_on), roll.last_on)
    if roll.state not in WRITABLE:
        chosen = max(days_marked(roll), default=chosen)
    return redirect("works_roll_day", uid=roll.uid, day=chosen.isoformat())


@door("works.read_rolls")
def day_page(request: HttpRequest, uid: str, day: str) -> HttpResponse:
    """Show the grid of one day: workers × code."""
    roll = roll_of(who(request), uid)
    return _shown(request, day_grid(roll, _day_of(roll, day)))


def _day_of(roll: Roll, text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not roll.first_on <= found <= roll.last_on:
        raise NotFound("no_such_day", _("This roll does not cover {day}. Choose one of its days."), day=text)
    return found


def _shown(
    request: HttpRequest, grid: DayGrid, *, given: Mapping[str, Mapping[str, str]] | None = None,
    refusals: Mapping[str, list[str]] | None = None, refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    person, roll, today = who(request), grid.roll, clock.today()
    writable = roll.state in WRITABLE and grid.day <= today and may(person, "works.mark_roll", roll)
    copied_from, copied = last_day_codes(roll, grid.day) if writable and grid.open else (None, {})
    typed = dict(given or {})
    if request.GET.get("copy") and not typed:
        typed = {row.card: {"code": copied.get(row.worker, ""), "hours": ""} for row in grid.open}
    codes = [{"code": code, "name": named("attendance", code)} for code in playbook.current().attendance]
    shown = {
        **works_head(person, roll.site.project),
        "roll": roll,
        "grid": grid,
        "copied_from": copied_from,
        "corrections": [
            (row, row.signed_by_id is None and may(person, "works.sign_correction", row))
            for row in corrections_of_day(roll, grid.day)
        ],
        "clashes": list(clashes_of_day(roll, grid.day)),
        "corrects": may_correct(person, roll),
        "mark": ROLL_MARKS[roll.state],
        "answer": _answer(grid),
        "rows": [_row_shown(row, typed, refusals or {}) for row in grid.rows],
        "first_codes": [{"code": code, "name": gettext(name)} for code, name in FIRST_CODES.items()],
        "other_codes": [code for code in codes if code["code"] not in FIRST_CODES],
        "normal_hours": roll.site.project.works_terms.normal_minutes / 60,
        "writable": writable,
        "closable": roll.state in WRITABLE and may(person, "works.close_roll", roll),
        "refused": refused,
        "findings": findings_shown(findings_of_roll(roll)),
        "days": _days(roll, grid.day, today),
    }
    return render(request, "works/roll.html", shown, status=status)


def _days(roll: Roll, chosen: date, today: date) -> list[dict[str, Any]]:
    """Return the days of a roll from the first on which anybody has a contract; earlier ones have nothing to mark."""
    counts, first = days_marked(roll), min(first_day_of_work(roll), chosen)
    return [
        {"day": at, "count": counts.get(at, 0), "ahead": at > today, "here": at == chosen}
        for at in (first + timedelta(days=step) for step in range((roll.last_on - first).days + 1))
    ]


def _row_shown(
    row: Any, given: Mapping[str, Mapping[str, str]], refusals: Mapping[str, list[str]]
) -> dict[str, Any]:
    typed = given.get(row.card, {})
    return {
        "row": row,
        "given": typed.get("code", ""),
        "hours": typed.get("hours", ""),
        "refusals": refusals.get(row.card, []),
    }


def _answer(grid: DayGrid) -> str:
    if not grid.rows:
        nobody = gettext("Nobody has a contract here on {day}").format(day=day_shown(grid.day))
        return joined([nobody, gettext("the roll is closed") if grid.roll.state not in WRITABLE else ""])
    words = [
        gettext("{marked} of {all} marked on {day}").format(
            marked=number(grid.marked), all=number(len(grid.rows)), day=day_shown(grid.day)
        )
    ]
    if grid.elsewhere:
        words.append(
            ngettext(
                "{count} stands on another roll", "{count} stand on another roll", grid.elsewhere
            ).format(count=grid.elsewhere)
        )
    left = len(grid.open)
    if grid.roll.state not in WRITABLE:
        words.append(gettext("the roll is closed"))
    elif left:
        words.append(ngettext("{count} to mark", "{count} to mark", left).format(count=number(left)))
    elif grid.rows:
        words.append(gettext("nobody is missing"))
    return joined(words)


@door("works.mark_roll", methods=["POST"])
def mark(request: HttpRequest, uid: str, day: str) -> HttpResponse:
    """Write the day; what is refused stands beside its row, and nothing of the day is written then."""
    person = who(request)
    roll = roll_of(person, uid)
    grid = day_grid(roll, _day_of(roll, day))
    given = _given(request, grid)
    marks, refusals = _marks(given)
    if refusals:
        words = gettext("Nothing was written: some hours are no number.")
        return _shown(request, grid, given=given, refusals=refusals, refused=words, status=422)
    if not marks and not grid.open:
        messages.info(request, gettext("All of this stands on the roll already; nothing was written twice."))
        return redirect("works_roll_day", uid=uid, day=day)
    if not marks:
        messages.warning(request, gettext("Nothing was chosen. Choose a code for at least one worker."))
        return redirect("works_roll_day", uid=uid, day=day)
    before = {row.pk for row in findings_of_roll(roll)}
    try:
        count = mark_day(by=person, site=roll.site, day=grid.day, marks=marks, device="web")
    except BadInput as error:
        refusals = _refusals(error, marks)
        return _shown(
            request, grid, given=given, refusals=refusals, refused=sentence(error.reason), status=error.status
        )
    except AppError as error:
        return _shown(request, grid, given=given, refused=sentence(error.reason), status=error.status)
    messages.success(
        request,
        ngettext("{count} mark written.", "{count} marks written.", count).format(count=number(count)),
    )
    for row in findings_of_roll(roll).exclude(pk__in=before):
        messages.warning(request, sentence_of(row.code, row.msgid, row.facts))
    return redirect("works_roll_day", uid=uid, day=day)


def _given(request: HttpRequest, grid: DayGrid) -> dict[str, dict[str, str]]:
    """Return what was chosen and typed for each worker who is not marked yet, by card."""
    rest = request.POST.get("rest", "")
    return {
        row.card: {
            "code": request.POST.get(f"code-{row.worker}", "") or rest,
            "hours": request.POST.get(f"hours-{row.worker}", "").strip(),
        }
        for row in grid.open
    }


def _marks(given: Mapping[str, Mapping[str, str]]) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Return the marks that can be handed on, and what is wrong with the others."""
    marks: list[dict[str, Any]] = []
    refusals: dict[str, list[str]] = {}
    for card, typed in given.items():
        if typed["hours"] and not typed["code"]:
            refusals[card] = [gettext("Hours without a code. Choose what the day was, too.")]
        elif typed["code"]:
            try:
                hours = Decimal(typed["hours"].replace(",", ".")) if typed["hours"] else None
            except InvalidOperation:
                hours = Decimal("NaN")
            if hours is not None and not hours.is_finite():
                words = gettext(
                    "“{hours}” is no number of hours. Write 7.5, or leave it empty for a normal day."
                )
                refusals[card] = [words.format(hours=typed["hours"])]
            marks.append({"card": card, "code": typed["code"], "hours": hours})
    return marks, refusals


def _refusals(error: BadInput, marks: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the faults of a day by the card of the worker whom each is about."""
    found: dict[str, list[str]] = {}
    for problem in error.problems:
        place = (problem.row or 1) - 1
        card = str(marks[min(place, len(marks) - 1)]["card"])
        found.setdefault(card, []).append(sentence(problem.reason))
    return found
