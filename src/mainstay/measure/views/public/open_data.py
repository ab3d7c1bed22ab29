"""Open data: every published figure as a file, with its licence, what it means and what is hidden."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mainstay import playbook
from mainstay.exchange.tables import Column, Sheet, write_csv
from mainstay.measure.models import Publication
from mainstay.measure.selectors import public
from mainstay.measure.selectors.publications import check_content, publications_open
from mainstay.measure.services.exporting import SHEET as FIGURES
from mainstay.measure.services.exporting import figure_lines
from mainstay.page.doors import door, who

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
ABOUT = (
    Column("project", "Project"), Column("country", "Country"), Column("counted_to", "Counted to"),
    Column("version", "Version", "int"), Column("corrected", "Corrected"), Column("synthetic", "Synthetic"),
    Column("licence", "Licence"), Column("address", "Address"),
)  # fmt: skip
SHEET = Sheet("figures", (*FIGURES.columns, *ABOUT), label="Figures")
#: What each column of the files holds; written for whoever reads the file and not this program.
COLUMNS = {
    "code": "Code of the indicator; its name, unit and how it is counted stand in the codebook.",
    "name": "Name of the indicator, as the project agreed it.",
    "group": "Cell of the figure: empty for the whole, else dimension=value (sex=F; month=2026-11; currency=USD).",
    "value": "The figure. Empty where it is hidden or where nothing was recorded; the column note says which.",
    "unit": "Unit of the figure.",
    "low": "Lower end of the interval, where the figure is an estimate.",
    "high": "Upper end of the interval, where the figure is an estimate.",
    "target": "What was promised for this cell.",
    "missing_percent": "Share of the records that could not be used, in percent.",
    "grade": "A counted and verified by a sample, B counted from certified records, C estimated, D indicative.",
    "note": "Why a value is not shown.",
    "aggregation": "How figures of parts relate to the whole: only what says sum may be added up.",
    "formula": "How the figure is counted, as a formula; the codebook says it in words.",
    "definition_version": "Version of the project's definition of the indicator.",
    "project": "Number of the project.",
    "country": "Country of the project (ISO 3166-1 alpha-3).",
    "counted_to": "Last day that is counted.",
    "version": "Version of the publication; 2 and above are corrections.",
    "corrected": "Why it was corrected.",
    "synthetic": "yes: made up for a rehearsal, not about real persons, sites or payments.",
    "licence": "Licence of the figure.",
    "address": "Where the figure is read, with its history; the address goes on working after a correction.",
}
CODEBOOK = Sheet(
    "codebook",
    (
        Column("kind", "Kind"), Column("code", "Code"), Column("name", "Name"), Column("unit", "Unit"),
        Column("means", "Meaning"), Column("formula", "Formula"), Column("aggregation", "Aggregation"), Column("sdg", "SDG"), Column("source", "Source"),
    ),
    label="Codebook",
)  # fmt: skip


@door("measure.read_published")
def data_page(request: HttpRequest) -> HttpResponse:
    """Show what can be downloaded, under which licence."""
    rows = sorted(public.publications_newest(who(request)), key=lambda row: row.title)
    shown = {
        "rows": rows,
        "licence": settings.LICENCE,
        "licence_address": settings.LICENCE_ADDRESS,
        "iati": settings.IATI_ADDRESS,
        "columns": COLUMNS.items(),
        "synthetic": any(row.synthetic for row in rows),
    }
    return render(request, "measure/public/data.html", shown)


@door("measure.read_published")
def all_figures(request: HttpRequest, kind: str) -> HttpResponse:
    """Return every figure in force as one file."""
    keys = [row.pk for row in public.publications_newest(who(request))]
    rows = publications_open(who(request)).filter(pk__in=keys).select_related("project__country")
    return _file(request, rows.order_by("project__reference"), kind, "figures")


@door("measure.read_published")
def one_publication(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Return one version of published figures as a file; a withheld one gives none."""
    row = public.publication_by(who(request), uid)
    rows = Publication.objects.filter(pk=row.pk).exclude(state="WITHHELD").select_related("project__country")
    if not rows:
        raise Http404
    return _file(request, rows, kind, f"figures-{row.as_of.isoformat()}-v{row.version}")


def _file(request: HttpRequest, rows: Iterable[Publication], kind: str, name: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    made = bytes(_json(request, rows), "utf-8") if kind == "json" else _csv(SHEET, _lines(request, rows))
    answer = HttpResponse(made, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv(sheet: Sheet, lines: Iterable[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    write_csv(sheet, lines, to=out)
    return out.getvalue()


def _lines(request: HttpRequest, rows: Iterable[Publication]) -> Iterator[dict[str, Any]]:
    for row in rows:
        check_content(row)
        about = {**_about(request, row), "synthetic": "yes" if row.synthetic else "no"}
        for line in figure_lines(row):
            yield {**line, **about}


def _about(request: HttpRequest, row: Publication) -> dict[str, Any]:
    return {
        "project": row.project.reference if row.project else None,
        "country": row.project.country_id if row.project else None,
        "counted_to": row.as_of.isoformat(),
        "version": row.version,
        "corrected": row.reason or None,
        "licence": row.licence,
        "address": request.build_absolute_uri(reverse("public_figures", args=[row.uid])),
    }


def _json(request: HttpRequest, rows: Iterable[Publication]) -> str:
    publications = []
    for row in rows:
        check_content(row)
        content = row.content
        publications.append(
            {
                "title": row.title,
                **_about(request, row),
                "synthetic": row.synthetic,
                "state": row.state,
                "counted_from": content["first_on"],
                "signed_off": row.published_at.isoformat(),
                "method": content["method"],
                "hidden_cells": content["hidden"],
                "definitions": content["definitions"],
                "figures": content["rows"],
            }
        )
    whole = {
        "licence": settings.LICENCE,
        "licence_address": settings.LICENCE_ADDRESS,
        "codebook": request.build_absolute_uri(reverse("public_codebook")),
        "columns": COLUMNS,
        "publications": publications,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


@door("measure.read_published")
def codebook(request: HttpRequest) -> HttpResponse:
    """Return what every column and every indicator means, as a file."""
    answer = HttpResponse(_csv(CODEBOOK, _codebook_lines()), content_type=KINDS["csv"])
    answer["Content-Disposition"] = 'attachment; filename="codebook.csv"'
    return answer


def _codebook_lines() -> Iterator[dict[str, Any]]:
    for name, means in COLUMNS.items():
        yield _line("column", name, means=means)
    for entry in playbook.current().indicators.values():
        yield _line(
            "indicator", entry.code, name=entry.name, unit=entry.unit, means=entry.in_words, formula=entry.formula,
            aggregation=entry.aggregation, sdg="; ".join(entry.sdg) or None, source=entry.data_source,
        )  # fmt: skip


def _line(kind: str, code: str, **told: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("name", "unit", "means", "formula", "aggregation", "sdg", "source"))
    return {"kind": kind, "code": code, **empty, **told}
