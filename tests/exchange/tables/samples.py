"""Sheets and files that the tests of tables share, the hostile ones made on the spot."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from mainstay.common.errors import BadInput
from mainstay.exchange.tables import Column, Sheet, Staged, read_table

WORKERS = Sheet(
    "workers",
    (
        Column("uid", "Identifier", "uuid", hidden=True),
        Column("worker", "Worker ID", required=True, aliases=("Matricule", "رقم العامل"), max_length=20),
        Column("name", "Name", aliases=("Nom", "Nombre", "الاسم")),
        Column("born", "Date of birth", "date", aliases=("Date de naissance",)),
        Column("sex", "Sex", "choice", choices={"F": ("Female", "Femme", "أنثى"), "M": ("Male", "Homme")}),
        Column("days", "Days", "int", minimum=0, maximum=31),
        Column("wage", "Daily wage", "decimal", places=3, minimum=Decimal(0)),
        Column("refugee", "Refugee", "bool"),
        Column("phone", "Phone", "phone"),
    ),
    key=("worker",),
)
HEADER = "worker,name,born,sex,days,wage,refugee,phone"


def csv_of(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *lines, ""]).encode()


def staged(*lines: str, header: str = HEADER, **how: Any) -> Staged:
    return read_table(csv_of(*lines, header=header), "workers.csv", WORKERS, **how)


def codes(table: Staged) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.field, problem.reason.code) for problem in table.problems]


def refused(read: Callable[[], object]) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read()
    return caught.value


def workbook(
    rows: Iterable[Sequence[Any]], change: Callable[[Any, Any], None] | None = None, **options: Any
) -> bytes:
    """A workbook with these rows; `change` may add what the rows cannot say."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    if change is not None:
        change(book, page)
    book.close()
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The same archive with each part passed through `change`, and with more parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()
