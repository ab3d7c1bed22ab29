"""A list as a page or as a file: filtered and sorted by its address, exported exactly as it is shown."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django_tables2 import RequestConfig

from mainstay.common import clock
from mainstay.page import numerals
from mainstay.page.tables import ListTable
from mainstay.page.words import NO_BREAK

PER_PAGE = 50
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def listed(
    request: HttpRequest,
    template: str,
    table: ListTable,
    shown: Mapping[str, Any] | None = None,
    *,
    name: str,
    filters: Any = None,
) -> HttpResponse:
    """Return the page of a list, or the file of it when the address asks ``?export=csv`` or ``xlsx``.

    `filters` is the form whose values are in the address (a ``FilterSet.form`` or a plain form); `name` names the file.
    """
    RequestConfig(request, paginate={"per_page": PER_PAGE, "silent": True}).configure(table)
    kind = request.GET.get("export", "")
    if kind in KINDS:
        with numerals.western():
            return _file(table, kind, name)
    kept = request.GET.copy()
    for gone in ("export", "page"):
        kept.pop(gone, None)
    # A table's template is given the table alone: what it says of the filter travels with it.
    table.kept, table.narrowed = kept.urlencode(), bool(filters is not None and request.GET)
    context = {**(shown or {}), "table": table, "filters": filters}
    return render(request, template, context)


def _file(table: ListTable, kind: str, name: str) -> HttpResponse:
    from mainstay.exchange.tables import Column, Sheet, write_csv, write_xlsx

    header, *rows = table.exported()
    rows = [[_cell(value) for value in row] for row in rows]
    columns = tuple(
        Column(f"c{place}", str(label), _kind([row[place] for row in rows]))
        for place, label in enumerate(header)
    )
    keyed = ({f"c{place}": value for place, value in enumerate(row)} for row in rows)
    out, sheet = io.BytesIO(), Sheet(name, columns)
    if kind == "csv":
        write_csv(sheet, keyed, to=out)
    else:
        write_xlsx(sheet, keyed, to=out, locale=get_language() or "en")
    answer = HttpResponse(out.getvalue(), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{kind}"'
    return answer


def _cell(value: Any) -> Any:
    """Return a value as it is written to a file: numbers stay numbers, all else is text, nothing is empty."""
    if value is None or value in ("–", "—", ""):
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    return str(value).replace(NO_BREAK, " ")


def _kind(values: Sequence[Any]) -> Literal["text", "int", "decimal"]:
    known = [value for value in values if value is not None]
    if not known or any(isinstance(value, str) for value in known):
        return "text"
    return "int" if all(isinstance(value, int) for value in known) else "decimal"
