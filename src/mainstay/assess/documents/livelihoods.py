"""The chapter on employment and livelihoods of a needs assessment after a disaster; DOCX and PDF, from live records.

Its order is that of *Post-Disaster Needs Assessment, Guidelines*, volume B, “Employment, Livelihoods and Social
Protection” (2014): what was before, effects, their value, impact on people, recovery strategy and needs, how it is done,
method and sources. Where nothing is on record the section says so; no sentence is made up.
"""

from collections import Counter
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.assess import rules
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.answers import read_once
from mainstay.assess.selectors.needs import NeedsOf, needs_of
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import ASSESSMENT_MARKS, TALK_WORDS
from mainstay.common import clock
from mainstay.page import numerals
from mainstay.page.words import day, enumerated, money, named, number, parted, percent, side

from . import words
from .livelihoods_effects import before_it, cross_cutting, effects, human_impact, value_of_effects
from .livelihoods_needs import implementation, strategy
from .livelihoods_parts import section
from .need_words import horizon_said

if TYPE_CHECKING:
    from mainstay.exchange.documents import Report, Section


def write_chapter(*, by: Person, assessment: Assessment, kind: str, locale: str = "en") -> bytes:
    """Return the chapter as ``pdf`` or ``docx``, as it stands now; `by` may read the assessment."""
    from mainstay.exchange.documents import report_docx, report_pdf

    require(by, "assess.read_assessments", assessment)
    make = {"pdf": report_pdf, "docx": report_docx}[kind]
    with read_once(), translation.override(locale), numerals.written_for(assessment.country.iso2):
        return make(livelihoods_chapter(assessment), locale=locale, made_at=clock.now())


def livelihoods_chapter(assessment: Assessment) -> "Report":
    """Return the chapter of an assessment; small cells and restricted answers are left out."""
    from mainstay.exchange.documents import Report

    needs = needs_of(assessment)
    return Report(
        title=_("Employment and livelihoods: {title}").format(title=assessment.title),
        subtitle=f"{assessment.reference} · {assessment.country}",
        answer=" ".join([_taken(assessment), _needed(needs)]),
        facts=[
            (_("Event"), parted([assessment.case.name, day(assessment.case.onset_at) if assessment.case.onset_at else ""])),
            (_("Informs"), parted(assessment.decisions)),
            (_("State"), str(ASSESSMENT_MARKS[assessment.state][1])),
            (_("Data until"), day(assessment.collected_until)),
        ],
        sections=[
            *before_it(assessment),
            *effects(assessment),
            *value_of_effects(assessment),
            *human_impact(assessment),
            *cross_cutting(assessment),
            *strategy(assessment, needs),
            *implementation(assessment, needs),
            *_method(assessment, needs),
        ],
        note=_("Synthetic data") if assessment.synthetic else "",
        digits=numerals.current().digits,
        footer=_("Playbook {version}").format(version=assessment.playbook_version),
    )  # fmt: skip


def _taken(assessment: Assessment) -> str:
    rows = list(assessment.losses.all())
    if not rows:
        return _("What work the event took: not assessed.")
    total = losses_total(rows)
    jobs = {
        "jobs": number(total["jobs"].central, 0),
        "low": number(total["jobs"].low, 0),
        "high": number(total["jobs"].high, 0),
    }
    if total["women_share"] is None:
        return _("{jobs} jobs lost ({low}–{high}).").format(**jobs)
    return _("{jobs} jobs lost ({low}–{high}), {women} of them held by women.").format(
        **jobs, women=percent(total["women_share"], 1)
    )


def _needed(needs: NeedsOf) -> str:
    if not needs.lines:
        return _("What recovery needs: not assessed.")
    return _("{total} are needed: {parts}.").format(
        total=money(needs.whole.cost, needs.currency),
        parts=enumerated(
            _("{amount} in the {horizon}").format(
                amount=money(each.cost, needs.currency), horizon=horizon_said(each.horizon.code)
            )
            for each in needs.horizons
            if each.lines
        ),
    )


def _method(assessment: Assessment, needs: NeedsOf) -> "list[Section]":
    asked = assessment.submissions.filter(consent=True).count()
    refused = assessment.submissions.filter(consent=False).count()
    said = [
        _("{asked} people were asked, {refused} refused.").format(asked=number(asked), refused=number(refused)),
        _("How people were chosen: {method}; seed {seed}; design effect {deff}.").format(
            method=words.METHODS.get(assessment.method, assessment.method) or "–",
            seed=assessment.seed if assessment.seed is not None else "–",
            deff=number(assessment.design_effect, 2),
        ),
        _("Question modules: {modules}.").format(
            modules=enumerated(named("assessment_modules", code) for code in assessment.modules)
        ),
        _("Needs are counted once: what another chapter has of a need stands in its total, not here. Lost income is no need."),
    ]  # fmt: skip
    return [
        section(_("Method, sources and who was consulted")),
        section(_("Method"), paragraphs=said if asked else said[-1:], level=2),
        section(_("Sources"), points=_sources(assessment, needs), level=2),
        section(_("Who was consulted"), points=_heard(assessment), level=2),
        section(_("Group talks"), points=_talked(assessment), level=2),
    ]


def _sources(assessment: Assessment, needs: NeedsOf) -> list[str]:
    """Return every source that stands behind a loss, a finding or a need, each once, with its day."""
    found = [(row.source, row.as_of) for row in assessment.losses.all()]
    for finding in assessment.findings.prefetch_related("sources"):
        found += [(source.citation, source.as_of) for source in finding.sources.all()]
    for line in needs.lines:
        found.append((line.record.source, line.record.as_of))
        found += [(cover.source, cover.as_of) for cover in line.covers]
    return [f"{name}, {day(as_of)}" for name, as_of in dict.fromkeys(found)]


def _heard(assessment: Assessment) -> list[str]:
    return [
        f"{row.organisation} ({side(row.body)}, {day(row.held_on)}): "
        f"{words.VERDICTS.get(row.verdict, row.verdict)}{f' – {row.words}' if row.words else ''}"
        for row in assessment.validations.all()
    ]


def _talked(assessment: Assessment) -> list[str]:
    """Return how many talks were held with which groups, women alone first.

    What they spoke of is left out, also as a count by topic: fewer may read it than may read this chapter (L-TALK), and
    where few talks were held a topic tells which place raised it.
    """
    held = Counter(assessment.talks.values_list("kind", flat=True))
    return [
        _("{group}: {said}").format(group=TALK_WORDS[kind], said=number(held[kind]))
        for kind in rules.TALKS
        if held[kind]
    ]
