"""A project in Jordan with a site, people with their roles, workers and contracts: made through the services."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import assign_role
from mainstay.common import clock
from mainstay.deliver.works.forms import ROLLS, WORKERS
from mainstay.deliver.works.models import Agreement, Roll, Site, TaskClass, Worker
from mainstay.deliver.works.services import (
    batches,
    marking,
    paying,
    payroll,
    preparation,
    registration,
    rolls,
    selection,
    sites,
    terms,
)
from mainstay.deliver.works.services import contracts as contract_services
from mainstay.deliver.works.services.contracts import ContractRow
from mainstay.design.models import Project
from mainstay.design.services.drafting import start_design
from mainstay.exchange.payments import Account, Agent, Party
from mainstay.exchange.tables import write_csv
from tests import builders

START = date(2020, 3, 1)
END = date(2020, 8, 31)

CHECKS: dict[str, dict[str, Any]] = {
    "hazard_assessment": {"approved": True},
    "first_aid": {"kit": True, "aiders": 2},
    "water": {"litres_per_worker": 4},
    "toilets": {"count": 6, "by_sex": True},
    "shade": {"there": True},
    "complaint_channels": {"channels": ["telephone", "box"], "women_by_women": True, "poster_language": "ar"},
    "code_of_conduct": {"signed_by_all": True, "referral": True},
    "environment": {"category": "C", "waste_plan": True},
    "conflict": {"reviewed": True},
}


@dataclass
class World:
    """What most tests of works need."""

    project: Project
    cpo: Person
    engineer: Person
    timekeeper: Person
    payroll: Person
    approver: Person
    director: Person
    safety: Person
    monitor: Person
    task: TaskClass
    agreement: Agreement
    sites: list[Site]

    @property
    def site(self) -> Site:
        return self.sites[0]


def make_world(*, site_count: int = 1, floor: int = 8462, rate: int = 10_000, **chosen: Any) -> World:
    """Return a world on the eve of its first day, sites open, nobody registered."""
    with clock.at(START - timedelta(days=10)):
        builders.country("JOR")
        cpo = builders.person("CPO", "country", "JOR")
        director = builders.person("CD", "country", "JOR")
        case = builders.case(countries=["JOR"], crisis_types=["DISPLACEMENT"])
        project = builders.let_run(start_design(by=cpo, case=case, title="Works", currency="JOD"))
        at_project = ("project", str(project.pk))
        made = World(
            project=project, cpo=cpo, director=director,
            engineer=builders.person("SITE_ENG", *at_project),
            timekeeper=builders.person(),
            payroll=builders.person("PAY_OFF", *at_project),
            approver=builders.person("PAY_APP", *at_project),
            safety=builders.person("SAF_OFF", "country", "JOR"),
            monitor=builders.person("ME", "country", "JOR"),
            task=None, agreement=None, sites=[],  # type: ignore[arg-type]
        )  # fmt: skip
        _set_terms(made, floor, rate, chosen)
        for number in range(1, site_count + 1):
            made.sites.append(_open_site(made, f"S{number:02d}"))
            assign_role(
                by=builders.operator(),
                person=made.timekeeper,
                role="TIMEKEEPER",
                scope_kind="site",
                scope_key=str(made.sites[-1].pk),
            )
    return made


def _set_terms(made: World, floor: int, rate: int, chosen: dict[str, Any]) -> None:
    given = {"days_per_month": 26, "days_per_month_note": "six-day week", **chosen}
    terms.set_terms(by=made.cpo, project=made.project, **given)
    terms.record_floor(
        by=made.cpo,
        project=made.project,
        starts_on=date(2017, 1, 1),
        day_minor=floor,
        source="test law",
        group="everybody",
    )
    made.task = terms.add_task_class(
        by=made.cpo, project=made.project, code="ROAD", name="Road work", unit="m3"
    )
    terms.set_rate(by=made.cpo, task=made.task, starts_on=date(2020, 1, 1), day_minor=rate)
    preparation.upload_insurance(
        by=made.engineer,
        project=made.project,
        number="P-1",
        insurer="Insurer",
        starts_on=date(2020, 1, 1),
        ends_on=date(2022, 12, 31),
    )
    made.agreement = sites.sign_agreement(
        by=made.cpo, project=made.project, municipality="Mafraq", signed_on=date(2020, 1, 15)
    )


def _open_site(made: World, code: str) -> Site:
    return sites.open_site(by=made.cpo, site=ready_site(made, code))


def ready_site(made: World, code: str) -> Site:
    """Return a site on the eve of its opening."""
    site = sites.shelve_site(
        by=made.cpo, project=made.project, code=code, name=f"Road {code}", agreement=made.agreement
    )
    sites.screen_site(by=made.cpo, site=site, screening={"land": "public"})
    sites.design_site(
        by=made.engineer, site=site, bill=[], planned_days=1000, planned_workers=40, labour_share_percent=40
    )
    sites.procure_site(by=made.cpo, site=site, contractor="Community", labour_clauses=True)
    sites.ready_site(by=made.cpo, site=site, engineer=made.engineer, timekeeper=made.timekeeper)
    sites.check_site(by=made.engineer, site=site, answers=CHECKS)
    return site


def worker_rows(count: int, *, first: int = 1, **common: Any) -> list[dict[str, Any]]:
    """Return rows of the table of workers, each person clearly another."""
    names = [
        "Amina",
        "Basma",
        "Dalia",
        "Fadi",
        "Ghassan",
        "Huda",
        "Ibrahim",
        "Jamil",
        "Karim",
        "Layla",
        "Munir",
        "Nadia",
    ]
    return [
        {
            "card": f"W-{number:05d}", "name": f"{names[number % 12]} Test{number}", "sex": "FM"[number % 2],
            "birth_year": 1975 + number % 25, "age_proof": "DOCUMENT", "household": f"H-{number}",
            "phone": f"+96279{number:07d}", "channel": "CASH", "language": "ar", "reads": True, "consent": True, **common,
        }
        for number in range(first, first + count)
    ]  # fmt: skip


def csv_of(sheet: Any, rows: list[dict[str, Any]]) -> bytes:
    """Return rows as the CSV file that people would give."""
    out = io.BytesIO()
    write_csv(sheet, rows, to=out)
    return out.getvalue()


def register(made: World, rows: list[dict[str, Any]]) -> list[Worker]:
    """Register workers from a file."""
    registration.import_workers(
        by=made.cpo, project=made.project, given=csv_of(WORKERS, rows), filename="workers.csv"
    )
    return list(
        Worker.objects.filter(project=made.project, card__in=[row["card"] for row in rows]).order_by("card")
    )


def employ(
    made: World, count: int, *, site: Site | None = None, first: int = 1, start: bool = True, **common: Any
) -> list[Worker]:
    """Return workers registered, selected, contracted, insured, inducted and started on a site."""
    site = site or made.site
    with clock.at(START - timedelta(days=5)):
        workers = register(made, worker_rows(count, first=first, **common))
        cards = [worker.card for worker in workers]
        selection.select_workers(
            by=made.cpo, site=site, method="LIST", cards=cards, places=count, criteria="in need first",
            published_on=START - timedelta(days=20), witnesses=["A", "B"],
        )  # fmt: skip
        sign(made, site, cards)
        preparation.insure_workers(
            by=made.cpo, policy=_policy(made), cards=cards, from_on=START - timedelta(days=5)
        )
        preparation.induct_workers(by=made.engineer, site=site, cards=cards)
    if start:
        with clock.at(START):
            preparation.start_workers(by=made.engineer, site=site, cards=cards)
    for worker in workers:
        worker.refresh_from_db()
    return workers


def _policy(made: World) -> Any:
    from mainstay.deliver.works.models import InsurancePolicy

    return InsurancePolicy.objects.get(project=made.project)


def sign(
    made: World, site: Site, cards: list[str], *, starts_on: date = START, ends_on: date = END
) -> list[Any]:
    """Sign contracts for these cards."""
    rows = [ContractRow(card, "ROAD", starts_on, ends_on, starts_on - timedelta(days=2)) for card in cards]
    return contract_services.contract_workers(
        by=made.cpo, site=site, rows=rows, pay_day="the 5th of the month", complaint_channel="telephone 123"
    )


def open_month(made: World, *, month: date = START, site_list: list[Site] | None = None) -> list[Roll]:
    """Open rolls for a calendar month."""
    last = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return rolls.open_rolls(
        by=made.timekeeper, sites=site_list or made.sites, first_on=month.replace(day=1), last_on=last
    )


def mark_rows(
    workers: list[Worker], days: list[date], *, site: str = "S01", code: str = "P", **more: Any
) -> list[dict[str, Any]]:
    """Return rows of a roll file."""
    return [
        {"site": site, "card": worker.card, "day": day, "code": code, **more}
        for worker in workers
        for day in days
    ]


def roll_file(rows: list[dict[str, Any]]) -> bytes:
    """Return a roll file."""
    return csv_of(ROLLS, rows)


BANK = {"payer": Party("Works"), "account": Account("JO1", "account"), "agent": Agent(name="Bank")}


def certified(made, workers, rows, *, on=date(2020, 4, 1)):
    """Return the roll of March with these marks, approved for pay."""
    with clock.at(date(2020, 3, 31)):
        opened = open_month(made, site_list=[made.site])
        late = (made.engineer, "test")
        marking.import_rolls(
            by=made.timekeeper, project=made.project, given=roll_file(rows), filename="r.csv", late=late
        )
    with clock.at(on):
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
        rolls.approve_rolls(by=made.cpo, rolls=opened)
    return opened


def paid(made, opened, *, channel="CASH", on=date(2020, 4, 2)):
    """Return payroll and exported batch of approved rolls."""
    with clock.at(on):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        batch = batches.create_batch(by=made.payroll, payroll=owed, channel=channel)
        batches.approve_batch(by=made.approver, batch=batch)
        batches.approve_batch(by=made.director, batch=batch)
        content = paying.export_batch(by=made.payroll, batch=batch, **BANK)
    return owed, batch, content
