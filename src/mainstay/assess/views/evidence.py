"""What stands behind each answer: sources by kind, their strength, the gaps."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.assess import selectors
from mainstay.assess.selectors.evidence import EvidenceRow
from mainstay.assess.tables import CONFIDENCE_MARKS, GAP_WORDS, TOPIC_WORDS, FindingTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, named, number

from .shown import found, on_top


@door("assess.read_assessments")
def evidence_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the grid of questions and kinds of source, then every finding with its sources."""
    assessment = found(request, uid)
    grid = selectors.evidence_by_topic(assessment)
    findings = selectors.evidence_grid(assessment)
    answer = _answer(grid, len(findings))
    sources = playbook.current().assessing.sources.values()
    kinds = [(named("assessing.sources", kind.code), kind.strength) for kind in sources]
    shown = {
        **on_top(who(request), assessment, "assess_evidence"),
        "answer": answer,
        "kinds": kinds,
        "grid": [
            {
                "name": TOPIC_WORDS[row.topic],
                "row": row,
                "cells": [(name, cell) for (name, _strength), cell in zip(kinds, row.cells, strict=True)],
                "gap": GAP_WORDS.get(row.gap, ""),
                "mark": CONFIDENCE_MARKS.get(row.confidence),
            }
            for row in grid
        ],
    }
    numbers = ("central", "low", "high", "unit", "against")
    empty = tuple(name for name in numbers if not any(row[name] not in {None, ""} for row in findings))
    table = FindingTable(findings, exclude=empty)
    return listed(request, "assess/evidence.html", table, shown, name="findings")


def _answer(grid: Sequence[EvidenceRow], findings: int) -> str:
    """Return how many questions rest on two kinds of source that agree, and which do not."""
    if not findings:
        return gettext("Nothing yet: no finding is written. Findings come with their sources.")
    lacking = [str(TOPIC_WORDS[row.topic]) for row in grid if row.gap]
    if not lacking:
        return gettext("Every question rests on two kinds of source.")
    text = ngettext(
        "{sound} of {count} question rests on two kinds of source that agree; not: {lacking}",
        "{sound} of {count} questions rest on two kinds of source that agree; not: {lacking}",
        len(grid),
    )
    return text.format(
        sound=number(len(grid) - len(lacking)), count=number(len(grid)), lacking=enumerated(lacking)
    )
