"""The head of every page of works: the case where the reader may see it, else the project and place that she works for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.cases.selectors import case_head, cases_visible
from mainstay.deliver.works.models import Finding
from mainstay.deliver.works.selectors.safeguard_board import FindingState, Safety
from mainstay.page.errors import sentence_of
from mainstay.page.words import country_name, number

#: What an open finding stops, in words.
STOPPED = {
    "opening": _("stops the opening"), "start": _("stops the first day of workers"), "next_day": _("stops the next day"),
    "approval": _("stops the certificate"), "nothing": _("warns"),
}  # fmt: skip

if TYPE_CHECKING:
    from mainstay.design.models import Project


def works_head(person: Person, project: "Project") -> dict[str, Any]:
    """Return what `works/head.html` shows above a page about something of a project."""
    case = cases_visible(person).filter(pk=project.case_id).first()
    if case is not None:
        return {"head": case_head(case), "project": project}
    place = country_name(project.country.names, project.country.name)
    return {"head": None, "project": project, "place": place}


def safety_said(safety: Safety) -> list[str]:
    """Return whether it is safe, in words: what stops work, what is open, how many accidents there were."""
    stops, count, grave = safety.stops, safety.findings, safety.grave
    if stops:
        said = [
            ngettext("{count} finding stops work.", "{count} findings stop work.", stops).format(
                count=number(stops)
            )
        ]
    elif count:
        text = ngettext(
            "{count} finding is open; it does not stop work.",
            "{count} findings are open; none stops work.",
            count,
        )
        said = [text.format(count=number(count))]
    else:
        said = [gettext("No finding is open.")]
    if not safety.accidents:
        return [*said, gettext("No accident is reported.")]
    text = ngettext("{count} accident is reported.", "{count} accidents are reported.", safety.accidents)
    if grave:
        text = ngettext(
            "{count} accident is reported, and it was serious or fatal.",
            "{count} accidents are reported, {grave} of them serious or fatal.",
            safety.accidents,
        )
    return [*said, text.format(count=number(safety.accidents), grave=number(grave))]


def findings_shown(rows: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as pages list them: code, what each stops, its sentence, since when."""
    return [
        {
            "finding": row,
            "code": row.code,
            "stops": row.stops,
            "words": sentence_of(row.code, row.msgid, row.facts),
            "on": row.found_on,
        }
        for row in rows
    ]


def state_shown(state: FindingState) -> dict[str, Any]:
    """Return a finding with what stands against it today: what it stops, its plan, its waiver."""
    plan = state.plan
    return {
        **findings_shown([state.finding])[0],
        "site": state.finding.site,
        "blocks": state.blocks,
        "stopped": STOPPED[state.finding.stops],
        "plan": plan,
        "overdue": state.overdue,
        "waived": state.waived,
    }
