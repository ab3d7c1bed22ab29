"""How far the asking is: interviews against the sample."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may
from mainstay.assess import selectors
from mainstay.assess.models import Assessment
from mainstay.assess.panels import assessment_answer
from mainstay.assess.tables import FLAG_WORDS, ProgressTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, named, number, parted

from .shown import found, on_top


def _cuts(assessment: Assessment, *, closely: bool) -> dict[str, Any]:
    names = {
        "stratum": gettext("Part of the sample"), "place": gettext("Place"), "cluster": gettext("Cluster"),
        "day": gettext("Day"), "module": gettext("Question module"), "interviewer": gettext("Interviewer"),
    }  # fmt: skip
    return {cut: names[cut] for cut in selectors.cuts_of(assessment) if closely or cut != "interviewer"}


@door("assess.read_assessments")
def collection_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show interviews by part of the sample, place, day or interviewer, with what is odd about them."""
    assessment, person = found(request, uid), who(request)
    closely = may(person, "assess.read_submissions", assessment)
    cuts = _cuts(assessment, closely=closely)
    cut = request.GET.get("by", "")
    cut = cut if cut in cuts else next(iter(cuts))
    rows = [_row(cut, row) for row in selectors.progress_of(assessment, cut)]
    rows.sort(key=lambda row: row["unplaced"])  # the parts stay in their order
    days = selectors.progress_of(assessment, "day")
    table = ProgressTable(rows, exclude=() if cut == "interviewer" else ("flags",))
    table.columns["name"].column.verbose_name = cuts[cut]
    link = reverse("assess_collection", args=[assessment.uid])
    shown = {
        **on_top(person, assessment, "assess_collection"),
        "question": gettext("How far is the asking?"),
        "answer": _answer(assessment, rows),
        "cuts": [(f"{link}?by={code}", words, code == cut) for code, words in cuts.items()],
        "days": [(day(row.key), row.asked) for row in days],
        "refused": sum(row.refused for row in days),
    }
    return listed(request, "assess/collection.html", table, shown, name=f"interviews-by-{cut}")


def _row(cut: str, row: selectors.Progress) -> dict[str, Any]:
    names = {"day": day(row.key) if cut == "day" else "", "module": named("assessment_modules", row.name)}
    tried = row.asked + row.refused
    # Who refuses at once is not asked where it is: that is no part of which all refuse.
    unplaced = cut in {"stratum", "place", "cluster"} and not row.key
    unknown = (
        gettext("Refused before the place was asked") if unplaced and not row.asked else gettext("not said")
    )
    return {
        "unplaced": unplaced,
        "name": names.get(cut) or row.name or unknown,
        "asked": row.asked,
        "planned": row.planned,
        "share": row.share,
        "refused": row.refused,
        "refused_share": 100 * row.refused / tried if tried and not unplaced else None,
        "flags": parted(str(FLAG_WORDS[flag]) for flag in row.flags),
    }


def _answer(assessment: Assessment, rows: list[dict[str, Any]]) -> str:
    silent = sum(1 for row in rows if row["planned"] and not row["asked"])
    odd = sum(bool(row["flags"]) for row in rows)
    words = [
        assessment_answer(assessment),
        counted(silent, ngettext("{count} part of the sample has no interview yet.", "{count} parts of the sample have no interview yet.", silent), none=""),
        counted(odd, ngettext("{count} interviewer is to be looked at.", "{count} interviewers are to be looked at.", odd), none=""),
    ]  # fmt: skip
    if drawn := assessment.drawn:
        seen = assessment.submissions.filter(cluster__in=drawn).values("cluster").distinct().count()
        words.append(
            gettext("{seen} of {drawn} drawn clusters were visited.").format(
                seen=number(seen), drawn=number(len(drawn))
            )
        )
    return " ".join(word for word in words if word).strip()
