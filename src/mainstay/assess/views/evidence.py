"""What stands behind each answer: sources by kind, their strength, the gaps."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.assess import selectors
from mainstay.assess.tables import CONFIDENCE_MARKS, GAP_WORDS, TOPIC_WORDS, FindingTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, named

from .shown import found, on_top


@door("assess.read_assessments")
def evidence_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the grid of questions and kinds of source, then every finding with its sources."""
    assessment = found(request, uid)
    grid = selectors.evidence_by_topic(assessment)
    gaps = sum(bool(row.gap) for row in grid)
    findings = selectors.evidence_grid(assessment)
    answer = " ".join(
        [
            counted(len(findings), ngettext("{count} finding.", "{count} findings.", len(findings)),
                    none=gettext("No finding is written yet. Findings come with their sources.")),
            counted(gaps, ngettext("A gap in {count} question.", "Gaps in {count} questions.", gaps),
                    none=gettext("Every question rests on two kinds of source.")),
        ]
    )  # fmt: skip
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
    return listed(request, "assess/evidence.html", FindingTable(findings), shown, name="findings")
