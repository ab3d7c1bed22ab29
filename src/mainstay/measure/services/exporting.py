"""Figures as files: CSV, XLSX and Parquet, each with licence, method and as-of date."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet, write_csv, write_xlsx
from mainstay.measure.models import Publication
from mainstay.measure.selectors.publications import check_content

PICTURES: tuple[Literal["svg", "png"], ...] = ("svg", "png")
FORMATS = ("csv", "xlsx", "parquet")
SHEET = Sheet(
    "figures",
    (
        Column("code", "Code"),
        Column("name", "Indicator"),
        Column("group", "Group"),
        Column("value", "Value", "decimal"),
        Column("unit", "Unit"),
        Column("low", "Lower end", "decimal"),
        Column("high", "Upper end", "decimal"),
        Column("target", "Target", "decimal"),
        Column("missing_percent", "Missing, %", "decimal"),
        Column("grade", "Confidence"),
        Column("note", "Note"),
        Column("aggregation", "Aggregation"),
        Column("formula", "Formula"),
        Column("definition_version", "Definition version", "int"),
    ),
    label="Figures",
)


def export_publication(
    *, by: Person, publication: Publication, to: Path, formats: tuple[str, ...] = FORMATS
) -> list[Path]:
    """Return the files written into the folder `to`: the figures as published, and beside them what they mean."""
    strange = sorted(set(formats) - set(FORMATS))
    if strange:
        raise BadInput(
            "format",
            _("There is no format {format}. There are: {formats}."),
            format=strange[0],
            formats=", ".join(FORMATS),
        )
    with act("measure.export_results", by=by, on=publication) as entry:
        check_content(publication)
        if publication.state == "WITHHELD":
            raise BadInput("withheld", _("This publication is withheld: {reason}"), reason=publication.reason)
        to.mkdir(parents=True, exist_ok=True)
        stem = to / f"figures-{publication.as_of.isoformat()}-v{publication.version}"
        rows, about = figure_lines(publication), about_lines(publication)
        made = [_write(stem.with_suffix(f".{kind}"), rows, about) for kind in formats]
        note = stem.with_name(f"{stem.name}-about.txt")
        note.write_text("\n".join(about) + "\n", encoding="utf-8")
        entry.note(formats=list(formats), sha256=publication.sha256)
    return [*made, note]


def export_charts(
    *, by: Person, publication: Publication, to: Path, charts: Sequence[tuple[str, str]], locale: str = "en"
) -> list[Path]:
    """Return charts of published figures, SVG and PNG: pairs of indicator and dimension (``("JB-01", "month")``)."""
    from mainstay.measure.selectors.pictures import publication_chart

    with act("measure.export_results", by=by, on=publication) as entry:
        check_content(publication)
        to.mkdir(parents=True, exist_ok=True)
        made = []
        for code, dimension in charts:
            for kind in PICTURES:
                path = to / f"{code}-{dimension}.{kind}"
                path.write_bytes(
                    publication_chart(publication, code, by=dimension, format=kind, locale=locale)
                )
                made.append(path)
        entry.note(charts=[list(pair) for pair in charts], sha256=publication.sha256)
    return made


def figure_lines(publication: Publication) -> list[dict[str, Any]]:
    """Return the figures of a publication as lines of a table; a hidden cell is empty and says why."""
    from decimal import Decimal

    definitions = publication.content["definitions"]
    lines = []
    for row in publication.content["rows"]:
        known = definitions[row["code"]]
        amounts = {
            name: None if row[name] is None else Decimal(row[name])
            for name in ("value", "low", "high", "target")
        }
        lines.append(
            {
                "code": row["code"],
                "name": known["name"],
                "group": row["group"],
                "unit": known["unit"],
                "missing_percent": Decimal(str(row["missing_percent"])),
                "grade": row["grade"],
                "note": "hidden: too few persons" if row["hidden"] else row["withheld"],
                "aggregation": known["aggregation"],
                "formula": known["formula"],
                "definition_version": known["version"],
                **amounts,
            }
        )
    return lines


def about_lines(publication: Publication) -> list[str]:
    """Return what stands above every export: what it is, as of when, by which rules, under which licence."""
    content = publication.content
    project = publication.project
    head = [
        publication.title,
        *(["Synthetic data: not about real persons, sites or payments."] if publication.synthetic else []),
        f"Project: {project.reference}" if project else "All projects",
        f"As of: {publication.as_of.isoformat()}",
        f"Version: {publication.version}" + (f" ({publication.reason})" if publication.reason else ""),
        f"Licence: {publication.licence}",
        f"Method: {content['method']}",
        f"Playbook: {content['playbook_version']}",
        f"Checksum of the figures: {content['checksum']}",
    ]
    return [*head, *(f"Facts {name}: {digest}" for name, digest in sorted(content["facts"].items()))]


def _write(path: Path, rows: list[dict[str, Any]], about: list[str]) -> Path:
    if path.suffix == ".csv":
        write_csv(SHEET, rows, to=path)
    elif path.suffix == ".xlsx":
        write_xlsx(SHEET, rows, to=path, title=about[0], notes=about[1:])
    else:
        _write_parquet(path, rows, about)
    return path


def _write_parquet(path: Path, rows: list[dict[str, Any]], about: list[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"decimal": pa.float64(), "int": pa.int32(), "text": pa.string()}
    schema = pa.schema(
        [(column.name, kinds[column.kind]) for column in SHEET.columns],
        metadata={"about": json.dumps(about, ensure_ascii=False)},
    )
    plain = [
        {
            column.name: float(row[column.name]) if column.kind == "decimal" and row[column.name] is not None else row[column.name]
            for column in SHEET.columns
        }
        for row in rows
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(plain, schema), path)
