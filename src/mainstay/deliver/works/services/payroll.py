"""Payroll: what the approved rolls of a project earn, for all workers in one statement."""

import hashlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, Sum

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.day_pay import CodePay
from mainstay.deliver.works.methods.deduction_share import deductions_taken
from mainstay.deliver.works.models import (
    Arrear,
    Deduction,
    Mark,
    PayLine,
    Payroll,
    PaySegment,
    Roll,
    TaskClass,
    Terms,
)
from mainstay.deliver.works.selectors.law import code_pay, laws

from .bulk import key_list, month_number
from .telling import tell
from .terms import terms_of

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: Marks with the rate and floor of their day, and how much of the day is paid; what has a limit is numbered first.
_MARKS = """
SELECT m.contract_id, m.worker_id, m.code, m.minutes, m.quantity_milli, c.site_id, c.normal_minutes,
       s.day_minor, s.floor_minor, s.unit_minor, m.task_id, s.first_on,
       CASE m.code {worked} ELSE 0 END AS worked,
       CASE m.code {paid} ELSE 0 END AS paid
  FROM works_mark m
  JOIN works_contract c ON c.id = m.contract_id
  JOIN works_paysegment s ON s.task_id = m.task_id AND m.day BETWEEN s.first_on AND s.last_on
 WHERE m.roll_id IN ({rolls}) AND NOT m.superseded AND m.code NOT IN ({limited})
"""
_LIMITED = """
SELECT m.contract_id, m.worker_id, m.code, m.minutes, m.quantity_milli, c.site_id, c.normal_minutes,
       s.day_minor, s.floor_minor, s.unit_minor, m.task_id, s.first_on, 0 AS worked,
       CASE WHEN m.nth <= {limit} THEN {paid} ELSE 0 END AS paid
  FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.{per} ORDER BY x.day) AS nth
          FROM works_mark x WHERE NOT x.superseded AND x.code = '{code}' AND x.worker_id IN (SELECT worker_id FROM works_mark WHERE roll_id IN ({rolls}) AND code = '{code}')) m
  JOIN works_contract c ON c.id = m.contract_id
  JOIN works_paysegment s ON s.task_id = m.task_id AND m.day BETWEEN s.first_on AND s.last_on
 WHERE m.roll_id IN ({rolls})
"""
#: Sums for each contract and span of equal rates: money in thousandths of a minor unit, overtime cut down once.
_SPANS = """
SELECT contract_id, MAX(worker_id) AS worker_id, MAX(site_id) AS site_id, day_minor, floor_minor,
       MAX(normal_minutes) AS normal_minutes,
       SUM(CASE WHEN paid > 0 THEN worked ELSE 0 END) AS worked, SUM(paid) AS paid,
       SUM(CASE WHEN code = 'PS' THEN paid ELSE 0 END) AS suspended,
       SUM(CASE WHEN unit_minor > 0 AND quantity_milli IS NOT NULL THEN 0 ELSE paid END) AS timed,
       SUM(CASE WHEN unit_minor > 0 THEN COALESCE(quantity_milli, 0) * unit_minor ELSE 0 END) AS tasks,
       SUM(CASE WHEN unit_minor > 0 AND quantity_milli IS NOT NULL AND paid * floor_minor * 10 > quantity_milli * unit_minor
                THEN paid * floor_minor * 10 - quantity_milli * unit_minor ELSE 0 END) AS task_topup,
       SUM(CASE WHEN worked > 0 AND minutes > normal_minutes THEN minutes - normal_minutes ELSE 0 END) AS overtime,
       {counts}
  FROM ({marks}) d
 GROUP BY contract_id, day_minor, floor_minor
"""
_LINES = """
INSERT INTO works_payline (payroll_id, worker_id, contract_id, site_id, worked_centi, paid_centi, suspended_centi,
       overtime_minutes, day_minor, floor_minor, days_milli, tasks_milli, floor_topup_milli, overtime_milli, gross_minor,
       arrears_minor, deductions_minor, net_minor, codes)
SELECT {payroll}, worker_id, contract_id, site_id, worked, paid, suspended, overtime, day_minor, floor_minor,
       days, tasks, topup, over, (days + tasks + topup + over + 500) / 1000, 0, 0,
       (days + tasks + topup + over + 500) / 1000, {shown}
  FROM (SELECT contract_id, MAX(worker_id) AS worker_id, MAX(site_id) AS site_id, {sums},
               CAST(SUM(worked) AS BIGINT) AS worked, CAST(SUM(paid) AS BIGINT) AS paid,
               CAST(SUM(suspended) AS BIGINT) AS suspended, CAST(SUM(overtime) AS BIGINT) AS overtime,
               MAX(day_minor) AS day_minor, MAX(floor_minor) AS floor_minor,
               CAST(SUM(timed * day_minor * 10) AS BIGINT) AS days, CAST(SUM(tasks) AS BIGINT) AS tasks,
               CAST(SUM(task_topup + CASE WHEN floor_minor > day_minor THEN timed * (floor_minor - day_minor) * 10 ELSE 0 END) AS BIGINT) AS topup,
               CAST(SUM(overtime * (CASE WHEN floor_minor > day_minor THEN floor_minor ELSE day_minor END) * {percent} * 10 / normal_minutes) AS BIGINT) AS over
          FROM ({spans}) p GROUP BY contract_id) q
"""


