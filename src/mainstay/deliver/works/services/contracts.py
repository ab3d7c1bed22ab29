"""Contracts: signed for many at once, each judged; workers started; contracts ended with a reason."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import (
    AgeCheck,
    Consent,
    Contract,
    PaySegment,
    SelectionPlace,
    Site,
    TaskClass,
    Terms,
    Worker,
)
from mainstay.deliver.works.rules import contracts as contract_rules
from mainstay.deliver.works.rules.safeguards import Breach, StartFacts, evaluate, why_stopped
from mainstay.deliver.works.rules.safeguards.persons import CONTRACT_CHECKS
from mainstay.deliver.works.selectors.law import laws
from mainstay.deliver.works.selectors.site_facts import latest_answers, waived_codes

from .cards import workers_by_card
from .early_starts import require_room
from .telling import tell
from .terms import terms_of

_BATCH = 2000
_CHUNK = 800


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract to be signed; a rate is the task class's own unless it is given (and then must be the same)."""

    card: str
    task: str
    starts_on: date
    ends_on: date
    signed_on: date
    signature: str = "SIGNED"
    witness: str = ""
    language: str = ""
    read_aloud: bool = False
    day_minor: int | None = None


def contract_workers(
    *, by: Person, site: Site, rows: Sequence[ContractRow], pay_day: str, complaint_channel: str
) -> list[Contract]:
    """Return the contracts signed on a site; one that breaks a safeguard stops all, each fault with its row."""
    terms = terms_of(site.project)
    with act("works.contract_workers", by=by, on=site) as entry:
        workers = workers_by_card(site.project, [row.card for row in rows])
        require_room(site, workers)
        known = Known(site, workers)
        missing = tuple(
            name
            for name, text in (("pay day", pay_day), ("complaint channel", complaint_channel))
            if not text.strip()
        )
        problems: list[Problem] = []
        contracts = []
        first = Contract.objects.filter(site=site).count() + 1
        for at, (row, worker) in enumerate(zip(rows, workers, strict=True)):
            problems += known.problems(at + 1, row, worker, missing)
            contracts.append(known.contract(row, worker, terms, f"{site.code}-{first + at:05d}", pay_day, by))
        if problems:
            raise BadInput(
                "contracts",
                _("{count} faults: no contract was signed."),
                count=len(problems),
                problems=problems,
            )
        Contract.objects.bulk_create(contracts, batch_size=_BATCH)
        _move([w.pk for w in workers if w.state not in {"CONTRACTED", "ACTIVE"}], "CONTRACTED")
        entry.bulk([c.number, c.worker_id, c.starts_on, c.ends_on, c.day_minor] for c in contracts)
        entry.note(site=site.code, contracts=len(contracts), complaint_channel=complaint_channel)
        tell(
            site.project,
            by=by,
            msgid=_("Contracts signed for {site}: {count}."),
            count=len(contracts),
            site=site.name,
        )
    return contracts


