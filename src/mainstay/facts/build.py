"""Bringing the files of a fact table up to date with the records."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _

from .declare import FactTable, Source
from .manifest import FactFile, Manifest, folder, read_manifest, write_manifest
from .pseudonyms import Pseudonyms
from .source import Snapshot, snapshot
from .typed import typed
from .writer import MonthFiles, Written

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did to one table: months made, left as they were, taken away; rows it now has."""

    table: str
    made: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    rows: int
    digest: str


def build(
    tables: Iterable[FactTable],
    *,
    source: Source,
    root: Path,
    pseudonyms: Pseudonyms,
    built_at: datetime,
    playbook_version: str,
    everything: bool = False,
    progress: Progress | None = None,
) -> list[Built]:
    """Build the months whose records changed since the last time (all with `everything`).

    All tables are read from one snapshot of the records. Files are written as drafts and put in place
    when a table is whole; a build that fails leaves the old files as they were. `progress` is called with
    table, rows done, rows to do.
    """
    done = []
    with snapshot(source) as records:
        for table in tables:
            task = _Task(table, source.engine, root, pseudonyms, built_at.isoformat(), playbook_version)
            done.append(task.run(records, everything=everything, progress=progress))
    return done


@dataclass(frozen=True, slots=True)
class _Task:
    table: FactTable
    engine: str
    root: Path
    pseudonyms: Pseudonyms
    built_at: str
    playbook_version: str

    def run(self, records: Snapshot, *, everything: bool, progress: Progress | None) -> Built:
        before = read_manifest(self.root, self.table.name)
        present = records.months(self.table)
        signature = self._signature()
        prints = {
            month: _digest([signature, month, str(rows), mark]) for month, (rows, mark) in present.items()
        }
        kept = [] if everything or before is None else self._unchanged(before, prints)
        made = sorted(set(prints) - {file.month for file in kept})
        written = self._write(records, made, {m: present[m][0] for m in made}, progress) if made else []
        files = [*kept, *(self._file(part, prints[part.month]) for part in written)]
        removed = self._put_in_place(before, written, files)
        self._write_schema()
        manifest = Manifest(
            self.table.name, self.table.version, signature, self.built_at, self.playbook_version,
            tuple(sorted(files, key=lambda file: file.path)),
        )  # fmt: skip
        write_manifest(self.root, manifest)
        months = tuple(sorted({file.month for file in kept}))
        return Built(self.table.name, tuple(made), months, removed, manifest.rows, manifest.digest)

    def _signature(self) -> str:
        table = self.table
        fields = [str(field) + str(field.nullable) for field in table.columns()]
        parts = [table.name, str(table.version), self.engine, table.select[self.engine], *fields]
        parts += [*table.keys, table.month, *table.marks, "|", *table.restricted, "|"]
        parts += [f"{column}:{kind}" for column, kind in sorted(table.persons.items())]
        return _digest([*parts, self.pseudonyms.key_name])

    def _unchanged(self, before: Manifest, prints: dict[str, str]) -> list[FactFile]:
        whole = []
        for month, fingerprint in prints.items():
            files = [file for file in before.files if file.month == month]
            same = all(file.fingerprint == fingerprint and self._is_there(file) for file in files)
            if files and same:
                whole += files
        return whole

    def _is_there(self, file: FactFile) -> bool:
        place = self.root / file.path
        return place.exists() and place.stat().st_size == file.size

    def _write(
        self, records: Snapshot, months: list[str], expected: dict[str, int], progress: Progress | None
    ) -> list[Written]:
        files, schema = MonthFiles(self.table, self.root), self.table.columns()
        done, whole = 0, sum(expected.values())
        try:
            for batch in records.batches(self.table, months):
                files.add(typed(batch, self.table, schema, self.pseudonyms))
                done += batch.num_rows
                if progress is not None:
                    progress(self.table.name, done, whole)
            written = files.finish()
            self._check(written, expected)
        except BaseException:
            files.discard()
            raise
        return written

    def _check(self, written: list[Written], expected: dict[str, int]) -> None:
        found = {part.month: part.rows for part in written}
        for month, rows in expected.items():
            if found.get(month) != rows:
                raise AppError(
                    "facts.count",
                    _("{table}, {month}: {expected} rows were counted but {found} were read."),
                    table=self.table.name,
                    month=month,
                    expected=rows,
                    found=found.get(month, 0),
                )

    def _file(self, part: Written, fingerprint: str) -> FactFile:
        return FactFile(
            part.place.relative_to(self.root).as_posix(), part.month, part.restricted, part.rows, part.size,
            part.sha256, fingerprint, self.built_at, self.playbook_version,
        )  # fmt: skip

    def _put_in_place(
        self, before: Manifest | None, written: list[Written], files: list[FactFile]
    ) -> tuple[str, ...]:
        for part in written:
            part.draft.replace(part.place)
        now = {file.path for file in files}
        gone = [file for file in (before.files if before else ()) if file.path not in now]
        for file in gone:
            place = self.root / file.path
            place.unlink(missing_ok=True)
            if place.parent.exists() and not any(place.parent.iterdir()):
                place.parent.rmdir()
        return tuple(sorted({file.month for file in gone} - {file.month for file in files}))

    def _write_schema(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        whole = self.table.columns()
        sides = {False: self.table.public()} | ({True: whole.names} if self.table.restricted else {})
        for restricted, names in sides.items():
            where = folder(self.root, self.table.name, restricted=restricted)
            where.mkdir(parents=True, exist_ok=True, mode=0o700 if restricted else 0o755)
            pq.write_metadata(pa.schema([whole.field(name) for name in names]), where / "_common_metadata")


def _digest(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
