"""How one rate of the labour market was computed: formula, design, concepts, and the interviews to who may read them."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from mainstay.accounts.permissions import may, require
from mainstay.assess.methods.decent_work_measures import MEASURES, measure_named
from mainstay.assess.methods.labour_force import STATUS_LABELS, STEP_LABELS
from mainstay.assess.methods.labour_rates import STATUS_RATES, rate_named, rests_on, terms_of
from mainstay.assess.selectors.answers import KEYS
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.labour import LabourMarket, interviews_behind
from mainstay.assess.tables import LabourInterviewTable
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import number, parted

from .decent_work import counts_people, formula_told, unit_told, used_in_words
from .estimates import domain_told
from .exploring import facts_of, how_drawn
from .labour import Chosen, concepts_told, group_of, name_of
from .shown import found, on_top

#: Lines on what concepts rest on that hold for the whole table.
FRAME = frozenset({"icls", "working_age", "universe", "design"})

#: How a result names its method, in words of the reader.
METHODS = {
    "Taylor linearisation": _("Taylor linearisation"),
    "logit interval": _("interval by the logit"),
    "purposive sample: no design error": _("purposive sample: no design error"),
}


@door("assess.compute_estimates")
def labour_behind_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show how one rate was computed and what it rests on; the interviews behind it are for who may read interviews."""
    assessment, person = found(request, uid), who(request)
    require(person, "assess.compute_estimates", assessment)
    closely, chosen = may(person, "assess.read_submissions", assessment), Chosen.of(request, assessment)
    made, row = _opened(chosen, request.GET.get("open", ""), closely=closely)
    decent = made.is_decent(row)
    wanted = (set(measure_named(row.row.variable).concepts) if decent else rests_on(row.row.variable)) | FRAME
    used = [*made.found.used, *(used_in_words(made) if decent else ())]
    shown = {
        **on_top(person, assessment, "assess_labour"),
        "back": chosen.link(),
        "asked": name_of(made, row),
        "title": group_of(made, row),
        "answer": how_drawn(made.table),
        "formula": _formula(made, row),
        "facts": _facts(made, row),
        "decent": decent,
        "used": concepts_told(each for each in used if each["concept"] in wanted),
        "closely": closely,
    }
    rows = _interviews(made, row) if closely else []
    empty = [name for name in KEYS if name != "weight" and not any(each[name] for each in rows)]
    table = LabourInterviewTable(rows, exclude=empty)
    return listed(request, "assess/labour_behind.html", table, shown, name="interviews")


def _opened(chosen: Chosen, place: str, *, closely: bool) -> tuple[LabourMarket, Explored]:
    """Return the labour market as far as it takes, and the rate that is opened.

    Small cells are not there for who reads no interviews.
    """
    code = place.partition(".")[0]
    measure = code if code in {measure.code for measure in MEASURES} else ""
    statuses = code in {rate.code for rate in STATUS_RATES}
    made, _fault = chosen.made(statuses=statuses, decent=measure)
    row = made.placed.get(place) if made else None
    if made is None or row is None or (row.inside and not closely):
        raise NotFound("no_estimate", _("There is no such estimate. Go back and choose one of the list."))
    return made, row


def _formula(made: LabourMarket, row: Explored) -> tuple[str, str]:
    """Return numerator and denominator in words: what they are called, sums in brackets."""
    if made.is_decent(row):
        return formula_told(row.row.variable)
    rate = rate_named(row.row.variable)
    return _summed(rate.numerator), _summed(rate.denominator)


def _summed(part: str) -> str:
    terms = [gettext(name) for name in terms_of(part)]
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


def _facts(made: LabourMarket, row: Explored) -> list[tuple[str, str]]:
    facts = facts_of(row)
    place = next(at for at, (name, _value) in enumerate(facts) if name == gettext("People asked"))
    if counts_people(made, row):
        facts.insert(place + 1, (gettext("Of these, those for whom it holds"), number(row.holding)))
    method = parted(gettext(METHODS.get(part, part)) for part in re.split("[;,] ", row.row.method))
    return [*facts, (gettext("Method"), method), *unit_told(made, row)]


def _interviews(made: LabourMarket, row: Explored) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "sex": domain_told(f"sex={each['sex']}") if each["sex"] else "",
            "answer": ": ".join(
                gettext(words) for words in (STATUS_LABELS[each["status"]], STEP_LABELS[each["step"]])
            ),
            "counts": gettext("Yes") if each["counts"] else gettext("No"),
        }
        for each in interviews_behind(made, row)
    ]
