"""What can be found beside records: countries, areas, entries of the playbook, pages of the help, names of files."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.common.models import Area, Attachment, Country
from mainstay.page import help as documentation

from .findable import RECORDS, Kind, Written

#: Of the playbook, what only the product itself reads.
NOT_FOUND = (
    "actions",
    "grants",
    "traceability",
    "mission",
    "mission_answers",
    "synonyms",
    "reference_lists.demo_candidates",
)

#: How Markdown marks words: signs, and where a link leads.
_WRITTEN = re.compile(r"\]\([^)]*\)|[*`#|\[]|-{3,}")


def _countries() -> Iterator[Written]:
    for row in Country.objects.order_by("pk"):
        body = (row.name, row.iso2, row.region, row.subregion, row.capital, *row.names.values())
        title = row.names.get("en", row.name)
        yield Written(row.iso3, title, row.iso3, (row.iso3, *body), handle=row.iso3, titles=row.names)


def _areas() -> Iterator[Written]:
    for row in Area.objects.select_related("country").order_by("pk"):
        body = (row.pcode, row.country.name, *row.country.names.values())
        yield Written(row.pcode, row.name, row.country.name, body, handle=row.country_id)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value) if isinstance(value, str) else ""


def _playbook() -> Iterator[Written]:
    book = playbook.current()
    languages = [code for code in book.languages() if code != "en"]
    for name, catalogue in book.collections():
        if name in NOT_FOUND:
            continue
        for entry in catalogue.values():
            texts = [(text, _plain(getattr(entry, text, ""))) for text in entry.texts]
            if not texts or not texts[0][1]:
                continue
            title = texts[0][0]
            told = {code: str(book.text(f"{name}/{entry.code}/{title}", code)) for code in languages}
            body = [entry.code, *(text for _field, text in texts[1:]), *told.values()]
            yield Written(
                f"{name}/{entry.code}", Truncator(texts[0][1]).chars(280), entry.code, body, handle=name,
                titles={code: Truncator(text).chars(280) for code, text in told.items()},
            )  # fmt: skip


def _help() -> Iterator[Written]:
    for page in documentation.pages().values():
        told = [
            own for (_language, place), own in documentation.translations().items() if place == page.place
        ]
        body = [_WRITTEN.sub("", own.text) for own in (page, *told)]
        titles = {own.language: own.title for own in told}
        yield Written(page.place, page.title, body=body, handle=page.place, titles=titles)


def _file(row: Attachment) -> Written | None:
    kind = next(
        (kind for kind in RECORDS if kind.model and kind.model._meta.label_lower == row.record_kind), None
    )
    held = kind.rows().filter(pk=row.record_id).first() if kind is not None else None
    if kind is None or kind.write is None or held is None:
        return None
    of = kind.write(held)
    return Written(
        str(row.pk),
        row.name,
        of.title[:300],
        (of.title,),
        handle=of.handle,
        guard=kind.code,
        guard_id=held.pk,
    )


def files(rows: Iterator[Attachment]) -> Iterator[Written]:
    """Yield the files among `rows` that hang on a record that can be found, under that record's right."""
    for row in rows:
        if row.data_class in {"PUBLIC", "INTERNAL"} and (written := _file(row)) is not None:
            yield written


TEXTS: tuple[Kind, ...] = (
    Kind("country", _("Country"), _("Countries"), "watch.read_profile", ("country",), contents=_countries),
    Kind("area", _("Area"), _("Areas"), "watch.read_profile", ("country",), contents=_areas),
    Kind(
        "help",
        _("Help"),
        _("Help"),
        "web.search_records",
        ("help_page",),
        contents=_help,
    ),
    Kind(
        "playbook",
        _("Playbook"),
        _("Playbook"),
        "playbook.read_playbook",
        ("playbook_section",),
        contents=_playbook,
    ),
)
#: Found under the right of the record that they are attached to; they open there.
FILE = Kind("file", _("File"), _("Files"), "", ())

KINDS: dict[str, Kind] = {kind.code: kind for kind in (*RECORDS, *TEXTS, FILE)}
