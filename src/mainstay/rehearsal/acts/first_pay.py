"""The first days of the works: paid at once, since families have nothing; the next roll is open, a course has begun."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from mainstay.common import clock
from mainstay.common.periods import Period, month_of
from mainstay.deliver.skills.services import (
    Attended,
    approve_course,
    enrol_trainees,
    list_vacancy,
    mark_attendance,
    plan_course,
    start_course,
)
from mainstay.deliver.works.selectors.sites import rolls_visible
from mainstay.deliver.works.services import batches, complaints, incidents, payroll, rolls, running
from mainstay.rehearsal.cast import Part, call
from mainstay.rehearsal.generators.people import card
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from . import courses, works
from .arriving import body_of
from .sites import site_of

if TYPE_CHECKING:
    from mainstay.deliver.works.models import Complaint, Roll

TRAINEES = 8


def play(theatre: Theatre, plan: Plan) -> None:
    """Play rolls, marks, the first pay, the next roll, and what else happens on sites in their first days."""
    today = clock.today()
    days = [day for day in plan.places[0].days if day < today]
    first = Period(days[0], today - timedelta(days=1))
    later = Period(today, month_of(today).last)
    busy = plan.busy(first)
    theatre.act("deliver: rolls", "rolls", days[0], lambda: works.open_rolls(theatre, first, busy))
    theatre.act("deliver: rolls", "marks", clock.now(), lambda: works.mark_week(theatre, plan, first, busy))
    theatre.act("deliver: pay", "first pay", clock.now(), lambda: _pay(theatre, first))
    theatre.act("deliver: rolls", "next rolls", clock.now(), lambda: _go_on(theatre, plan, later))
    theatre.act("deliver: sites", "first days", clock.now(), lambda: _see(theatre, plan))
    theatre.act("deliver: skills", "course begun", days[0], lambda: _teach(theatre, plan, days[0]))


def _rolls(theatre: Theatre, first: date) -> "list[Roll]":
    rows = rolls_visible(theatre.person("officer")).filter(site__project=theatre.props["project"])
    return list(rows.filter(first_on=first).select_related("site__project__case"))


def _pay(theatre: Theatre, days: Period) -> None:
    """Bring the first rolls to a batch that one approver has signed; the second signature is missing."""
    found, project = _rolls(theatre, days.first), theatre.props["project"]
    rolls.close_rolls(by=theatre.person("timekeeper"), rolls=found)
    rolls.measure_rolls(by=theatre.person("engineer"), rolls=found)
    rolls.certify_rolls(by=theatre.person("second_engineer"), rolls=found)
    rolls.approve_rolls(by=theatre.person("director"), rolls=found)
    pay = payroll.calculate_payroll(by=theatre.person("payroll"), project=project, rolls=found)
    batch = batches.create_batch(by=theatre.person("payroll"), payroll=pay, channel="BANK")
    batches.approve_batch(by=theatre.person("approver"), batch=batch)


def _go_on(theatre: Theatre, plan: Plan, later: Period) -> None:
    """Open the roll of the days to come, and enter today on one of the sites."""
    works.open_rolls(theatre, later, plan.busy(later))
    today = Period(later.first, later.first)
    if busy := plan.busy(today):
        works.mark_week(theatre, plan, today, busy[:1])


def _see(theatre: Theatre, plan: Plan) -> None:
    """Talk about safety, report a near miss, and take down two complaints: one waits, one is on its way."""
    engineer, site = theatre.person("engineer"), site_of(theatre, plan.places[0])
    part = Part("complaints", "Zuhura Synthetic", "GRM", "country", theatre.scenario.country)
    keeper = theatre.cast[part.key] = call(part, by=theatre.person("operator"), password=theatre.password)
    running.hold_talk(by=engineer, site=site, topic="Heat: drink, shade, who to tell", heard_by=41)
    incidents.open_incident(
        by=engineer,
        site=site,
        severity="NEAR",
        words="Synthetic: a barrow slid down the bank; nobody was hurt.",
    )
    for category, words in (
        ("pay", "Synthetic: my first day is missing on the roll."),
        ("safety", "Synthetic: the water is gone before noon."),
    ):
        made = complaints.log_complaint(
            by=keeper, project=site.project, category=category, words=words, channel="telephone", site=site
        )
    made = cast("Complaint", made)
    complaints.acknowledge_complaint(by=keeper, complaint=made)
    complaints.route_complaint(by=keeper, complaint=made, to=engineer)


def _teach(theatre: Theatre, plan: Plan, first: date) -> None:
    """Begin a course with its first day of attendance, and list what employers offer."""
    officer, site = theatre.person("officer"), site_of(theatre, plan.places[0])
    fresh, _known = plan.newcomers(plan.places[0])
    course = plan_course(
        by=officer, project=site.project, code="C90", title="Safe clearing of debris (synthetic)", provider="Synthetic centre",
        hours=12, places=TRAINEES, starts_on=first, ends_on=first + timedelta(days=20),
        units=["Tools", "Lifting", "Asbestos: what not to touch"], area=site.area,
    )  # fmt: skip
    approve_course(by=theatre.person("director"), course=course)
    enrol_trainees(by=officer, course=course, rows=[{"card": card(person)} for person in fresh[:TRAINEES]])
    start_course(by=officer, course=course)
    numbers = course.trainees.order_by("number").values_list("number", flat=True)
    marks = [Attended(number, "P" if at else "A", 180) for at, number in enumerate(numbers)]
    mark_attendance(by=courses.trainer_of(theatre, course), course=course, day=first, marks=marks)
    for title, number in (("Masons", 4), ("Drivers with papers for lorries", 2)):
        list_vacancy(
            by=theatre.person("employers"), organisation=body_of(theatre, "employers"), title=f"{title} (synthetic)",
            number=number, place="Moroni", contact="telephone 000 (synthetic)", skills="Clearing and repair",
            closes_on=clock.today() + timedelta(days=21),
        )  # fmt: skip
