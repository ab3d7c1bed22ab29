"""Entering organisations, their contacts, and who speaks for them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from mainstay import playbook
from mainstay.accounts import permissions
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, crypto
from mainstay.common.constraints import end_today
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Contact, Membership, Organisation

from .places import country_of, scopes_in

#: What an organisation may change of its own profile; the rest is ours to keep.
OWN_FIELDS = (
    "short_name",
    "website",
    "services",
    "members_women",
    "members_men",
    "members_informal",
    "members_as_of",
    "elected_on",
)
FIELDS = ("name", "level", *OWN_FIELDS)


def register_organisation(
    *,
    by: Person,
    name: str,
    type: str,
    country: str = "",
    level: str = "",
    part_of: Organisation | None = None,
    synthetic: bool = False,
    **profile: Any,
) -> Organisation:
    """Return a new organisation; its type says whose voice it is: government, employers, workers or none."""
    known = playbook.current().lists.partner_types
    if type not in known:
        raise BadInput("unknown_type", _("There is no type of partner {type}."), type=type)
    if not name.strip():
        raise BadInput("name_missing", _("An organisation has a name."))
    place = country_of(country) if country else None
    level = level or known[type].level
    if place is None and level in {"national", "local"}:
        raise BadInput("country_missing", _("A national or local organisation has a country. Name it."))
    with act("partners.register_organisation", by=by, on=scopes_in(place)) as entry:
        _refuse_double(name, place.pk if place else None)
        made = Organisation.objects.create(
            name=name.strip(),
            type=type,
            side=rules.SIDE_OF_TYPE.get(type, "none"),
            level=level,
            country=place,
            part_of=part_of,
            synthetic=synthetic,
            registered_by=by,
            registered_at=clock.now(),
            **_profile(profile, OWN_FIELDS),
        )
        entry.on(made)
        entry.note(name=made.name, type=type)
    return made


def _refuse_double(name: str, country: str | None) -> None:
    same = Organisation.objects.filter(
        name__iexact=name.strip(), country_id=country, merged_into__isnull=True
    )
    if same.exists():
        raise RuleBroken("organisation_double", _("“{name}” is registered already."), name=name.strip())


def _profile(given: Mapping[str, Any], allowed: Collection[str]) -> dict[str, Any]:
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        raise BadInput(
            "unknown_field", _("These fields cannot be set here: {fields}."), fields=", ".join(unknown)
        )
    return dict(given)


def _edit(entry: Any, organisation: Organisation, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        old = getattr(organisation, name)
        entry.change(name, str(old), str(value))
        setattr(organisation, name, value)
    organisation.save(update_fields=[*fields])


def edit_organisation(*, by: Person, organisation: Organisation, **fields: Any) -> None:
    """Change an organisation's profile."""
    with act("partners.edit_organisation", by=by, on=organisation) as entry:
        _edit(entry, organisation, _profile(fields, FIELDS))


def edit_own_organisation(*, by: Person, organisation: Organisation, **fields: Any) -> None:
    """Keep the profile of one's own organisation: members, services, last election."""
    with act("partners.edit_own_organisation", by=by, on=organisation) as entry:
        _edit(entry, organisation, _profile(fields, OWN_FIELDS))


def merge_organisations(*, by: Person, kept: Organisation, double: Organisation, reason: str) -> None:
    """Join two records of the same organisation: who spoke for the double speaks for the one that is kept.

    What was recorded under the double stays where it is and is found through the one that is kept.
    """
    with act("partners.merge_organisations", by=by, on=kept, also=[double], reason=reason) as entry:
        if kept.pk == double.pk or double.merged_into_id is not None or kept.merged_into_id is not None:
            raise RuleBroken("merge", _("Two different records are joined, neither of them joined before."))
        if kept.side != double.side:
            raise RuleBroken(
                "merge_sides", _("An organisation of one side is never joined with one of another.")
            )
        double.merged_into = kept
        double.save(update_fields=["merged_into"])
        present = kept.members.values_list("person_id", flat=True)
        moved = double.members.exclude(person__in=list(present)).update(organisation=kept)
        entry.note(double=double.pk, members=moved)


def add_contact(
    *,
    by: Person,
    organisation: Organisation,
    name: str,
    function: str = "",
    email: str = "",
    phone: str = "",
    language: str = "",
) -> Contact:
    """Return a contact person of an organisation; name, mail and telephone lie encrypted."""
    with act("partners.add_contact", by=by, on=organisation) as entry:
        if not name.strip():
            raise BadInput("name_missing", _("A contact has a name."))
        mail = email.strip().lower()
        contact = Contact.objects.create(
            organisation=organisation,
            name=name.strip(),
            function=function.strip(),
            email=mail or None,
            email_digest=crypto.lookup_digest(mail) if mail else "",
            phone=phone.strip() or None,
            language=language,
            added_at=clock.now(),
        )
        entry.on(contact)
        entry.change_personal(f"contact:{contact.pk}", "name", None, contact.name)
        entry.change_personal(f"contact:{contact.pk}", "email", None, contact.email)
    return contact


def end_contact(*, by: Person, contact: Contact) -> None:
    """End that we write to this contact."""
    with act("partners.add_contact", by=by, on=contact) as entry:
        contact.ended_on = clock.today()
        contact.save(update_fields=["ended_on"])
        entry.note(ended=True)


def add_member(
    *,
    by: Person,
    organisation: Organisation,
    person: Person,
    function: str = "",
    starts_on: date | None = None,
) -> Membership:
    """Return the membership by which a person who signs in speaks for an organisation."""
    with act("partners.add_member", by=by, on=organisation) as entry:
        if by == person:
            raise RuleBroken("own_membership", _("Nobody makes herself a speaker. Ask a colleague."))
        _refuse_other_side(organisation, person)
        member = Membership.objects.create(
            person=person,
            organisation=organisation,
            function=function.strip(),
            starts_on=starts_on or clock.today(),
        )
        entry.note(person=person.pk, function=function)
        permissions.forget(person)
    return member


def _refuse_other_side(organisation: Organisation, person: Person) -> None:
    """A person speaks for one side: never for a union and for employers at once."""
    if organisation.side == "none":
        return
    others = Membership.objects.filter(person=person, ends_on__isnull=True).exclude(
        organisation__side__in=["none", organisation.side]
    )
    if others.exists():
        raise RuleBroken("other_side", _("This person speaks for another side already. End that first."))


def end_member(*, by: Person, member: Membership, reason: str = "") -> None:
    """End that a person speaks for an organisation."""
    with act("partners.end_member", by=by, on=member.organisation, reason=reason) as entry:
        end_today(member, today=clock.today())
        entry.note(person=member.person_id)
        permissions.forget(member.person)
