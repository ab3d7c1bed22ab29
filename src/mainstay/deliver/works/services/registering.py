"""From rows of a file to workers with their digests, consents, status and age checks: a handful of statements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.common import clock, crypto
from mainstay.deliver.works.forms import STATUS_COLUMNS
from mainstay.deliver.works.methods.name_sound import name_sound, plain_name
from mainstay.deliver.works.models import AgeCheck, Consent, ImportBatch, Worker, WorkerStatus
from mainstay.deliver.works.rules.workers import age_in_doubt
from mainstay.deliver.works.selectors.consent import SCRIPT, language_read
from mainstay.deliver.works.selectors.law import laws, least_age
from mainstay.deliver.works.selectors.status import status_token, washington_positive

if TYPE_CHECKING:
    from mainstay.design.models import Project

_BATCH = 2000
#: Fields that are taken over as they stand.
_PLAIN = (
    "sex", "birth_date", "birth_year", "age_proof", "local", "household_size", "small_children", "channel", "language",
    "reads",
)  # fmt: skip
AGE_DAYS = 14


def digest(text: str | None) -> str:
    """Return the keyed digest by which a personal text is compared; none for none."""
    return crypto.lookup_digest(text) if text else ""


def _fill(worker: Worker, row: Mapping[str, Any]) -> set[str]:
    """Write the row's values onto a worker; return the names of the columns that were touched."""
    touched = set()
    for name in _PLAIN:
        if row.get(name) is not None:
            setattr(worker, name, row[name])
            touched.add(name)
    if row.get("birth_date") is not None:
        worker.birth_year = row["birth_date"].year
        touched.add("birth_year")
    if row.get("area"):
        worker.area_id = row["area"]
        touched.add("area_id")
    if row.get("skills") is not None:
        worker.skills = [skill.strip() for skill in row["skills"].split(",") if skill.strip()]
        touched.add("skills")
    if row.get("fee_asked") is not None:
        worker.fee_reported = row["fee_asked"]
        touched.add("fee_reported")
    return touched | _fill_personal(worker, row)


def _fill_personal(worker: Worker, row: Mapping[str, Any]) -> set[str]:
    touched = set()
    if row.get("name"):
        worker.name = row["name"]
        worker.name_digest, worker.sound_digest = (
            digest(plain_name(row["name"])),
            digest(name_sound(row["name"])),
        )
        touched |= {"name", "name_digest", "sound_digest"}
    for name in ("household", "phone", "account"):
        if row.get(name) is not None:
            setattr(worker, name, row[name])
            setattr(worker, f"{name}_digest", digest(plain_text(row[name])))
            touched |= {name, f"{name}_digest"}
    if "account" in touched:
        worker.account_verified = False
        touched.add("account_verified")
    return touched


def plain_text(text: str) -> str:
    """Return a number or code without spaces and case, as it is compared."""
    return "".join(text.split()).casefold()


def insert_workers(batch: ImportBatch, rows: Sequence[Mapping[str, Any]], *, by: Person) -> list[Worker]:
    """Return the new workers of a file, with consent, status and age check where they are needed."""
    project, now = batch.project, clock.now()
    cards = _new_cards(project, sum(not row.get("card") for row in rows))
    workers = []
    for row in rows:
        worker = Worker(
            project=project,
            card=row.get("card") or next(cards),
            batch=batch,
            registered_by=by,
            registered_at=now,
            synthetic=project.synthetic,
        )
        _fill(worker, row)
        workers.append(worker)
    Worker.objects.bulk_create(workers, batch_size=_BATCH)
    _add_consents(workers, rows)
    _add_statuses(workers, rows)
    _open_age_checks(workers)
    return workers


def _new_cards(project: "Project", count: int) -> Iterator[str]:
    prefix = f"{project.number}-"
    taken = Worker.objects.filter(project=project, card__startswith=prefix).values_list("card", flat=True)
    last = max((int(tail) for card in taken if (tail := card.removeprefix(prefix)).isdigit()), default=0)
    return iter([f"{prefix}{last + at:06d}" for at in range(1, count + 1)])


def _add_consents(workers: Sequence[Worker], rows: Sequence[Mapping[str, Any]]) -> None:
    today = clock.today()
    years = int(laws()["SG-DAT-01"].params.get("retention_years", 3))
    keep_until = today + timedelta(days=366 * years)
    # An unreviewed translation is never read to people: the reviewed words are interpreted aloud instead.
    read_in = {spoken: language_read(spoken) for spoken in {worker.language for worker in workers}}
    Consent.objects.bulk_create(
        (
            Consent(
                worker=worker, purpose="REGISTRATION_PAY", given=bool(row.get("consent")), script=SCRIPT,
                language=read_in[worker.language], given_on=today, keep_until=keep_until,
                read_aloud=not worker.reads or read_in[worker.language] != worker.language,
            )
            for worker, row in zip(workers, rows, strict=True)
        ),
        batch_size=_BATCH,
    )  # fmt: skip


def _add_statuses(workers: Sequence[Worker], rows: Sequence[Mapping[str, Any]]) -> None:
    made = [
        _status(worker, row)
        for worker, row in zip(workers, rows, strict=True)
        if any(row.get(name) is not None for name in STATUS_COLUMNS)
    ]
    WorkerStatus.objects.bulk_create(made, batch_size=_BATCH)


def _status(worker: Worker, row: Mapping[str, Any]) -> WorkerStatus:
    answers = [row.get(name) for name in STATUS_COLUMNS if name.startswith("wg_")]
    asked = any(answer is not None for answer in answers)
    return WorkerStatus(
        worker=worker,
        population_status=row.get("population_status"),
        nationality=row.get("nationality"),
        washington=",".join(str(answer or "") for answer in answers) if asked else None,
        group_token=status_token("group", row.get("population_status") or ""),
        disability_token=status_token("disability", "yes" if washington_positive(answers) else "no")
        if asked
        else "",
    )


def _open_age_checks(workers: Sequence[Worker]) -> None:
    today, least = clock.today(), least_age()
    due = today + timedelta(days=AGE_DAYS)
    AgeCheck.objects.bulk_create(
        (
            AgeCheck(worker=worker, opened_at=clock.now(), due_on=due)
            for worker in workers
            if age_in_doubt(
                born=worker.birth_date,
                birth_year=worker.birth_year,
                proof=worker.age_proof,
                on=today,
                least_age=least,
            )
        ),
        batch_size=_BATCH,
    )


def update_workers(project: "Project", rows: Sequence[Mapping[str, Any]]) -> list[Worker]:
    """Return the known workers of a file with what it changes in them; their version rises."""
    by_card = {str(row["card"]): row for row in rows}
    workers = list(Worker.objects.filter(project=project, card__in=by_card)) if by_card else []
    touched: set[str] = {"version", "changed_at"}
    for worker in workers:
        touched |= _fill(worker, by_card[worker.card])
        worker.version += 1
        worker.changed_at = clock.real_now()
    if workers:
        Worker.objects.bulk_update(
            workers, sorted(name.removesuffix("_id") for name in touched), batch_size=200
        )
        _update_statuses(workers, by_card)
    return workers


def _update_statuses(workers: Sequence[Worker], by_card: Mapping[str, Mapping[str, Any]]) -> None:
    given = [
        worker
        for worker in workers
        if any(by_card[worker.card].get(name) is not None for name in STATUS_COLUMNS)
    ]
    WorkerStatus.objects.filter(worker__in=given).delete()
    WorkerStatus.objects.bulk_create(
        [_status(worker, by_card[worker.card]) for worker in given], batch_size=_BATCH
    )
