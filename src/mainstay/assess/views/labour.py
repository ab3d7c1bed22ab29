"""The labour market by the international standards: rates with their errors, and what each concept rests on."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may, require
from mainstay.assess.methods.labour_survey import NOT_ASKED
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.labour import CUTS, LabourMarket, labour_market
from mainstay.assess.tables import ExploredTable
from mainstay.common.errors import BadInput
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, parted

from .estimates import domain_told, told
from .shown import found, on_top

#: Conferences whose standard of employment can be chosen.
STANDARDS = (19, 13)
#: Notes for who reads the rates; the others are for who keeps the mapping.
TOLD = frozenset({"labour.unclassified", "labour.no_age"})


@door("assess.compute_estimates")
def labour_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the rates of the labour market with their intervals, by the standard and the groups that are chosen.

    For who may compute estimates. Cells of too few people are for who may read interviews.
    """
    assessment, person = found(request, uid), who(request)
    require(person, "assess.compute_estimates", assessment)
    closely = may(person, "assess.read_submissions", assessment)
    by = request.GET.get("by", "") if request.GET.get("by", "") in CUTS else ""
    icls = 13 if request.GET.get("icls") == "13" else 19
    made, fault = _made(assessment, by=by, icls=icls)
    rows = [row for row in made.rows if closely or not row.inside] if made else []
    shown = {
        **on_top(person, assessment, "assess_labour"),
        "answer": fault or _answer(made, rows),
        "cuts": _cuts(assessment, by, icls),
        "standards": [
            (_link(assessment, by, one), gettext("Standard of {year}").format(year=2013 if one == 19 else 1982), one == icls)
            for one in STANDARDS
        ],
        "used": _used(made),
        "notes": [sentence(note) for note in made.found.notes if note.code in TOLD] if made else [],
        "left_out": parted(gettext(each["name"]) for each in made.found.left_out) if made else "",
    }  # fmt: skip
    table = ExploredTable(_rows(rows, made), exclude=["question", "apart", *([] if by else ["domain"])])
    return listed(request, "assess/labour.html", table, shown, name="labour-market")


def _made(assessment: Assessment, *, by: str, icls: int) -> tuple[LabourMarket | None, str]:
    """Return the labour market, or nothing and why the form does not tell it."""
    try:
        return labour_market(assessment, by=by, icls=icls), ""
    except BadInput as fault:
        said = [sentence(fault.reason), *map(place_and_sentence, fault.problems[:5])]
        return None, " ".join(said)


def _link(assessment: Assessment, by: str, icls: int) -> str:
    return f"{reverse('assess_labour', args=[assessment.uid])}?by={by}&icls={icls}"


def _cuts(assessment: Assessment, by: str, icls: int) -> list[tuple[str, str, bool]]:
    names = {
        "": gettext("Over all"), "sex": gettext("By sex"), "age_group": gettext("By age"), "place": gettext("By place"),
    }  # fmt: skip
    return [(_link(assessment, code, icls), words, code == by) for code, words in names.items()]


def _answer(made: LabourMarket | None, rows: Sequence[Explored]) -> str:
    if made is None:
        return gettext("No interview is in yet in which somebody answered what decides who works.")
    kept = len(made.rows) - len(rows)
    first = {row.asked.field: row for row in rows if not any(row.row.domain.values())}
    said = [
        gettext("{name}: {value}.").format(
            name=_name(made, code), value=told(first[code].asked, first[code].row.estimate)
        )
        for code in ("LU1", "EPOP")
        if code in first
    ]
    said.append(
        counted(
            len(rows),
            ngettext("{count} rate.", "{count} rates.", len(rows)),
            none=gettext("No rate can be shown."),
        )
    )
    said.append(
        counted(kept, ngettext("{count} is not shown: too few people stand behind it.", "{count} are not shown: too few people stand behind them.", kept), none="")
    )  # fmt: skip
    return " ".join(part for part in said if part)


def _name(made: LabourMarket, code: str) -> str:
    return gettext(made.found.names[code])


def _rows(rows: Sequence[Explored], made: LabourMarket | None) -> list[dict[str, Any]]:
    if made is None:
        return []
    return [
        {
            "question": "",
            "answer": _name(made, row.asked.field),
            "domain": _group(row),
            "chart": (row.row.ci_low, row.row.estimate, row.row.ci_high, (0.0, 1.0), row.inside or row.rated.mark != "publishable"),
            "value": told(row.asked, row.row.estimate),
            "interval": "–" if row.row.ci_low is None else f"{told(row.asked, row.row.ci_low)} – {told(row.asked, row.row.ci_high)}",
            "cv": None if row.row.cv is None else 100 * row.row.cv,
            "n": row.row.n,
            "apart": "",
            "use": row,
            "how": "",
        }
        for row in rows
    ]  # fmt: skip


def _group(row: Explored) -> str:
    words = {"Women": domain_told("F"), "Men": domain_told("M")}
    return " · ".join(words.get(str(value), str(value)) for value in row.row.domain.values())


def _used(made: LabourMarket | None) -> list[dict[str, str]]:
    """Return what each concept rests on: the questions, the answers that count, the rule, and what was dropped and why.

    A concept that is neither asked nor spoken of by the mapping is left out.
    """
    if made is None:
        return []
    spoken = [
        each for each in made.found.used if each["column"] or each["codes"] or each["dropped"] != NOT_ASKED
    ]
    return [
        {
            "concept": gettext(each["rule"]),
            "column": each["column"],
            "codes": each["codes"],
            "dropped": gettext(each["dropped"]) if each["dropped"] else "",
        }
        for each in spoken
    ]
