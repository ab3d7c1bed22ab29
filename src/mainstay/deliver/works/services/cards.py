"""From card numbers to workers: all found, none merged away, each fault with its row."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Worker

if TYPE_CHECKING:
    from mainstay.design.models import Project

_CHUNK = 800


def workers_by_card(project: "Project", cards: Sequence[str]) -> list[Worker]:
    """Return the workers of these cards in their order; raise `BadInput` naming each card that leads nowhere."""
    found: dict[str, Worker] = {}
    names = list(dict.fromkeys(cards))
    for at in range(0, len(names), _CHUNK):
        rows = Worker.objects.filter(project=project, card__in=names[at : at + _CHUNK]).defer(
            "name", "phone", "account", "household"
        )
        found.update((worker.card, worker) for worker in rows.select_related("merged_into"))
    problems = list(_problems(cards, found))
    if problems:
        raise BadInput(
            "cards", _("{count} card numbers cannot be used."), count=len(problems), problems=problems
        )
    return [found[card] for card in cards]


def _problems(cards: Iterable[str], found: dict[str, Worker]) -> Iterable[Problem]:
    seen: set[str] = set()
    for row, card in enumerate(cards, 1):
        worker = found.get(card)
        if worker is None:
            yield Problem(unknown_card(card), row=row, field="card")
        elif worker.merged_into is not None:
            yield Problem(merged_card(card, worker.merged_into.card), row=row, field="card")
        elif card in seen:
            yield Problem(
                Reason("card_twice", _("{card} stands twice. Keep one."), {"card": card}),
                row=row,
                field="card",
            )
        seen.add(card)


def unknown_card(card: str) -> Reason:
    """Return why a card number cannot be used: nobody has it."""
    return Reason(
        "unknown_worker",
        _("Nobody is registered with card {card}. Register the worker first, or correct the number."),
        {"card": card},
    )


def merged_card(card: str, kept: str) -> Reason:
    """Return why a card number cannot be used: its record was merged into another."""
    return Reason(
        "merged_worker",
        _("Card {card} was found to be the same person as {kept}. Use {kept}."),
        {"card": card, "kept": kept},
    )
