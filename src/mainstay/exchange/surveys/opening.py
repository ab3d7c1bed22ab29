"""Which reader a file needs, known by its first bytes before its name."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .survey import Survey, SurveyFile

PACKAGES = {".sav": "spss", ".zsav": "spss", ".por": "spss portable", ".dta": "stata"}
TEXTS = {".csv", ".tsv", ".tab", ".txt", ".gz", ".dat", ""}
FORMS = "CSV, TSV, CSV.GZ, Parquet, XLSX, SPSS (.sav, .zsav, .por), Stata (.dta)"


def open_survey(
    path: str | PathLike[str],
    *,
    encoding: str = "",
    delimiter: str = "",
    decimal: str = "",
    sheet: str = "",
) -> SurveyFile:
    """Return the survey in the file at `path` with the names and labels of its columns.

    `encoding`, `delimiter` and `decimal` are found out where they are not given; they are for text files, the
    encoding also for SPSS and Stata files of old versions that do not name theirs. `sheet` names one of a workbook.
    BadInput says why a file cannot be read, and what to do.
    """
    from . import packages, parquet, text_files, workbook

    place = Path(path)
    start = _start(place)
    form = _form(place, start)
    _refuse_idle(form, place.name, delimiter=delimiter, decimal=decimal, sheet=sheet, encoding=encoding)
    if form == "parquet":
        return parquet.open_parquet(place)
    if form == "xlsx":
        return workbook.open_workbook(place, sheet=sheet)
    if form in {"spss", "spss portable", "stata"}:
        return packages.open_package(place, form, encoding=encoding)
    return text_files.open_text(place, encoding=encoding, delimiter=delimiter, decimal=decimal)


def read_survey(path: str | PathLike[str], columns: Iterable[str] | None = None, **options: str) -> Survey:
    """Return the named columns (or all) of the survey in the file at `path`; options as for `open_survey`."""
    return open_survey(path, **options).read(columns)


def _start(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(16)
    except FileNotFoundError:
        raise BadInput(
            "survey_file.no_file", _("There is no file {filename}."), filename=str(place)
        ) from None
    except IsADirectoryError:
        raise BadInput(
            "survey_file.folder", _("{filename} is a folder; give one file."), filename=str(place)
        ) from None
    except PermissionError:
        raise BadInput(
            "survey_file.closed", _("{filename} may not be read by you."), filename=str(place)
        ) from None


def _form(place: Path, start: bytes) -> str:
    ending = place.suffix.lower()
    if not start:
        raise BadInput(
            "empty_file",
            _("{filename} is empty. Choose the file that holds the table."),
            filename=place.name,
        )
    if start.startswith((b"$FL2", b"$FL3")):
        return "spss"
    if start.startswith(b"<stata_dta>"):
        return "stata"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if ending in PACKAGES:
        return PACKAGES[ending]
    if start.startswith(b"\x1f\x8b") or ending in TEXTS:
        return "text"
    raise BadInput(
        "survey_file.unknown_form",
        _("{filename} is in no form that is read here. Save it as one of: {forms}."),
        filename=place.name,
        forms=FORMS,
    )


def _refuse_idle(form: str, filename: str, **given: str) -> None:
    """Refuse an option that the form of the file has no use for, so that none is ever ignored."""
    used = {
        "text": {"encoding", "delimiter", "decimal"},
        "xlsx": {"sheet"},
        "spss": {"encoding"},
        "stata": {"encoding"},
    }
    idle = [name for name, value in given.items() if value and name not in used.get(form, set())]
    if idle:
        raise BadInput(
            "survey_file.idle_option",
            _("{filename} is read as {form}, where {option} has no meaning. Leave it out."),
            filename=filename,
            form=form,
            option=idle[0],
        )
