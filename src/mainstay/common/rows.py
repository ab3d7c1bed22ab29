"""What the rows of a table hold that a service takes: said beside the type, for forms, the API and whoever reads it."""

from collections.abc import Mapping
from typing import Any


class Columns:
    """The columns of each row by name with their types; `may` are those that can be left out.

    >>> Columns(indicator=str, may={"note": str}).names
    ('indicator', 'note')
    """

    def __init__(self, *, may: Mapping[str, Any] | None = None, **need: Any) -> None:
        self.need: Mapping[str, Any] = need
        self.may: Mapping[str, Any] = dict(may or {})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, those that are needed first."""
        return (*self.need, *self.may)
