"""The labour market by the international standards: rates with their errors, and what each concept rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may, require
from mainstay.assess.methods.labour_survey import NOT_ASKED
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.labour import CUTS, LabourMarket, labour_market
from mainstay.assess.tables import ExploredTable, use_of
from mainstay.common.errors import BadInput
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, parted

from .decent_work import decent_told, left_out_of, used_in_words, value_told
from .estimates import domain_told, told
from .shown import found, on_top

#: Conferences whose standard of employment can be chosen.
STANDARDS = (19, 13)
#: More rates than these stand in the table alone, and not in the first sentence too.
MOST_TOLD = 4
#: Notes for who reads the rates; the others are for who keeps the mapping.
TOLD = frozenset({"labour.unclassified", "labour.no_age", "labour.no_education"})


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: groups, standard of employment, rules of reliability."""

    assessment: Assessment
    by: str
    icls: int
    rules: str

    @classmethod
    def of(cls, request: HttpRequest, assessment: Assessment) -> "Chosen":
        """Return what is asked for, the usual where it is not known."""
        by, rules = request.GET.get("by", ""), request.GET.get("rules", "")
        icls = 13 if request.GET.get("icls") == "13" else 19
        return cls(assessment, by if by in CUTS else "", icls, rules)

    def link(self, page: str = "assess_labour", **other: Any) -> str:
        """Return the address of a page on the same rates, with what is `other`."""
        asked = {"by": self.by, "icls": self.icls, "rules": self.rules} | other
        return f"{reverse(page, args=[self.assessment.uid])}?{urlencode(asked)}"

    def made(self, *, statuses: bool = True, decent: bool | str = True) -> tuple[LabourMarket | None, str]:
        """Return the labour market with its parts (see `labour_market`), or nothing and why the form does not tell it."""
        try:
            made = labour_market(
                self.assessment,
                by=self.by,
                icls=self.icls,
                rules=self.rules,
                statuses=statuses,
                decent=decent,
            )
        except BadInput as fault:
            said = [sentence(fault.reason), *map(place_and_sentence, fault.problems[:5])]
            return None, " ".join(said)
        return made, ""


@door("assess.compute_estimates")
def labour_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the rates of the labour market with their intervals, by the standard, groups and rules that are chosen.

    For who may compute estimates. Cells of too few people are for who may read interviews.
    """
    from mainstay.statistics.survey.reliability import rule_sets

    assessment, person = found(request, uid), who(request)
    require(person, "assess.compute_estimates", assessment)
    closely, chosen = may(person, "assess.read_submissions", assessment), Chosen.of(request, assessment)
    made, fault = chosen.made()
    lines = _lines(chosen, made, closely=closely)
    rates = [line for line in lines if line["part"] == "rate"]
    judging = made.rules if made else ""
    shown = {
        **on_top(person, assessment, "assess_labour"),
        "answer": fault or _answer(made, [line["use"] for line in rates]),
        "cuts": _cuts(chosen),
        "standards": [
            (chosen.link(icls=one), gettext("Standard of {year}").format(year=2013 if one == 19 else 1982), one == chosen.icls)
            for one in STANDARDS
        ],
        "kept": {"by": chosen.by, "icls": chosen.icls},
        "sets": [(code, one.title, code == judging) for code, one in rule_sets().items()] if made else [],
        "statuses": _classifications(lines),
        **decent_told(made, [line for line in lines if line["part"] == "decent"], closely=closely),
        "by": chosen.by,
        "used": concepts_told([*made.found.used, *used_in_words(made)]) if made else [],
        "notes": [sentence(note) for note in made.found.notes if note.code in TOLD] if made else [],
        "left_out": parted(gettext(each["name"]) for each in (*made.found.left_out, *left_out_of(made))) if made else "",
    }  # fmt: skip
    table = ExploredTable(rates, exclude=["question", "apart", *([] if chosen.by else ["domain"])])
    return listed(request, "assess/labour.html", table, shown, name="labour-market")


def _cuts(chosen: Chosen) -> list[tuple[str, str, bool]]:
    names = {
        "": gettext("Over all"), "sex": gettext("By sex"), "age_group": gettext("By age"), "place": gettext("By place"),
    }  # fmt: skip
    return [(chosen.link(by=code), words, code == chosen.by) for code, words in names.items()]


def _answer(made: LabourMarket | None, rows: Sequence[Explored]) -> str:
    if made is None:
        return gettext("No interview is in yet in which somebody answered what decides who works.")
    kept = len(made.rows) - len(rows)
    first = [row for code in ("LU1", "EPOP") for row in rows if row.asked.field == code]
    said = [
        gettext("{name}: {value}.").format(
            name=" · ".join(filter(None, [name_of(made, row), group_of(made, row)])),
            value=told(row.asked, row.row.estimate),
        )
        for row in (first if len(first) <= MOST_TOLD else [])
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


def name_of(made: LabourMarket, row: Explored) -> str:
    """Return the name of a rate, of a status, or of a measure of decent work."""
    names = made.decent.found.names if made.decent else {}
    return gettext((made.found.names | names)[row.row.variable])


def group_of(made: LabourMarket, row: Explored) -> str:
    """Return the group of a rate in words."""
    words = {"Women": domain_told("F"), "Men": domain_told("M"), "Other": domain_told("X")}
    words |= made.places
    return " · ".join(words.get(str(value), str(value)) for value in row.row.domain.values())


def interval_told(row: Explored) -> str:
    """Return the interval of a rate, or a dash."""
    low, high = row.row.ci_low, row.row.ci_high
    return "–" if low is None else f"{told(row.asked, low)} – {told(row.asked, high)}"


def _lines(chosen: Chosen, made: LabourMarket | None, *, closely: bool) -> list[dict[str, Any]]:
    """Return what is shown of each rate, share by status and measure; small cells to who reads interviews."""
    if made is None:
        return []
    return [
        {
            "question": "",
            "part": _part(made, row),
            "status": row.asked.field if row.asked.level else "",
            "answer": name_of(made, row),
            "domain": group_of(made, row),
            "chart": (row.row.ci_low, row.row.estimate, row.row.ci_high, (0.0, 1.0), row.inside or row.rated.mark != "publishable"),
            "value": value_told(made, row, row.row.estimate),
            "interval": interval_told(row),
            "cv": None if row.row.cv is None else 100 * row.row.cv,
            "n": row.row.n,
            "apart": "",
            "use": row,
            "words": use_of(row),
            "how": chosen.link("assess_labour_behind", open=place),
        }
        for place, row in made.placed.items()
        if closely or not row.inside
    ]  # fmt: skip


def _part(made: LabourMarket, row: Explored) -> str:
    return "decent" if made.is_decent(row) else "status" if row.asked.level else "rate"


def _classifications(lines: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the shares by status under the name of their classification."""
    titles = {"ICSE93": "ICSE-93", "ICSE18": "ICSE-18"}
    each = [
        (
            title,
            [
                line
                for line in lines
                if line["part"] == "status" and line["status"] == code and line["use"].holding
            ],
        )
        for code, title in titles.items()
    ]
    return [(title, rows) for title, rows in each if rows]


def concepts_told(used: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what each concept rests on: the questions, the answers that count, the rule, and what was dropped and why.

    A concept that is neither asked nor spoken of by the mapping is left out.
    """
    spoken = [each for each in used if each["column"] or each["codes"] or each["dropped"] != NOT_ASKED]
    return [
        {
            "concept": gettext(each["rule"]),
            "column": each["column"],
            "codes": each["codes"],
            "dropped": gettext(each["dropped"]) if each["dropped"] else "",
        }
        for each in spoken
    ]
