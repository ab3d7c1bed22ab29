"""Selecting workers: by published criteria, in an order that anyone can repeat."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.methods.lottery import lottery_order
from mainstay.deliver.works.models import Contract, Selection, SelectionPlace, Site, Worker
from mainstay.deliver.works.rules.workers import why_not_select

from .cards import workers_by_card
from .telling import tell

_BATCH = 2000


def select_workers(
    *,
    by: Person,
    site: Site,
    method: str,
    cards: Sequence[str],
    places: int,
    criteria: str,
    published_on: date,
    witnesses: Sequence[str],
    seed: str = "",
    scores: Mapping[str, float] | None = None,
    several_per_household: bool = False,
) -> Selection:
    """Return a selection: a LIST in its order, SCORES from the highest, or a LOTTERY by a seed said before witnesses.

    One person per household unless the site rotates; who comes second in a household stands with that reason.
    """
    with act("works.select_workers", by=by, on=site) as entry:
        require(
            why_not_select(
                published_on=published_on,
                held_on=clock.today(),
                witnesses=len([w for w in witnesses if w.strip()]),
                method=method,
                seed=seed,
            )
        )
        workers = {worker.card: worker for worker in workers_by_card(site.project, cards)}
        order = _order(method, cards, seed, scores or {})
        selection = Selection.objects.create(
            site=site, method=method, criteria=criteria, published_on=published_on, places=places, seed=seed,
            witnesses=list(witnesses), applicants=len(cards), held_on=clock.today(), held_by=by,
            applicants_sha256=hashlib.sha256("\n".join(sorted(cards)).encode()).hexdigest(),
        )  # fmt: skip
        ranking = _rank(
            selection, [workers[card] for card in order], scores or {}, several=several_per_household
        )
        SelectionPlace.objects.bulk_create(ranking, batch_size=_BATCH)
        chosen = [place.worker_id for place in ranking if place.chosen]
        _mark_selected(chosen)
        entry.on(selection)
        entry.bulk([place.rank, place.worker_id, place.chosen] for place in ranking)
        entry.note(method=method, seed=seed, places=places, applicants=len(cards), chosen=len(chosen))
        tell(
            site.project,
            by=by,
            msgid=_("{chosen} of {applicants} applicants were selected for {site}."),
            chosen=len(chosen),
            applicants=len(cards),
            site=site.name,
        )
    return selection


def _order(method: str, cards: Sequence[str], seed: str, scores: Mapping[str, float]) -> list[str]:
    if method == "LOTTERY":
        return lottery_order(cards, seed=seed)
    if method == "SCORE":
        return sorted(cards, key=lambda card: (-scores.get(card, 0.0), card))
    return list(cards)


def _rank(
    selection: Selection, workers: Sequence[Worker], scores: Mapping[str, float], *, several: bool
) -> list[SelectionPlace]:
    running = Contract.objects.filter(
        state="RUNNING", ends_on__gte=clock.today(), site__project=selection.site.project_id
    )
    households = (
        set(running.values_list("worker__household_digest", flat=True)) - {""} if not several else set()
    )
    ranking, left = [], selection.places
    for rank, worker in enumerate(workers, 1):
        reason = ""
        if rules.WORKER.why_not(worker.state, "select") is not None and worker.state != "SELECTED":
            reason = f"state {worker.state}"
        elif not several and worker.household_digest and worker.household_digest in households:
            reason = "another person of the household has a place"
        elif left < 1:
            reason = "no place left"
        chosen = not reason
        if chosen:
            left -= 1
            households.add(worker.household_digest)
        ranking.append(
            SelectionPlace(
                selection=selection,
                worker=worker,
                rank=rank,
                score=scores.get(worker.card),
                chosen=chosen,
                reason=reason,
            )
        )
    return ranking


def _mark_selected(keys: Sequence[int]) -> None:
    for at in range(0, len(keys), _BATCH):
        Worker.objects.filter(pk__in=keys[at : at + _BATCH]).update(
            state="SELECTED", changed_at=clock.real_now()
        )
