"""The estimates of a report: key figures by group with their charts, the labour market, and what changed since."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.assess.models import Assessment
from mainstay.assess.selectors.key_figures import KeyFigure, KeyFigures, key_figures
from mainstay.assess.selectors.labour_figures import LabourFigure, LabourFigures
from mainstay.assess.selectors.rounds import Moved, moved, round_before
from mainstay.page import numerals
from mainstay.page.words import counted, number, parted

from . import figures as told
from .differences import between_surveys, drawn_told
from .words import Asked

if TYPE_CHECKING:
    from mainstay.exchange.documents import Picture, Section, Table
    from mainstay.exchange.interval_charts import Panel

#: Figures in a report: what is more stands on the page of estimates.
MOST_FIGURES = 10
#: How the answers to a question are named in a form.
FIELD = re.compile(r"\bQ_[A-Z]+_\w+")
#: How wide a chart is drawn, of a page of 162 mm.
WIDTH_MM = 150


def picture_of(panels: "list[Panel]", description: str, locale: str) -> "Picture | None":
    """Return the panels as a picture; None where none of them has an estimate that can be printed."""
    from mainstay.exchange.documents import Picture
    from mainstay.exchange.interval_charts import interval_chart

    if not any(panel.dots for panel in panels):
        return None
    content = interval_chart(panels, description=description, locale=locale, digits=numerals.current().digits)
    return Picture(content, width_mm=WIDTH_MM, text=description)


def figure_sections(held: KeyFigures, locale: str) -> "Iterator[Section]":
    """Yield a part for each key figure: its groups with interval, n and mark, their chart, what lies between them."""
    from mainstay.exchange.documents import Section

    rows = held.overall()
    if not rows:
        return
    places = told.places_of(held)
    said = [
        _("A dot is the estimate, the line its interval; hollow and dashed: use with caution."),
        counted(held.kept, ngettext("{count} is not shown: too few people stand behind it.", "{count} are not shown: too few people stand behind them.", held.kept), none=""),
        left_out(len(rows) - MOST_FIGURES),
        _("Answers changed after the estimates were computed; the page of estimates still shows the older ones.") if held.stale else "",
    ]  # fmt: skip
    yield Section(_("Key figures by group"), paragraphs=[part for part in said if part])
    for row in rows[:MOST_FIGURES]:
        yield _figure(row, held, places, locale)


def left_out(count: int) -> str:
    """Return how many figures a document leaves out, and where they stand; empty where it leaves out none."""
    words = ngettext("{count} more figure stands on the page Estimates.", "{count} more figures stand on the page Estimates.", max(0, count))  # fmt: skip
    return counted(max(0, count), words, none="")


def _figure(row: KeyFigure, held: KeyFigures, places: Mapping[str, str], locale: str) -> "Section":
    from mainstay.exchange.documents import Section

    groups = held.groups(row.code)
    title = told.name_told(row)
    apart = told.apart_told(groups, places)
    if not apart and told.compared(groups):
        apart = [
            _("Between the groups nothing can be told apart: what lies between them is within the error.")
        ]
    named_rows = [(told.group_told(each.cut, each.group, places), each.made) for each in (row, *groups)]
    headers = [_("Group"), _("Estimate"), _("95 % interval"), _("n"), _("Use")]
    rows = [
        [group, told.estimate_told(one), told.interval_told(one), number(one.row.n), told.mark_told(one)]
        for group, one in named_rows
        if not told.is_withheld(one)
    ]
    table, said = _tabled(headers, rows, [*apart, told.reasons_told(named_rows)])
    picture = picture_of([told.panel_of(title, named_rows)], title, locale)
    return Section(title, level=2, paragraphs=said, table=table, picture=picture)


def _tabled(headers: list[str], rows: list[list[str]], said: list[str]) -> "tuple[Table | None, list[str]]":
    """Return a table with what is said of it under it; where it has no row, no table and the words alone."""
    from mainstay.exchange.documents import Table

    caption = " ".join(filter(None, said))
    if not rows:
        return None, [caption] if caption else []
    return Table(headers, rows, numeric=list(range(1, len(headers) - 1)), caption=caption), []


def labour_sections(held: LabourFigures | None, asked: Asked) -> "Iterator[Section]":
    """Yield the rates of the labour market by both standards, over all, by sex and by age; and what they rest on."""
    from mainstay.exchange.documents import Section

    if held is None or not held.rows:
        return
    said = [
        _("Employment as the resolution of 2013 (ICLS-19) has it: work for pay or profit. Beside it that of 1982 (ICLS-13), which also counts those who produce for their own use."),
        counted(held.kept, ngettext("{count} is not shown: too few people stand behind it.", "{count} are not shown: too few people stand behind them.", held.kept), none=""),
    ]  # fmt: skip
    said.append(_("The older standard is left out where the two beside each other would tell of few people."))
    yield Section(_("Labour market"), paragraphs=[part for part in said if part])
    for code in dict.fromkeys(row.code for row in held.rows):
        yield _rate([row for row in held.rows if row.code == code])
    yield _concepts(held, asked)


def _rate(rows: Sequence[LabourFigure]) -> "Section":
    """Return one rate by group, by the standard in force with its interval and by the one before."""
    from mainstay.exchange.documents import Section

    named_rows = [(told.group_told(row.cut, row.group, {}), row) for row in rows]
    shown = [(group, row) for group, row in named_rows if not told.is_withheld(row.made)]
    older = [_("Standard of {year}").format(year=1982)] if any(row.before for _group, row in shown) else []
    headers = [
        _("Group"),
        _("Standard of {year}").format(year=2013),
        _("95 % interval"),
        *older,
        _("n"),
        _("Use"),
    ]
    cells = [
        [
            group, told.estimate_told(row.made), told.interval_told(row.made),
            *([told.estimate_told(row.before) if row.before else "–"] if older else []),
            number(row.made.row.n), told.mark_told(row.made),
        ]
        for group, row in shown
    ]  # fmt: skip
    reasons = told.reasons_told([(group, row.made) for group, row in named_rows])
    table, said = _tabled(headers, cells, [reasons])
    return Section(_(rows[0].name), level=2, paragraphs=said, table=table)


def _concepts(held: LabourFigures, asked: Asked) -> "Section":
    """Return what each concept rests on: the questions in their words; which answers count, the page says."""
    from mainstay.assess.methods.labour_survey import NOT_ASKED
    from mainstay.exchange.documents import Section, Table

    used = [each for each in held.market.found.used if each["column"] or each["codes"] or each["dropped"] != NOT_ASKED]  # fmt: skip
    table = Table(
        headers=[_("Concept"), _("Question"), _("Left out, and why")],
        rows=[
            [_(each["rule"]), _questions(each, asked), _(each["dropped"]) if each["dropped"] else "–"]
            for each in used
        ],
    )
    return Section(_("What each concept rests on"), level=2, table=table)


def _questions(used: Mapping[str, str], asked: Asked) -> str:
    """Return the questions that a concept rests on, as they were asked; what is no question stays as it is."""
    names = list(dict.fromkeys(FIELD.findall(f"{used['column']} {used['codes']}")))
    labels = [asked.question(name) for name in names]
    return parted(dict.fromkeys(labels)) or used["column"] or used["codes"] or "–"


def round_sections(assessment: Assessment, held: KeyFigures) -> "Iterator[Section]":
    """Yield what changed since the round of this case before, and how sure that is."""
    from mainstay.exchange.documents import Section, Table

    before = round_before(assessment)
    rows = [row for row in moved(key_figures(before), held) if not any(told.is_withheld(each.made) for each in (row.before, row.after))] if before else []  # fmt: skip
    if before is None or not rows:
        return
    yield Section(
        _("Before and after"),
        paragraphs=[
            _("Compared with {reference}: {title}.").format(reference=before.reference, title=before.title),
            *dict.fromkeys(drawn_told(row.shared) for row in rows if row.difference),
        ],
        table=Table(
            headers=[_("Figure"), _("Before"), _("After"), _("What can be said")],
            rows=[_moved_row(row) for row in rows[:MOST_FIGURES]],
            numeric=[1, 2],
        ),
    )  # fmt: skip


def _moved_row(row: Moved) -> list[str]:
    sides = [
        f"{told.estimate_told(each.made)} ({told.interval_told(each.made)})"
        for each in (row.before, row.after)
    ]
    said = between_surveys(row.difference, share=row.after.made.asked.statistic == "proportion")
    return [told.name_told(row.after), *sides, said]
