"""Agreements drafted, signed, ended; partners rated once a year."""

from collections.abc import Collection
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Agreement, Organisation, PartnerReview
from mainstay.partners.selectors import is_cleared


def draft_agreement(
    *,
    by: Person,
    organisation: Organisation,
    kind: str,
    title: str,
    starts_on: date,
    ends_on: date,
    ceiling_minor: int | None = None,
    currency: str = "",
    purposes: Collection[str] = (),
    shared_fields: Collection[str] = (),
    trigger: str = "",
) -> Agreement:
    """Return the draft of an agreement; data sharing names purposes and fields, standby its trigger."""
    with act("partners.draft_agreement", by=by, on=organisation) as entry:
        if kind not in rules.AGREEMENT_KINDS:
            raise BadInput("unknown_kind", _("There is no kind of agreement “{agreement}”."), agreement=kind)
        if ends_on <= starts_on:
            raise BadInput("end_missing", _("An agreement has an end after its start. Give it one."))
        if ceiling_minor is not None and not currency:
            raise BadInput("currency_missing", _("A ceiling has a currency."))
        made = Agreement.objects.create(
            organisation=organisation,
            kind=kind,
            title=title.strip(),
            country=organisation.country,
            starts_on=starts_on,
            ends_on=ends_on,
            ceiling_minor=ceiling_minor,
            currency=currency,
            purposes=list(purposes),
            shared_fields=list(shared_fields),
            trigger=trigger.strip(),
            drafted_by=by,
        )
        entry.on(made)
        entry.note(kind=kind, ends_on=ends_on)
    return made


def sign_agreement(*, by: Person, agreement: Agreement) -> None:
    """Sign an agreement with a partner whose check is approved."""
    with act("partners.sign_agreement", by=by, on=agreement) as entry:
        state = rules.AGREEMENT.move(agreement.state, "sign")
        type_ = playbook.current().lists.partner_types[agreement.organisation.type]
        require(
            rules.why_not_sign_agreement(
                kind=agreement.kind,
                starts_on=agreement.starts_on,
                ends_on=agreement.ends_on,
                approved=is_cleared(agreement.organisation),
                purposes=agreement.purposes,
                fields=agreement.shared_fields,
                trigger=agreement.trigger,
                joint_delivery=not getattr(type_, "contact_only", False),
            )
        )
        entry.change("state", agreement.state, state)
        agreement.state, agreement.signed_by, agreement.signed_at = state, by, clock.now()
        agreement.save(update_fields=["state", "signed_by", "signed_at"])


def end_agreement(*, by: Person, agreement: Agreement, reason: str) -> None:
    """End an agreement before its day, with the reason."""
    with act("partners.end_agreement", by=by, on=agreement, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why the agreement ends."))
        state = rules.AGREEMENT.move(agreement.state, "end")
        entry.change("state", agreement.state, state)
        agreement.state, agreement.ended_on, agreement.ended_reason = state, clock.today(), reason.strip()
        agreement.save(update_fields=["state", "ended_on", "ended_reason"])


def rate_partner(
    *,
    by: Person,
    organisation: Organisation,
    year: int,
    rating: int,
    benefits: Collection[str] = (),
    words: str = "",
) -> PartnerReview:
    """Return the rating (1 to 5) of one year with a partner, and which benefits it brought."""
    with act("partners.rate_partner", by=by, on=organisation) as entry:
        known = playbook.current().lists.partner_benefits
        strange = [code for code in benefits if code not in known]
        if strange or not 1 <= rating <= 5:
            raise BadInput(
                "rating", _("A rating is 1 to 5; benefits are: {benefits}."), benefits=", ".join(known)
            )
        if organisation.reviews.filter(year=year).exists():
            raise RuleBroken("rated", _("This partner is rated for {year} already."), year=year)
        made = PartnerReview.objects.create(
            organisation=organisation,
            year=year,
            rating=rating,
            benefits=list(benefits),
            words=words.strip(),
            rated_by=by,
            rated_at=clock.now(),
        )
        entry.on(made)
    return made
