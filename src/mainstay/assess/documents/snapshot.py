"""The two pages that a minister and a donor read: the answer, the figures, who was heard, what is needed, how sure we are.

Two pages in every language. What is left out follows a rule: the fullest of the `ROOMS` that fits is taken, and each part
says how many were left out and where they stand. Of findings the surest of each question comes first; of figures those
of the playbook's order that are sure enough; of options those in the order in which they were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Finding
from mainstay.assess.selectors.answers import read_once
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.key_figures import KeyFigures, key_figures
from mainstay.assess.selectors.labour_figures import LabourFigures, labour_figures
from mainstay.assess.services.losing import losses_total
from mainstay.common import clock
from mainstay.page import numerals
from mainstay.page.words import NO_BREAK, day, money, number, side

from . import figures as told
from . import words
from .estimates import picture_of
from .method import asked_told, chosen_told, drawn_told, error_told, missing_told, unmet_told
from .report import answer_told

if TYPE_CHECKING:
    from mainstay.exchange.documents import Report, Section
    from mainstay.exchange.interval_charts import Panel

PAGES = 2
#: Rates of the labour market that stand among the figures where the playbook's own leave room.
RATES = ("EPOP", "LU1", "INFORMAL")


@dataclass(frozen=True, slots=True)
class Room:
    """How much a snapshot tells: figures, panels of the chart, findings, who was heard, options; letters of each text."""

    figures: int
    panels: int
    findings: int
    heard: int
    options: int
    letters: int


ROOMS = (
    Room(5, 4, 10, 8, 5, 300), Room(5, 4, 7, 6, 4, 260), Room(5, 3, 7, 5, 4, 220), Room(5, 3, 5, 4, 3, 200),
    Room(5, 2, 4, 4, 3, 160), Room(4, 2, 3, 3, 2, 140), Room(4, 1, 3, 3, 2, 110), Room(4, 1, 2, 3, 1, 90),
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """All that a snapshot could tell of an assessment."""

    assessment: Assessment
    figures: KeyFigures
    labour: LabourFigures | None


def write_snapshot(*, by: Person, assessment: Assessment, kind: str, locale: str = "en") -> bytes:
    """Return the snapshot as ``pdf`` or ``docx``, as it stands now; `by` may read the assessment.

    The PDF has two pages at most. The DOCX tells the same; how many pages it takes, the program that opens it decides.
    """
    from mainstay.exchange.documents import report_docx

    require(by, "assess.read_assessments", assessment)
    moment = clock.now()
    with read_once(), translation.override(locale), numerals.written_for(assessment.country.iso2):
        held = Material(assessment, key_figures(assessment), labour_figures(assessment))
        report, pdf = snapshot_fitting(held, locale=locale)
        return pdf if kind == "pdf" else report_docx(report, locale=locale, made_at=moment)


def snapshot_fitting(held: Material, *, locale: str) -> "tuple[Report, bytes]":
    """Return the fullest snapshot that stands on two pages, and its PDF."""
    from mainstay.exchange.documents import page_count, report_pdf

    moment = clock.now()
    for room in ROOMS:
        report = snapshot(held, room, locale=locale)
        pdf = report_pdf(report, locale=locale, made_at=moment)
        if page_count(pdf) <= PAGES:
            break
    return report, pdf


def snapshot(held: Material, room: Room, *, locale: str = "en") -> "Report":
    """Return the snapshot of an assessment as far as there is room; what is kept from a reader is kept from all."""
    from mainstay.exchange.documents import Report

    assessment = held.assessment
    return Report(
        title=cut(_("Snapshot: {title}").format(title=assessment.title), room.letters),
        subtitle=f"{assessment.reference} · {assessment.country} · {day(clock.today())}",
        answer=answer_told(assessment),
        sections=[
            *_figures(held, room, locale),
            *_found(assessment, room),
            _heard(assessment, room),
            *_needed(assessment, room),
            _sure(held, room),
        ],
        note=_("Synthetic data") if assessment.synthetic else "",
        digits=numerals.current().digits,
        footer=_("Playbook {version}").format(version=assessment.playbook_version),
        compact=True,
    )


def cut(text: str, letters: int) -> str:
    """Return a text of no more than so many letters, cut between words and marked where it was cut."""
    if len(text) <= letters:
        return text
    words_ = text[:letters].rsplit(" ", 1)[0]
    return f"{words_.rstrip(' ,;:')} …"


def more(count: int, text: str) -> list[str]:
    """Return that so many were left out, and where they stand; nothing where none was."""
    return [text.format(count=number(count))] if count > 0 else []


def chosen_figures(held: Material, most: int) -> list[tuple[str, str, Explored]]:
    """Return code, name and estimate of the figures over all people that are sure enough: the playbook's, then rates."""
    found = [
        (row.code, told.name_told(row), row.made)
        for row in held.figures.overall()
        if not told.is_withheld(row.made)
    ]
    if held.labour:
        rates = {row.code: row for row in held.labour.rows if not row.cut and not told.is_withheld(row.made)}
        found += [(code, _(rates[code].name), rates[code].made) for code in RATES if code in rates]
    return found[:most]


