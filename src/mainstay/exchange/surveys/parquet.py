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
            return parquet.read_table(place, columns=list(columns)), ()
        except (pa.ArrowInvalid, OSError) as error:
            raise damaged(place.name, str(error)) from None

    return SurveyFile(place.name, "parquet", tuple(dict.fromkeys(flat)), read, ambiguous=twice)


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
