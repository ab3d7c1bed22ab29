"""The last known value of each series that is shipped or lies in a folder of the same shape, as a table for an index.

Columns carry the codes of the register of series (``sdg.sl_tlf_neet.bothsex.15_24``), so that a tree says which
series it takes, and each value keeps the year in which it was measured.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch.methods.composite_index import Table

from . import REFERENCE, SHIPPED, feed
from .items import Value

#: What stands for the folder that is shipped.
NAME = "shipped"


def folder_of(path: Path) -> Path | None:
    """Return the folder of series that is meant, or None where the file is a table of its own."""
    if str(path) == NAME:
        return REFERENCE
    return path if path.is_dir() else None


def source_of(path: Path) -> str:
    """Return the source whose file `path` is, by its columns; empty where it is none of them."""
    from pyarrow import ArrowInvalid, parquet

    try:
        if path.suffix == ".parquet":
            names = set(parquet.read_schema(path).names)
        else:
            names = {name.strip().strip('"') for name in _first_line(path).split(",")}
    except (OSError, UnicodeDecodeError, ArrowInvalid):
        return ""
    if not {"iso3", "indicator", "year", "value"} <= names:
        return ""
    return "sdg" if "sex" in names else "socioeconomic"


def _first_line(path: Path) -> str:
    import gzip

    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig") as packed:
            return packed.readline()
    with path.open(encoding="utf-8-sig") as stream:
        return stream.readline()


def read_table(place: Path, needed: Collection[str], *, since: int | None = None) -> Table:
    """Return the last known value of each needed series and country, from `since` on where it is given.

    `place` is a folder in the shape of the shipped one, or the file of one source: the other sources are then the
    shipped ones. Only sources whose series are needed are read. A needed series that no source has is left out.
    """
    import numpy as np

    last: dict[str, dict[str, tuple[int, float]]] = {}
    places = {code: path.relative_to(REFERENCE) for code, path in SHIPPED.items()}
    own = "" if place.is_dir() else source_of(place)
    for source in sorted({code.partition(".")[0] for code in needed} & set(SHIPPED)):
        file = place if source == own else (place if place.is_dir() else REFERENCE) / places[source]
        for value in _values(file, source, needed):
            year = value.on.year
            held = last.setdefault(value.series, {})
            if (since is None or year >= since) and year >= held.get(value.iso3, (0, 0.0))[0]:
                held[value.iso3] = year, float(value.value or 0.0)
    units = tuple(sorted({unit for held in last.values() for unit in held}))
    if not units:
        raise BadInput(
            "index.no_series_found",
            _("{folder} holds none of the series that the index needs, such as {some}."),
            folder=place.name, some=", ".join(sorted(needed)[:3]),
        )  # fmt: skip
    gap = (float("nan"), float("nan"))
    pairs = {
        code: np.array([held.get(unit, gap) for unit in units], dtype=float) for code, held in last.items()
    }
    return Table(
        units=units,
        columns={code: held[:, 1] for code, held in pairs.items()},
        measured={code: held[:, 0] for code, held in pairs.items()},
        source=place.name,
    )


def _values(file: Path, source: str, needed: Collection[str]) -> Iterator[Value]:
    if not file.exists():
        return
    connector = feed(source)
    for item in connector.read(file):
        yield from (
            held for held in connector.parse(item).values if held.series in needed and held.value is not None
        )
