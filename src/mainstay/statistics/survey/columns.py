"""Columns of any dataframe as numpy arrays, whatever it was born in.

A table is a mapping of columns or anything that speaks the Arrow C stream (pyarrow, polars, DuckDB,
pandas). Nulls and NaN are both missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

BLOCK = 65_536
"""Values that are looked at in one go, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A column as codes: ``values[codes[k]]`` is the value of row k; code -1 is missing."""

    codes: Ints
    values: list[Any]


class Columns:
    """The columns of a table, each turned into an array once, when first asked for."""

    def __init__(self, table: Any) -> None:
        self._table = as_arrow(table)
        self._numbers: dict[str, Floats] = {}
        self._levels: dict[str, Levels] = {}
        self._complete: dict[str, bool] = {}
        self._indicators: dict[str, bool] = {}
        self._shares: dict[str, bool] = {}

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def same_table(self, other: "Columns") -> bool:
        """Say whether `other` holds the same table: the same one, or the same values under the same names."""
        return self._table is other._table or bool(self._table.equals(other._table))

    @property
    def names(self) -> list[str]:
        """The names of the columns, in their order."""
        return list(self._table.column_names)

    def is_number(self, name: str) -> bool:
        """Say whether `name` holds numbers or booleans (a text column gives shares of its levels)."""
        import pyarrow.types as kinds

        kind = self._column(name).type
        return bool(
            kinds.is_integer(kind)
            or kinds.is_floating(kind)
            or kinds.is_decimal(kind)
            or kinds.is_boolean(kind)
            or kinds.is_null(kind)
        )

    def numbers(self, name: str) -> Floats:
        """Return `name` as floats, with NaN where it is missing."""
        if name not in self._numbers:
            if not self.is_number(name):
                raise BadInput(
                    "survey.not_a_number",
                    _(
                        "The column {column} holds text, but numbers are needed here. Give a column of "
                        "numbers, or ask for its proportions."
                    ),
                    column=name,
                )
            self._numbers[name] = _floats(self._column(name))
        return self._numbers[name]

    def is_share(self, name: str) -> bool:
        """Say whether the mean of `name` is a share: a column of numbers of nothing but 0, 1 and missing values."""
        if name not in self._shares:
            known = name in self._table.column_names and self.is_number(name)
            self._shares[name] = known and all(map(_zeros_and_ones, _pieces(self.numbers(name))))
        return self._shares[name]

    def present(self, name: str) -> Bools:
        """Return where `name` is not missing."""
        return ~np.isnan(self.numbers(name)) if self.is_number(name) else self.levels(name).codes >= 0

    def complete(self, name: str) -> bool:
        """Say whether `name` is missing nowhere."""
        if name not in self._complete:
            column = self._column(name)
            self._complete[name] = column.null_count == 0 and not self._has_nan(name, column)
        return self._complete[name]

    def _has_nan(self, name: str, column: Any) -> bool:
        import pyarrow.types as kinds

        if not kinds.is_floating(column.type):
            return False
        if self.is_indicator(name):
            return False
        values = self.numbers(name)
        return bool(np.isnan(values.sum()) and np.isnan(values).any())

    def is_indicator(self, name: str) -> bool:
        """Say whether the numbers of `name` are all 0 or 1, and none is missing."""
        if name not in self._indicators:
            self._indicators[name] = all_zero_or_one(self.numbers(name))
        return self._indicators[name]

    def levels(self, name: str) -> Levels:
        """Return `name` as codes of its sorted distinct values."""
        if name not in self._levels:
            self._levels[name] = _encode(self._column(name))
        return self._levels[name]

    def taken(self, names: Sequence[str], rows: Bools) -> "Columns":
        """Return the columns `names` of the rows where `rows` holds; only values that occur there are levels."""
        import pyarrow as pa

        if rows.all():
            return self
        parts = {name: self._column(name) for name in names}
        return Columns(pa.table(parts).filter(pa.array(rows)))

    def _column(self, name: str) -> Any:
        if name not in self._table.column_names:
            raise BadInput(
                "survey.no_such_column",
                _("There is no column {column}. The table has: {columns}."),
                column=name,
                columns=", ".join(self.names),
            )
        return self._table.column(name)


def as_arrow(table: Any) -> Any:
    """Return `table` as a pyarrow Table: a mapping of columns, or anything with the Arrow C stream."""
    import pyarrow as pa

    if isinstance(table, pa.Table):
        return table
    if isinstance(table, Mapping):
        return pa.table({str(name): _as_column(values) for name, values in table.items()})
    if hasattr(table, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(table).read_all()
    if hasattr(table, "arrow"):
        return as_arrow(table.arrow())
    raise BadInput(
        "survey.not_a_table",
        _(
            "{kind} is not a table. Give a mapping of columns or a dataframe with the Arrow interface "
            "(pandas, polars, DuckDB, pyarrow)."
        ),
        kind=type(table).__name__,
    )


def compact(key: Ints) -> tuple[Ints, Ints]:
    """Return (distinct keys sorted, position of each key among them); by a lookup where keys are dense."""
    top = int(key.max()) + 1 if len(key) else 0
    if top > 4 * len(key) + 1_000_000:
        return _compact_sparse(key, top)
    seen = np.zeros(top, dtype=bool)
    seen[key] = True
    distinct = np.flatnonzero(seen)
    if len(distinct) == top:
        return distinct, key
    position = np.empty(top, dtype=np.int64)
    position[distinct] = np.arange(len(distinct))
    return distinct, position[key]


def _compact_sparse(key: Ints, top: int) -> tuple[Ints, Ints]:
    order = ordered(key, top)
    in_order = key[order]
    first = np.diff(in_order, prepend=-1) != 0
    position = np.empty(len(key), dtype=np.int64)
    position[order] = np.cumsum(first) - 1
    return in_order[first], position


def ordered(key: Ints, top: int) -> Ints:
    """Return the stable order of `key`, whole numbers from 0 to `top`: a radix sort by digits of 16 bits."""
    order = np.argsort((key & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, max(top, 1).bit_length(), 16):
        digit = ((key >> shift) & 0xFFFF).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def all_zero_or_one(values: Floats) -> bool:
    """Say whether all values are 0 or 1, so that they are their own squares; the first other one ends the look."""
    square = np.empty(BLOCK)
    for first in range(0, len(values), BLOCK):
        block = values[first : first + BLOCK]
        if not (np.multiply(block, block, out=square[: len(block)]) == block).all():
            return False
    return True


def run_sums(values: Floats, first: Ints) -> Floats:
    """Return the sums of `values` over runs that begin at `first` and end where the next begins (0 if empty)."""
    filled = np.diff(np.append(first, len(values))) > 0
    if filled.all():
        return np.add.reduceat(values, first) if len(first) else np.zeros(0)
    sums = np.zeros(len(first))
    if filled.any():
        sums[filled] = np.add.reduceat(values, first[filled])
    return sums


def summed(group: Ints, values: Floats | Bools, groups: int) -> Floats:
    """Return the sum of `values` in each of `groups` groups."""
    return np.asarray(np.bincount(group, values, minlength=groups), dtype=np.float64)


def product_sums(group: Ints, groups: int, first: Floats, *factors: Floats) -> Floats:
    """Return the sum of `first` times `factors` in each of `groups` groups, added in the order of the rows.

    Block by block, so that the products are added while they lie in the cache.
    """
    sums, held = np.zeros(groups), np.empty(min(BLOCK, len(first)))
    for start in range(0, len(first), BLOCK):
        rows = slice(start, start + BLOCK)
        product = first[rows]
        for factor in factors:
            product = np.multiply(product, factor[rows], out=held[: len(product)])
        np.add.at(sums, group[rows], product)
    return sums


def _pieces(values: Floats) -> Iterator[Floats]:
    """Yield `values` in pieces, so that a look at them can end early."""
    return (values[first : first + BLOCK] for first in range(0, len(values), BLOCK))


def _zeros_and_ones(values: Floats) -> bool:
    return bool(((values == 0) | (values == 1) | np.isnan(values)).all())


def _as_column(values: Any) -> Any:
    import pyarrow as pa

    if hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_array__"):
        return pa.chunked_array(values) if hasattr(values, "__arrow_c_stream__") else pa.array(values)
    return pa.array(values, from_pandas=True)


def _floats(column: Any) -> Floats:
    """Return the column as floats: the table's own memory where it holds floats without a null in one piece."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.int8())
    if not pa.types.is_float64(column.type):
        column = pc.cast(column, pa.float64(), safe=False)
    flat = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return np.asarray(flat.to_numpy(zero_copy_only=False), dtype=np.float64)


def _encode(column: Any) -> Levels:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if pa.types.is_integer(column.type) and not column.null_count:
        found = _whole_levels(column)
        if found is not None:
            return found
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = encoded.dictionary
    order = pc.sort_indices(words).to_numpy()
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    rank[-1] = -1
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return Levels(rank[codes], words.take(pa.array(order)).to_pylist())


def _whole_levels(column: Any) -> Levels | None:
    """Return whole numbers that lie close together as codes, by their distance from the least; None for others."""
    import pyarrow.compute as pc

    ends = pc.min_max(column).as_py()
    if ends["min"] is None or ends["max"] - ends["min"] > 4 * len(column) + 1_000_000 or ends["max"] >= 2**63:
        return None
    flat = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    codes = flat.to_numpy().astype(np.int64, copy=False)
    distinct, codes = compact(codes - ends["min"] if ends["min"] else codes)
    return Levels(codes, (distinct + ends["min"]).tolist())
