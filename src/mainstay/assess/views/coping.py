"""How people get by without enough money: who does what, where, and what of it does harm."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may, require
from mainstay.assess import selectors
from mainstay.assess.documents import words
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.answers import ANY_HARMFUL
from mainstay.assess.selectors.coping import FIELD, MODULE, NONE, Coped, GettingBy, getting_by
from mainstay.assess.selectors.places import place_names
from mainstay.assess.tables import use_of
from mainstay.assess.tables.coping import CopingTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, enumerated, named, parted, percent

from .exploring import explored_rows, group_name
from .shown import found, on_top

#: How many ways the sentence on top names.
MOST_NAMED = 3
#: From which shares on a cell of the map is darker.
GRADES = (0.05, 0.15, 0.3, 0.5)
#: What households tell besides of what makes them vulnerable and of what they can do.
BESIDE = (
    "Q_HHD_03",
    "Q_HHD_07_rows",
    "Q_HHD_09_rows",
    "Q_HHD_12_rows",
    "Q_HHD_13",
    "Q_HHD_15_rows",
    "Q_HHD_16",
)


@door("assess.compute_estimates")
def coping_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the share of each way of getting by, harmful ones first, by group and place, and what groups said of it.

    For who may compute estimates. Shares of too few people are for who may read interviews; what groups said is for who
    may read that.
    """
    assessment, person = found(request, uid), who(request)
    require(person, "assess.compute_estimates", assessment)
    closely = may(person, "assess.read_submissions", assessment)
    made, asked = getting_by(assessment), words.Asked.of(assessment)
    by = request.GET.get("by", "")
    by = by if made and by in made.groups else ""
    rows = made.by(by) if made else []
    held = [row for row in rows if closely or not row.explored.inside]
    hears = may(person, "assess.read_group_talks", assessment)
    shown = {
        **on_top(person, assessment, "assess_coping"),
        "answer": _answer(made, asked, kept=len(rows) - len(held)),
        "cuts": _cuts(made, by, asked),
        "title": asked.question(FIELD) if made else "",
        "map": _map(made, asked) if made else None,
        "beside": _beside(assessment, made, by, asked),
        "said": selectors.said_on_coping(assessment) if hears else [],
    }
    told = explored_rows(
        [row.explored for row in held],
        asked,
        lambda place: _opens(assessment, by, held[place]) if closely else "",
    )
    for row, one in zip(told, held, strict=True):
        row["harm"] = (one.harmful, one.way_out)
    table = CopingTable(told, exclude=["cv", *([] if by else ["domain"])])
    return listed(request, "assess/coping.html", table, shown, name="getting-by")


def _opens(assessment: Assessment, by: str, one: Coped) -> str:
    asked = {"module": MODULE, "ask": FIELD, "by": by, "open": one.at}
    return f"{reverse('assess_behind', args=[assessment.uid])}?{urlencode(asked)}"


def _answer(made: GettingBy | None, asked: words.Asked, *, kept: int) -> str:
    """Return how many get by in a way that does harm, which ways are most frequent, and how much is held back."""
    if made is None:
        return " ".join(
            [
                gettext(
                    "No interview is in yet. Interviews come with the file that the form's server gives."
                ),
                gettext("Question modules: {modules}.").format(modules=named("assessment_modules", MODULE)),
            ]
        )
    limit = playbook.current().assessment.limits.publish_cell_n
    told = [row for row in made.overall if not row.explored.inside]
    any_harm = next((row.explored for row in told if row.way == ANY_HARMFUL), None)
    said = []
    if any_harm:
        low, high = any_harm.row.ci_low, any_harm.row.ci_high
        span = "" if low is None else f" ({percent(low)}–{percent(high)})"
        marked = "" if any_harm.rated.mark == "publishable" else use_of(any_harm)[1]
        value = parted([f"{percent(any_harm.row.estimate)}{span}", marked])
        said.append(gettext("{name}: {value}.").format(name=_way(ANY_HARMFUL, asked), value=value))
    often = [row for row in told if row.way not in {ANY_HARMFUL, NONE} and row.explored.row.estimate]
    often.sort(key=lambda row: -(row.explored.row.estimate or 0))
    if often:
        ways = enumerated(
            f"{_way(row.way, asked)} {percent(row.explored.row.estimate)}" for row in often[:MOST_NAMED]
        )
        said.append(gettext("{name}: {value}.").format(name=gettext("How people get by"), value=ways))
    said.append(counted(kept, ngettext("{count} is not shown: restricted, or fewer than {limit} people.", "{count} are not shown: restricted, or fewer than {limit} people.", kept).replace("{limit}", str(limit)), none=""))  # fmt: skip
    return " ".join(part for part in said if part)


def _way(way: str, asked: words.Asked) -> str:
    return asked.answer(FIELD, way, "proportion")


def _cuts(made: GettingBy | None, by: str, asked: words.Asked) -> list[tuple[str, str, bool]]:
    if made is None or not made.groups:
        return []
    offered = [("", gettext("Over all")), *((name, group_name(name, asked)) for name in made.groups)]
    return [(f"?{urlencode({'by': code})}", said, code == by) for code, said in offered]


def _map(made: GettingBy, asked: words.Asked) -> dict[str, Any] | None:
    """Return the places, and a line for each way with its share there; held back ones say so to every reader."""
    if not made.places:
        return None
    codes = [str(next(iter(row.explored.row.domain.values()))) for row in made.places]
    found = place_names(codes)
    names = {code: found[code] for code in codes}
    lines: dict[str, dict[str, Any]] = {}
    for code, row in zip(codes, made.places, strict=True):
        line = lines.setdefault(row.way, {"way": _way(row.way, asked), "harmful": row.harmful, "cells": {}})
        line["cells"][code] = _cell(row)
    told = [
        {**line, "cells": [(name, line["cells"].get(code)) for code, name in names.items()]}
        for line in lines.values()
    ]
    return {"places": [*names.values()], "lines": told}


def _cell(row: Coped) -> dict[str, Any]:
    share = row.explored.row.estimate
    if row.explored.inside or share is None:
        return {"held": row.explored.inside, "share": "", "grade": "", "use": ""}
    grade = sum(share >= least for least in GRADES)
    use = "" if row.explored.rated.mark == "publishable" else use_of(row.explored)[1]
    return {
        "held": False,
        "share": percent(share),
        "grade": f"{'harm' if row.harmful else 'way'}{grade}",
        "use": use,
    }


def _beside(
    assessment: Assessment, made: GettingBy | None, by: str, asked: words.Asked
) -> Sequence[tuple[str, str]]:
    """Return what households were asked besides of weakness and strength, each leading to its estimates."""
    if made is None:
        return []
    page = reverse("assess_explore", args=[assessment.uid])
    cut = [("by", by)] if by else []
    return [
        (f"{page}?{urlencode([('module', MODULE), ('ask', name), *cut])}", asked.question(name))
        for name in BESIDE
        if name in made.over_all.fields and name != by
    ]