class Known:
    """What must be known of many workers to judge their contracts, read in a handful of queries."""

    def __init__(self, site: Site, workers: Sequence[Worker]) -> None:
        keys = {worker.pk for worker in workers}
        project = site.project_id
        self.site, self.laws, self.waived = site, laws(), waived_codes(site)
        self.tasks = {task.code: task for task in TaskClass.objects.filter(project=project)}
        self.segments: dict[int, list[PaySegment]] = {}
        for segment in PaySegment.objects.filter(task__project=project).order_by("first_on"):
            self.segments.setdefault(segment.task_id, []).append(segment)
        doubts = AgeCheck.objects.filter(worker__project=project, settled_at__isnull=True)
        self.doubts = set(doubts.values_list("worker_id", flat=True))
        consents = Consent.objects.filter(worker__project=project, given=True, withdrawn_at__isnull=True)
        self.consented = set(consents.values_list("worker_id", flat=True))
        chosen = SelectionPlace.objects.filter(selection__site__project=project, chosen=True)
        self.selected = set(chosen.values_list("worker_id", flat=True))
        self.spans: dict[int, list[tuple[date, date, str]]] = {}
        held = Contract.objects.filter(worker__project=project).values_list(
            "worker_id", "starts_on", "ends_on", "ended_on", "number"
        )
        for worker, starts, ends, ended, number in held.iterator(chunk_size=5000):
            if worker in keys:
                self.spans.setdefault(worker, []).append((starts, ended or ends, number))

    def segment(self, task: TaskClass | None, day: date) -> PaySegment | None:
        """Return the rate and floor of a task on a day."""
        spans = self.segments.get(task.pk, []) if task else []
        at = bisect_right([span.first_on for span in spans], day) - 1
        return spans[at] if at >= 0 else None

    def problems(
        self, number: int, row: ContractRow, worker: Worker, missing: tuple[str, ...]
    ) -> list[Problem]:
        """Return what keeps a contract from being signed, with its row."""
        found = [Problem(reason, row=number, field=field) for field, reason in self.formal(row, worker)]
        if found:
            return found
        stopping = why_stopped(self.breaches(row, worker, missing), at="start", waived=self.waived)
        self.spans.setdefault(worker.pk, []).append((row.starts_on, row.ends_on, "–"))
        return [Problem(breach.reason, row=number, field="card") for breach in stopping]

    def breaches(self, row: ContractRow, worker: Worker, missing: tuple[str, ...]) -> list[Breach]:
        """Return each safeguard of a start that a contract does not hold to."""
        segment = self.segment(self.tasks.get(row.task), row.starts_on)
        assert segment is not None
        language = row.language or worker.language
        facts = StartFacts(
            card=worker.card,
            first_day=row.starts_on,
            born=worker.birth_date,
            birth_year=worker.birth_year,
            age_doubt_open=worker.pk in self.doubts,
            free_choice=worker.free_choice,
            fee_reported=worker.fee_reported,
            day_minor=row.day_minor if row.day_minor is not None else segment.day_minor,
            floor_minor=segment.floor_minor,
            class_minor=segment.day_minor,
            signed_on=row.signed_on,
            language_known=language == worker.language and (worker.reads or row.read_aloud),
            terms_missing=missing,
            selected=worker.pk in self.selected,
            consent=worker.pk in self.consented,
        )
        return evaluate(facts, self.laws, CONTRACT_CHECKS)

    def formal(self, row: ContractRow, worker: Worker, *, past: bool = False) -> list[tuple[str, Reason]]:
        """Return what makes a contract impossible as it is written; for past days the worker's state counts nothing."""
        found: list[tuple[str, Reason]] = []
        if wrong := contract_rules.why_not_span(starts_on=row.starts_on, ends_on=row.ends_on):
            found.append(("ends_on", wrong))
        if wrong := contract_rules.why_not_signature(signature=row.signature, witness=row.witness):
            found.append(("witness", wrong))
        if self.segment(self.tasks.get(row.task), row.starts_on) is None:
            found.append(("task", contract_rules.no_rate(row.task, row.starts_on)))
        for starts, ends, number in self.spans.get(worker.pk, ()):
            if starts <= row.ends_on and row.starts_on <= ends:
                found.append(("starts_on", contract_rules.overlaps(worker.card, number, starts, ends)))
                break
        running = past or worker.state in {"CONTRACTED", "ACTIVE"}
        if not running and (why := rules.WORKER.why_not(worker.state, "contract")):
            found.append(("card", why))
        return found

    def contract(
        self, row: ContractRow, worker: Worker, terms: Terms, number: str, pay_day: str, by: Person
    ) -> Contract:
        """Return a contract as it is signed, not stored yet."""
        task = self.tasks.get(row.task)
        segment = self.segment(task, row.starts_on)
        return Contract(
            worker=worker, site=self.site, task=task, number=number, starts_on=row.starts_on, ends_on=row.ends_on,
            signed_on=row.signed_on, day_minor=segment.day_minor if segment else 0,
            floor_minor=segment.floor_minor if segment else 0, currency=terms.currency,
            normal_minutes=terms.normal_minutes, pay_day=pay_day, language=row.language or worker.language,
            read_aloud=row.read_aloud, signature=row.signature, witness=row.witness, signed_by=by,
        )  # fmt: skip


def _move(keys: Sequence[int], state: str) -> None:
    for at in range(0, len(keys), _CHUNK):
        Worker.objects.filter(pk__in=keys[at : at + _CHUNK]).update(state=state, changed_at=clock.real_now())


def end_contracts(
    *,
    by: Person,
    site: Site,
    cards: Sequence[str],
    reason: str,
    ended_on: date | None = None,
    outcome: str = "ROTATED_OUT",
    dismissal: bool = False,
    reviewers: Sequence[Person] = (),
) -> int:
    """End the running contracts of workers on a site, with a reason; return how many.

    A representative of the workers is dismissed only after two officers reviewed it (SG-FOA-02).
    """
    day = ended_on or clock.today()
    with act("works.end_contract", by=by, on=site, reason=reason) as entry:
        if outcome not in {"ROTATED_OUT", "EXITED"} or not reason.strip():
            raise BadInput(
                "outcome", _("Say why the contracts end, and whether the workers rotate out or leave.")
            )
        representatives = set(_representatives(site)) & set(cards)
        if dismissal and representatives and len({person.pk for person in reviewers} - {by.pk}) < 2:
            raise RuleBroken(
                "representative",
                _("{cards} represent the workers: two officers review a dismissal first (SG-FOA-02)."),
                cards=", ".join(sorted(representatives)),
            )
        keys = [worker.pk for worker in workers_by_card(site.project, cards)]
        ended = 0
        for at in range(0, len(keys), _CHUNK):
            running = Contract.objects.filter(
                site=site, worker__in=keys[at : at + _CHUNK], state="RUNNING", starts_on__lte=day
            )
            ended += running.update(
                state="ENDED", ended_on=day, end_reason=reason, changed_at=clock.real_now()
            )
        _move(_without_contract(keys, day), outcome)
        entry.bulk([card] for card in sorted(cards))
        entry.note(ended=ended, outcome=outcome, dismissal=dismissal)
    return ended


def _without_contract(keys: Sequence[int], day: date) -> list[int]:
    """Return those who are at work and have no contract left, on another site either: who was referred stays so."""
    left: list[int] = []
    for at in range(0, len(keys), _CHUNK):
        part = keys[at : at + _CHUNK]
        bound = Contract.objects.filter(worker__in=part, state="RUNNING", ends_on__gte=day).values("worker")
        at_work = Worker.objects.filter(pk__in=part, state__in=["CONTRACTED", "ACTIVE"]).exclude(pk__in=bound)
        left += at_work.values_list("pk", flat=True)
    return left


def _representatives(site: Site) -> Sequence[str]:
    answer: Mapping[str, Any] = latest_answers(site).get("representatives", {})
    return [str(card) for card in answer.get("cards", ())]
