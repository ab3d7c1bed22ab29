"""Who may have been registered twice: candidates by what agrees, a human's decision, a merge that can be undone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.likeness import CANDIDATE, Registration, likeness
from mainstay.deliver.works.models import DuplicatePair, Mark, Worker
from mainstay.deliver.works.rules.workers import why_not_merge

if TYPE_CHECKING:
    from mainstay.design.models import Project

_COMPARED = (
    "pk", "name_digest", "sound_digest", "sex", "birth_date", "birth_year", "area_id", "household_digest",
    "phone_digest", "account_digest",
)  # fmt: skip
_CHUNK = 500

#: A number or account that more people than this share says nothing about who is who: it is no pair but a question
#: to the field, and comparing each with each would take for ever.
MOST_SHARED = 12
#: Names that sound alike are common; beyond this many they are compared by telephone, account and household only.
MOST_NAMESAKES = 200

#: Pairs worth comparing: each block is one equality that an index answers. The plus keeps SQLite from taking the
#: index of the project instead, which nearly every row answers to.
_BLOCK = """
SELECT a.id, b.id FROM works_worker a
  JOIN (SELECT {digest} FROM works_worker WHERE project_id = {project} AND {digest} <> ''
         GROUP BY {digest} HAVING COUNT(*) BETWEEN 2 AND {most}) shared ON shared.{digest} = a.{digest}
  JOIN works_worker b ON a.{digest} = b.{digest}
 WHERE a.id BETWEEN {first} AND {last} AND +a.project_id = {project} AND +b.project_id = {project} AND a.id <> b.id
"""
_NEAR = """
   AND (a.birth_year IS NULL OR b.birth_year IS NULL OR ABS(a.birth_year - b.birth_year) <= 2)
   AND (a.area_id = b.area_id OR a.birth_date = b.birth_date OR a.birth_year = b.birth_year)
"""
_SAME_KIND = " AND a.sex = b.sex AND a.birth_year = b.birth_year"
BLOCKS = (
    ("sound_digest", MOST_NAMESAKES, _NEAR),
    ("phone_digest", MOST_SHARED, ""),
    ("account_digest", MOST_SHARED, ""),
    ("household_digest", MOST_SHARED, _SAME_KIND),
)


def find_candidates(project: "Project", new: Sequence[int]) -> int:
    """Write the pairs that a human should look at among `new` workers and all of the project; return how many."""
    if not new:
        return 0
    span = {"first": int(min(new)), "last": int(max(new)), "project": int(project.pk)}
    pairs: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for digest, most, more in BLOCKS:
            cursor.execute(_BLOCK.format(digest=digest, most=most, **span) + more)
            pairs.update((min(pair), max(pair)) for pair in cursor.fetchall())
    known = _registrations({key for pair in pairs for key in pair})
    rows = []
    for one, other in sorted(pairs):
        score, features = likeness(known[one], known[other])
        if score >= CANDIDATE:
            rows.append(DuplicatePair(first_id=one, second_id=other, score=score, features=features))
    DuplicatePair.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len(rows)


def _registrations(keys: set[int]) -> dict[int, Registration]:
    found: dict[int, Registration] = {}
    ordered = sorted(keys)
    for at in range(0, len(ordered), _CHUNK):
        rows = Worker.objects.filter(pk__in=ordered[at : at + _CHUNK]).values_list(*_COMPARED)
        for key, name, sound, sex, born, year, area, household, phone, account in rows:
            found[key] = Registration(name, sound, sex, born, year, area or "", household, phone, account)
    return found


def resolve_duplicate(
    *, by: Person, pair: DuplicatePair, same: bool, reason: str, keep: Worker | None = None
) -> DuplicatePair:
    """Decide whether two records are one person; the one that is not kept points to the other and can be parted again."""
    with act("works.resolve_duplicate", by=by, on=pair.first, also=[pair.second], reason=reason) as entry:
        if pair.state != "OPEN":
            raise RuleBroken("decided", _("This pair was decided before. Undo that first."))
        if same:
            kept = keep or min((pair.first, pair.second), key=lambda worker: worker.registered_at)
            gone = pair.second if kept == pair.first else pair.first
            require(
                why_not_merge(
                    same_project=kept.project_id == gone.project_id,
                    shared_days=_shared_days(kept, gone),
                    merged_already=kept.merged_into_id is not None or gone.merged_into_id is not None,
                )
            )
            gone.merged_into, gone.changed_at = kept, clock.real_now()
            gone.save(update_fields=["merged_into", "changed_at"])
            entry.note(kept=kept.card, merged=gone.card)
        _decide(pair, "SAME" if same else "DIFFERENT", by, reason)
        entry.change("state", "OPEN", pair.state)
    return pair


def undo_merge(*, by: Person, pair: DuplicatePair, reason: str) -> DuplicatePair:
    """Part two records that were made one: nothing had been moved, so everything is as before."""
    with act("works.resolve_duplicate", by=by, on=pair.first, also=[pair.second], reason=reason) as entry:
        for worker, other in ((pair.first, pair.second), (pair.second, pair.first)):
            Worker.objects.filter(pk=worker.pk, merged_into=other).update(
                merged_into=None, changed_at=clock.real_now()
            )
        entry.change("state", pair.state, "OPEN")
        DuplicatePair.objects.filter(pk=pair.pk).update(
            state="OPEN", decided_by=None, decided_at=None, reason=""
        )
        pair.refresh_from_db()
    return pair


def _shared_days(one: Worker, other: Worker) -> int:
    days = Mark.objects.filter(worker=one, superseded=False).values("day")
    return Mark.objects.filter(worker=other, superseded=False, day__in=days).count()


def _decide(pair: DuplicatePair, state: str, by: Person, reason: str) -> None:
    pair.state, pair.decided_by, pair.decided_at, pair.reason = state, by, clock.now(), reason
    pair.save(update_fields=["state", "decided_by", "decided_at", "reason"])
