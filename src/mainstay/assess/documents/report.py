"""The report of an assessment, from live data: scale, groups, evidence, options, method; DOCX and PDF."""

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors import evidence_grid
from mainstay.assess.services.analysing import published
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import ASSESSMENT_MARKS
from mainstay.common import clock
from mainstay.page import numerals
from mainstay.page.words import day, enumerated, fact, named, number, parted, percent, side

from . import words

if TYPE_CHECKING:
    from mainstay.exchange.documents import Report, Section

#: Estimates on paper: what is more belongs into the data set.
MOST_ROWS = 60


def whole(value: float | None) -> str:
    """Return a number without decimals in the reader's language, – where there is none."""
    return number(value, 0)


def share(value: float | None) -> str:
    """Return a share as a percentage."""
    return percent(value, 1)


def write_report(*, by: Person, assessment: Assessment, kind: str, locale: str = "en") -> bytes:
    """Return the report as ``pdf`` or ``docx``, as it stands now; `by` may read the assessment."""
    from mainstay.exchange.documents import report_docx, report_pdf

    require(by, "assess.read_assessments", assessment)
    make = {"pdf": report_pdf, "docx": report_docx}[kind]
    with translation.override(locale), numerals.written_for(assessment.country.iso2):
        return make(assessment_report(assessment), locale=locale, made_at=clock.now())


def assessment_report(assessment: Assessment) -> "Report":
    """Return the report of an assessment; small cells and restricted answers are left out."""
    from mainstay.exchange.documents import Report

    sections = [
        *_losses(assessment),
        *_grid(assessment),
        *_estimates(assessment),
        *_options(assessment),
        _validation(assessment),
        _method(assessment),
    ]
    return Report(
        title=_("{kind}: {title}").format(kind=_stage_name(assessment.stage), title=assessment.title),
        subtitle=f"{assessment.reference} · {assessment.country}",
        answer=_answer(assessment),
        facts=_facts(assessment),
        sections=sections,
        note=_("Synthetic data") if assessment.synthetic else "",
        digits=numerals.current().digits,
        footer=_("Playbook {version}").format(version=assessment.playbook_version),
    )


def _stage_name(stage: str) -> str:
    return named("assessment_stages", stage)


def _answer(assessment: Assessment) -> str:
    rows = list(assessment.losses.all())
    if not rows:
        done = assessment.submissions.filter(consent=True).count()
        return _("{n} people were asked; {m} findings stand.").format(
            n=whole(done), m=whole(assessment.findings.count())
        )
    total = losses_total(rows)
    return _("{jobs} jobs lost ({low}–{high}), {women} of them held by women.").format(
        jobs=whole(total["jobs"].central),
        low=whole(total["jobs"].low),
        high=whole(total["jobs"].high),
        women=share(total["women_share"]),
    )


def _facts(assessment: Assessment) -> list[tuple[str, str]]:
    refused = assessment.submissions.filter(consent=False).count()
    return [
        (_("Informs"), parted(assessment.decisions)),
        (_("State"), str(ASSESSMENT_MARKS[assessment.state][1])),
        (_("Data until"), day(assessment.collected_until)),
        (_("Asked"), whole(assessment.submissions.filter(consent=True).count())),
        (_("Refused"), whole(refused)),
    ]


def _losses(assessment: Assessment) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = list(assessment.losses.all())
    if not rows:
        return []
    total = losses_total(rows)
    table = Table(
        headers=[
            _("Sector"),
            _("Sex"),
            _("Worked before"),
            _("Jobs lost"),
            _("Low"),
            _("High"),
            _("Workdays lost"),
        ],
        rows=[
            [
                fact(row.sector),
                str(words.SEXES.get(row.sex, row.sex)),
                whole(row.employed),
                whole(row.jobs),
                whole(row.jobs_low),
                whole(row.jobs_high),
                whole(row.workdays),
            ]
            for row in rows
        ],
        numeric=[2, 3, 4, 5, 6],
        caption=_(
            "A scenario from baseline, exposure and impact, not a survey estimate. Source: {source}"
        ).format(source=total["source"]),
    )
    lost = _("{days} workdays lost ({low}–{high}).").format(
        days=whole(total["workdays"].central),
        low=whole(total["workdays"].low),
        high=whole(total["workdays"].high),
    )
    return [Section(_("Work that was lost"), paragraphs=[lost], table=table)]


