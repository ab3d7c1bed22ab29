"""Due diligence, and notes that only some may read."""

from datetime import date, timedelta

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import IndependenceNote, InternalNote, Organisation, PartnerCheck

#: How long an approved check holds when no other end is given.
VALID = timedelta(days=730)


def check_partner(
    *,
    by: Person,
    organisation: Organisation,
    sanctions: str = "unknown",
    values: str = "unknown",
    psea: str = "unknown",
    finance: str = "unknown",
    notes: str = "",
) -> PartnerCheck:
    """Return the check of a partner: sanctions lists, values, protection from abuse, finance."""
    findings = {"sanctions": sanctions, "values": values, "psea": psea, "finance": finance}
    with act("partners.check_partner", by=by, on=organisation) as entry:
        strange = [name for name, finding in findings.items() if finding not in rules.FINDINGS]
        if strange:
            raise BadInput(
                "finding",
                _("A finding is clear, concern, fail or unknown; not so: {checks}."),
                checks=", ".join(strange),
            )
        organisation.checks.filter(state="CHECKED").update(
            state="REFUSED", conditions="Replaced by a later check."
        )
        check = PartnerCheck.objects.create(
            organisation=organisation,
            **findings,
            notes=notes.strip() or None,
            checked_by=by,
            checked_at=clock.now(),
        )
        entry.on(check)
        entry.note(organisation=organisation.pk)
    return check


def approve_partner(
    *, by: Person, check: PartnerCheck, conditions: str = "", valid_until: date | None = None
) -> None:
    """Approve a checked partner until a day; with a concern, under conditions."""
    with act("partners.approve_partner", by=by, on=check) as entry:
        findings = {name: getattr(check, name) for name in rules.CHECKS}
        require(rules.why_not_approve_partner(findings, conditions=conditions))
        _decide(check, "approve", by, conditions=conditions)
        check.valid_until = valid_until or clock.today() + VALID
        check.save()
        entry.change("state", "CHECKED", check.state)


def refuse_partner(*, by: Person, check: PartnerCheck, reason: str) -> None:
    """Refuse a checked partner, with the reason."""
    with act("partners.approve_partner", by=by, on=check, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why the partner is refused."))
        _decide(check, "refuse", by, conditions=reason)
        check.save()
        entry.change("state", "CHECKED", check.state)


def _decide(check: PartnerCheck, verb: str, by: Person, *, conditions: str) -> None:
    check.state = rules.PARTNER_CHECK.move(check.state, verb)
    check.decided_by, check.decided_at, check.conditions = by, clock.now(), conditions.strip()


def note_independence(
    *, by: Person, organisation: Organisation, text: str, first_reader: Person, second_reader: Person
) -> IndependenceNote:
    """Return a restricted note on a concern about an organisation's independence; its two readers are named."""
    with act("partners.note_independence", by=by, on=organisation) as entry:
        require(rules.why_not_note_independence(first=first_reader.pk, second=second_reader.pk))
        for reader in (first_reader, second_reader):
            if not {"CD", "RO", "TT_COORD"} & {holding.role for holding in holdings(reader)}:
                raise RuleBroken(
                    "reader_role", _("A reader is a country director, a regional officer or the coordinator.")
                )
        if not text.strip():
            raise BadInput("text_missing", _("Write what the concern is."))
        made = IndependenceNote.objects.create(
            organisation=organisation,
            text=text.strip(),
            first_reader=first_reader,
            second_reader=second_reader,
            written_by=by,
            written_at=clock.now(),
        )
        entry.on(made)
    return made


def write_internal_note(
    *, by: Person, organisation: Organisation, text: str, about_kind: str = "", about_key: str = ""
) -> InternalNote:
    """Return a note that only one's own organisation reads."""
    with act("partners.write_internal_note", by=by, on=organisation) as entry:
        if not text.strip():
            raise BadInput("text_missing", _("Write the note."))
        made = InternalNote.objects.create(
            organisation=organisation,
            text=text.strip(),
            about_kind=about_kind,
            about_key=about_key,
            written_by=by,
            written_at=clock.now(),
        )
        entry.on(made)
    return made
