"""The report of an assessment, from live data: scale, groups, evidence, options, method; DOCX and PDF."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors import evidence_grid
from mainstay.assess.selectors.answers import read_once
from mainstay.assess.selectors.exploring import Exploration, Explored, explored
from mainstay.assess.selectors.key_figures import KeyFigures, key_figures
from mainstay.assess.selectors.labour_figures import labour_figures
from mainstay.assess.services.analysing import published
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import ASSESSMENT_MARKS
from mainstay.common import clock
from mainstay.page import numerals
from mainstay.page.words import NO_BREAK, day, enumerated, fact, named, number, parted, percent, side

from . import figures as told
from . import words
from .conflict import conflict_sections
from .coping import coping_sections
from .estimates import figure_sections, labour_sections, left_out, round_sections
from .lost_work import lost_beside
from .method import asked_told, chosen_told, drawn_told, error_told, missing_told, unmet_told

if TYPE_CHECKING:
    from mainstay.exchange.documents import Report, Section

#: Estimates on paper: what is more belongs into the data set.
MOST_ROWS = 40


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
    with read_once(), translation.override(locale), numerals.written_for(assessment.country.iso2):
        return make(assessment_report(assessment, locale=locale), locale=locale, made_at=clock.now())


def assessment_report(assessment: Assessment, *, locale: str = "en") -> "Report":
    """Return the report of an assessment; small cells and restricted answers are left out, for every reader."""
    from mainstay.exchange.documents import Report

    held = key_figures(assessment)
    over_all = _over_all(assessment, held)
    sections = [
        *_losses(assessment),
        *figure_sections(held, locale),
        *coping_sections(held, over_all, words.Asked.of(assessment)),
        *labour_sections(labour_figures(assessment), words.Asked.of(assessment)),
        *round_sections(assessment, held),
        *_grid(assessment),
        *conflict_sections(assessment),
        *_options(assessment),
        _validation(assessment),
        _method(assessment, held),
        *_estimates(assessment, over_all),
    ]
    return Report(
        title=_("{kind}: {title}").format(kind=_stage_name(assessment.stage), title=assessment.title),
        subtitle=f"{assessment.reference} · {assessment.country}",
        answer=answer_told(assessment),
        facts=_facts(assessment),
        sections=sections,
        note=_("Synthetic data") if assessment.synthetic else "",
        digits=numerals.current().digits,
        footer=_("Playbook {version}").format(version=assessment.playbook_version),
    )


def _stage_name(stage: str) -> str:
    return named("assessment_stages", stage)


def answer_told(assessment: Assessment) -> str:
    """Return in one sentence what the crisis took, or how much is known."""
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
    return [Section(_("Work that was lost"), paragraphs=[lost], table=table), *lost_beside(assessment)]


def _grid(assessment: Assessment) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = sorted(evidence_grid(assessment), key=lambda row: rules.TOPICS.index(row["topic"]))
    if not rows:
        return []
    table = Table(
        headers=[_("Topic"), _("Finding"), _("Confidence"), _("Sources")],
        rows=[
            [
                str(words.TOPICS[row["topic"]]),
                row["finding"],
                str(words.CONFIDENCE.get(row["confidence"], row["confidence"])),
                row["sources"],
            ]
            for row in rows
        ],
    )
    return [Section(_("What was found"), paragraphs=missing_told(assessment), table=table)]


def _estimates(assessment: Assessment, over_all: Mapping[str, Exploration]) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    safe = published(assessment.estimates.filter(domain="", value__isnull=False))
    rows = [row for row in safe if row.value or row.statistic != "proportion"]
    if not rows:
        return []
    asked, rated = words.Asked.of(assessment), _rated(over_all)
    questions = [asked.question(row.field) for row in rows]
    table = Table(
        headers=[_("Question"), _("Answer"), _("Estimate"), _("95 % interval"), _("n"), _("Use")],
        rows=[
            [question if before != question else "", *_estimate_row(row, asked, rated)]
            for before, question, row in zip(["", *questions], questions, rows[:MOST_ROWS], strict=False)
        ],
        numeric=[2, 3, 4],
        caption=_("Cells of fewer than {n} people are not shown.").format(
            n=whole(playbook.current().assessment.limits.publish_cell_n)
        ),
    )
    return [Section(_("All answers, over all people"), paragraphs=_more(len(rows)), table=table)]


def _more(count: int) -> list[str]:
    said = left_out(count - MOST_ROWS)
    return [said] if said else []


def _over_all(assessment: Assessment, held: KeyFigures) -> dict[str, Exploration]:
    """Return by module what comes out over all people of each question that is estimated."""
    stored = assessment.estimates.order_by().values_list("module", "field").distinct()
    fields: dict[str, list[str]] = {}
    for module, field in stored:
        fields.setdefault(module, []).append(field)
    return {
        module: explored(table, fields=fields[module], by=[])
        for module, table in held.tables.items()
        if module in fields
    }


def _rated(over_all: Mapping[str, Exploration]) -> dict[tuple[str, str, str, str], Explored]:
    """Return the estimates over all people with their marks, by module, field, answer and statistic."""
    return {
        (module, row.asked.field, row.asked.level, row.asked.statistic): row
        for module, made in over_all.items()
        for row in made.rows
    }


def _estimate_row(
    row: Estimate, asked: words.Asked, rated: dict[tuple[str, str, str, str], Explored]
) -> list[str]:
    """Return one estimate of the page; its value is not printed where the rules call it too unsure."""
    shown = share if row.statistic == "proportion" else _two
    one = rated.get((row.module, row.field, row.level, row.statistic))
    unsure = one is not None and told.is_withheld(one)
    span = "–" if row.low is None or unsure else f"{shown(row.low)}{NO_BREAK}–{NO_BREAK}{shown(row.high)}"
    return [
        asked.answer(row.field, row.level, row.statistic), "–" if unsure else shown(row.value), span,
        whole(row.n), told.mark_told(one) if one else row.note,
    ]  # fmt: skip


def _two(value: float | None) -> str:
    return number(value, 2)


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
                whole(row.worker_days) if row.worker_days else "–",
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


def _method(assessment: Assessment, held: KeyFigures) -> "Section":
    from mainstay.exchange.documents import Section

    said = [
        chosen_told(assessment),
        asked_told(assessment),
        unmet_told(assessment),
        drawn_told(assessment),
        _("Question modules: {modules}.").format(
            modules=enumerated(named("assessment_modules", code) for code in assessment.modules)
        ),
        *error_told(held),
        _("A range of a sum adds up the bounds of its parts: their errors go the same way."),
    ]
    return Section(_("Method and limits"), points=[part for part in said if part])
