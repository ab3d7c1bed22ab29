"""A worker's own days and pay: nothing of anybody else. Who she is was shown by her card before (`services.own`)."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from mainstay.common.money import from_minor
from mainstay.deliver.works.methods.slip_text import days_shown, slip_text
from mainstay.deliver.works.models import Complaint, Mark, PayLine, Payment, Roll, Worker

from .law import laws

SHOWN_LINES = 24
SHOWN_WEEKS = 12


def own_pay(worker: Worker) -> list[dict[str, Any]]:
    """Return the worker's pay lines, the latest first, each with the day by which it is due; in three queries."""
    lines = list(
        PayLine.objects.filter(worker=worker)
        .select_related("payroll", "site")
        .order_by("-payroll__first_on", "-pk")[:SHOWN_LINES]
    )
    payments = {
        row.line_id: row
        for row in Payment.objects.filter(line__in=lines, amount_minor__gt=0).order_by("attempt")
    }
    closed = {
        (payroll, site): moment
        for payroll, site, moment in Roll.objects.filter(
            payroll__in={line.payroll_id for line in lines}, site__in={line.site_id for line in lines}
        )
        .values_list("payroll", "site")
        .annotate(closed=Max("closed_at"))
        .order_by()
    }
    days = int(laws()["SG-WAGE-04"].params.get("breach_days", 14))
    rows = []
    for line in lines:
        moment = closed.get((line.payroll_id, line.site_id))
        due = moment.date() + timedelta(days=days) if moment else None
        rows.append({**_slip(line, payments.get(line.pk)), "due_on": due})
    return rows


def own_weeks(worker: Worker, *, today: date) -> list[dict[str, Any]]:
    """Return the worker's days of the twelve weeks up to her last day, week by week, the latest first; in two queries."""
    last = Mark.objects.filter(worker=worker, superseded=False, day__lte=today).aggregate(day=Max("day"))[
        "day"
    ]
    if last is None:
        return []
    first = last - timedelta(days=last.weekday(), weeks=SHOWN_WEEKS - 1)
    marks = Mark.objects.filter(worker=worker, superseded=False, day__gte=first).select_related("roll__site")
    weeks: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks.order_by("day"):
        weeks[mark.day - timedelta(days=mark.day.weekday())].append(mark)
    return [{"first": first, "marks": weeks[first]} for first in sorted(weeks, reverse=True)]


def own_complaints(digest: str) -> list[Complaint]:
    """Return the complaints that were made with the card this digest belongs to, the latest first."""
    return list(
        Complaint.objects.filter(own_digest=digest).exclude(own_digest="").order_by("-received_at")[:12]
    )


def slip(line: PayLine) -> dict[str, Any]:
    """Return everything that stands on a pay slip: days, rate, parts, deductions, net, and where the money is."""
    return _slip(line, Payment.objects.filter(line=line, amount_minor__gt=0).order_by("-attempt").first())


def _slip(line: PayLine, payment: Payment | None) -> dict[str, Any]:
    currency = line.payroll.currency
    money = {
        name: str(from_minor(getattr(line, f"{name}_minor"), currency))
        for name in ("gross", "arrears", "deductions", "net", "day", "floor")
    }
    parts = {
        name: str(from_minor(getattr(line, f"{name}_milli"), currency) / 1000)
        for name in ("days", "tasks", "floor_topup", "overtime")
    }
    return {
        "site": line.site.code,
        "place": line.site.name,
        "first_on": line.payroll.first_on,
        "last_on": line.payroll.last_on,
        "worked": days_shown(line.worked_centi),
        "paid": days_shown(line.paid_centi),
        "codes": line.codes,
        "currency": currency,
        **money,
        "parts": parts,
        "payment": payment.state if payment else "",
        "paid_on": payment.paid_on if payment else None,
    }


def slip_message(line: PayLine, template: str) -> tuple[str, int]:
    """Return the slip as a text message by a translated template, and how many messages it takes."""
    facts = {name: str(value) for name, value in slip(line).items()}
    return slip_text(template, {**facts, "card": line.worker.card})
