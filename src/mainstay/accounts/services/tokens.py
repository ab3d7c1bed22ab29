"""Keys by which a program acts for a person, and the answers that are kept for calls that come twice."""

import hashlib
import json
import secrets
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from mainstay.accounts import rules
from mainstay.accounts.models import ApiToken, KeptAnswer, Person
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _

from .acts import act

#: How long the answer to a call is kept, in hours.
KEPT_HOURS = 24
_MARK = "mst_"


def create_token(*, by: Person, name: str, scopes: Collection[str], ends_on: date) -> str:
    """Return a new key for a program; it is shown this once and kept as a digest.

    `scopes` are ``read`` or ``write``, for all stages or for one: ``read``, ``write:fund``.
    """
    require(rules.why_not_token(name=name, scopes=scopes, ends_on=ends_on, today=clock.today()))
    key = _MARK + secrets.token_urlsafe(32)
    with act("accounts.create_token", by=by, on=by) as entry:
        token = ApiToken.objects.create(
            person=by,
            name=name.strip(),
            start=key[:10],
            digest=digest_of(key),
            scopes=sorted(set(scopes)),
            made_at=clock.now(),
            ends_on=ends_on,
        )
        entry.note(token=token.pk, scopes=token.scopes, ends_on=ends_on)
    return key


def revoke_token(*, by: Person, token: ApiToken) -> None:
    """Withdraw one's own key: from now on it opens nothing."""
    with act("accounts.revoke_token", by=by, on=token) as entry:
        ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
        entry.note(token=token.pk)


def digest_of(key: str) -> str:
    """Return what is kept of a key: long and random as it is, a plain digest hides it."""
    return hashlib.sha256(key.encode()).hexdigest()


def note_use(token: ApiToken) -> None:
    """Remember the day on which a key was last used; not an act, and written once a day."""
    ApiToken.objects.filter(pk=token.pk).exclude(last_used_on=clock.today()).update(
        last_used_on=clock.today()
    )


def once(
    person: Person, key: str, asked: str, answer: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Return status and content of a call that carries a key of its own, and whether it was answered before.

    The answer is kept in the transaction of what was done, so that a call whose answer was lost on the way is done
    once however often it comes. Raises `RuleBroken` where the key came with another call before.
    """
    kept = KeptAnswer.objects.filter(person=person, key=key).first()
    if kept is None:
        try:
            with transaction.atomic():
                status, content = answer()
                KeptAnswer.objects.create(
                    person=person, key=key, asked=asked, status=status, content=json.dumps(content), at=clock.now()
                )  # fmt: skip
        except IntegrityError:
            kept = KeptAnswer.objects.filter(person=person, key=key).first()
            if kept is None:
                raise
        else:
            return status, content, False
    if kept.asked != asked:
        raise RuleBroken(
            "key_used",
            _("The key {key} came with another call before. Give each call a key of its own."),
            key=key,
        )
    return kept.status, json.loads(str(kept.content)), True


def forget_answers() -> int:
    """Drop answers that are a day old; return how many."""
    old = KeptAnswer.objects.filter(at__lt=clock.now() - timedelta(hours=KEPT_HOURS))
    return old.delete()[0]
