"""What the tables themselves refuse, said as a refusal like any other: for pages, the API and the terminal alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _


@contextmanager
def table_refusals() -> Iterator[None]:
    """Say in a sentence what a table refuses: two of one name, values that contradict each other or do not fit."""
    try:
        yield
    except ValidationError as refused:
        raise BadInput(
            "values", _("This cannot be used; nothing was changed."), problems=_problems(refused)
        ) from None
    except (IntegrityError, DataError) as refused:
        raise RuleBroken(
            "table_refuses",
            _("The records refuse this ({why}): it is there already, or values contradict each other."),
            why=str(refused).strip().splitlines()[0][:120],
        ) from None


def _problems(refused: ValidationError) -> list[Problem]:
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    return [
        Problem(Reason("value", "{fault}", {"fault": words}), field=name or None)
        for name, all_words in found.items()
        for words in all_words
    ]
