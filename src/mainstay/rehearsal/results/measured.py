"""The measured side of the comparison: counted in the facts, contracts as contracts and persons as persons."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.common.money import from_minor
from mainstay.deliver.works.selectors.status import token_names
from mainstay.rehearsal.theatre import Theatre

if TYPE_CHECKING:
    from mainstay.facts import Facts

#: Rolls from here on are certified: their days count.
CERTIFIED = ("CERTIFIED", "APPROVED", "PAID", "RECONCILED")
LONG = 40


def measured(theatre: Theatre) -> dict[str, Decimal]:
    """Return the measured value of each figure's key, from facts built of the rehearsal's database."""
    from mainstay.facts import Facts
    from mainstay.measure.selectors.facts import root

    held = Facts(root())
    found = _days(held, theatre.scenario.persons_counted_on)
    found |= _contracts(held)
    found |= _money(held, theatre)
    found |= _shares(held)
    found |= _records(theatre)
    return found


def _worked(held: "Facts") -> Any:
    """Return the certified days with the fractions of the playbook's one table of roll codes."""
    import ibis

    days = held.table("worker_day")
    codes = playbook.current().attendance.values()
    worked = ibis.cases(*(((days.code == code.code), code.worked_fraction) for code in codes), else_=0.0)
    paid = ibis.cases(*(((days.code == code.code), code.paid_fraction) for code in codes), else_=0.0)
    return days.filter(days.state.isin(CERTIFIED)).mutate(worked_fraction=worked, paid_fraction=paid)


def _days(held: "Facts", counted_on: date) -> dict[str, Decimal]:
    days = _worked(held)
    early = days.filter((days.day <= counted_on) & (days.worked_fraction > 0))
    return {
        "worker_days": Decimal(str(days.worked_fraction.sum().execute())),
        "persons": Decimal(int(early.worker.nunique().execute())),
    }


def _contracts(held: "Facts") -> dict[str, Decimal]:
    days = _worked(held)
    by_contract = days.group_by("contract").aggregate(paid=days.paid_fraction.sum())
    return {"contracts_40_days": Decimal(int(by_contract.filter(by_contract.paid >= LONG).count().execute()))}


def _money(held: "Facts", theatre: Theatre) -> dict[str, Decimal]:
    minor = held.table("payment").paid_minor.sum().execute()
    paid = from_minor(int(minor or 0), theatre.scenario.currency)
    return {"wages_usd": round(paid * theatre.scenario.usd_rate, 2)}


def _shares(held: "Facts") -> dict[str, Decimal]:
    workers = held.table("worker", restricted=True)
    count = int(workers.count().execute())
    if not count:
        return {}

    def share(condition: Any) -> Decimal:
        return round(Decimal(int(workers.filter(condition).count().execute())) / count, 4)

    tokens = {name: token for token, name in token_names().items()}
    return {
        "share_women": share(workers.sex == "F"),
        "share_syrian": share(workers.status_group == tokens["refugee"]),
        "share_disability": share(workers.disability_group == tokens["yes"]),
    }


def _records(theatre: Theatre) -> dict[str, Decimal]:
    project = theatre.props["project"]
    certificates = getattr(project, "courses", None)
    found = {"municipal_agreements": Decimal(project.works_agreements.filter(kind="IMPLEMENTATION").count())}
    if certificates is not None:
        held = sum(
            course.enrolments.filter(certified_on__isnull=False).count() for course in certificates.all()
        )
        found["certificates"] = Decimal(held)
    return found