def calculate_payroll(*, by: Person, project: "Project", rolls: Sequence[Roll]) -> Payroll:
    """Return the payroll of approved rolls: a line for each contract, arrears settled, lawful deductions taken.

    Every line pays at least the floor of each day; money is whole minor units, rounded once per line. A roll is in
    one payroll only. Tables and numbers that it was made by are kept with it.
    """
    terms = terms_of(project)
    keys = sorted({roll.pk for roll in rolls})
    with act("works.calculate_payroll", by=by, on=project) as entry:
        _require_payable(project, keys)
        span = Roll.objects.filter(pk__in=keys).order_by("first_on").values_list("first_on", "last_on")
        payroll = Payroll.objects.create(
            project=project, first_on=min(row[0] for row in span), last_on=max(row[1] for row in span),
            currency=terms.currency, calculated_by=by, calculated_at=clock.now(), basis=_basis(terms),
            playbook_version=playbook.current().version,
        )  # fmt: skip
        _require_rates(project, keys)
        if present := _codes_on(keys):
            with connection.cursor() as cursor:
                cursor.execute(lines_statement(payroll.pk, keys, terms, present))
        Roll.objects.filter(pk__in=keys).update(payroll=payroll)
        _settle_arrears(payroll)
        _take_deductions(payroll)
        _total(payroll)
        entry.on(payroll)
        entry.bulk_digest(payroll.lines, payroll.lines_sha256)
        entry.note(
            rolls=len(keys),
            gross_minor=payroll.gross_minor,
            net_minor=payroll.net_minor,
            currency=payroll.currency,
        )
        tell(project, by=by, msgid=_("Pay of {lines} contracts was calculated."), lines=payroll.lines)
    return payroll


def lines_statement(payroll: int, rolls: Sequence[int], terms: Terms, present: Collection[str]) -> str:
    """Return the one statement that writes the lines of a payroll, for the codes that its rolls carry."""
    table = [code for code in code_pay(terms) if code.code in present]
    limited = [code for code in table if code.limit is not None and code.paid_centi]
    parts = [_marks(table, limited, rolls), *(_limited(code, rolls) for code in limited)]
    counts = ", ".join(
        f"SUM(CASE WHEN code = '{code.code}' THEN 1 ELSE 0 END) AS n_{code.code.lower()}" for code in table
    )
    sums = ", ".join(f"SUM(n_{code.code.lower()}) AS n_{code.code.lower()}" for code in table)
    shown = " || ".join(
        f"CASE WHEN n_{name} > 0 THEN '{code} ' || n_{name} || ' ' ELSE '' END"
        for code, name in ((c.code, c.code.lower()) for c in table)
    )
    spans = _SPANS.format(counts=counts, marks=" UNION ALL ".join(parts))
    return _LINES.format(
        payroll=int(payroll),
        sums=sums,
        shown=f"TRIM({shown})",
        spans=spans,
        percent=int(terms.overtime_percent),
    )


def _marks(table: Sequence[CodePay], limited: Sequence[CodePay], rolls: Sequence[int]) -> str:
    return _MARKS.format(
        worked=" ".join(f"WHEN '{code.code}' THEN {code.worked_centi}" for code in table),
        paid=" ".join(f"WHEN '{code.code}' THEN {code.paid_centi}" for code in table),
        rolls=key_list(rolls),
        limited=", ".join(f"'{code.code}'" for code in limited) or "''",
    )


def _limited(code: CodePay, rolls: Sequence[int]) -> str:
    per = "contract_id" if code.limit_per == "contract" else f"worker_id, {month_number('x.day')}"
    return _LIMITED.format(
        code=code.code, limit=int(code.limit or 0), paid=code.paid_centi, per=per, rolls=key_list(rolls)
    )


def _require_payable(project: "Project", keys: Sequence[int]) -> None:
    locked = list(
        Roll.objects.select_for_update()
        .filter(pk__in=keys)
        .values_list("state", "payroll_id", "site__project_id")
    )
    if not keys or any(state != "APPROVED" for state, _payroll, _project in locked):
        raise RuleBroken(
            "not_approved", _("Pay is calculated from approved rolls only. Certify and approve them first.")
        )
    if any(payroll is not None for _state, payroll, _project in locked):
        raise RuleBroken("in_payroll", _("One of these rolls is in a payroll already. No day is paid twice."))
    if any(other != project.pk for _state, _payroll, other in locked):
        raise RuleBroken(
            "other_project", _("These rolls are of several projects. Calculate each project by itself.")
        )


