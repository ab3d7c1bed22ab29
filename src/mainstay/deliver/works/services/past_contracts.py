"""The truth about people who worked without a signed contract: their days are recorded and paid, the next is stopped."""

from collections.abc import Sequence
from dataclasses import replace

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Contract, Site, Worker
from mainstay.deliver.works.rules import contracts as contract_rules
from mainstay.deliver.works.rules.safeguards import Breach

from .cards import workers_by_card
from .contracts import ContractRow, Known
from .findings import write_findings
from .terms import terms_of

#: What is owed for work done: a contract written afterwards pays it like any other.
MONEY = {"SG-WAGE-01", "SG-WAGE-05"}
#: How a contract is signed that stands for days worked before anybody signed one.
LATE = "LATE"


def record_past_contracts(
    *, by: Person, site: Site, rows: Sequence[ContractRow], reason: str, pay_day: str, complaint_channel: str
) -> list[Contract]:
    """Return the contracts that stand for days which people have worked without one: so they can be marked and paid.

    They cover past days only and start nobody. What the safeguards of a start found missing becomes findings of the
    site that stop its next day until a dated correction is planned; floor and equal pay hold as for everybody.
    """
    terms = terms_of(site.project)
    with act("works.contract_workers", by=by, on=site, reason=reason) as entry:
        require(contract_rules.why_not_past(reason=reason))
        workers = workers_by_card(site.project, [row.card for row in rows])
        known = Known(site, workers)
        problems: list[Problem] = []
        broken: dict[str, list[Breach]] = {}
        first = Contract.objects.filter(site=site).count() + 1
        contracts = []
        for at, (row, worker) in enumerate(zip(rows, workers, strict=True)):
            faults = _faults(known, at + 1, row, worker, broken)
            problems += faults
            if not faults:
                number = f"{site.code}-{first + at:05d}"
                contracts.append(
                    known.contract(replace(row, signature=LATE), worker, terms, number, pay_day, by)
                )
        if problems:
            raise BadInput(
                "contracts",
                _("{count} faults: nothing was recorded."),
                count=len(problems),
                problems=problems,
            )
        for contract in contracts:
            contract.started_on = contract.starts_on
        Contract.objects.bulk_create(contracts)
        write_findings(site, [_finding(code, found) for code, found in broken.items()], by=by)
        entry.bulk([c.number, c.worker_id, c.starts_on, c.ends_on, c.day_minor] for c in contracts)
        entry.note(contracts=len(contracts), findings=sorted(broken), complaint_channel=complaint_channel)
    return contracts


def _faults(
    known: Known, number: int, row: ContractRow, worker: Worker, broken: dict[str, list[Breach]]
) -> list[Problem]:
    faults = [Problem(why, row=number, field=field) for field, why in known.formal(row, worker, past=True)]
    if ahead := contract_rules.why_not_past_days(ends_on=row.ends_on, today=clock.today()):
        faults.append(Problem(ahead, row=number, field="ends_on"))
    if faults:
        return faults
    for breach in known.breaches(row, worker, ()):
        if breach.code in MONEY:
            faults.append(Problem(breach.reason, row=number, field="card"))
        else:
            broken.setdefault(breach.code, []).append(breach)
    known.spans.setdefault(worker.pk, []).append((row.starts_on, row.ends_on, "–"))
    return faults


def _finding(code: str, breaches: Sequence[Breach]) -> Breach:
    """Return one finding for all whom a safeguard was not kept for; it names nobody."""
    told = breaches[0].reason
    reason = Reason(
        "worked_already",
        _("{count} people worked before this was in order ({safeguard}). Their days are recorded and paid. {remedy}."),
        {"count": len(breaches), "safeguard": code, "remedy": told.facts.get("remedy", "")},
    )  # fmt: skip
    return Breach(code, "next_day", reason)
