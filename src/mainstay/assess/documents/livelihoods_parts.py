"""What the sections of the chapter are made of: a section that says when it is empty, findings of some topics as a table."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors import evidence_grid
from mainstay.page.words import number, percent

from . import words

if TYPE_CHECKING:
    from mainstay.exchange.documents import Section, Table


def section(
    heading: str,
    *,
    paragraphs: Sequence[str] = (),
    points: Sequence[str] = (),
    table: "Table | None" = None,
    level: int = 1,
) -> "Section":
    """Return a section; one below another that holds nothing says “Not assessed.”."""
    from mainstay.exchange.documents import Section

    said = [text for text in paragraphs if text]
    if level > 1 and not said and not points and table is None:
        said = [_("Not assessed.")]
    return Section(heading, paragraphs=said, points=points, table=table, level=level)


def findings_on(assessment: Assessment, topics: Collection[str]) -> "Table | None":
    """Return the findings on `topics` with value, confidence and sources; nothing where there are none."""
    from mainstay.exchange.documents import Table

    rows = [row for row in evidence_grid(assessment) if row["topic"] in topics]
    if not rows:
        return None
    return Table(
        headers=[_("Finding"), _("Value"), _("Confidence"), _("Sources"), _("Says otherwise")],
        rows=[
            [
                row["finding"], _figure(row["low"], row["central"], row["high"], row["unit"]),
                str(words.CONFIDENCE.get(row["confidence"], row["confidence"])), row["sources"], row["against"] or "–",
            ]
            for row in rows
        ],
    )  # fmt: skip


def _figure(low: float | None, central: float | None, high: float | None, unit: str) -> str:
    if central is None:
        return "–"
    return f"{number(central)} ({number(low)}–{number(high)}) {unit}".strip()


def estimates_table(assessment: Assessment, rows: Sequence[Estimate], *, caption: str) -> "Table | None":
    """Return estimates with interval and people asked; nothing where there are none."""
    from mainstay.exchange.documents import Table

    if not rows:
        return None
    asked = words.Asked.of(assessment)
    return Table(
        headers=[
            _("Question"),
            _("Answer"),
            _("Group"),
            _("Estimate"),
            _("95 % interval"),
            _("People asked"),
        ],
        rows=[_estimate(row, asked) for row in rows],
        numeric=[3, 5],
        caption=caption,
    )


def _estimate(row: Estimate, asked: words.Asked) -> list[str]:
    def told(value: float | None) -> str:
        return percent(value, 1) if row.statistic == "proportion" else number(value, 2)

    group = row.domain.partition("=")[2]
    return [
        asked.question(row.field), asked.answer(row.field, row.level, row.statistic),
        str(words.SEXES.get(group, group)) or _("everybody"), told(row.value),
        "–" if row.low is None else f"{told(row.low)} – {told(row.high)}", number(row.n),
    ]  # fmt: skip