def _figures(held: Material, room: Room, locale: str) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    lost = _lost(held.assessment)
    chosen = chosen_figures(held, room.figures - len(lost))
    rows = [*lost, *([name, told.estimate_told(one), told.interval_told(one), number(one.row.n), told.mark_told(one)] for _code, name, one in chosen)]  # fmt: skip
    if not rows:
        return [Section(_("Figures"), paragraphs=[_("No figure yet: no estimate was computed that could be shown.")])]  # fmt: skip
    table = Table(
        headers=[_("Figure"), _("Estimate"), _("95 % interval"), _("n"), _("Use")],
        rows=rows,
        numeric=[1, 2, 3],
    )
    left = len(chosen_figures(held, 99)) - len(chosen)
    text = ngettext(
        "{count} more figure stands in the report.", "{count} more figures stand in the report.", left
    )
    return [
        Section(_("Figures"), table=table, paragraphs=[], points=[]),
        *_chart(held, room, [code for code, _name, _one in chosen], more(left, text), locale),
    ]  # fmt: skip


def _lost(assessment: Assessment) -> list[list[str]]:
    """Return the row of the jobs lost: a range of a scenario, which no survey mark can vouch for."""
    rows = list(assessment.losses.all())
    if not rows:
        return []
    jobs = losses_total(rows)["jobs"]
    span = f"{number(jobs.low, 0)}{NO_BREAK}–{NO_BREAK}{number(jobs.high, 0)}"
    return [[_("Jobs lost"), number(jobs.central, 0), span, "–", _("range of a scenario, no survey estimate")]]  # fmt: skip


def _chart(held: Material, room: Room, codes: Sequence[str], left: list[str], locale: str) -> "list[Section]":
    """Return the chart of the shares among the figures, by sex; each dot with its interval."""
    from mainstay.exchange.documents import Section

    places = told.places_of(held.figures)
    panels: list[Panel] = []
    unsure = 0
    for row in held.figures.overall():
        if row.code in codes and row.made.asked.statistic == "proportion" and len(panels) < room.panels:
            groups = held.figures.groups(row.code, "sex")
            unsure += sum(told.is_withheld(each.made) for each in groups)
            drawn = [(told.group_told(each.cut, each.group, places), each.made) for each in (row, *groups)]
            panels.append(told.panel_of(told.name_told(row), drawn))
    text = ngettext("{count} estimate of a group is too unsure to be drawn.", "{count} estimates of groups are too unsure to be drawn.", unsure)  # fmt: skip
    said = [*more(unsure, text), *left]
    picture = picture_of(panels, _("Estimate and interval"), locale)
    if picture is None:
        return [Section(_("By group"), paragraphs=[" ".join(said)])] if said else []
    words_ = _("A dot is the estimate, the line its interval; hollow and dashed: use with caution.")
    return [
        Section(_("By group"), paragraphs=[" ".join([words_, *said])], picture=replace(picture, width_mm=140))
    ]


