"""How often the alerts of a year were right: published each year, with the figures as they stood."""

from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import RuleBroken
from mainstay.common.texts import noop as _
from mainstay.watch.models import AccuracyPublication, Alert
from mainstay.watch.selectors.accuracy import accuracy_figures

#: No alert can be older: thresholds look at nothing before.
FIRST_YEAR = 2000


def publish_accuracy(*, by: Person, year: int, note: str = "") -> AccuracyPublication:
    """Return the published figures of a year that is over; a second publication corrects the first, with a note why.

    They count every real alert and case, whoever may see them; they name no country.
    """
    with act("watch.publish_accuracy", by=by) as entry:
        if year < FIRST_YEAR:
            raise RuleBroken(
                "year_too_early", _("There were no alerts in {year}. Name a year from {first} on."),
                year=str(year), first=str(FIRST_YEAR),
            )  # fmt: skip
        if year >= clock.today().year:
            raise RuleBroken(
                "year_not_over", _("{year} is not over. Its figures are published from 1 January {next} on."),
                year=str(year), next=str(year + 1),
            )  # fmt: skip
        if AccuracyPublication.objects.filter(year=year).exists() and not note.strip():
            raise RuleBroken(
                "published_before", _("The figures of {year} are published. Write what has changed since."), year=str(year)
            )  # fmt: skip
        made = AccuracyPublication.objects.create(
            year=year, published_at=clock.now(), published_by=by, figures=accuracy_figures(year), note=note.strip(),
            playbook_version=playbook.current().version,
        )  # fmt: skip
        entry.on(made)
        entry.note(year=year, figures=made.figures)
    return made


def remind_to_publish() -> int:
    """Tell the coordinators once, from February on, that the figures of last year are not published; return how many."""
    today = clock.today()
    year = today.year - 1
    if today < date(today.year, 2, 1) or AccuracyPublication.objects.filter(year=year).exists():
        return 0
    if not Alert.objects.filter(raised_at__year=year, synthetic=False).exists():
        return 0
    return notices.tell(
        holders_of(["TT_COORD"], []), "accuracy", _("How often the alerts of {year} were right is not published yet."),
        key=f"accuracy:{year}", year=str(year),
    )  # fmt: skip
