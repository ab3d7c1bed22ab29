"""Files of SPSS and Stata with their labels, read by ReadStat (through pyreadstat) without pandas.

Whatever the package counts as missing (system-missing, the user's missing values of SPSS, .a to .z of Stata)
becomes null.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .columns import whole
from .parquet import damaged, no_rows
from .survey import SurveyFile

if TYPE_CHECKING:
    import pyarrow as pa

OLD_ENCODING = "WINDOWS-1252"
READERS = {"spss": "read_sav", "spss portable": "read_por", "stata": "read_dta"}


def open_package(place: Path, form: str, *, encoding: str = "") -> SurveyFile:
    """Return the survey in an SPSS or Stata file; `encoding` for old files that do not name theirs."""
    found, used = _read(place, form, encoding, metadataonly=True)
    meta = found[1]
    if meta.number_rows == 0:
        raise no_rows(place.name)

    def read(columns: Sequence[str]) -> tuple["pa.Table", tuple[Reason, ...]]:
        import pyarrow as pa

        (values, _meta), by = _read(place, form, used, usecols=list(columns))
        table = pa.table({name: _column(values[name]) for name in columns})
        if not table.num_rows:
            raise no_rows(place.name)
        return table, () if by == encoding else (_guessed(place.name, by),)

    return SurveyFile(
        place.name,
        form,
        tuple(meta.column_names),
        read,
        {name: label for name, label in meta.column_names_to_labels.items() if label},
        {name: _codes(labels) for name, labels in meta.variable_value_labels.items()},
    )


def _read(place: Path, form: str, encoding: str, **options: Any) -> tuple[Any, str]:
    """Return what the library reads, and the encoding it took: the file's own, else that of old Windows."""
    import pyreadstat

    reader = getattr(pyreadstat, READERS[form])
    last = ""
    for tried in dict.fromkeys((encoding, encoding or ("" if form == "spss portable" else OLD_ENCODING))):
        named = {"encoding": tried} if tried else {}
        try:
            return reader(str(place), output_format="dict", **named, **options), tried
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - ReadStat names no families of errors
            last = str(error)
            if not any(word in last.lower() for word in ("encoding", "byte sequence", "codec", "decode")):
                break
    raise damaged(place.name, last)


def _guessed(filename: str, encoding: str) -> Reason:
    return Reason(
        "survey_file.old_encoding",
        _("{filename} does not say in which encoding its texts are; they were read as {encoding}."),
        {"filename": filename, "encoding": encoding},
    )


def _codes(labels: Mapping[Any, str]) -> dict[Any, str]:
    """Return labels by code, whole numbers as integers like in the table."""
    return {
        int(code) if isinstance(code, float) and code.is_integer() else code: label
        for code, label in labels.items()
    }


def _column(values: Any) -> "pa.ChunkedArray":
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        column = pa.chunked_array([pa.array(values, from_pandas=True)])
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = [None if value is None else str(value) for value in values]
        column = pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_string(column.type):
        return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    return whole(column)
