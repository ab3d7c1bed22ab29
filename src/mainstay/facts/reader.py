"""Reading facts as Ibis tables: DuckDB on one machine; the same expressions run on a cluster."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, NotFound
from mainstay.common.texts import noop as _

from .manifest import Manifest, folder, read_manifest


class Facts:
    """The facts under a root, as tables of one engine, so that they can be joined with each other.

    DuckDB never fetches an extension; it holds at most `memory_limit` and spills to the system's folder
    for temporary files. Only files that the manifest lists are read.
    """

    def __init__(
        self, root: Path, *, engine: str = "duckdb", threads: int | None = None, memory_limit: str = "1GB"
    ) -> None:
        if engine != "duckdb":
            raise BadInput(
                "facts.reader",
                _("There is no engine {engine} for facts here. Choose duckdb."),
                engine=engine,
            )
        import ibis

        self.root = root
        self.backend = ibis.duckdb.connect(
            threads=threads or os.cpu_count() or 1,
            memory_limit=memory_limit,
            temp_directory=str(Path(tempfile.gettempdir()) / "mainstay-duckdb"),
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )

    def manifest(self, name: str) -> Manifest:
        """Return the manifest of a table; its `digest` belongs to each number made from it."""
        found = read_manifest(self.root, name)
        if found is None:
            raise NotFound(
                "facts.not_built",
                _("There are no facts {table} under {root}. Build the facts first."),
                table=name,
                root=str(self.root),
            )
        return found

    def table(self, name: str, *, restricted: bool = False, months: Sequence[str] | None = None) -> Any:
        """Return a fact table as an Ibis table; `month` ("2026-11") is its partition.

        `restricted=True` gives all columns, for those who may see them; `months` reads only these files.
        """
        files = self.manifest(name).of(restricted=restricted, months=months)
        if not files:
            return self._empty(name, restricted=restricted)
        paths = [str(self.root / file.path) for file in files]
        return self.backend.read_parquet(paths, hive_partitioning=True, hive_types_autocast=False)

    def _empty(self, name: str, *, restricted: bool) -> Any:
        import ibis
        import pyarrow as pa
        import pyarrow.parquet as pq

        place = folder(self.root, name, restricted=restricted) / "_common_metadata"
        if not place.exists():
            raise NotFound(
                "facts.nothing_restricted", _("The facts {table} have no restricted columns."), table=name
            )
        schema = pq.read_schema(place).append(pa.field("month", pa.string()))
        return ibis.memtable(schema.empty_table())


def table(
    name: str, root: Path, *, engine: str = "duckdb", restricted: bool = False, memory_limit: str = "1GB"
) -> Any:
    """Return one fact table under `root` as an Ibis table (to join several, open `Facts` once)."""
    return Facts(root, engine=engine, memory_limit=memory_limit).table(name, restricted=restricted)
