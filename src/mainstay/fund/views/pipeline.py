"""The pipeline: what may come, and when?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.fund import selectors
from mainstay.fund.models import Lead
from mainstay.fund.tables import LeadTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, money, named

from .shown import tabs

#: Stages of a lead that is over.
OVER = ("RECEIVED", "LOST")


@door("fund.read_pipeline")
def pipeline_page(request: HttpRequest) -> HttpResponse:
    """Show the leads by stage with their weighted value, then each lead as a list."""
    person = who(request)
    leads = list(selectors.leads_visible(person).order_by("expected_on", "pk"))
    running = [lead for lead in leads if lead.state not in OVER]
    whole, weighted = sum(lead.amount_usd for lead in running), sum(_weighted(lead) for lead in running)
    words = (
        ngettext(
            "{count} open lead for {whole}; weighted by its stage {weighted}.",
            "{count} open leads for {whole}; weighted by their stages {weighted}.",
            len(running),
        )
        .replace("{whole}", money(whole))
        .replace("{weighted}", money(weighted))
    )
    open_leads = counted(len(running), words, none=gettext("No lead is open."))
    shown = {
        "answer": f"{open_leads} {_over(leads)}".strip(),
        "tabs": tabs(person, "pipeline"),
        "stages": [_stage(code, leads) for code in playbook.current().fund.pipeline_stages],
    }
    return listed(
        request, "fund/pipeline.html", LeadTable([_row(lead) for lead in leads]), shown, name="pipeline"
    )


def _over(leads: list[Lead]) -> str:
    """Return how many leads are over, and how they ended; empty where none is."""
    won, lost = (sum(lead.state == state for lead in leads) for state in OVER)
    said = [
        counted(won, ngettext("{count} was received.", "{count} were received.", won), none=""),
        counted(lost, ngettext("{count} was lost.", "{count} were lost.", lost), none=""),
    ]
    return " ".join(part for part in said if part)


def _weighted(lead: Lead) -> int:
    stages = playbook.current().fund.pipeline_stages
    return round(lead.amount_usd * float(stages[lead.state].probability))


def _stage(code: str, leads: list[Lead]) -> dict[str, Any]:
    held = [lead for lead in leads if lead.state == code]
    return {
        "name": named("fund.pipeline_stages", code),
        "chance": None if code in OVER else float(playbook.current().fund.pipeline_stages[code].probability),
        "leads": held,
        "weighted": sum(_weighted(lead) for lead in held),
    }


def _row(lead: Lead) -> dict[str, Any]:
    return {
        "lead": lead, "donor": lead.donor, "case": lead.case, "stage": named("fund.pipeline_stages", lead.state),
        "amount_usd": lead.amount_usd, "weighted_usd": _weighted(lead), "expected_on": lead.expected_on,
        "next_step": lead.next_step or lead.lost_reason,
    }  # fmt: skip
