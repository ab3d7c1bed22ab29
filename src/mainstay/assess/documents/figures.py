"""The figures of a document in words: name, group, value, interval, mark and why, and what lies between groups.

A value that the rules call too unsure to be published is not printed: its mark and the reason stand in its place. Where
people were not chosen by lot, no rule can vouch; the value stands and is said to describe those asked.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy

from mainstay.assess.methods.share_difference import Difference
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.key_figures import KeyFigure, KeyFigures
from mainstay.common.models import Area
from mainstay.page import numerals
from mainstay.page.errors import sentence
from mainstay.page.words import NO_BREAK, named, number, percent

from .differences import between_groups, gap_of
from .words import SEXES

if TYPE_CHECKING:
    from mainstay.exchange.interval_charts import Dot, Panel

MARKS = {
    "publishable": gettext_lazy("can be published"), "caution": gettext_lazy("use with caution"),
    "unpublishable": gettext_lazy("too unsure to publish"),
}  # fmt: skip
ASKED_ONLY = gettext_lazy("not drawn by chance: describes those asked")
#: What the mapping of a survey calls both sexes.
MAPPED = {"Women": "F", "Men": "M"}


def name_told(figure: KeyFigure) -> str:
    """Return the name of a figure in the reader's language."""
    return named(figure.named_in, figure.code)


def value_told(one: Explored, value: float | None) -> str:
    """Return a value in the unit of its estimate: shares in percent."""
    return percent(value, 1) if one.asked.statistic == "proportion" else number(value, 2)


def interval_told(one: Explored) -> str:
    """Return the interval of an estimate on one line; – where there is none."""
    row = one.row
    if row.ci_low is None or is_withheld(one):
        return "–"
    return f"{value_told(one, row.ci_low)}{NO_BREAK}–{NO_BREAK}{value_told(one, row.ci_high)}"


def is_asked_only(one: Explored) -> bool:
    """Return whether an estimate has no error because people were not chosen by lot."""
    from mainstay.statistics.survey.sample import PURPOSIVE

    return one.row.method.startswith(PURPOSIVE)


def is_withheld(one: Explored) -> bool:
    """Return whether an estimate is too unsure to be printed."""
    return one.rated.mark == "unpublishable" and not is_asked_only(one)


def estimate_told(one: Explored) -> str:
    """Return the value of an estimate, – where it is too unsure."""
    return "–" if is_withheld(one) else value_told(one, one.row.estimate)


def mark_told(one: Explored) -> str:
    """Return whether an estimate may be used."""
    return str(ASKED_ONLY if is_asked_only(one) else MARKS[one.rated.mark])


def reasons_told(rows: Sequence[tuple[str, Explored]]) -> str:
    """Return of each group that may not freely be used the weightiest reason; empty where all may."""
    return " ".join(
        gettext("{group}: {said}").format(group=group, said=_reason(one))
        for group, one in rows
        if one.rated.mark != "publishable" and one.rated.reasons and not is_asked_only(one)
    )


def _reason(one: Explored) -> str:
    why = sentence(one.rated.reasons[0])
    return f"{mark_told(one)}. {why}" if is_withheld(one) else why


def places_of(figures: KeyFigures) -> Mapping[str, str]:
    """Return the names of the areas that figures are told by."""
    held = {row.group for row in figures.rows if row.cut == "place"}
    return dict(Area.objects.filter(pcode__in=held).values_list("pcode", "name")) if held else {}


def group_told(cut: str, group: str, places: Mapping[str, str]) -> str:
    """Return a group in words: women, 15–24, the name of a place; everybody where there is none."""
    if not cut:
        return gettext("everybody")
    if cut == "sex":
        code = MAPPED.get(group, group)
        return gettext("other or not said") if code == "X" else str(SEXES.get(code, code))
    return places.get(group, group) if cut == "place" else numerals.written(group.replace("-", "–"))


def panel_of(title: str, rows: Sequence[tuple[str, Explored]]) -> "Panel":
    """Return what is drawn of a figure: a dot with its interval for each group that is sure enough."""
    from mainstay.exchange.interval_charts import Panel

    share = any(one.asked.statistic == "proportion" for _group, one in rows)
    dots = [_dot(group, one) for group, one in rows if one.row.estimate is not None and not is_withheld(one)]
    if share:
        return Panel(title, dots, (0.0, 100.0), unit=numerals.current().percent)
    return Panel(title, dots)


def _dot(group: str, one: Explored) -> "Dot":
    from mainstay.exchange.interval_charts import Dot

    factor = 100 if one.asked.statistic == "proportion" else 1
    value, low, high = (
        None if end is None else end * factor for end in (one.row.estimate, one.row.ci_low, one.row.ci_high)
    )
    assert value is not None
    return Dot(group, value, low, high, doubtful=one.rated.mark != "publishable")


def compared(rows: Sequence[KeyFigure]) -> list[tuple[KeyFigure, KeyFigure, Difference]]:
    """Return each group that is compared, the first of its cut, and what lies between; both are sure enough."""
    found = []
    for row in rows:
        first = next(each for each in rows if each.cut == row.cut)
        gap = gap_of(row.made.differs)
        if gap and not is_withheld(row.made) and not is_withheld(first.made):
            found.append((row, first, gap))
    return found


def apart_told(rows: Sequence[KeyFigure], places: Mapping[str, str]) -> list[str]:
    """Return a sentence for each group that differs from the first of its cut by more than the error; else none."""
    return [
        gettext("{group}: {said}").format(
            group=group_told(row.cut, row.group, places),
            said=between_groups(gap, group_told(first.cut, first.group, places), share=row.made.asked.statistic == "proportion"),
        )
        for row, first, gap in compared(rows)
        if gap.told_apart
    ]  # fmt: skip
