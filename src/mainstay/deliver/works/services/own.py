"""What a worker does herself by card number and PIN, without an account: look, complain, ask about her data.

Nothing here writes who she is beside what she complains about: a digest alone lets her read the answer.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password
from django.db.models import F, Max

from mainstay import playbook
from mainstay.accounts.models import DataRequest
from mainstay.accounts.permissions import require
from mainstay.accounts.selectors import system_person
from mainstay.accounts.services import act
from mainstay.accounts.services.erasing import ask_data_request, forgets
from mainstay.common import clock, secrecy
from mainstay.common.crypto import lookup_digest
from mainstay.common.errors import BadInput, NotFound, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Complaint, Contract, Worker, WorkerStatus
from mainstay.deliver.works.permissions import SEA
from mainstay.deliver.works.selectors.law import laws

from .complaints import LABOUR, new_sea_case
from .protection import new_protection_case

if TYPE_CHECKING:
    from mainstay.design.models import Project


def open_card(*, number: str, pin: str) -> Worker:
    """Return the worker whose card and PIN these are; whatever is wrong, the answer is one and takes the same time.

    Each try is counted before the PIN is looked at, so that many tries at once are no way round. After so many
    wrong PINs (playbook: retention, own_card) the card stays shut until the office issues a new PIN.
    """
    held = _holder(number.strip())
    most = playbook.current().retention.own_card.wrong_pins
    tried = Worker.objects.filter(pk=held[0] if held else 0, pin_failures__lt=most).exclude(pin_hash="")
    counted = tried.update(pin_failures=F("pin_failures") + 1)
    # An unusable hash costs as much time as a real one: Django hashes something else instead.
    right = check_password(pin, held[1] if held and counted else "")
    if held is None or not counted or not right:
        raise NotFound(
            "wrong_card",
            _("Card and PIN do not fit. After {tries} wrong tries ask the site office for a new PIN."),
            tries=most,
        )
    # The right stands in the playbook: an organisation that takes it away shuts this page.
    acting = system_person()
    require(acting, "works.read_own_pay", [("own", str(acting.pk))], met={"own_card"})
    Worker.objects.filter(pk=held[0]).update(pin_failures=0)
    return Worker.objects.select_related("project").get(pk=held[0])


def _holder(number: str) -> tuple[int, str] | None:
    """Return key and hash of the worker with a number: ``12-W-00001``, project and card, as it stands on the card."""
    project, _sep, card = number.partition("-")
    if not project.isascii() or not project.isdigit() or len(project) > 9:
        project, card = "0", number
    return (
        Worker.objects.filter(project=int(project), card__iexact=card).values_list("pk", "pin_hash").first()
    )


def make_complaint(
    *, project: "Project", category: str, words: str, contact: str = "", worker: Worker | None = None
) -> str:
    """Return the number of a complaint made without an account; empty for abuse and for child or forced labour.

    Those become a restricted case at once, without the complainant, and nothing of them is shown anywhere else.
    """
    known = playbook.current().lists.grievance_categories
    if category not in known or not words.strip():
        raise BadInput("category", _("Choose what it is about, and say it in your own words."))
    secret = category == SEA or category in LABOUR
    with secrecy.kept(secret), act("works.make_complaint", by=system_person(), on=project) as entry:
        if category == SEA:
            entry.on(new_sea_case(project=project, words=words.strip(), by=None))
            return ""
        if category in LABOUR:
            entry.on(
                new_protection_case(project=project, risk=LABOUR[category], words=words.strip(), by=None)
            )
            return ""
        limits, now = laws()["SG-GRM-01"].params, clock.now()
        last = Complaint.objects.filter(project=project).aggregate(last=Max("pk"))["last"] or 0
        complaint = Complaint.objects.create(
            project=project, reference=f"{project.pk}-C{last + 1:05d}", category=category, channel="card",
            words=words.strip(), contact=contact.strip() or None, received_at=now,
            own_digest=own_digest(worker) if worker else "",
            acknowledge_by=now + timedelta(days=limits.get("ack_days", 2)), close_by=now + timedelta(days=limits.get("close_days", 30)),
        )  # fmt: skip
        entry.on(complaint)
        entry.note(category=category, reference=complaint.reference)
    return complaint.reference


def own_digest(worker: Worker) -> str:
    """Return the keyed digest by which a worker, and nobody else, finds her complaints again."""
    return lookup_digest(f"complaint:{worker.uid}")


def ask_own_data(*, worker: Worker, kind: str, words: str = "") -> DataRequest:
    """Return the worker's request to see, correct or delete what is held about her; answered in thirty days."""
    return ask_data_request(by=system_person(), kind=kind, words=words, subject=f"worker:{worker.pk}")


@forgets("worker")
def forget_worker(key: str) -> int:
    """Return how many records were emptied: who she is goes, days and pay stay with her number, so totals hold."""
    worker = Worker.objects.filter(pk=key).first() if key.isdigit() else None
    if worker is None:
        raise NotFound("no_such_worker", _("There is no such worker."))
    if Contract.objects.filter(worker=worker, state="RUNNING", ends_on__gte=clock.today()).exists():
        raise RuleBroken(
            "contract_runs",
            _("A contract still runs: the law asks to keep who is paid. Erase after it ends."),
        )
    worker.name, worker.phone, worker.account, worker.household = "–", None, None, None
    for name in (
        "name_digest",
        "sound_digest",
        "phone_digest",
        "account_digest",
        "household_digest",
        "pin_hash",
    ):
        setattr(worker, name, "")
    worker.birth_date, worker.skills, worker.channel, worker.account_verified = None, [], "CASH", False
    worker.changed_at = clock.real_now()
    worker.save()
    status = WorkerStatus.objects.filter(worker=worker).update(
        population_status=None, nationality=None, washington=None, group_token="", disability_token=""
    )
    return 1 + status
