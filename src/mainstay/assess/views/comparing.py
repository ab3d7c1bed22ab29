"""Before and after: the same question in two surveys, and whether anything changed."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.assess.documents import words
from mainstay.assess.documents.differences import between_surveys, drawn_told
from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors.comparing import Compared, Comparison, compared, earlier_surveys, paired
from mainstay.assess.services.analysing import published
from mainstay.assess.tables.comparing import ComparisonTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, named, parted

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
    safe = paired(published(sides[0]), published(sides[1]))
    kept = len(paired(*sides)) - len(safe)
    domains = {row.domain.partition("=")[0] for _earlier, row in safe}
    by = request.GET.get("by", "") if request.GET.get("by", "") in domains else ""
    cut = [pair for pair in safe if pair[1].domain.partition("=")[0] == by]
    made = compared(before, after, cut) if before else None
    rows = made.rows if made else []
    here = f"{reverse('assess_compare', args=[after.uid])}?with={before.uid if before else ''}"
    names = {"": gettext("Over all"), "sex": gettext("By sex"), "place": gettext("By place")}
    shown = {
        **on_top(person, after, "assess_compare"),
        "before": before,
        "others": others,
        "answer": _answer(rows, before, kept),
        "drawn": _drawn(made) if made else "",
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


def _drawn(made: Comparison) -> str:
    """Return whether both rounds asked in the same places, by module where that differs; and whether answers came in since."""
    said = {module: drawn_told(shared) for module, shared in made.shared.items()}
    lines = list(dict.fromkeys(said.values()))
    if len(lines) > 1:
        lines = [
            gettext("{group}: {said}").format(group=named("assessment_modules", module), said=line)
            for module, line in said.items()
        ]
    stale = gettext("Answers came in after the estimates. Compute them again.") if made.stale else ""
    return " ".join(filter(None, [*lines, stale]))


def _rows(before: Assessment, after: Assessment, rows: Sequence[Compared]) -> list[dict[str, Any]]:
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
                "said": between_surveys(row.difference, share=held.statistic == "proportion"),
                "error": _error(row),
                "caution": _caution(row, other_words=then.question(held.field) != question),
            }
        )
    return made


def _interval(row: Estimate) -> str:
    return "–" if row.low is None else f"{told(row, row.low)} – {told(row, row.high)}"


def _error(row: Compared) -> str:
    held = row.difference.se if row.difference else None
    return "–" if held is None else told(row.after, held)


def _caution(row: Compared, *, other_words: bool) -> str:
    said = []
    if other_words:
        said.append(gettext("asked in other words before"))
    if not (row.before.representative and row.after.representative):
        said.append(gettext("use with caution: few answers, or not chosen by lot"))
    return parted(said)
