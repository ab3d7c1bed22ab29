"""What is still owed for days that were paid: a floor that rose afterwards, and deductions that were agreed."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Sum

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Arrear, Contract, Deduction
from mainstay.deliver.works.rules.pay import why_not_deduct
from mainstay.deliver.works.selectors.law import code_pay

from .telling import tell
from .terms import terms_of

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: What lines have paid by the day, against what the floors recorded now ask for the same days.
_SHORT = """
SELECT l.worker_id, l.contract_id, need.roll, need.minor - (l.days_milli + l.tasks_milli + l.floor_topup_milli) / 1000
  FROM works_payline l
  JOIN (SELECT m.contract_id, MIN(ro.payroll_id) AS payroll, MIN(m.roll_id) AS roll,
               CAST(SUM((CASE m.code {paid} ELSE 0 END) * (CASE WHEN s.floor_minor > s.day_minor THEN s.floor_minor ELSE s.day_minor END)) AS BIGINT) / 100 AS minor
          FROM works_mark m JOIN works_roll ro ON ro.id = m.roll_id
          JOIN works_paysegment s ON s.task_id = m.task_id AND m.day BETWEEN s.first_on AND s.last_on
         WHERE NOT m.superseded AND ro.payroll_id IN (SELECT id FROM works_payroll WHERE project_id = {project})
         GROUP BY m.contract_id, ro.payroll_id) need ON need.contract_id = l.contract_id AND need.payroll = l.payroll_id
 WHERE l.tasks_milli = 0 AND need.minor > (l.days_milli + l.floor_topup_milli) / 1000
"""


def find_floor_arrears(*, by: Person, project: "Project", reason: str) -> int:
    """Write what a floor that was recorded (or rose) after pay leaves owed for days already paid; return for how many.

    Days paid by the day only: days paid by task had their floor checked day by day when they were paid.
    """
    terms = terms_of(project)
    with act("works.calculate_payroll", by=by, on=project, reason=reason) as entry:
        paid = " ".join(
            f"WHEN '{code.code}' THEN {code.paid_centi if code.limit is None else 0}"
            for code in code_pay(terms)
        )
        with connection.cursor() as cursor:
            cursor.execute(_SHORT.format(paid=paid, project=int(project.pk)))
            rows = cursor.fetchall()
        floor = Arrear.objects.filter(kind="FLOOR", contract__site__project=project).order_by()
        sums = floor.values_list("contract_id", "roll_id").annotate(sum=Sum("amount_minor"))
        before = {(contract, roll): amount for contract, roll, amount in sums}
        made = []
        for worker, contract, roll, short in rows:
            amount = int(short) - before.get((contract, roll), 0)
            if amount > 0:
                made.append(
                    Arrear(
                        worker_id=worker, contract_id=contract, roll_id=roll, kind="FLOOR", amount_minor=amount,
                        currency=terms.currency, reason=reason, found_at=clock.now(), found_by=by,
                    )
                )  # fmt: skip
        Arrear.objects.bulk_create(made, batch_size=2000)
        entry.bulk([row.contract_id, row.amount_minor] for row in made)
        if made:
            tell(
                project,
                by=by,
                msgid=_("The wage floor rose; workers who are owed arrears: {count}."),
                count=len(made),
            )
    return len(made)


def record_deduction(
    *, by: Person, contract: Contract, kind: str, amount_minor: int, authorisation: str, authorised_on: date
) -> Deduction:
    """Return a lawful deduction that the worker agreed to in writing; taken from coming wages, a third at most each time."""
    kinds = {"SOCIAL_SECURITY", "TAX", "UNION_DUES", "ADVANCE", "COURT_ORDER"}
    with act("works.record_deduction", by=by, on=contract.site) as entry:
        require(
            why_not_deduct(
                kind_allowed=kind in kinds,
                authorisation=authorisation,
                authorised_on=authorised_on,
                today=clock.today(),
            )
        )
        deduction = Deduction.objects.create(
            contract=contract,
            kind=kind,
            amount_minor=amount_minor,
            authorised_on=authorised_on,
            authorisation=authorisation,
            entered_by=by,
        )
        entry.change_personal(f"worker:{contract.worker_id}", f"deduction {kind}", None, amount_minor)
    return deduction
