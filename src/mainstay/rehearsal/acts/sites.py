"""Works are made ready: terms, floors, rates, insurance, and each site from the shelf to its first day."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mainstay.accounts.services import assign_role
from mainstay.common import clock
from mainstay.common.models import Area
from mainstay.common.money import to_minor
from mainstay.deliver.works.selectors.sites import sites_visible
from mainstay.deliver.works.services import early_starts, preparation, sites, terms
from mainstay.rehearsal.cast import Part, call
from mainstay.rehearsal.generators.contracts import GeneratedSite
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from .funding import grant_of

if TYPE_CHECKING:
    from mainstay.deliver.works.models import Site, TaskClass

TASK = "ROAD"
PPE = ("gloves", "boots", "helmet", "vest")


def checks(workers: int, language: str) -> dict[str, dict[str, Any]]:
    """Return what an inspector finds on a site that may open for `workers` people: enough of everything."""
    return {
        "hazard_assessment": {"approved": True},
        "first_aid": {"kit": True, "aiders": -(-workers // 50)},
        "water": {"litres_per_worker": 4},
        "toilets": {"count": 2 * -(-workers // 40), "by_sex": True},
        "shade": {"there": True},
        "complaint_channels": {
            "channels": ["telephone", "box"],
            "women_by_women": True,
            "poster_language": language,
        },
        "code_of_conduct": {"signed_by_all": True, "referral": True},
        "environment": {"category": "C", "waste_plan": True},
        "conflict": {"reviewed": True},
        "childcare": {"there": True},
    }


def engage_field_staff(theatre: Theatre) -> None:
    """Call the people of the field: engineer, timekeeper, payroll officer and two approvers."""
    project = str(theatre.props["project"].pk)
    operator = theatre.person("operator")
    for part in (
        Part("engineer", "Basel Synthetic", "SITE_ENG", "project", project),
        Part("second_engineer", "Carla Synthetic", "SITE_ENG", "project", project),
        Part("payroll", "Nadim Synthetic", "PAY_OFF", "project", project),
        Part("approver", "Elena Synthetic", "PAY_APP", "project", project),
        Part("second_approver", "Marco Synthetic", "PAY_APP", "project", project),
        # A timekeeper holds her role site by site; `prepare_site` gives it.
        Part("timekeeper", "Zeina Synthetic", "", "", project),
    ):
        theatre.cast[part.key] = call(part, by=operator, password=theatre.password)


#: The parts of the field, called at the project.
FIELD_STAFF = ("engineer", "second_engineer", "payroll", "approver", "second_approver", "timekeeper")


def find_policy(theatre: Theatre) -> None:
    """Put the insurance policy of the project among the props, also when an earlier run made it."""
    theatre.props["policy"] = theatre.props["project"].policies.get()


def later_minimums(theatre: Theatre) -> list[date]:
    """Return the days, after the first phase began, from which a higher legal minimum holds."""
    scenario = theatre.scenario
    first = scenario.phases[0].first
    days = sorted({minimum.first for minimum in scenario.minimums if first < minimum.first <= scenario.until})
    return [day for day in days if scenario.floor_on(day) > scenario.floor_on(day - timedelta(days=1))]


def raise_rate(theatre: Theatre, day: date) -> None:
    """Raise the day rate to a new floor before its first day."""
    task = theatre.props["project"].task_classes.get(code=TASK)
    set_rate(theatre, task, day)


def set_terms(theatre: Theatre) -> None:
    """Say how the project pays: the divisor with its note, every legal minimum with its source, the insurance."""
    scenario, project, officer = theatre.scenario, theatre.props["project"], theatre.person("officer")
    terms.set_terms(
        by=officer,
        project=project,
        days_per_month=scenario.divisor,
        days_per_month_note="customary for a six-day week, to confirm",
        days_per_week=6,
        paid_suspension=True,
    )
    for minimum in scenario.minimums:
        terms.record_floor(
            by=officer,
            project=project,
            starts_on=minimum.first,
            ends_on=minimum.last,
            month_minor=to_minor(minimum.month, scenario.currency),
            group=minimum.group,
            source=minimum.source,
        )
    task = terms.add_task_class(by=officer, project=project, code=TASK, name="Road maintenance", ppe=PPE)
    set_rate(theatre, task, scenario.phases[0].first)
    preparation.upload_insurance(
        by=theatre.person("engineer"),
        project=project,
        number="TEST-ACCIDENT-1",
        insurer="Synthetic Insurance",
        starts_on=scenario.phases[0].first - timedelta(days=60),
        ends_on=scenario.until + timedelta(days=60),
    )


def set_rate(theatre: Theatre, task: "TaskClass", day: date) -> None:
    """Set the day rate to the floor of that day: the highest legal minimum for anyone, by the stated divisor."""
    scenario = theatre.scenario
    month = to_minor(scenario.floor_on(day), scenario.currency)
    day_rate = -(-month // scenario.divisor)  # a floor is rounded up, never down
    terms.set_rate(by=theatre.person("officer"), task=task, starts_on=day, day_minor=day_rate)


def prepare_site(theatre: Theatre, plan: Plan, place: GeneratedSite) -> None:
    """Bring one site from the shelf to the eve of its opening, with the agreement of its municipality."""
    project, officer = theatre.props["project"], theatre.person("officer")
    agreement = sites.sign_agreement(
        by=officer,
        project=project,
        municipality=f"Synthetic municipality {place.number}",
        signed_on=place.days[0] - timedelta(days=30),
        ends_on=place.days[-1],
        kind="IMPLEMENTATION" if place.by_agreement else "COMMUNITY",
    )
    site = sites.shelve_site(
        by=officer,
        project=project,
        code=code(place),
        name=f"Synthetic road {place.number}, phase {place.phase}",
        area=Area.objects.filter(pk=place.pcode).first(),
        work_kind="roads",
        agreement=agreement,
    )
    _design(theatre, plan, place, site)
    sites.ready_site(
        by=officer, site=site, engineer=theatre.person("engineer"), timekeeper=theatre.person("timekeeper")
    )
    assign_role(
        by=theatre.person("operator"),
        person=theatre.person("timekeeper"),
        role="TIMEKEEPER",
        scope_kind="site",
        scope_key=str(site.pk),
        reason="rehearsal",
    )
    sites.check_site(
        by=theatre.person("engineer"),
        site=site,
        answers=checks(plan.most_at_once(place), theatre.scenario.population.language),
    )


def _design(theatre: Theatre, plan: Plan, place: GeneratedSite, site: "Site") -> None:
    """Let the community choose, screen the ground, draw up the work and award it."""
    officer, engineer = theatre.person("officer"), theatre.person("engineer")
    sites.choose_site(
        by=officer, site=site, choice="Roads to school and market", women_present=14, people_present=41
    )
    sites.screen_site(
        by=officer, site=site, screening={"land": "public", "category": "C", "waste_plan": True}
    )
    sites.design_site(
        by=engineer,
        site=site,
        bill=[],
        planned_days=plan.days_planned(place),
        planned_workers=plan.most_at_once(place),
        labour_share_percent=45,
    )
    sites.procure_site(
        by=officer, site=site, contractor="Municipality with community labour", labour_clauses=True
    )


def sign_early_start(theatre: Theatre, plan: Plan) -> None:
    """Sign that every site starts before the design is approved: debris and drains cannot wait for it."""
    early_starts.sign_early_start(
        by=theatre.person("director"),
        project=theatre.props["project"],
        grant=grant_of(theatre, "W1"),
        sites=[site_of(theatre, place) for place in plan.places],
        until=clock.today() + timedelta(days=30),
        max_workers=sum(plan.most_at_once(place) for place in plan.places),
        reason="The next rain floods homes through blocked drains; families have lost their income.",
    )


def open_site(theatre: Theatre, place: GeneratedSite) -> None:
    """Open one site on its first day."""
    sites.open_site(by=theatre.person("officer"), site=site_of(theatre, place))


def code(place: GeneratedSite) -> str:
    """Return the code of a site."""
    return f"S{place.number:02d}"


def site_of(theatre: Theatre, place: GeneratedSite) -> "Site":
    """Return the record of a generated site as it stands now."""
    found = sites_visible(theatre.person("officer")).select_related("project__case")
    return found.get(project=theatre.props["project"], code=code(place))
