"""The measured side of the comparison: counted in the facts, contracts as contracts and persons as persons."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay.common.money import from_minor
from mainstay.deliver.works.selectors.status import token_names
from mainstay.rehearsal.theatre import Theatre

if TYPE_CHECKING:
    from mainstay.facts import Facts

LONG = 40


def measured(theatre: Theatre) -> dict[str, Decimal]:
    """Return the measured value of each figure, from facts built of the rehearsal's database."""
    from mainstay.facts import Facts
    from mainstay.measure.selectors.facts import root

    held = Facts(root())
    found = _days(held, theatre.scenario.persons_counted_on)
    found |= _contracts(held)
    found |= _money(held, theatre)
    found |= _shares(held, theatre.scenario.population.second_status)
    found |= _records(held, theatre)
    return found


def _days(held: "Facts", counted_on: date) -> dict[str, Decimal]:
    """Count the days of certified rolls, whole and half as the playbook's table of roll codes says."""
    days = held.table("worker_day")
    early = days.filter((days.day <= counted_on) & (days.worked_centi > 0))
    return {
        "worker_days": Decimal(int(days.worked_centi.sum().execute() or 0)) / 100,
        "persons": Decimal(int(early.worker.nunique().execute())),
    }


def _contracts(held: "Facts") -> dict[str, Decimal]:
    days = held.table("worker_day")
    paid = days.group_by("contract").aggregate(paid=days.paid_centi.sum())
    return {"contracts_40_days": Decimal(int(paid.filter(paid.paid >= LONG * 100).count().execute()))}


def _money(held: "Facts", theatre: Theatre) -> dict[str, Decimal]:
    payments = held.table("wage_payment")
    minor = payments.filter(payments.state == "PAID").amount_minor.sum().execute()
    paid = from_minor(int(minor or 0), theatre.scenario.currency)
    return {"wages_usd": round(paid * theatre.scenario.usd_rate, 2)}


def _shares(held: "Facts", second: str) -> dict[str, Decimal]:
    workers = held.table("worker", restricted=True)
    count = int(workers.count().execute())
    if not count:
        return {}

    def share(condition: Any) -> Decimal:
        return round(Decimal(int(workers.filter(condition).count().execute())) / count, 4)

    tokens = {name: token for token, name in token_names().items()}
    return {
        "share_women": share(workers.sex == "F"),
        "share_second_group": share(workers.status_group == tokens[second]),
        "share_disability": share(workers.disability_group == tokens["yes"]),
    }


def _records(held: "Facts", theatre: Theatre) -> dict[str, Decimal]:
    project = theatre.props["project"]
    issued = held.table("certificate")
    return {
        "municipal_agreements": Decimal(project.works_agreements.filter(kind="IMPLEMENTATION").count()),
        "certificates": Decimal(int(issued.filter(issued.withdrawn_on.isnull()).count().execute())),
    }
