"""Files that should never have come: made on the spot for any table, and what must not change by them."""

import io
import zipfile
from functools import cache

import pytest
from django.apps import apps
from django.db import connection

from mainstay.common.errors import BadInput
from mainstay.page.errors import sentence

#: What may be written about a refused file: the report of it, and the failure that a register shows.
REPORTS = {"works.importbatch", "watch.source", "watch.series"}
#: Progress of jobs lies in a database of its own.
ELSEWHERE = {"common.job"}


def everything():
    """Return how many rows each table of the records holds: counted in one question, for it is asked twice a file."""
    tables = {
        model._meta.label_lower: model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("mainstay") and model._meta.label_lower not in REPORTS | ELSEWHERE
    }
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}', count(*) FROM \"{table}\"" for name, table in tables.items()
            )
        )
        return dict(cursor.fetchall())


@cache
def bomb():
    """Return a small workbook that unpacks to much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
    return out.getvalue()


def huge(folder, name="huge.csv"):
    """Return the path of a file of 200 MB that takes no room."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    return path


def with_cell(content, text):
    """Return a CSV whose second row begins with another cell."""
    head, row, *rest = content.split(b"\r\n" if b"\r\n" in content else b"\n")
    cells = row.split(b",")
    return b"\r\n".join([head, b",".join([text, *cells[1:]]), *rest])


def hostile_files(good, folder):
    """Yield each hostile version of a good CSV: what it is, its content or path, its name, the codes of refusal."""
    yield "200 MB", huge(folder), "huge.csv", {"file_too_large"}
    yield "a zip bomb", bomb(), "bomb.xlsx", {"zip_bomb"}
    yield "a formula", with_cell(good, b'"=HYPERLINK(""http://x"")"'), "formula.csv", {"formula"}
    yield "broken encoding", with_cell(good, b"Jos\xe9\x9d"), "latin.csv", {"encoding_not_utf8"}
    yield "a NUL", with_cell(good, b"a\0b"), "nul.csv", {"nul_byte"}
    yield "a PDF", b"%PDF-1.7 ...", "table.csv", {"content_not_as_named"}
    yield "nothing", b"", "empty.csv", {"empty_file"}
    yield "a page", b"<html><table>", "page.csv", {"content_not_as_named"}


def refusal(act, *given, **more):
    """Return the refusal of an act, after seeing that no table of the records has changed."""
    before = everything()
    with pytest.raises(BadInput) as caught:
        act(*given, **more)
    assert before == everything()
    assert sentence(caught.value.reason)
    return caught.value


def codes(error):
    """Return what a refusal and its problems are called."""
    return {error.code, *(problem.reason.code for problem in error.problems)}


def all_refused(act, good, folder):
    """See that `act` (content or path, name) refuses each hostile version of `good` and changes nothing."""
    for what, given, name, expected in hostile_files(good, folder):
        error = refusal(act, given, name)
        assert expected & codes(error), (what, codes(error))
        for problem in error.problems:
            assert problem.row is not None, what
