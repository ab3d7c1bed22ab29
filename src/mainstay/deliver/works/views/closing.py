"""The end of a roll: what it still lacks before it is closed, and the certificate of what was done on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may
from mainstay.common.errors import AppError
from mainstay.deliver.works.models import Roll
from mainstay.deliver.works.rules.states import COUNTED, WRITABLE
from mainstay.deliver.works.selectors.clashes import clashes_open
from mainstay.deliver.works.selectors.day_grid import findings_of_roll
from mainstay.deliver.works.selectors.photos import photos_of_roll
from mainstay.deliver.works.selectors.roll_look import RollLook, corrections_unsigned, roll_look
from mainstay.deliver.works.selectors.roll_work import measurements_of, task_works
from mainstay.deliver.works.selectors.site_facts import stopping_findings
from mainstay.deliver.works.services.rolls import close_rolls
from mainstay.deliver.works.tables import ROLL_MARKS
from mainstay.deliver.works.views.heads import findings_shown, works_head
from mainstay.deliver.works.views.rolls import roll_of
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import counted, number


@door("works.close_roll", methods=["GET", "HEAD", "POST"])
def close(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the roll lacks, and close it when that is read; the engineer is next."""
    person = who(request)
    roll = roll_of(person, uid)
    refused, status = "", 200
    if request.method == "POST":
        try:
            close_rolls(by=person, rolls=[roll])
        except AppError as error:
            refused, status = sentence(error.reason), error.status
        else:
            messages.success(
                request, gettext("The roll is closed. The engineer measures and certifies it next.")
            )
            return redirect("works_certificate", uid=uid)
    look = roll_look(roll)
    shown = {
        **works_head(person, roll.site.project),
        "roll": roll,
        "mark": ROLL_MARKS[roll.state],
        "look": look,
        "stops": findings_shown(look.stops),
        "answer": _answer(look),
        "closable": roll.state in WRITABLE and may(person, "works.close_roll", roll),
        "refused": refused,
    }
    return render(request, "works/close.html", shown, status=status)


def _answer(look: RollLook) -> str:
    """Return in words what is left to look into."""
    if not look.marks:
        return gettext("Nobody is marked on this roll yet.")
    gaps = sum(gap.days for gap in look.gaps)
    over = sum(day.over_limit for day in look.long_days)
    said = [
        counted(gaps, ngettext("{count} day without a mark.", "{count} days without a mark.", gaps), none=""),
        counted(over, ngettext("{count} day over the limit of hours.", "{count} days over the limit of hours.", over), none=""),
        counted(len(look.uninsured), ngettext("{count} worker without insurance.", "{count} workers without insurance.", len(look.uninsured)), none=""),
        counted(len(look.age_doubts), ngettext("{count} doubt about age.", "{count} doubts about age.", len(look.age_doubts)), none=""),
        counted(look.unsigned, ngettext("{count} correction unsigned.", "{count} corrections unsigned.", look.unsigned), none=""),
    ]  # fmt: skip
    return " ".join(part for part in said if part) or gettext("Every day is marked and nothing is in doubt.")


@door("works.read_rolls")
def certificate(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what was done on a roll: days, quantities, tasks and pay checked against each other, and who signed."""
    person = who(request)
    roll = roll_of(person, uid)
    works, photos = task_works(roll), photos_of_roll(roll)
    shown = {
        **works_head(person, roll.site.project),
        "roll": roll,
        "mark": ROLL_MARKS[roll.state],
        "works": works,
        "measurements": [(row, photos[row.pk]) for row in measurements_of(roll)],
        "norms": roll.state not in COUNTED and may(person, "works.plan_tasks", roll),
        "checks": roll.state not in COUNTED and may(person, "works.check_measurement", roll),
        "photographs": roll.state not in COUNTED and may(person, "works.measure_roll", roll),
        "answer": _certified(roll, sum(work.days_centi for work in works)),
        "blocks": [] if roll.state in COUNTED else _blocks(roll),
        "findings": findings_shown(findings_of_roll(roll)),
        "signed": _signatures(roll),
        "currency": roll.site.project.works_terms.currency if works else "",
        "counted": roll.state in COUNTED,
    }
    return render(request, "works/certificate.html", shown)


def _certified(roll: Roll, days_centi: int) -> str:
    if roll.state in COUNTED:
        return gettext("{workers} workers, {days} worker-days certified by {name}.").format(
            workers=number(roll.workers), days=number((roll.days_centi or 0) / 100),
            name=roll.certified_by.name if roll.certified_by else "–",
        )  # fmt: skip
    words = gettext("{days} worker-days stand on the roll; they are not certified yet.")
    return words.format(days=number(days_centi / 100))


def _blocks(roll: Roll) -> list[str]:
    """Return why the roll cannot be certified now, each in a sentence."""
    found = [row["words"] for row in findings_shown(stopping_findings(roll.site, "approval"))]
    unsigned = corrections_unsigned(roll).count()
    clashes = clashes_open(roll.pk).count()
    unchecked = roll.measurements.filter(checked_by__isnull=True).count()
    if roll.state in WRITABLE:
        found.append(gettext("The roll is not closed yet."))
    if unsigned:
        words = ngettext("{count} correction waits for the signature of a second person.",
                         "{count} corrections wait for the signature of a second person.", unsigned)  # fmt: skip
        found.append(counted(unsigned, words, none=""))
    if clashes:
        words = ngettext("{count} worker is marked by two sites on one day; the supervisor settles it.",
                         "{count} workers are marked by two sites on one day; the supervisor settles each.", clashes)  # fmt: skip
        found.append(counted(clashes, words, none=""))
    if unchecked:
        words = ngettext("{count} measurement was not checked by a second person.",
                         "{count} measurements were not checked by a second person.", unchecked)  # fmt: skip
        found.append(counted(unchecked, words, none=""))
    return found


def _signatures(roll: Roll) -> list[tuple[str, Any, Any]]:
    rows = [
        (gettext("Closed"), roll.closed_by, roll.closed_at),
        (gettext("Measured"), roll.measured_by, roll.measured_at),
        (gettext("Certified"), roll.certified_by, roll.certified_at),
        (gettext("Approved for pay"), roll.approved_by, roll.approved_at),
    ]
    return [row for row in rows if row[2] is not None]
