"""What a table should look like: its columns, its key, and the limits of a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mainstay.common.errors import Reason

Kind = Literal["text", "int", "decimal", "date", "bool", "choice", "uuid", "phone", "moment"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is called in any language, what its cells must be.

    `choices` maps each stored value to the labels under which people may write it; a plain sequence means
    that values are written as they are stored. `minimum`, `maximum` are of the column's own type. `places`
    is the most decimals that a number may have. `normalise` is applied to each parsed value; `rule` then
    gives a Reason why the value cannot stand, or None. `hidden` columns (ids, versions) travel out and back
    unseen. A `free` text (answers of a questionnaire) may begin with + - or @ also in CSV; it is kept as text
    and protected when it is written. `help` is shown as a comment on the header.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    choices: Mapping[str, Sequence[str]] | Sequence[str] = ()
    max_length: int | None = None
    minimum: Any = None
    maximum: Any = None
    aliases: tuple[str, ...] = ()
    normalise: Callable[[Any], Any] | None = None
    rule: Callable[[Any], Reason | None] | None = None
    places: int | None = None
    multiline: bool = False
    free: bool = False
    hidden: bool = False
    help: str = ""

    def choice_labels(self) -> dict[str, tuple[str, ...]]:
        """Return each stored value with the labels under which it may be written, the shown one first."""
        if isinstance(self.choices, Mapping):
            return {value: tuple(labels) or (value,) for value, labels in self.choices.items()}
        return {value: (value,) for value in self.choices}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table's name, its columns in order, and the columns that together name a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"sheet {self.name}: two columns have one name")
        if missing := [name for name in self.key if name not in names]:
            raise ValueError(f"sheet {self.name}: key columns {missing} do not exist")

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def with_aliases(self, texts: Mapping[str, Sequence[str]]) -> "Sheet":
        """Return this sheet with more texts under which each column may be headed (its translations)."""
        columns = tuple(
            replace(column, aliases=(*column.aliases, *texts.get(column.name, ()))) for column in self.columns
        )
        return replace(self, columns=columns)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused; sizes in bytes."""

    size: int = 50 * 2**20
    unpacked: int = 600 * 2**20
    ratio: int = 200
    entries: int = 2_000
    rows: int = 250_000
    columns: int = 500
    cells: int = 12_000_000
    cell_length: int = 32_767
    problems: int = 5_000


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class Findings:
    """The faults found so far, as many as are worth keeping, and how many there were."""

    most: int
    kept: list[Any] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Any) -> None:
        """Count `problem`, and keep it while there is room."""
        self.count += 1
        if len(self.kept) < self.most:
            self.kept.append(problem)
