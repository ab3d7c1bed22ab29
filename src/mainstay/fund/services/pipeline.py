"""The pipeline: chances of money, from the first word to receipt or loss."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Contribution, Lead
from mainstay.partners.models import Organisation


def add_lead(
    *,
    by: Person,
    donor: Organisation,
    title: str,
    amount_usd: int,
    case: Case | None = None,
    country: Country | None = None,
    expected_on: date | None = None,
    next_step: str = "",
) -> Lead:
    """Return a new lead of `amount_usd` cents for a case or a country."""
    place = country or (case.countries.get(first=True).country if case else None)
    scopes = [("country", place.iso3), ("region", place.region)] if place else None
    with act("fund.add_lead", by=by, on=case or scopes) as entry:
        lead = Lead.objects.create(
            donor=donor,
            case=case,
            country=place,
            title=title,
            amount_usd=amount_usd,
            expected_on=expected_on,
            next_step=next_step,
            added_by=by,
            added_at=clock.now(),
        )
        entry.on(lead)
        entry.note(amount_usd=amount_usd)
    return lead


def move_lead(
    *,
    by: Person,
    lead: Lead,
    verb: str,
    reason: str = "",
    next_step: str = "",
    contribution: Contribution | None = None,
) -> None:
    """Move a lead along the pipeline; a lost one says why, a received one names its contribution."""
    with act("fund.move_lead", by=by, on=lead, reason=reason) as entry:
        new = rules.LEAD.move(lead.state, verb)
        if new == "LOST" and not reason.strip():
            raise BadInput("reason_missing", _("Say why the lead was lost: the next one learns from it."))
        if new == "RECEIVED" and contribution is None:
            raise BadInput("contribution_missing", _("Name the contribution that the lead became."))
        entry.change("state", lead.state, new)
        lead.state, lead.lost_reason = new, reason if new == "LOST" else ""
        lead.next_step = next_step
        lead.contribution = contribution or lead.contribution
        lead.save(update_fields=["state", "lost_reason", "next_step", "contribution"])
