"""One worker: identity corrected, age verified, card and PIN, consent taken back, ways out."""

import secrets
from typing import Any

from django.contrib.auth.hashers import make_password

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import AgeCheck, Consent, Contract, Worker
from mainstay.deliver.works.rules.workers import why_not_register
from mainstay.deliver.works.selectors.law import least_age

from .children import take_off_works
from .registering import update_workers

IDENTITY = frozenset(
    (
        "name",
        "sex",
        "birth_date",
        "birth_year",
        "phone",
        "household",
        "account",
        "channel",
        "area",
        "skills",
        "language",
    )
)


def edit_worker_identity(*, by: Person, worker: Worker, reason: str, **changes: Any) -> Worker:
    """Return a worker with corrected facts; old and new values are chained as digests only."""
    unknown = set(changes) - IDENTITY
    if unknown:
        raise BadInput(
            "unknown_field", _("These are not corrected here: {fields}."), fields=", ".join(sorted(unknown))
        )
    with act("works.edit_worker_identity", by=by, on=worker, reason=reason) as entry:
        if "birth_date" in changes or "birth_year" in changes:
            require(
                why_not_register(
                    name=worker.card, born=changes.get("birth_date"), birth_year=changes.get("birth_year"),
                    on=clock.today(), least_age=least_age(),
                )
            )  # fmt: skip
        for name, new in changes.items():
            old = worker.area_id if name == "area" else getattr(worker, name)
            entry.change_personal(f"worker:{worker.pk}", name, old, new)
        update_workers(worker.project, [{"card": worker.card, **changes}])
        worker.refresh_from_db()
    return worker


def verify_age(
    *, by: Person, worker: Worker, proof: str, evidence: str, birth_year: int | None = None
) -> Worker:
    """Settle a doubt about age with a document or the community's word.

    Who proves to be too young is taken off works at once and referred; every day worked stays and is paid.
    """
    with act("works.verify_age", by=by, on=worker) as entry:
        if proof not in {"DOCUMENT", "COMMUNITY"} or not evidence.strip():
            raise BadInput("no_proof", _("Name the document, or who of the community vouches for the age."))
        year = birth_year if birth_year is not None else worker.birth_year
        if year is None:
            raise BadInput("no_year", _("Enter the year of birth that was proved."))
        born = worker.birth_date if worker.birth_date and worker.birth_date.year == year else None
        reason = why_not_register(
            name=worker.card, born=born, birth_year=year, on=clock.today(), least_age=least_age()
        )
        if reason is not None and reason.code != "too_young":
            raise RuleBroken.of(reason)
        entry.change_personal(f"worker:{worker.pk}", "birth_year", worker.birth_year, year)
        worker.birth_year, worker.birth_date, worker.age_proof = year, born, proof
        worker.changed_at = clock.real_now()
        worker.save(update_fields=["birth_year", "birth_date", "age_proof", "changed_at"])
        AgeCheck.objects.filter(worker=worker, settled_at__isnull=True).update(
            proof=proof, evidence=evidence.strip(), settled_by=by, settled_at=clock.now()
        )
        if reason is not None:
            take_off_works(worker, by=by)
            entry.note(outcome=worker.state)
    return worker


def issue_card(*, by: Person, worker: Worker) -> str:
    """Return a fresh PIN for the worker's card: shown once, kept as a hash, with which she sees her own days and pay."""
    with act("works.issue_card", by=by, on=worker) as entry:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        worker.pin_hash, worker.pin_failures = make_password(pin), 0
        worker.save(update_fields=["pin_hash", "pin_failures"])
        entry.note(card=worker.card)
    return pin


def card_number(worker: Worker) -> str:
    """Return the number that is printed on the job card and typed with the PIN: project and card, ``12-W-00001``."""
    return f"{worker.project_id}-{worker.card}"


def withdraw_consent(*, by: Person, worker: Worker, purpose: str) -> int:
    """Record that a worker took her consent back; what the law or the contract asks to keep stays."""
    with act("works.register_workers", by=by, on=worker) as entry:
        taken = Consent.objects.filter(worker=worker, purpose=purpose, withdrawn_at__isnull=True).update(
            withdrawn_at=clock.now()
        )
        entry.note(purpose=purpose, taken_back=taken)
    return taken


def refer_worker(*, by: Person, worker: Worker, to: str, reason: str) -> Worker:
    """Refer a worker to training, an employment desk or protection instead of works."""
    with act("works.refer_worker", by=by, on=worker, reason=reason) as entry:
        new = rules.WORKER.move(worker.state, "refer")
        if Contract.objects.filter(worker=worker, state="RUNNING", ends_on__gte=clock.today()).exists():
            raise RuleBroken("contract_runs", _("A contract still runs. End it with a reason first."))
        entry.change("state", worker.state, new)
        entry.note(to=to)
        worker.state, worker.changed_at = new, clock.real_now()
        worker.save(update_fields=["state", "changed_at"])
    return worker
