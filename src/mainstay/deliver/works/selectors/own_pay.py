"""A worker's own days and pay, by card number and PIN: no account, no name, nothing of anybody else."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import check_password
from django.db.models import F

from mainstay.common.errors import NotFound
from mainstay.common.money import from_minor
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.slip_text import days_shown, slip_text
from mainstay.deliver.works.models import PayLine, Payment, Worker

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: After so many wrong PINs in a row the card is closed until a new PIN is issued.
MOST_FAILURES = 5


def own_pay(*, project: "Project", card: str, pin: str) -> list[dict[str, Any]]:
    """Return the pay lines of the card's owner, the latest first; a wrong card and a wrong PIN are not told apart."""
    worker = Worker.objects.filter(project=project, card=card).first()
    wrong = NotFound(
        "wrong_card", _("Card and PIN do not fit. Ask the timekeeper for a new PIN after five tries.")
    )
    if worker is None or not worker.pin_hash or worker.pin_failures >= MOST_FAILURES:
        check_password(pin, "")
        raise wrong
    if not check_password(pin, worker.pin_hash):
        Worker.objects.filter(pk=worker.pk).update(pin_failures=F("pin_failures") + 1)
        raise wrong
    Worker.objects.filter(pk=worker.pk).update(pin_failures=0)
    return [
        slip(line)
        for line in PayLine.objects.filter(worker=worker)
        .select_related("payroll", "site")
        .order_by("-payroll__first_on")
    ]


def slip(line: PayLine) -> dict[str, Any]:
    """Return everything that stands on a pay slip: days, rate, parts, deductions, net, and where the money is."""
    currency = line.payroll.currency
    payment = Payment.objects.filter(line=line, amount_minor__gt=0).order_by("-attempt").first()
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
