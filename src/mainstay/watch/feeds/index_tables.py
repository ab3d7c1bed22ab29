"""A file as the table that an index is computed from: INFORM's workbook and exports, or any table with a row for each unit."""

from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch.methods.composite_index import Table, Tree, table_of

from . import inform_sheets


def read_table(path: Path, tree: Tree) -> Table:
    """Return the table of `tree` in a file, read as the tree's layout says.

    *inform*: the workbook of the tree's release, its exports or a folder of them. None: CSV (also .gz), Parquet,
    XLSX, SPSS or Stata with a row for each unit (and period) and a column for each indicator.
    """
    if not path.exists():
        raise BadInput("index.no_file", _("{file} cannot be opened."), file=str(path))
    if tree.layout == "inform":
        return inform_sheets.read_table(path, int(tree.about["release"]), tree.columns)
    from mainstay.exchange.surveys import open_survey

    held = open_survey(path).read(None).table.to_pylist()
    words = [tree.group] if tree.group else []
    return table_of(held, unit=tree.unit, period=tree.period, words=words, source=path.name)
