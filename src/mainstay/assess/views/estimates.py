"""What the interviews say: estimates with their intervals."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may
from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.services.analysing import published
from mainstay.assess.tables import EstimateTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, named, number, percent

from .shown import found, on_top


class Measuring(Protocol):
    """What tells in which unit a value stands."""

    @property
    def statistic(self) -> str:
        """Mean, proportion or ratio."""


@door("assess.read_assessments")
def estimates_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show each estimate as a dot with its interval.

    Small cells are for those who may read interviews, marked as what stays in the house; restricted answers for nobody.
    """
    assessment, person = found(request, uid), who(request)
    every = list(assessment.estimates.filter(value__isnull=False))
    domains = {row.domain.partition("=")[0] for row in every}
    by = request.GET.get("by", "") if request.GET.get("by", "") in domains else ""
    safe = published(every)
    inside = {row.pk for row in every} - {row.pk for row in safe}
    if may(person, "assess.read_submissions", assessment):
        safe = [row for row in every if not row.restricted]
    rows = [row for row in safe if row.domain.partition("=")[0] == by and not _nobody(row)]
    link = reverse("assess_estimates", args=[assessment.uid])
    names = {"": gettext("Over all"), "sex": gettext("By sex"), "place": gettext("By place")}
    shown = {
        **on_top(person, assessment, "assess_estimates"),
        "answer": _answer(assessment, every, safe),
        "method": _method(assessment),
        "cuts": [(f"{link}?by={code}" if code else link, names.get(code, code), code == by) for code in sorted(domains)],
    }  # fmt: skip
    # On the page the rows of a module follow each other; the file tells it in each row.
    left_out = (() if by else ("domain",)) + (() if "export" in request.GET else ("module",))
    table = EstimateTable(_rows(assessment, rows, inside), exclude=left_out)
    return listed(request, "assess/estimates.html", table, shown, name="estimates")


def _answer(assessment: Assessment, every: list[Estimate], safe: list[Estimate]) -> str:
    if not every:
        return gettext("Nothing is computed yet. Estimates are computed from the interviews that came in.")
    doubtful = sum(not row.representative for row in safe)
    kept = len(every) - len(safe)
    limit = playbook.current().assessment.limits.publish_cell_n
    said = [
        _surest(assessment, safe),
        counted(len(safe), ngettext("{count} estimate.", "{count} estimates.", len(safe)), none=gettext("No estimate can be shown.")),
        counted(doubtful, ngettext("{count} is to be used with caution.", "{count} are to be used with caution.", doubtful), none=""),
        counted(kept, ngettext("{count} is not shown: restricted, or fewer than {limit} people.", "{count} are not shown: restricted, or fewer than {limit} people.", kept).replace("{limit}", str(limit)), none=""),
    ]  # fmt: skip
    if assessment.estimated_at:
        said.append(gettext("Computed on {day}.").format(day=day(assessment.estimated_at)))
    return " ".join(word for word in said if word)


def _nobody(row: Estimate) -> bool:
    """Return whether this is an answer that nobody gave."""
    return row.statistic == "proportion" and not row.value


def _surest(assessment: Assessment, safe: list[Estimate]) -> str:
    """Return the share that most people stand behind, of those that stand for all; empty where there is none."""
    from mainstay.assess.documents import words

    sure = [
        row
        for row in safe
        if row.representative and not row.domain and row.statistic == "proportion" and row.value
    ]
    if not sure:
        return ""
    first = max(sure, key=lambda row: (row.n, row.value or 0))
    asked = words.Asked.of(assessment)
    return gettext("“{question}” {answer}: {value}, by {n} people asked.").format(
        question=asked.question(first.field), answer=asked.answer(first.field, first.level, first.statistic),
        value=told(first, first.value), n=number(first.n),
    )  # fmt: skip


def _method(assessment: Assessment) -> str:
    from mainstay.assess.documents import words

    return gettext("People were chosen {method}; design effect {effect}; intervals of 95 %.").format(
        method=words.METHODS.get(assessment.method, assessment.method) or "–",
        effect=number(assessment.design_effect, 2),
    )


def _rows(assessment: Assessment, rows: Iterable[Estimate], inside: Collection[int]) -> list[dict[str, Any]]:
    from mainstay.assess.documents import words

    asked = words.Asked.of(assessment)
    listed_rows = list(rows)
    ends = ends_of((row.field, row.statistic, (row.low, row.value, row.high)) for row in listed_rows)
    return [
        {
            "question": asked.question(row.field),
            "answer": asked.answer(row.field, row.level, row.statistic),
            "domain": domain_told(row.domain),
            "chart": (row.low, row.value, row.high, ends[row.field, row.statistic], not row.representative or row.pk in inside),
            "value": told(row, row.value),
            "interval": "–" if row.low is None else f"{told(row, row.low)} – {told(row, row.high)}",
            "n": row.n,
            "module": named("assessment_modules", row.module),
            "caution": (row, row.pk in inside),
        }
        for row in listed_rows
    ]  # fmt: skip


def ends_of(
    rows: Iterable[tuple[str, str, Sequence[float | None]]],
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the axis of each question and statistic: 0 to 1 for shares, else as far as its estimates reach."""
    ends: dict[tuple[str, str], tuple[float, float]] = {}
    for field, statistic, values in rows:
        if statistic == "proportion":
            ends[field, statistic] = (0.0, 1.0)
            continue
        held = [value for value in values if value is not None]
        low, high = ends.get((field, statistic), (0.0, 0.0))
        ends[field, statistic] = (min([low, *held]), max([high, *held]) or 1.0)
    return ends


def told(row: Measuring, value: float | None) -> str:
    """Return a value in the unit of its statistic: shares in percent."""
    if value is None:
        return "–"
    return percent(value, 1) if row.statistic == "proportion" else number(value, 2)


def domain_told(domain: str) -> str:
    """Return the group of an estimate in words."""
    name, sign, value = domain.partition("=")
    sexes = {"F": gettext("women"), "M": gettext("men"), "X": gettext("other or not said")}
    if not sign:
        return {"": "", "ALL": gettext("everybody"), **sexes}.get(domain, domain)
    return sexes.get(value, value) if name == "sex" else value