def chosen_findings(assessment: Assessment, most: int) -> list[Finding]:
    """Return the findings that are told: the surest of each question in the order of the report, then the next ones."""
    order = {"HIGH": 0, "MEDIUM": 1, "LOW": 2}
    rows = sorted(assessment.findings.all(), key=lambda row: (order[row.confidence], row.pk))
    by_topic = [[row for row in rows if row.topic == topic] for topic in rules.TOPICS]
    return [row for each in zip_longest(*by_topic) for row in each if row is not None][:most]


def _found(assessment: Assessment, room: Room) -> "list[Section]":
    from mainstay.exchange.documents import Section

    rows = chosen_findings(assessment, room.findings)
    left = assessment.findings.count() - len(rows)
    text = ngettext("{count} more finding stands on the page Evidence.", "{count} more findings stand on the page Evidence.", left)  # fmt: skip
    points = [
        _("{topic}: {finding} (confidence: {confidence})").format(
            topic=words.TOPICS[row.topic], finding=cut(row.statement, room.letters),
            confidence=words.CONFIDENCE[row.confidence],
        )
        for row in rows
    ]  # fmt: skip
    nothing = [] if rows else [_("No finding is written yet.")]
    return [Section(_("What was found"), paragraphs=nothing, points=[*points, *more(left, text)])]


def _heard(assessment: Assessment, room: Room) -> "Section":
    from mainstay.exchange.documents import Section

    rows = list(assessment.validations.all())
    # Who disputes is never left out for who agrees.
    rows.sort(key=lambda row: ("DISPUTED", "ABSENT", "CONFIRMED").index(row.verdict))
    points = [
        f"{cut(row.organisation, room.letters)} ({side(row.body)}, {day(row.held_on)}): {words.VERDICTS[row.verdict]}"
        + (f" – {cut(row.words, room.letters)}" if row.words and row.verdict != "CONFIRMED" else "")
        for row in rows[: room.heard]
    ]
    left = len(rows) - len(points)
    text = ngettext("{count} more stands in the report.", "{count} more stand in the report.", left)
    nothing = [] if rows else [_("Not validated yet.")]
    return Section(_("Who was heard"), paragraphs=nothing, points=[*points, *more(left, text)])


def _needed(assessment: Assessment, room: Room) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = list(assessment.options.all())
    if not rows:
        return [Section(_("What is needed next"), paragraphs=[_("No option is costed yet.")])]
    table = Table(
        headers=[_("Option"), _("Cost"), _("Range"), _("Worker-days"), _("First day")],
        rows=[
            [
                cut(row.title, room.letters),
                money(row.typical_minor),
                f"{money(row.low_minor)}{NO_BREAK}–{NO_BREAK}{money(row.high_minor)}",
                number(row.worker_days) if row.worker_days else "–",
                number(row.first_day),
            ]
            for row in rows[: room.options]
        ],
        numeric=[1, 2, 3, 4],
    )
    left = len(rows) - room.options
    text = ngettext("{count} more option stands in the report.", "{count} more options stand in the report.", left)  # fmt: skip
    return [Section(_("What is needed next"), paragraphs=more(left, text), table=table)]


def _sure(held: Material, room: Room) -> "Section":
    from mainstay.exchange.documents import Section

    assessment = held.assessment
    said = [
        chosen_told(assessment),
        asked_told(assessment),
        " ".join(filter(None, [unmet_told(assessment), drawn_told(assessment)])),
        " ".join(error_told(held.figures)),
        " ".join(missing_told(assessment)),
        _("Data until {day}.").format(day=day(assessment.collected_until)),
    ]
    return Section(_("How sure we are"), points=[cut(part, 2 * room.letters) for part in said if part])
