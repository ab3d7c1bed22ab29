"""The daily work of five years: cohorts signed and started, weekly rolls, monthly pay, suspension and restart."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mainstay.common.periods import Period, month_of
from mainstay.deliver.works.forms import ROLLS, WORKERS
from mainstay.deliver.works.selectors.sites import batches_visible, rolls_visible
from mainstay.deliver.works.services import (
    batches,
    contracts,
    marking,
    paying,
    payroll,
    preparation,
    registration,
    rolls,
    running,
    selection,
    sites,
)
from mainstay.exchange.payments import Account, Agent, Party
from mainstay.exchange.tables import write_csv
from mainstay.rehearsal.generators.contracts import GeneratedSite
from mainstay.rehearsal.generators.marks import CODES, HOURS
from mainstay.rehearsal.generators.people import card, worker_rows
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from .sites import PPE, TASK, code, site_of

if TYPE_CHECKING:
    from mainstay.deliver.works.models import PaymentBatch, Roll

#: How long after a month its wages are in the workers' hands.
PAID_AFTER = timedelta(days=8)
COMPLAINTS = "telephone 000 (synthetic), box at the site"


def _csv(sheet: Any, rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    write_csv(sheet, rows, to=out)
    return out.getvalue()


def register_people(theatre: Theatre, plan: Plan, place: GeneratedSite) -> None:
    """Register, select, insure, induct and equip all who will work on a site; those known already come as they are."""
    site, officer, engineer = site_of(theatre, place), theatre.person("officer"), theatre.person("engineer")
    fresh, known = plan.newcomers(place)
    if fresh:
        rows = worker_rows(plan.people, fresh, pcode=place.pcode, population=theatre.scenario.population)
        registration.import_workers(
            by=officer, project=site.project, given=_csv(WORKERS, rows), filename=f"workers-{code(place)}.csv"
        )
    cards = [card(number) for number in (*fresh, *known)]
    if not cards:
        return
    selection.select_workers(
        by=officer,
        site=site,
        method="LOTTERY",
        cards=cards,
        places=len(cards),
        criteria="Households without other income first; a third of places for women",
        published_on=place.days[0] - timedelta(days=25),
        witnesses=["Synthetic witness one", "Synthetic witness two"],
        seed=f"{theatre.scenario.seed}-{code(place)}",
    )
    preparation.insure_workers(
        by=officer, policy=theatre.props["policy"], cards=cards, from_on=place.days[0] - timedelta(days=8)
    )
    preparation.induct_workers(by=engineer, site=site, cards=cards)
    preparation.issue_ppe(by=engineer, site=site, cards=cards, items=PPE)


def start_cohort(theatre: Theatre, plan: Plan, place: GeneratedSite, position: int) -> None:
    """Sign the contracts of everybody who begins on one day of a site, and let them start."""
    site, day = site_of(theatre, place), place.days[position]
    language = theatre.scenario.population.language
    rows = [
        contracts.ContractRow(card(person), TASK, day, last, day - timedelta(days=1), language=language)
        for person, last in plan.cohort(place, position)
    ]
    contracts.contract_workers(
        by=theatre.person("officer"),
        site=site,
        rows=rows,
        pay_day="the tenth of the month",
        complaint_channel=COMPLAINTS,
    )
    preparation.start_workers(
        by=theatre.person("engineer"), site=site, cards=[row.card for row in rows], first_day=day
    )


def open_rolls(theatre: Theatre, month: Period, places: list[GeneratedSite]) -> None:
    """Open the roll of a month for each site that works in it."""
    rolls.open_rolls(
        by=theatre.person("timekeeper"),
        sites=[site_of(theatre, place) for place in places],
        first_on=month.first,
        last_on=month.last,
    )


def mark_week(theatre: Theatre, plan: Plan, week: Period, places: list[GeneratedSite]) -> None:
    """Give in the daily marks of a week as the timekeeper's file, for every site that worked."""
    rolls_file = _csv(ROLLS, _week_rows(plan, week, places))
    marking.import_rolls(
        by=theatre.person("timekeeper"),
        project=theatre.props["project"],
        given=rolls_file,
        filename=f"rolls-{week.first.isoformat()}.csv",
    )


