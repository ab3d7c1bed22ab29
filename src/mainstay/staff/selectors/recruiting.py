"""Reads about the files of applicants: who is on the way to the roster, what a file holds, what is missing in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common.errors import Reason
from mainstay.staff import rules
from mainstay.staff.models import PanelScore, Recruitment, Reference


def recruitments_visible(person: Person) -> QuerySet[Recruitment]:
    """Return the files of applicants that `person` may read, with how many points and references each has."""
    rows = visible(Recruitment.objects.all(), person, "staff.read_recruitments")
    found = Recruitment.objects.filter(pk__in=rows.order_by().values("pk")).select_related("expert")
    return found.annotate(
        given=Count("panel", filter=Q(panel__given_at__isnull=False), distinct=True),
        seats=Count("panel", distinct=True),
        vouched=Count("references", filter=Q(references__verdict="SUPPORTS"), distinct=True),
    )


def missing_of(file: Recruitment) -> list[Reason]:
    """Return what is missing in a file before its applicant can be admitted; the points of an open panel count by number alone."""
    asks = playbook.current().competencies.recruitment
    given = file.panel.filter(given_at__isnull=False).values_list("points", flat=True)
    return rules.missing_in_file(
        rules.Asked(asks.panellists, asks.test_pass, asks.interview_pass, asks.references),
        rules.Held(
            test_mark=file.test_mark,
            points=list(given),
            verdicts=list(file.references.values_list("verdict", flat=True)),
            misconduct=file.misconduct,
        ),
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of a file as one reader sees it: her own points always, all of them once the last are in."""

    seats: Sequence[PanelScore]
    readable: Sequence[PanelScore]
    mark: float | None
    #: Criteria on which the panellists lie far apart.
    differ: Sequence[str]


def panel_of(person: Person, file: Recruitment) -> Panel:
    """Return the panel of a file that was found through `recruitments_visible`; in two queries."""
    seats = list(file.panel.select_related("panellist").defer("points", "words"))
    rows = file.panel.select_related("panellist")
    if file.opened_at is None:
        rows = visible(rows, person, "staff.read_panel_scores").filter(panellist=person)
    readable = list(rows.filter(given_at__isnull=False))
    if file.opened_at is None:
        return Panel(seats, readable, None, ())
    apart = playbook.current().competencies.recruitment.differ_by
    differ = [
        code
        for code in playbook.current().interview
        if (points := [one.points[code] for one in readable if code in one.points])
        and max(points) - min(points) >= apart
    ]
    return Panel(seats, readable, rules.interview_mark([one.points for one in readable]), differ)


def references_of(person: Person, file: Recruitment) -> Sequence[Reference]:
    """Return the references of a file that `person` may read."""
    rows = visible(Reference.objects.filter(recruitment=file), person, "staff.read_references")
    return list(rows.select_related("taken_by").order_by("pk"))
