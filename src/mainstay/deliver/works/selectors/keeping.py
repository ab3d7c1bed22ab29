"""What is kept about a worker, until when and why, by the retention rules; and what a receipt tells without a card."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from mainstay import playbook
from mainstay.accounts.selectors import data_request_by
from mainstay.common import clock
from mainstay.common.crypto import lookup_digest
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Complaint, Contract, Worker

#: The rules that speak of a worker's own records.
RULES = ("RT-REGISTRATION", "RT-PAY", "RT-COMPLAINT", "RT-AUDIT")
#: The two rules whose time is counted from the end of the project.
_PROJECT = ("RT-REGISTRATION", "RT-PAY")
_CODE = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record: by which rule it is kept, for how many months, and until when where that is known."""

    rule: str
    months: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """What can be deleted when she asks, from when on, and what stays by which rule."""

    #: The last day of a contract that runs: until then it must be known whom to pay.
    contract_until: date | None
    kept: tuple[Kept, ...]


def keeping_of(worker: Worker) -> Keeping:
    """Return what is kept about a worker and until when; in one query."""
    rules = playbook.current().retention.rules
    running = Contract.objects.filter(worker=worker, state="RUNNING", ends_on__gte=clock.today())
    project = worker.project
    ended = (project.closed_at.date() if project.closed_at else None) or project.ends_on
    return Keeping(
        running.order_by("-ends_on").values_list("ends_on", flat=True).first(),
        tuple(
            Kept(code, rules[code].months, _after(ended, rules[code].months) if code in _PROJECT else None)
            for code in RULES
        ),
    )


def _after(day: date | None, months: int) -> date | None:
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def receipt_of(reference: str) -> str:
    """Return the receipt of a complaint (``12-C00003``) or of a request about data (``D17``): its number with a code nobody can guess."""
    return f"{reference}-{lookup_digest(f'receipt:{reference}')[:_CODE].upper()}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt tells: when it was received, where it stands, by when it is answered, and the answer."""

    reference: str
    state: str
    received: date
    due: date
    answer: str
    about_data: str
    worker: Worker | None


def by_receipt(text: str) -> Receipt:
    """Return what a receipt tells; whoever holds it may read, and whatever is wrong has one answer."""
    found = re.fullmatch(r"(\d{1,9}-C\d{5,9}|D\d{1,9})-([0-9A-F]{10})", text.strip().upper())
    reference = found[1] if found else ""
    told = None
    if reference and receipt_of(reference) == text.strip().upper():
        told = _data_told(reference) if reference.startswith("D") else _complaint_told(reference)
    if told is None:
        raise NotFound(
            "no_receipt", _("No complaint or request has this receipt. Look at each sign once more.")
        )
    return told


def _complaint_told(reference: str) -> Receipt | None:
    row = Complaint.objects.filter(reference=reference).first()
    if row is None:
        return None
    answer = str(row.answer or "") if row.state in {"ANSWERED", "CLOSED"} else ""
    return Receipt(reference, row.state, row.received_at.date(), row.close_by.date(), answer, "", None)


def _data_told(reference: str) -> Receipt | None:
    row = data_request_by(int(reference[1:]))
    if row is None or not row.subject.startswith("worker:"):
        return None
    state = "ANSWERED" if row.answered_at else "RECEIVED"
    worker = Worker.objects.select_related("project").filter(pk=row.subject.partition(":")[2]).first()
    return Receipt(reference, state, row.asked_at.date(), row.due_at.date(), row.answer, row.kind, worker)
