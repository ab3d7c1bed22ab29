"""Questions against groups: an analyst ticks what is asked and by what, and reads estimates with their intervals."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may, require
from mainstay.assess.documents import words
from mainstay.assess.documents.differences import between_groups, gap_of
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.answers import KEYS, Table
from mainstay.assess.selectors.exploring import (
    KNOWN,
    Exploration,
    Explored,
    explore,
    modules_answered,
    rows_behind,
)
from mainstay.assess.tables import ExploredTable, InterviewTable
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, named, number, parted

from .estimates import domain_told, ends_of, told
from .shown import found, on_top

#: In how many ways groups may be crossed by who may read interviews; by others in one, since crossings tell few.
MOST_CROSSED = 2


@door("assess.compute_estimates")
def exploring_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the estimates of the questions that are ticked, in each group, computed as the page is asked.

    For who may compute estimates. Cells of too few people are for who may read interviews; restricted answers for nobody.
    """
    from mainstay.statistics.survey.reliability import rule_sets

    assessment, person = found(request, uid), who(request)
    require(person, "assess.compute_estimates", assessment)
    closely = may(person, "assess.read_submissions", assessment)
    made, asked = _made(request, assessment, closely=closely), words.Asked.of(assessment)
    rows = [row for row in made.rows if closely or not row.inside] if made else []
    code = made.table.module if made else ""
    groups, ticked = (len(made.by), {row.asked.field for row in rows}) if made else (0, set())
    shown = {
        **on_top(person, assessment, "assess_explore"),
        "choices": _choices(request, made, asked, crossed=MOST_CROSSED if closely else 1),
        "modules": [
            (one, named("assessment_modules", one), one == code) for one in modules_answered(assessment)
        ],
        "answer": _answer(made, rows),
        "title": asked.question(next(iter(ticked))) if len(ticked) == 1 else "",
        "sets": [
            (code, one.title, made is not None and code == made.rules) for code, one in rule_sets().items()
        ],
    }
    behind = reverse("assess_behind", args=[assessment.uid]) if closely else ""
    table = ExploredTable(
        explored_rows(rows, asked, lambda place: _opens(request, behind, place)),
        exclude=[
            *(["cv"] if groups == 1 else ["apart"]),  # both are more than a desk is wide
            *([] if groups else ["domain"]),
            *(["question"] if len(ticked) == 1 else []),
        ],
    )
    return listed(request, "assess/explore.html", table, shown, name="explored")