def _require_rates(project: "Project", keys: Sequence[int]) -> None:
    """Raise when a marked day has no rate: it would be left out of pay in silence."""
    days = Roll.objects.filter(pk__in=keys).aggregate(first=Min("first_on"), last=Max("last_on"))
    spans = TaskClass.objects.filter(project=project).annotate(
        first=Min("segments__first_on"), last=Max("segments__last_on")
    )
    for task in spans:
        if task.first is not None and task.first <= days["first"] and days["last"] <= task.last:
            continue
        marks = Mark.objects.filter(roll__in=keys, superseded=False, task=task)
        if task.first is not None:
            marks = marks.filter(Q(day__lt=task.first) | Q(day__gt=task.last))
        missing = marks.order_by("day").first()
        if missing is not None:
            raise RuleBroken(
                "no_rate",
                _("Task {task} has no rate on {day}. Set the rate for that day first."),
                task=task.code,
                day=missing.day,
            )


def _codes_on(keys: Sequence[int]) -> set[str]:
    """Return the codes that stand on rolls: what is not there need not be counted a million times."""
    marks = Mark.objects.filter(roll__in=keys, superseded=False)
    return set(marks.order_by().values_list("code", flat=True).distinct())


def _basis(terms: Terms) -> dict[str, Any]:
    table = [
        [code.code, code.worked_centi, code.paid_centi, code.limit, code.limit_per]
        for code in code_pay(terms)
    ]
    spans = PaySegment.objects.filter(task__project=terms.project_id).order_by("task", "first_on")
    return {
        "codes": table,
        "overtime_percent": terms.overtime_percent,
        "normal_minutes": terms.normal_minutes,
        "days_per_month": terms.days_per_month,
        "days_per_month_note": terms.days_per_month_note,
        "segments": [
            [
                span.task_id,
                span.first_on.isoformat(),
                span.last_on.isoformat(),
                span.day_minor,
                span.unit_minor,
                span.floor_minor,
            ]
            for span in spans
        ],
    }


def _settle_arrears(payroll: Payroll) -> None:
    """Put what is still owed from before on the first line of each worker; an overpayment is taken back up to the wage."""
    owed = Arrear.objects.filter(
        contract__site__project=payroll.project_id, settled_by__isnull=True
    ).order_by("pk")
    lines: dict[int, PayLine] = {}
    workers = {arrear.worker_id for arrear in owed}
    if not workers:
        return
    for line in PayLine.objects.filter(payroll=payroll, worker__in=workers).order_by("-pk"):
        lines[line.worker_id] = line
    for arrear in owed:
        first = lines.get(arrear.worker_id)
        if first is None or first.net_minor + arrear.amount_minor < 0:
            continue
        first.arrears_minor += arrear.amount_minor
        first.net_minor += arrear.amount_minor
        arrear.settled_by = first
    PayLine.objects.bulk_update(lines.values(), ["arrears_minor", "net_minor"], batch_size=500)
    Arrear.objects.bulk_update(owed, ["settled_by"], batch_size=500)


def _take_deductions(payroll: Payroll) -> None:
    waiting = Deduction.objects.filter(
        contract__in=payroll.pay_lines.values("contract"), taken_minor__lt=F("amount_minor")
    )
    by_contract: dict[int, list[Deduction]] = {}
    for deduction in waiting.order_by("pk"):
        by_contract.setdefault(deduction.contract_id, []).append(deduction)
    if not by_contract:
        return
    share = round(float(laws()["SG-WAGE-06"].params.get("max_share", 0.33)) * 100)
    lines = list(PayLine.objects.filter(payroll=payroll, contract__in=list(by_contract)))
    for line in lines:
        deductions = by_contract[line.contract_id]
        open_ = [deduction.amount_minor - deduction.taken_minor for deduction in deductions]
        taken = deductions_taken(open_, gross_minor=line.gross_minor, max_share_percent=share)
        for deduction, part in zip(deductions, taken, strict=True):
            deduction.taken_minor += part
        line.deductions_minor = sum(taken)
        line.net_minor -= line.deductions_minor
    PayLine.objects.bulk_update(lines, ["deductions_minor", "net_minor"], batch_size=500)
    Deduction.objects.bulk_update(
        [d for held in by_contract.values() for d in held], ["taken_minor"], batch_size=500
    )


def _total(payroll: Payroll) -> None:
    digest = hashlib.sha256()
    columns = (
        "contract_id",
        "worked_centi",
        "paid_centi",
        "gross_minor",
        "arrears_minor",
        "deductions_minor",
        "net_minor",
        "codes",
    )
    for row in payroll.pay_lines.order_by("contract_id").values_list(*columns).iterator(chunk_size=20_000):
        digest.update(repr(row).encode())
    sums = payroll.pay_lines.aggregate(lines=Count("pk"), gross=Sum("gross_minor"), net=Sum("net_minor"))
    payroll.lines, payroll.gross_minor, payroll.net_minor = (
        sums["lines"],
        sums["gross"] or 0,
        sums["net"] or 0,
    )
    payroll.lines_sha256 = digest.hexdigest()
    payroll.save(update_fields=["lines", "gross_minor", "net_minor", "lines_sha256"])
