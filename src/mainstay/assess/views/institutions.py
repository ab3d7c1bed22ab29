"""Which institutions of work and relief there are, and which of them still function."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may
from mainstay.assess import selectors
from mainstay.assess.models import Institution
from mainstay.assess.selectors.places import place_names
from mainstay.assess.tables import FUNCTION_MARKS, InstitutionTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import number

from .shown import found, on_top


@door("assess.read_assessments")
def institutions_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show kinds of institution by place, what is known of each, and the interviews that the map does not hold yet."""
    assessment, person = found(request, uid), who(request)
    places, lines = selectors.institutions_by_place(assessment)
    rows = selectors.institution_rows(assessment)
    names = place_names(places)
    reads = may(person, "assess.read_submissions", assessment)
    shown = {
        **on_top(person, assessment, "assess_institutions"),
        "answer": _answer(rows),
        "places": [names[place] for place in places],
        "lines": [_line(line, [names[place] for place in places]) for line in lines] if places else [],
        "offered": selectors.institutions_offered(assessment) if reads else [],
    }
    return listed(request, "assess/institutions.html", InstitutionTable(rows), shown, name="institutions")


def _line(line: selectors.InstitutionLine, places: list[str]) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "cells": [
            (place, [_marked(row) for row in cell]) for place, cell in zip(places, line.cells, strict=True)
        ],
        "missing": line.missing == len(places),
    }


def _marked(row: Institution) -> tuple[str, Any, str]:
    mark, words = FUNCTION_MARKS[row.functioning]
    return mark, words, row.name


def _answer(rows: list[dict[str, Any]]) -> str:
    """Return how many institutions are on the map, and how many of them function."""
    if not rows:
        return gettext("Nothing yet: no institution is on the map.")
    counts = Counter(row["functioning"] for row in rows)
    words = ngettext(
        "{count} institution is on the map – {states}.",
        "{count} institutions are on the map – {states}.",
        len(rows),
    )
    states = (
        gettext("{state}: {count}").format(state=str(FUNCTION_MARKS[code][1]), count=number(counts[code]))
        for code in FUNCTION_MARKS
        if counts[code]
    )
    return words.format(count=number(len(rows)), states=", ".join(states))