@door("assess.read_submissions")
def behind_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show how one estimate of the page before was computed, and the interviews behind it; nobody is named."""
    assessment, person = found(request, uid), who(request)
    require(person, "assess.read_submissions", assessment)
    made, asked = _made(request, assessment, closely=True), words.Asked.of(assessment)
    place = request.GET.get("open", "")
    if made is None or not place.isdecimal() or len(place) > 5 or int(place) >= len(made.rows):
        raise NotFound("no_estimate", _("There is no such estimate. Go back and choose one of the list."))
    row = made.rows[int(place)]
    kept = request.GET.copy()
    kept.pop("open")
    answer = asked.answer(row.asked.field, row.asked.level, row.asked.statistic)
    shown = {
        **on_top(person, assessment, "assess_explore"),
        "back": f"{reverse('assess_explore', args=[assessment.uid])}?{kept.urlencode()}",
        "asked": asked.question(row.asked.field),
        "title": " · ".join(filter(None, [answer, group_told(row, asked)])),
        "answer": how_drawn(made.table),
        "facts": facts_of(row),
        "share": row.asked.statistic == "proportion",
    }
    rows = _interviews(made, row, asked)
    empty = [name for name in KEYS if name != "weight" and not any(each[name] for each in rows)]
    table = InterviewTable(rows, exclude=empty)
    return listed(request, "assess/behind.html", table, shown, name="interviews")


def _made(request: HttpRequest, assessment: Assessment, *, closely: bool) -> Exploration | None:
    modules, module = modules_answered(assessment), request.GET.get("module", "")
    by = [name for name in request.GET.getlist("by") if name][: MOST_CROSSED if closely else 1]
    return explore(
        assessment,
        module=module if module in modules else "".join(modules[:1]),
        fields=request.GET.getlist("ask"),
        by=by,
        rules=request.GET.get("rules", ""),
    )


def _choices(
    request: HttpRequest, made: Exploration | None, asked: words.Asked, *, crossed: int
) -> dict[str, Any]:
    if made is None:
        return {}
    ticked, by = request.GET.getlist("ask"), [*request.GET.getlist("by"), "", ""]
    return {
        "fields": [(name, asked.question(name), name in ticked) for name in made.fields],
        "groups": [
            [(name, group_name(name, asked), name == by[place]) for name in made.groups]
            for place in range(crossed)
        ],
    }


def group_name(name: str, asked: words.Asked) -> str:
    """Return by what people are told apart, in words."""
    known = {"sex": gettext("Sex"), "place": gettext("Place"), "stratum": gettext("Part of the sample")}
    return known[name] if name in KNOWN else asked.question(name)


def _answer(made: Exploration | None, rows: Sequence[Explored]) -> str:
    if made is None:
        return gettext("No interview is in yet. Interviews come with the file that the form's server gives.")
    if not made.rows:
        return gettext("Tick the questions and choose the groups; the estimates stand below at once.")
    kept = len(made.rows) - len(rows)
    doubtful = sum(row.rated.mark == "caution" for row in rows)
    poor = sum(row.rated.mark == "unpublishable" for row in rows)
    limit = playbook.current().assessment.limits.publish_cell_n
    said = [
        counted(len(rows), ngettext("{count} estimate.", "{count} estimates.", len(rows)), none=gettext("No estimate can be shown.")),
        counted(doubtful, ngettext("{count} is to be used with caution.", "{count} are to be used with caution.", doubtful), none=""),
        counted(poor, ngettext("{count} is too unsure to be published.", "{count} are too unsure to be published.", poor), none=""),
        counted(kept, ngettext("{count} is not shown: restricted, or fewer than {limit} people.", "{count} are not shown: restricted, or fewer than {limit} people.", kept).replace("{limit}", str(limit)), none=""),
    ]  # fmt: skip
    return " ".join(word for word in said if word)


def group_told(row: Explored, asked: words.Asked) -> str:
    """Return the group of an estimate in words."""
    return " · ".join(
        _value(name.removeprefix("by "), value, asked) for name, value in row.row.domain.items()
    )


def _value(name: str, value: str, asked: words.Asked) -> str:
    if name == "sex":
        return domain_told(f"sex={value}")
    if name == "place":
        return asked.place(value)
    return value if name in KNOWN else asked.answer(name, value, "")


def _opens(request: HttpRequest, behind: str, place: int) -> str:
    kept = request.GET.copy()
    kept["open"] = str(place)
    return f"{behind}?{kept.urlencode()}" if behind else ""


def explored_rows(
    rows: Sequence[Explored], asked: words.Asked, how: Callable[[int], str]
) -> list[dict[str, Any]]:
    """Return a row for each estimate as the tables show it; `how` gives by its place what opens how it was computed."""
    ends = ends_of((row.asked.field, row.asked.statistic, _held(row)) for row in rows)
    made = []
    for place, row in enumerate(rows):
        interval = "–"
        if row.row.ci_low is not None:
            interval = f"{told(row.asked, row.row.ci_low)} – {told(row.asked, row.row.ci_high)}"
        made.append(
            {
                "question": asked.question(row.asked.field),
                "answer": asked.answer(row.asked.field, row.asked.level, row.asked.statistic),
                "domain": group_told(row, asked),
                "chart": (
                    *_held(row),
                    ends[row.asked.field, row.asked.statistic],
                    row.inside or row.rated.mark != "publishable",
                ),
                "value": told(row.asked, row.row.estimate),
                "interval": interval,
                "cv": None if row.row.cv is None else 100 * row.row.cv,
                "n": row.row.n,
                "apart": _apart(row, asked),
                "use": row,
                "how": how(place),
            }
        )
    return made


def _apart(row: Explored, asked: words.Asked) -> str:
    """Return in a plain sentence how far a group lies from the first, or that the two cannot be told apart."""
    gap = gap_of(row.differs)
    if row.differs is None or gap is None:
        return ""
    name, value = next(iter(row.row.domain.items()))
    first = _value(name.removeprefix("by "), row.differs.name.removeprefix(f"{value} - "), asked)
    return between_groups(gap, first, share=row.asked.statistic == "proportion")


def _held(row: Explored) -> tuple[float | None, float | None, float | None]:
    return row.row.ci_low, row.row.estimate, row.row.ci_high


def _interviews(made: Exploration, row: Explored, asked: words.Asked) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "answer": _given(row, each["answer"], asked),
            "sex": domain_told(f"sex={each['sex']}") if each["sex"] else "",
        }
        for each in rows_behind(made, row)
    ]


def _given(row: Explored, value: Any, asked: words.Asked) -> str:
    values = value if isinstance(value, list) else [value]
    return parted(asked.answer(row.asked.field, str(one), "") for one in values)


def how_drawn(table: Table) -> str:
    """Return in words how the estimate came about: what was weighed, what was drawn, what error follows."""
    weighted = (
        gettext("Each interview counts for as many people as it stands for in its part of the sample.")
        if table.weighted
        else gettext("Each interview counts the same.")
    )
    if not table.by_chance:
        return f"{weighted} " + gettext(
            "People were not chosen by lot: the numbers describe those asked, and no error can be told."
        )
    return f"{weighted} " + gettext(
        "The error follows from how people were chosen, by Taylor linearisation over the units drawn."
    )


def facts_of(row: Explored) -> list[tuple[str, str]]:
    """Return by name what stands behind an estimate: its error, how many were asked, how the sample was drawn."""
    held = row.row
    return [
        (gettext("Use"), " ".join(map(sentence, row.rated.reasons))),
        (gettext("Estimate"), told(row.asked, held.estimate)),
        (gettext("95 % interval"), "–" if held.ci_low is None else f"{told(row.asked, held.ci_low)} – {told(row.asked, held.ci_high)}"),
        (gettext("Standard error"), "–" if held.se is None else told(row.asked, held.se)),
        (gettext("Error in percent of the estimate"), "–" if held.cv is None else f"{number(100 * held.cv, 1)} %"),
        (gettext("Design effect"), "–" if held.deff is None else number(held.deff, 2)),
        (gettext("People asked"), number(held.n)),
        (gettext("Without an answer"), number(held.missing)),
        (gettext("Units drawn"), number(held.psus)),
        (gettext("Parts of the sample"), number(held.strata)),
        (gettext("Degrees of freedom"), number(held.df)),
    ]  # fmt: skip
