"""What is typed and not sent yet: kept so that nothing is lost, and never an act of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from mainstay.accounts.models import Draft, Person
from mainstay.common import clock

#: How long a draft is kept that nobody goes on with, in days.
DRAFT_DAYS = 30


def keep_draft(*, by: Person, place: str, content: Mapping[str, Sequence[str]]) -> Draft:
    """Return the draft of one form as it stands now, encrypted and seen by its writer alone.

    No right is asked beyond signing in and no audit entry is written: nothing was done yet. `place` names the form.
    """
    draft, _made = Draft.objects.update_or_create(
        person=by,
        place=place,
        defaults={"content": json.dumps({name: [*values] for name, values in content.items()}), "kept_at": clock.now()},
    )  # fmt: skip
    return draft


def drop_draft(*, by: Person, place: str) -> None:
    """Forget the draft of one form, because it was sent or thrown away."""
    Draft.objects.filter(person=by, place=place).delete()


def forget_drafts() -> int:
    """Drop drafts that nobody went on with for a month; return how many."""
    return Draft.objects.filter(kept_at__lt=clock.now() - timedelta(days=DRAFT_DAYS)).delete()[0]
