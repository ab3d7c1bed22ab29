"""Two options side by side."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from mainstay.common.errors import RuleBroken
from mainstay.design import selectors
from mainstay.design.models import PlanOption, Project
from mainstay.design.tables import ComparisonTable
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import money, number

from .shown import found, on_top


@door("design.read_designs")
def options_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show two options quantity by quantity, with the one that does better in each."""
    project = found(request, uid)
    options = list(project.options.order_by("code"))
    pair = _pair(options, request.GET.get("one", ""), request.GET.get("other", ""))
    rows, why = _rows(project, pair)
    shown = {
        **on_top(who(request), project, "design_options"),
        "answer": _answer(rows, pair) or why,
        "options": options,
        "pair": pair,
    }
    table = ComparisonTable(rows)
    if pair:
        table.columns["one"].column.verbose_name = pair[0].title
        table.columns["other"].column.verbose_name = pair[1].title
    return listed(request, "design/options.html", table, shown, name="options")


def _pair(options: list[PlanOption], one: str, other: str) -> tuple[PlanOption, PlanOption] | None:
    by_code = {option.code: option for option in options}
    first = (
        by_code.get(one) or next((row for row in options if row.chosen), None) or next(iter(options), None)
    )
    second = by_code.get(other)
    if second is None or second is first:
        second = next((row for row in options if row is not first), None)
    return (first, second) if first and second else None


def _rows(project: Project, pair: tuple[PlanOption, PlanOption] | None) -> tuple[list[dict[str, Any]], str]:
    if pair is None:
        return [], gettext("There is one option only. Add another to set beside it, such as cash first.")
    try:
        found_rows = selectors.comparison(project, pair[0].code, pair[1].code)
    except RuleBroken as error:
        return [], sentence(error.reason)
    kinds = _kinds()
    return [
        {
            "quantity": kinds[row["quantity"]][0],
            "one": _written(kinds[row["quantity"]][1], row["values"][0]),
            "other": _written(kinds[row["quantity"]][1], row["values"][1]),
            "better": pair[row["better"]].title if row["better"] is not None else "",
        }
        for row in found_rows
    ], ""


def _written(write: Callable[[Any], str], value: Any) -> str:
    return "–" if value is None else write(value)


def _kinds() -> dict[str, tuple[str, Callable[[Any], str]]]:
    return {
        "cost": (gettext("Cost"), money),
        "worker_days": (gettext("Worker-days"), number),
        "workers": (gettext("People who get work"), number),
        "women": (gettext("Of these, women"), number),
        "women_share": (gettext("Share of women"), _percent),
        "labour_share": (gettext("Share of wages"), _percent),
        "cost_per_worker_day": (gettext("Cost of a worker-day"), money),
        "first_day": (gettext("Days from approval to the first day of work"), number),
        "high_risks": (gettext("High risks"), number),
    }


def _percent(value: float) -> str:
    return f"{number(100 * value, 0)} %"


def _answer(rows: list[dict[str, Any]], pair: tuple[PlanOption, PlanOption] | None) -> str:
    if not rows or pair is None:
        return ""
    ahead = [sum(row["better"] == option.title for row in rows) for option in pair]
    return gettext("{one} does better in {first} of {all} quantities, {other} in {second}. What weighs more is yours to decide.").format(
        one=pair[0].title, other=pair[1].title, first=ahead[0], second=ahead[1], all=len(rows)
    )  # fmt: skip
