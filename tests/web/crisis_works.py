"""The first sites of the small crisis: workers, contracts, rolls of this month."""

from datetime import date, timedelta
from typing import Any

from mainstay.accounts.services import assign_role
from mainstay.common import clock
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.services import (
    contracts,
    early_starts,
    preparation,
    registration,
    rolls,
    selection,
    sites,
    terms,
)
from mainstay.deliver.works.services.contracts import ContractRow
from mainstay.deliver.works.services.marking.by_hand import mark_day
from mainstay.design.services.drafting import start_design
from tests import builders
from tests.deliver.works.world import CHECKS, csv_of, worker_rows

DAY = timedelta(days=1)


def work(made: Any, crews: tuple[int, int]) -> None:
    """Open two sites of three; days are marked until yesterday, the roll of last week is certified."""
    from tests.web.crisis import account

    people = made.people
    start = (made.now - 8 * DAY).date()
    with clock.at(made.onset + 4 * DAY):
        project = start_design(
            by=people["officer"], case=made.case, title="Clear roads and drains", currency="KMF"
        )
        at_project = ("project", str(project.pk))
        made.people["engineer"] = account("engineer@example.org", "Ali Toihir", "SITE_ENG", *at_project)
        made.people["timekeeper"] = account("timekeeper@example.org", "Mariama Bacar")
        task = _terms(made, project, start)
        agreement = sites.sign_agreement(
            by=people["officer"], project=project, municipality="Moroni", signed_on=clock.today()
        )
        places = [
            _site(made, project, agreement, code, name)
            for code, name in (("S01", "Drains of Moroni"), ("S02", "Road to Mitsamiouli"), ("S03", "School of Foumboni"))
        ]  # fmt: skip
        early_starts.sign_early_start(
            by=people["director"], project=project, grant=made.made["grant"], sites=places[:2], max_workers=40,
            until=clock.today() + 30 * DAY, reason="The drains flood two thousand homes with the next rain",
        )  # fmt: skip
        for place in places[:2]:
            sites.open_site(by=people["officer"], site=place)
    for site in places:
        assign_role(by=builders.operator(), person=made.people["timekeeper"], role="TIMEKEEPER", scope_kind="site", scope_key=str(site.pk), starts_on=start - 30 * DAY)  # fmt: skip
    first, second = range(1, crews[0] + 1), range(crews[0] + 1, sum(crews) + 1)
    _employ(made, project, places[0], first, start)
    _employ(made, project, places[1], second, start)
    _mark(made, places, [first, second], start)
    made.made.update(project=project, sites=places, site=places[0], task=task)


def _terms(made: Any, project: Any, start: date) -> Any:
    officer = made.people["officer"]
    terms.set_terms(by=officer, project=project, days_per_month=26, days_per_month_note="six-day week")
    terms.record_floor(
        by=officer, project=project, starts_on=date(2020, 1, 1), day_minor=1400, source="Synthetic law", group="everybody"
    )  # fmt: skip
    task = terms.add_task_class(by=officer, project=project, code="ROAD", name="Road work", unit="m3")
    terms.set_rate(by=officer, task=task, starts_on=date(2020, 1, 1), day_minor=2500)
    preparation.upload_insurance(
        by=made.people["engineer"], project=project, number="P-1", insurer="Synthetic insurer",
        starts_on=date(2020, 1, 1), ends_on=start + 700 * DAY,
    )  # fmt: skip
    return task


def _site(made: Any, project: Any, agreement: Any, code: str, name: str) -> Any:
    officer, engineer = made.people["officer"], made.people["engineer"]
    site = sites.shelve_site(by=officer, project=project, code=code, name=name, agreement=agreement)
    sites.screen_site(by=officer, site=site, screening={"land": "public"})
    sites.design_site(
        by=engineer, site=site, bill=[], planned_days=1000, planned_workers=40, labour_share_percent=40
    )
    sites.procure_site(by=officer, site=site, contractor="Community", labour_clauses=True)
    sites.ready_site(by=officer, site=site, engineer=engineer, timekeeper=made.people["timekeeper"])
    if code == "S03":
        return site
    sites.check_site(by=engineer, site=site, answers=CHECKS)
    return site


def _employ(made: Any, project: Any, site: Any, numbers: range, start: date) -> None:
    from mainstay.deliver.works.models import InsurancePolicy

    officer, engineer = made.people["officer"], made.people["engineer"]
    end = start + 120 * DAY
    with clock.at(start - 3 * DAY):
        given = worker_rows(len(numbers), first=numbers.start, language="fr")
        registration.import_workers(
            by=officer, project=project, given=csv_of(WORKERS, given), filename="workers.csv"
        )
        cards = [row["card"] for row in given]
        selection.select_workers(
            by=officer, site=site, method="LIST", cards=cards, places=len(cards), criteria="in need first",
            published_on=start - 6 * DAY, witnesses=["A", "B"],
        )  # fmt: skip
        contracts.contract_workers(
            by=officer, site=site, pay_day="the 5th of the month", complaint_channel="telephone 123",
            rows=[ContractRow(card, "ROAD", start, end, start - 2 * DAY) for card in cards],
        )  # fmt: skip
        preparation.insure_workers(
            by=officer,
            policy=InsurancePolicy.objects.get(project=project),
            cards=cards,
            from_on=start - 3 * DAY,
        )
        preparation.induct_workers(by=engineer, site=site, cards=cards)
    with clock.at(start):
        preparation.start_workers(by=engineer, site=site, cards=cards)


def _mark(made: Any, places: list[Any], crews: list[range], start: date) -> None:
    keeper, today = made.people["timekeeper"], made.now.date()
    with clock.at(start):
        first = rolls.open_rolls(by=keeper, sites=places[:2], first_on=start, last_on=start + 3 * DAY)
        rolls.open_rolls(by=keeper, sites=places[:2], first_on=start + 4 * DAY, last_on=today + 6 * DAY)
    day = start
    while day < today:
        with clock.at(day):
            for site, numbers in zip(places, crews, strict=False):
                marks = [
                    {"card": f"W-{number:05d}", "code": "A" if (number + day.day) % 11 == 0 else "P"} for number in numbers
                ]  # fmt: skip
                mark_day(by=keeper, site=site, day=day, marks=marks)
        day += DAY
    with clock.at(start + 5 * DAY):
        rolls.close_rolls(by=keeper, rolls=first)
        rolls.measure_rolls(by=made.people["engineer"], rolls=first)
        rolls.certify_rolls(by=made.people["engineer"], rolls=first)
    made.made["rolls"] = first
