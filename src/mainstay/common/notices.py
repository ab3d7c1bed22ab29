"""Telling people: a row in the outbox for each recipient, written in the transaction of the act."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from . import clock, secrecy
from .errors import AppError
from .models import Notice

log = structlog.get_logger(__name__)

LIMIT = 6
Deliver = Callable[[Notice], None]


def tell(
    person_ids: Iterable[int],
    kind: str,
    msgid: str,
    *,
    key: str,
    link: str = "",
    language: str = "",
    without_content: bool = False,
    due_at: datetime | None = None,
    **facts: Any,
) -> int:
    """Write one notice for each person; return how many are new.

    `key` names the event (such as ``clock:12:remind``): the same event never tells the same person twice.
    `language` is that of what is answered (a request in French is answered in French), else the account's.
    `without_content` is for restricted cases: the mail says only that something waits.
    """
    now = clock.now()
    rows = [
        Notice(
            kind=kind,
            person_id=person_id,
            msgid=msgid,
            facts=facts,
            link=link,
            language=language,
            without_content=without_content or secrecy.is_kept(),
            dedupe_key=f"{key}:{person_id}",
            created_at=now,
            due_at=due_at or now,
        )
        for person_id in dict.fromkeys(person_ids)
    ]
    before = Notice.objects.filter(dedupe_key__in=[row.dedupe_key for row in rows]).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


def write_to(
    address: str, kind: str, msgid: str, *, key: str, link: str = "", language: str = "", **facts: Any
) -> bool:
    """Write one notice in a language to an address whose reader has no account; return whether it is new."""
    now = clock.now()
    row = Notice(
        kind=kind, person_id=None, address=address, msgid=msgid, facts=facts, link=link, language=language,
        without_content=secrecy.is_kept(), dedupe_key=key, created_at=now, due_at=now,
    )  # fmt: skip
    before = Notice.objects.filter(dedupe_key=key).exists()
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return not before


def deliver_waiting(deliver: Deliver, *, limit: int = 200) -> int:
    """Send what is due, each notice in a transaction of its own; return how many went out.

    A notice is marked sent before the next is begun: killing the worker neither loses one nor repeats more than the
    one in flight. A failed one is tried again after 1, 2, 4, 8 … minutes, six times.
    """
    sent = 0
    waiting = Notice.objects.filter(state=Notice.State.WAITING, due_at__lte=clock.now())
    for pk in list(waiting.order_by("due_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            notice = Notice.objects.select_for_update().filter(pk=pk, state=Notice.State.WAITING).first()
            if notice is None:
                continue
            sent += _try(notice, deliver)
    return sent


def _try(notice: Notice, deliver: Deliver) -> int:
    notice.attempts += 1
    try:
        deliver(notice)
    except (AppError, OSError) as error:
        notice.last_error = type(error).__name__
        notice.state = Notice.State.FAILED if notice.attempts >= LIMIT else Notice.State.WAITING
        notice.due_at = clock.now() + timedelta(minutes=2 ** (notice.attempts - 1))
        log.warning("notice_not_delivered", notice=notice.pk, attempts=notice.attempts)
    else:
        notice.state, notice.sent_at = Notice.State.SENT, clock.now()
    notice.save(update_fields=["attempts", "last_error", "state", "due_at", "sent_at"])
    return int(notice.state == Notice.State.SENT)


def mark_read(person_id: int) -> int:
    """Mark every notice of a person as read; return how many were new."""
    return Notice.objects.filter(unread(person_id)).update(read_at=clock.now())


def unread(person_id: int) -> Q:
    """Return the condition that finds a person's unread notices."""
    return Q(person_id=person_id, read_at__isnull=True)
