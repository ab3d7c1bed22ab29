"""What partners tell: it is written on the case's timeline."""

from typing import Any

from django.dispatch import receiver

from mainstay.accounts.models import Person
from mainstay.partners import events

from .models import Case
from .services import note


@receiver(events.happened)
def write_on_timeline(
    sender: Any,
    *,
    case_key: int | None,
    by: Person,
    msgid: str,
    facts: dict[str, Any],
    key: str,
    **kwargs: Any,
) -> None:
    """Write what happened with partners on the timeline of the case it belongs to."""
    case = Case.objects.filter(pk=case_key).first() if case_key is not None else None
    if case is not None:
        note(case, by=by, stage="", msgid=msgid, key=key, **facts)
