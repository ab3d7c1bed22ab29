"""What stands before a first day: insurance, induction, equipment; and the first day itself."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Min

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import (
    Consent,
    Contract,
    Induction,
    InsurancePolicy,
    InsuredWorker,
    PpeIssue,
    Site,
    Worker,
)
from mainstay.deliver.works.rules.contracts import no_contract
from mainstay.deliver.works.rules.safeguards import StartFacts, evaluate, why_stopped
from mainstay.deliver.works.rules.safeguards.persons import READY_CHECKS
from mainstay.deliver.works.selectors.law import laws
from mainstay.deliver.works.selectors.site_facts import waived_codes

from .cards import workers_by_card
from .early_starts import require_first_day

if TYPE_CHECKING:
    from mainstay.design.models import Project

_BATCH = 2000
_CHUNK = 800


def upload_insurance(
    *,
    by: Person,
    project: "Project",
    number: str,
    insurer: str,
    starts_on: date,
    ends_on: date,
    file_id: int | None = None,
) -> InsurancePolicy:
    """Return an accident policy for the workers of a project."""
    with act("works.upload_insurance", by=by, on=project) as entry:
        policy = InsurancePolicy.objects.create(
            project=project,
            number=number,
            insurer=insurer,
            starts_on=starts_on,
            ends_on=ends_on,
            file_id=file_id,
        )
        entry.note(policy=policy.pk, number=number, starts_on=starts_on, ends_on=ends_on)
    return policy


def insure_workers(*, by: Person, policy: InsurancePolicy, cards: Sequence[str], from_on: date) -> int:
    """Put workers on the list of a policy; return how many are new on it."""
    with act("works.insure_workers", by=by, on=policy.project) as entry:
        if not policy.starts_on <= from_on <= policy.ends_on:
            raise RuleBroken(
                "policy_days",
                _("The policy covers {starts} to {ends}, not {day}."),
                starts=policy.starts_on,
                ends=policy.ends_on,
                day=from_on,
            )
        workers = workers_by_card(policy.project, cards)
        before = InsuredWorker.objects.filter(policy=policy).count()
        InsuredWorker.objects.bulk_create(
            [InsuredWorker(policy=policy, worker=worker, from_on=from_on) for worker in workers],
            batch_size=_BATCH, ignore_conflicts=True,
        )  # fmt: skip
        entry.bulk([worker.card, from_on] for worker in workers)
        added = InsuredWorker.objects.filter(policy=policy).count() - before
        entry.note(policy=policy.number, added=added)
    return added


def induct_workers(*, by: Person, site: Site, cards: Sequence[str], held_on: date | None = None) -> int:
    """Record who heard the induction of a site; return how many."""
    with act("works.induct_workers", by=by, on=site) as entry:
        workers = workers_by_card(site.project, cards)
        day = held_on or clock.today()
        Induction.objects.bulk_create(
            [Induction(site=site, worker=worker, held_on=day, held_by=by) for worker in workers],
            batch_size=_BATCH, ignore_conflicts=True,
        )  # fmt: skip
        entry.bulk([worker.card, day] for worker in workers)
    return len(workers)


def issue_ppe(
    *, by: Person, site: Site, cards: Sequence[str], items: Sequence[str], issued_on: date | None = None
) -> int:
    """Record protective equipment given to workers free of charge; return to how many."""
    with act("works.issue_ppe", by=by, on=site) as entry:
        workers = workers_by_card(site.project, cards)
        day = issued_on or clock.today()
        PpeIssue.objects.bulk_create(
            [
                PpeIssue(site=site, worker=worker, items=list(items), issued_on=day, issued_by=by)
                for worker in workers
            ],
            batch_size=_BATCH,
        )
        entry.bulk([worker.card, day] for worker in workers)
        entry.note(items=list(items))
    return len(workers)


def start_workers(*, by: Person, site: Site, cards: Sequence[str], first_day: date | None = None) -> int:
    """Let contracted workers start: insured, inducted, with consent; each fault stops all and names its row."""
    day = first_day or clock.today()
    with act("works.start_workers", by=by, on=site) as entry:
        workers = workers_by_card(site.project, cards)
        require_first_day(site, workers)
        problems = _start_problems(site, workers, day)
        if problems:
            raise BadInput(
                "start",
                _("{count} workers cannot start yet; nobody was started."),
                count=len(problems),
                problems=problems,
            )
        keys = [worker.pk for worker in workers]
        for at in range(0, len(keys), _CHUNK):
            part = keys[at : at + _CHUNK]
            Worker.objects.filter(pk__in=part, state="CONTRACTED").update(
                state="ACTIVE", changed_at=clock.real_now()
            )
            Contract.objects.filter(
                worker__in=part, site=site, state="RUNNING", started_on__isnull=True, starts_on__lte=day
            ).update(started_on=day, changed_at=clock.real_now())
        entry.bulk([worker.card, day] for worker in workers)
    return len(workers)


def _start_problems(site: Site, workers: Sequence[Worker], day: date) -> list[Problem]:
    insured = dict(
        InsuredWorker.objects.filter(policy__project=site.project_id, policy__ends_on__gte=day)
        .values_list("worker")
        .annotate(first=Min("from_on"))
    )
    inducted = dict(Induction.objects.filter(site=site).values_list("worker_id", "held_on"))
    consents = Consent.objects.filter(worker__project=site.project_id, given=True, withdrawn_at__isnull=True)
    consented = set(consents.values_list("worker_id", flat=True))
    contracts = Contract.objects.filter(site=site, state="RUNNING", starts_on__lte=day, ends_on__gte=day)
    contracted = set(contracts.values_list("worker_id", flat=True))
    known, waived = laws(), waived_codes(site)
    problems: list[Problem] = []
    for number, worker in enumerate(workers, 1):
        if worker.pk not in contracted:
            problems.append(Problem(no_contract(worker.card, day), row=number, field="card"))
            continue
        facts = StartFacts(
            card=worker.card, first_day=day, insured_from=insured.get(worker.pk), inducted_on=inducted.get(worker.pk),
            consent=worker.pk in consented,
        )  # fmt: skip
        stopping = why_stopped(evaluate(facts, known, READY_CHECKS), at="start", waived=waived)
        problems += [Problem(breach.reason, row=number, field="card") for breach in stopping]
    return problems
