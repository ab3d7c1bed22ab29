"""How an assessment was made, and its limits: who was chosen, asked, refused or not met, weights, errors, what is missing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.assess.models import Assessment
from mainstay.assess.selectors import progress_of
from mainstay.assess.selectors.answers import Table, design_columns
from mainstay.assess.selectors.evidence import evidence_by_topic
from mainstay.assess.selectors.key_figures import KeyFigures
from mainstay.page.words import counted, enumerated, named, number, percent

from . import words


def chosen_told(assessment: Assessment) -> str:
    """Return how people were chosen, with seed and design effect."""
    return _("How people were chosen: {method}; seed {seed}; design effect {deff}.").format(
        method=words.METHODS.get(assessment.method, assessment.method) or "–",
        seed=assessment.seed if assessment.seed is not None else "–",
        deff=number(assessment.design_effect, 2),
    )


def asked_told(assessment: Assessment) -> str:
    """Return how many gave an interview and how many refused, of how many that were planned."""
    given = assessment.submissions.filter(consent=True).count()
    refused = assessment.submissions.filter(consent=False).count()
    met = given + refused
    said = _("{asked} interviews, {planned} were planned; {refused} refused, {share} of those met.") if assessment.sample_completed else _("{asked} interviews; {refused} refused, {share} of those met.")  # fmt: skip
    return said.format(
        asked=number(given), planned=number(assessment.sample_completed or 0), refused=number(refused),
        share=percent(refused / met if met else None, 1),
    )  # fmt: skip


def unmet_told(assessment: Assessment) -> str:
    """Return which parts of the sample nobody was met in; empty where there is none."""
    if not assessment.strata:
        return ""
    unmet = [row.name for row in progress_of(assessment, "stratum") if not row.asked + row.refused]
    if not unmet:
        return _("Every part of the sample was reached.")
    return _("Not reached: {places}.").format(places=enumerated(unmet))


def drawn_told(assessment: Assessment) -> str:
    """Return in how many of the clusters drawn nobody was met; empty without, and where the answers name others."""
    visited = set(assessment.submissions.exclude(cluster="").values_list("cluster", flat=True).distinct())
    unmet = [place for place in assessment.drawn if place not in visited]
    if not unmet or not visited <= set(assessment.drawn):
        return ""
    return _("In {unmet} of {drawn} clusters that were drawn nobody was met.").format(
        unmet=number(len(unmet)), drawn=number(len(assessment.drawn))
    )


def missing_told(assessment: Assessment) -> list[str]:
    """Return what nothing answers, what rests on one kind of source, what is disputed, and what was not asked."""
    rows = evidence_by_topic(assessment)
    answered = set(
        assessment.submissions.filter(consent=True).values_list("form__module", flat=True).distinct()
    )
    unasked = [named("assessment_modules", code) for code in assessment.modules if code not in answered]
    said = {
        "nothing": _("Nothing answers yet: {topics}."), "disputed": _("A source says otherwise on: {topics}."),
        "one_kind": _("One kind of source only on: {topics}."),
    }  # fmt: skip
    gaps = [
        text.format(topics=enumerated(words.TOPICS[row.topic] for row in rows if row.gap == gap))
        for gap, text in said.items()
        if any(row.gap == gap for row in rows)
    ]
    return [*gaps, *([_("Without an interview: {modules}.").format(modules=enumerated(unasked))] if unasked else [])]  # fmt: skip


def error_told(held: KeyFigures) -> list[str]:
    """Return in words what each interview stands for, and what the errors follow from."""
    tables = list(held.tables.values())
    if not tables:
        return []
    weighted = (
        _("Each interview counts for as many people as it stands for in its part of the sample.")
        if all(table.weighted for table in tables)
        else _("Each interview counts the same.")
    )
    if not all(table.by_chance for table in tables):
        return [weighted, _("People were not chosen by lot: the numbers describe those asked, and no error can be told.")]  # fmt: skip
    return [
        weighted,
        _("Those who refused or were not met are taken to be like those who answered in the same part of the sample."),
        _("The error follows from how people were chosen, by Taylor linearisation over the units drawn."),
        *_lonely(tables),
        _judged(held),
    ]  # fmt: skip


def _lonely(tables: Sequence[Table]) -> list[str]:
    """Return how many parts of the sample have one unit drawn, whose error is taken from the whole; empty without."""
    count = sum(lonely_strata(table) for table in tables)
    words_ = ngettext(
        "{count} part of the sample has one unit alone; its error is taken from the mean of all (lonely units adjusted).",
        "{count} parts of the sample have one unit alone; their error is taken from the mean of all (lonely units adjusted).",
        count,
    )  # fmt: skip
    said = counted(count, words_, none="")
    return [said] if said else []


def lonely_strata(table: Table) -> int:
    """Return in how many strata of a table one unit alone was drawn."""
    drawn = design_columns(table)
    if not drawn["strata"]:
        return 0
    units: dict[str, set[object]] = {}
    clusters = table.columns["cluster"] if drawn["clusters"] else range(table.n)
    for stratum, unit in zip(table.columns["stratum"], clusters, strict=True):
        units.setdefault(stratum, set()).add(unit)
    return sum(len(held) == 1 for held in units.values())


def _judged(held: KeyFigures) -> str:
    from mainstay.statistics.survey.reliability import rule_sets

    return _("Estimates are judged by the rules of {rules}.").format(rules=rule_sets()[held.rules].title)