def _week_rows(plan: Plan, week: Period, places: list[GeneratedSite]) -> Iterator[dict[str, Any]]:
    for place in places:
        for person, day, mark in plan.marks_of(place, week):
            yield {
                "site": code(place),
                "card": card(person),
                "day": day,
                "code": CODES[mark],
                "hours": HOURS[mark],
            }


def pay_month(theatre: Theatre, month: Period) -> None:
    """Close, measure, certify and approve the rolls of a month, and send their pay to the bank."""
    project = theatre.props["project"]
    found = _rolls(theatre, month)
    rolls.close_rolls(by=theatre.person("timekeeper"), rolls=found)
    rolls.measure_rolls(by=theatre.person("engineer"), rolls=found)
    rolls.certify_rolls(by=theatre.person("second_engineer"), rolls=found)
    rolls.approve_rolls(by=theatre.person("director"), rolls=found)
    pay = payroll.calculate_payroll(by=theatre.person("payroll"), project=project, rolls=found)
    batch = batches.create_batch(by=theatre.person("payroll"), payroll=pay, channel="BANK")
    batches.approve_batch(by=theatre.person("approver"), batch=batch)
    batches.approve_batch(by=theatre.person("second_approver"), batch=batch)
    _send(theatre, batch, month)


def confirm_month(theatre: Theatre, month: Period) -> None:
    """Take in the bank's statement of a month's pay on the day on which it was paid."""
    officer = theatre.person("payroll")
    for batch in batches_visible(officer).filter(payroll__project=theatre.props["project"], state="EXPORTED"):
        paying.confirm_all_paid(
            by=officer,
            batch=batch,
            paid_on=month.last + PAID_AFTER,
            receipt=f"TEST statement {batch.reference}",
        )
    rolls.reconcile_rolls(by=officer, rolls=_rolls(theatre, month))


def _rolls(theatre: Theatre, month: Period) -> "list[Roll]":
    rows = rolls_visible(theatre.person("officer")).filter(
        site__project=theatre.props["project"], first_on=month.first
    )
    return list(rows.select_related("site__project__case"))


def _send(theatre: Theatre, batch: "PaymentBatch", month: Period) -> None:
    name, content = paying.export_batch(
        by=theatre.person("payroll"),
        batch=batch,
        payer=Party("Synthetic payer"),
        account=Account("XX00TEST00000000000000"),
        agent=Agent("TESTXX00"),
        pay_on=month.last + PAID_AFTER,
        test=True,
    )
    folder = theatre.out / "payments"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{month.first:%Y-%m}-{name}").write_bytes(content)


def suspend(theatre: Theatre, day: date, places: list[GeneratedSite]) -> None:
    """Suspend every open site by government instruction; wages go on to the end of contracts."""
    for place in places:
        running.suspend_site(
            by=theatre.person("officer"),
            site=site_of(theatre, place),
            reason="HEALTH",
            words="Suspended by government instruction",
            starts_on=day,
        )


def restart(theatre: Theatre, day: date, places: list[GeneratedSite]) -> None:
    """Restart the suspended sites by their checklist: distance, washing, screening, sick pay, a place to isolate."""
    answers = {
        "distance": True,
        "wash_points": True,
        "screening": True,
        "sick_pay": True,
        "isolation_place": True,
        "workers_told": True,
    }
    for place in places:
        site = site_of(theatre, place)
        if site.suspensions.filter(ends_on__isnull=True).exists():
            running.restart_site(by=theatre.person("officer"), site=site, checklist=answers, restarts_on=day)


def hand_over(theatre: Theatre, place: GeneratedSite) -> None:
    """Complete a site and hand it over with the agreement that maintains it."""
    site, officer = site_of(theatre, place), theatre.person("officer")
    running.complete_site(by=officer, site=site)
    maintenance = sites.sign_agreement(
        by=officer,
        project=site.project,
        municipality=f"Synthetic municipality {place.number}",
        signed_on=place.days[-1],
        kind="MAINTENANCE",
    )
    running.hand_over_site(by=officer, site=site, maintenance=maintenance)


def months(scenario_first: date, scenario_last: date) -> Iterator[Period]:
    """Yield the calendar months from one day to another."""
    month = month_of(scenario_first)
    while month.first <= scenario_last:
        yield month
        month = month_of(month.last + timedelta(days=1))
