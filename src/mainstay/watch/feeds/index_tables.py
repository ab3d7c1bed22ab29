"""A file as the table that an index is computed from: INFORM's workbook, a folder of series, or a row for each unit."""

from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch.methods.composite_index import Table, Tree, table_of

from . import index_series, inform_sheets


def read_table(path: Path, tree: Tree) -> Table:
    """Return the table of `tree` in a file, read as the tree's layout says; “shipped” is what the product brings.

    *inform*: the workbook of the tree's release, its exports or a folder of them. *series*: a folder of sources in
    the shape of the shipped one, or the file of one source beside the shipped others; of each the last known value. In any other case: CSV (also .gz), Parquet,
    XLSX, SPSS or Stata with a row for each unit (and period) and a column for each indicator.
    """
    shipped = str(path) == index_series.NAME
    if not shipped and not path.exists():
        raise BadInput("index.no_file", _("{file} cannot be opened."), file=str(path))
    if tree.layout == "inform":
        place = inform_sheets.SHIPPED if shipped else path
        return inform_sheets.read_table(place, int(tree.about["release"]), tree.columns)
    folder = index_series.folder_of(path)
    if tree.layout == "series" and (folder is not None or index_series.source_of(path)):
        return index_series.read_table(folder or path, tree.columns, since=tree.since)
    if folder is not None:
        raise BadInput(
            "index.a_folder",
            _("{file} is a folder, and this tree needs one table. Name its file."),
            file=str(path),
        )
    from mainstay.exchange.surveys import open_survey

    held = open_survey(path).read(None).table.to_pylist()
    words = [tree.group] if tree.group else []
    return table_of(held, unit=tree.unit, period=tree.period, words=words, source=path.name)
