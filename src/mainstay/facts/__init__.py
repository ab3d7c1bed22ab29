"""Columns of what happened: records in the database become Parquet, month by month, and are read by Ibis.

A stage declares a `FactTable` in its ``facts.py``; `build` brings the files up to date; `Facts` (or
`table`) reads them; `verify` recomputes every checksum. Facts are derived and never edited.
"""

from .build import Built, build
from .declare import FactTable, Source
from .manifest import FactFile, Manifest, read_manifest
from .pseudonyms import Pseudonyms
from .reader import Facts, table
from .verify import verify

__all__ = [
    "Built",
    "FactFile",
    "FactTable",
    "Facts",
    "Manifest",
    "Pseudonyms",
    "Source",
    "build",
    "read_manifest",
    "table",
    "verify",
]