def _grid(assessment: Assessment) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = evidence_grid(assessment)
    if not rows:
        return []
    names = {
        "SCALE": _("Scale"), "GROUPS": _("Groups"), "INSTITUTIONS": _("Institutions"), "MARKETS": _("Markets"),
        "RIGHTS": _("Rights"), "CONFLICT": _("Conflict"), "NEEDS": _("Needs"),
    }  # fmt: skip
    found = []
    for topic in rules.TOPICS:
        held = [row for row in rows if row["topic"] == topic]
        if held:
            table = Table(
                headers=[_("Finding"), _("Confidence"), _("Sources")],
                rows=[
                    [
                        row["finding"],
                        str(words.CONFIDENCE.get(row["confidence"], row["confidence"])),
                        row["sources"],
                    ]
                    for row in held
                ],
            )
            found.append(Section(names[topic], table=table, level=2))
    return [Section(_("What was found")), *found]


def _estimates(assessment: Assessment) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = published(assessment.estimates.filter(domain="", value__isnull=False))
    if not rows:
        return []
    asked = words.Asked.of(assessment)
    table = Table(
        headers=[_("Question"), _("Answer"), _("Estimate"), _("95 % interval"), _("n"), _("Note")],
        rows=[_estimate_row(row, asked) for row in rows[:MOST_ROWS]],
        numeric=[2, 4],
        caption=_("Cells of fewer than {n} people are not shown.").format(
            n=whole(playbook.current().assessment.limits.publish_cell_n)
        ),
    )
    return [Section(_("Estimates from interviews"), table=table)]


def _estimate_row(row: Estimate, asked: words.Asked) -> list[str]:
    shown = share if row.statistic == "proportion" else _two
    span = "–" if row.low is None else f"{shown(row.low)} – {shown(row.high)}"
    return [
        asked.question(row.field), asked.answer(row.field, row.level, row.statistic), shown(row.value), span,
        whole(row.n), row.note,
    ]  # fmt: skip


def _two(value: float | None) -> str:
    return (
        "–" if value is None else str(number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True))
    )


def _options(assessment: Assessment) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = list(assessment.options.all())
    if not rows:
        return []
    table: Table = Table(
        headers=[_("Option"), _("USD, typical"), _("Low"), _("High"), _("Worker-days"), _("First day")],
        rows=[
            [
                row.title,
                whole(row.typical_minor / 100),
                whole(row.low_minor / 100),
                whole(row.high_minor / 100),
                whole(row.worker_days),
                whole(row.first_day),
            ]
            for row in rows
        ],
        numeric=[1, 2, 3, 4, 5],
        caption=_("Unit costs are planning defaults, to be replaced by the country's."),
    )
    return [Section(_("Costed options"), table=table)]


def _validation(assessment: Assessment) -> "Section":
    from mainstay.exchange.documents import Section

    points = [
        f"{row.organisation} ({side(row.body)}, {day(row.held_on)}): "
        f"{words.VERDICTS.get(row.verdict, row.verdict)}{f' – {row.words}' if row.words else ''}"
        for row in assessment.validations.all()
    ]
    return Section(
        _("What the constituents say"), paragraphs=[] if points else [_("Not validated yet.")], points=points
    )


def _method(assessment: Assessment) -> "Section":
    from mainstay.exchange.documents import Section

    said = [
        _("How people were chosen: {method}; seed {seed}; design effect {deff}.").format(
            method=words.METHODS.get(assessment.method, assessment.method) or "–",
            seed=assessment.seed if assessment.seed is not None else "–",
            deff=_two(assessment.design_effect),
        ),
        _("Question modules: {modules}.").format(
            modules=enumerated(named("assessment_modules", code) for code in assessment.modules)
        ),
        _("A range of a sum adds up the bounds of its parts: their errors go the same way."),
    ]
    return Section(_("Method"), paragraphs=said)
