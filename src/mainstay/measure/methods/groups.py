"""The name of a cell as text, and back."""

from collections.abc import Iterable

from .measure import Group


def group_text(group: Iterable[tuple[str, str]]) -> str:
    """Return a cell as text, the total as an empty one.

    >>> group_text((("sex", "F"), ("month", "2026-11"))), group_text(())
    ('sex=F;month=2026-11', '')
    """
    return ";".join(f"{dimension}={value}" for dimension, value in group)


def group_of(text: str) -> Group:
    """Return the cell that a text names; `ValueError` when it names none.

    >>> group_of("sex=F;month=2026-11")
    (('sex', 'F'), ('month', '2026-11'))
    """
    pairs = [part.partition("=") for part in text.split(";") if part]
    if any(not sign for _, sign, _ in pairs):
        raise ValueError(f"{text!r} is no cell: write dimension=value;dimension=value")
    return tuple((dimension, value) for dimension, _, value in pairs)


def dimensions_of(text: str) -> tuple[str, ...]:
    """Return the dimensions that a cell is of.

    >>> dimensions_of("sex=F;month=2026-11"), dimensions_of("")
    (('sex', 'month'), ())
    """
    return tuple(dimension for dimension, _ in group_of(text))
