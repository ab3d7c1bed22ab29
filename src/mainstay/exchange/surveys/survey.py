"""A survey file that was opened, and the columns that were read from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason

if TYPE_CHECKING:
    import pyarrow as pa

Labels = Mapping[Any, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """Columns that were read: `table` holds codes, nulls are missing values.

    `labels` explains columns and `value_labels` their codes, where the file says so. `first_row` is the number
    that a person gives to the first row of the table: 2 in a spreadsheet, where the header is row 1.
    """

    table: "pa.Table"
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Labels] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()
    first_row: int = 1

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the table to any library that speaks the Arrow C stream."""
        return self.table.__arrow_c_stream__(requested_schema)


#: What each form's reader does: give the named columns and what it found out on the way.
Reader = Callable[[Sequence[str]], tuple["pa.Table", tuple[Reason, ...]]]


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey file of which names and labels are known and no row was read (a workbook excepted).

    `ambiguous` are names that stand over several columns; none of these can be asked for.
    """

    filename: str
    form: str
    columns: tuple[str, ...]
    reader: Reader
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Labels] = field(default_factory=dict)
    ambiguous: tuple[str, ...] = ()
    first_row: int = 1

    def read(self, columns: Iterable[str] | None = None) -> Survey:
        """Return the named columns, or all of them; BadInput names each column that is not there."""
        from .columns import require_columns

        wanted = list(dict.fromkeys(self.columns if columns is None else columns))
        require_columns(self, wanted)
        table, notes = self.reader(wanted)
        kept = set(wanted)
        return Survey(
            table.select(wanted),
            {name: label for name, label in self.labels.items() if name in kept},
            {name: labels for name, labels in self.value_labels.items() if name in kept},
            notes,
            self.first_row,
        )
