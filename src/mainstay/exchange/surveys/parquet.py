"""Parquet: the schema first, then only the columns that are asked for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _

from .survey import SurveyFile

if TYPE_CHECKING:
    import pyarrow as pa


def open_parquet(place: Path) -> SurveyFile:
    """Return the survey in a Parquet file; nested columns are left out, for no estimate can use them."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        schema = parquet.read_schema(place)
        rows = parquet.read_metadata(place).num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(place.name, str(error)) from None
    if not rows:
        raise no_rows(place.name)
    flat = [column.name for column in schema if not pa.types.is_nested(column.type)]
    twice = tuple(sorted({name for name in flat if flat.count(name) > 1}))

    def read(columns: Sequence[str]) -> tuple["pa.Table", tuple[Reason, ...]]:
        try:
            return _without_blanks(parquet.read_table(place, columns=list(columns))), ()
        except (pa.ArrowInvalid, OSError) as error:
            raise damaged(place.name, str(error)) from None

    return SurveyFile(place.name, "parquet", tuple(dict.fromkeys(flat)), read, ambiguous=twice)


def _without_blanks(table: "pa.Table") -> "pa.Table":
    """Return the table with empty texts as missing, as in every other form: nobody answered with nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for at, name in enumerate(table.column_names):
        column = table.column(at)
        if pa.types.is_dictionary(column.type):
            column = pc.cast(column, column.type.value_type)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        empty = pc.equal(column, "")
        if pc.any(empty).as_py():
            table = table.set_column(at, name, pc.if_else(empty, pa.scalar(None, column.type), column))
    return table


def damaged(filename: str, why: str) -> BadInput:
    """Return the refusal of a file that its reader cannot read."""
    return BadInput(
        "survey_file.damaged",
        _(
            "{filename} cannot be read ({why}). It may have been cut off in transfer: copy it again, or save it "
            "once more from the program that wrote it."
        ),
        filename=filename,
        why=why.strip().splitlines()[0][:200] if why.strip() else "?",
    )


def no_rows(filename: str) -> BadInput:
    """Return the refusal of a file that has a header and nothing below it."""
    return BadInput(
        "survey_file.no_rows",
        _("{filename} names columns but holds no row. Export it again with the answers."),
        filename=filename,
    )
