"""Before and after: the same question in two surveys, and whether anything changed."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors.comparing import Compared, compared, earlier_surveys
from mainstay.assess.services.analysing import published
from mainstay.assess.tables import ComparisonTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, number, parted

from .estimates import domain_told, told
from .shown import found, on_top


@door("assess.read_assessments")
def comparison_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show each question that two surveys asked, with both answers, their difference, and in words what can be said.

    Small cells of either survey stay out for everybody: a difference would tell them.
    """
    after, person = found(request, uid), who(request)
    others = earlier_surveys(person, after)
    asked = request.GET.get("with", "")
    before = next((one for one in others if str(one.uid) == asked), others[0] if others else None)
    sides = (_estimates(before), _estimates(after)) if before else ([], [])
    safe = compared(published(sides[0]), published(sides[1]))
    kept = len(compared(*sides)) - len(safe)
    domains = {row.after.domain.partition("=")[0] for row in safe}
    by = request.GET.get("by", "") if request.GET.get("by", "") in domains else ""
    rows = [row for row in safe if row.after.domain.partition("=")[0] == by]
    here = f"{reverse('assess_compare', args=[after.uid])}?with={before.uid if before else ''}"
    names = {"": gettext("Over all"), "sex": gettext("By sex"), "place": gettext("By place")}
    shown = {
        **on_top(person, after, "assess_compare"),
        "before": before,
        "others": others,
        "answer": _answer(rows, before, kept),
        "cuts": [(f"{here}&by={code}", names.get(code, code), code == by) for code in sorted(domains)],
        "by": by,
    }
    table = ComparisonTable(_rows(before, after, rows) if before else [], exclude=() if by else ("domain",))
    return listed(request, "assess/compare.html", table, shown, name="comparison")


def _estimates(assessment: Assessment) -> list[Estimate]:
    return list(assessment.estimates.filter(value__isnull=False))


def _answer(rows: Sequence[Compared], before: Assessment | None, kept: int) -> str:
    if before is None:
        return gettext("No earlier survey of this country that is yours to read asked the same.")
    told = sum(1 for row in rows if row.difference and row.difference.told_apart)
    same = sum(1 for row in rows if row.difference and not row.difference.told_apart)
    silent = len(rows) - told - same
    said = [
        counted(told, ngettext("{count} answer changed.", "{count} answers changed.", told), none=gettext("No answer can be said to have changed.")),
        counted(same, ngettext("{count} cannot be told apart.", "{count} cannot be told apart.", same), none=""),
        counted(silent, ngettext("{count} has no error that could be told.", "{count} have no error that could be told.", silent), none=""),
        counted(kept, ngettext("{count} is not shown: too few people stand behind it.", "{count} are not shown: too few people stand behind them.", kept), none=""),
    ]  # fmt: skip
    return " ".join(part for part in said if part)


def _rows(before: Assessment, after: Assessment, rows: Sequence[Compared]) -> list[dict[str, Any]]:
    from mainstay.assess.documents import words

    then, now = words.Asked.of(before), words.Asked.of(after)
    made = []
    for row in rows:
        held = row.after
        question = now.question(held.field)
        made.append(
            {
                "question": question,
                "answer": now.answer(held.field, held.level, held.statistic),
                "domain": domain_told(held.domain),
                "chart": row,
                "before": f"{told(held, row.before.value)} ({_interval(row.before)})",
                "n_before": row.before.n,
                "after": f"{told(held, held.value)} ({_interval(held)})",
                "n_after": held.n,
                "said": sentence_of(row),
                "caution": _caution(row, other_words=then.question(held.field) != question),
            }
        )
    return made


def _interval(row: Estimate) -> str:
    return "–" if row.low is None else f"{told(row, row.low)} – {told(row, row.high)}"


def sentence_of(row: Compared) -> str:
    """Return in a plain sentence what two surveys say together: how far it moved, or that they cannot be told apart."""
    moved = row.difference
    if moved is None:
        return gettext(
            "People were not chosen by lot in both surveys: what lies between them cannot be told."
        )
    share = row.after.statistic == "proportion"
    size, low, high = (points(value, share=share) for value in (abs(moved.value), moved.low, moved.high))
    if not moved.told_apart:
        words = (
            gettext("Cannot be told apart: the difference lies between {low} and {high} points.")
            if share
            else gettext("Cannot be told apart: the difference lies between {low} and {high}.")
        )
        return words.format(low=low, high=high)
    if moved.value < 0:
        low, high = points(-moved.high, share=share), points(-moved.low, share=share)
        words = (
            gettext("Fell by {size} points; between {low} and {high}.")
            if share
            else gettext("Fell by {size}; between {low} and {high}.")
        )
    else:
        words = (
            gettext("Rose by {size} points; between {low} and {high}.")
            if share
            else gettext("Rose by {size}; between {low} and {high}.")
        )
    return words.format(size=size, low=low, high=high)


def points(value: float, *, share: bool) -> str:
    """Return a difference: of shares in points, else as a number."""
    return number(100 * value, 0) if share else number(value, 2)


def _caution(row: Compared, *, other_words: bool) -> str:
    said = []
    if other_words:
        said.append(gettext("asked in other words before"))
    if not (row.before.representative and row.after.representative):
        said.append(gettext("use with caution: few answers, or not chosen by lot"))
    return parted(said)
