"""Rows go into one Parquet file per month; nothing is seen before everything is written."""

import contextlib
import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _

from .declare import FactTable
from .manifest import RESTRICTED, folder
from .typed import months_of

BUFFERED_ROWS = 1_000_000
"""Rows held in memory over all months before the fullest month is written out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that waits as a draft to be put in place."""

    month: str
    restricted: bool
    draft: Path
    place: Path
    rows: int
    size: int
    sha256: str


class MonthFiles:
    """The drafts of some months of one table: the public side, and with restricted columns a whole side."""

    def __init__(self, table: FactTable, root: Path) -> None:
        self.table = table
        self.root = root
        self.schema = table.columns()
        self._waiting: dict[str, list[Any]] = {}
        self._held: dict[str, int] = {}
        self._writers: dict[tuple[str, bool], tuple[Path, Any]] = {}
        self._rows: dict[str, int] = {}
        self._pieces: dict[str, int] = {}

    def add(self, batch: Any) -> None:
        """Take the rows of `batch`, each into its month."""
        import numpy as np

        months = months_of(batch, self.table.month)
        if len(months) == 0:
            return
        if (months != months[0]).any():
            order = np.argsort(months, kind="stable")
            batch, months = batch.take(order), months[order]
        cuts = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist(), len(months)]
        for first, after in pairwise(cuts):
            month = str(months[first])
            self._waiting.setdefault(month, []).append(batch.slice(first, after - first))
            self._held[month] = self._held.get(month, 0) + after - first
        while sum(self._held.values()) > BUFFERED_ROWS:
            self._write_out(max(self._held, key=lambda month: self._held[month]))

    def finish(self) -> list[Written]:
        """Write what waits, close the drafts, and return them with their checksums."""
        for month in list(self._held):
            self._write_out(month)
        for _draft, writer in self._writers.values():
            writer.close()
        written = [self._described(month, side, draft) for (month, side), (draft, _) in self._writers.items()]
        for month, pieces in self._pieces.items():
            if pieces > 1:
                self._refuse_doubles(self._keys_of(month))
        return written

    def discard(self) -> None:
        """Remove the drafts after a failure."""
        for draft, writer in self._writers.values():
            with contextlib.suppress(OSError):
                writer.close()
            draft.unlink(missing_ok=True)

    def _write_out(self, month: str) -> None:
        import pyarrow as pa

        rows = pa.Table.from_batches(self._waiting.pop(month), self.schema)
        self._held.pop(month)
        rows = rows.sort_by([(key, "ascending") for key in self.table.keys])
        self._refuse_doubles(rows.select(list(self.table.keys)))
        self._rows[month] = self._rows.get(month, 0) + rows.num_rows
        self._pieces[month] = self._pieces.get(month, 0) + 1
        self._writer(month, restricted=False).write_table(rows.select(self.table.public()))
        if self.table.restricted:
            self._writer(month, restricted=True).write_table(rows)

    def _writer(self, month: str, *, restricted: bool) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if (month, restricted) not in self._writers:
            where = self._place(month, restricted=restricted)
            if restricted:
                (self.root / RESTRICTED).mkdir(parents=True, exist_ok=True, mode=0o700)
            where.parent.mkdir(parents=True, exist_ok=True)
            draft = where.with_name(".part.parquet.draft")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600 if restricted else 0o644)
            names = self.schema.names if restricted else self.table.public()
            schema = pa.schema([self.schema.field(name) for name in names])
            writer = pq.ParquetWriter(draft, schema, compression="zstd", version="2.6")
            self._writers[month, restricted] = (draft, writer)
        return self._writers[month, restricted][1]

    def _place(self, month: str, *, restricted: bool) -> Path:
        side = folder(self.root, self.table.name, restricted=restricted)
        return side / f"month={month}" / "part.parquet"

    def _described(self, month: str, restricted: bool, draft: Path) -> Written:
        with draft.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        place = self._place(month, restricted=restricted)
        return Written(month, restricted, draft, place, self._rows[month], draft.stat().st_size, sha256)

    def _keys_of(self, month: str) -> Any:
        import pyarrow.parquet as pq

        draft, _writer = self._writers[month, False]
        return pq.read_table(draft, columns=list(self.table.keys), partitioning=None)

    def _refuse_doubles(self, keys: Any) -> None:
        names = keys.column_names
        distinct = keys.group_by(names).aggregate([([], "count_all")])
        if distinct.num_rows == keys.num_rows:
            return
        import pyarrow.compute as pc

        twice = distinct.filter(pc.greater(distinct.column("count_all"), 1)).slice(0, 1).to_pylist()[0]
        raise AppError(
            "facts.twice",
            _(
                "{table} has {count} rows with the same {keys} ({example}). A join of its SELECT multiplies "
                "rows, or the keys do not name a row."
            ),
            table=self.table.name,
            count=twice.pop("count_all"),
            keys=", ".join(names),
            example=", ".join(str(value) for value in twice.values()),
        )
