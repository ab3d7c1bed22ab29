"""Who takes part: the cast with its roles, and the organisations of government, employers, workers and the donor."""

from typing import TYPE_CHECKING

from mainstay.accounts.selectors import person_by_email
from mainstay.accounts.services import assign_role
from mainstay.accounts.services.people import ensure_own_accounts
from mainstay.cases.services.places import load_places, set_office
from mainstay.common.models import Country
from mainstay.partners.selectors import organisations_visible
from mainstay.partners.services import add_member, register_organisation
from mainstay.rehearsal.cast import Part, address, call, parts
from mainstay.rehearsal.theatre import Theatre

from .days import before

if TYPE_CHECKING:
    from mainstay.partners.models import Organisation

#: Who speaks for whom: part of the cast, name of the organisation, its type.
BODIES = (
    ("ministry", "Synthetic Ministry of Labour", "GOVERNMENT"),
    ("employers", "Synthetic Federation of Employers", "EMPLOYERS_ORG"),
    ("workers", "Synthetic Federation of Trade Unions", "WORKERS_ORG"),
)
DONOR = "Synthetic donor"


def more_parts(country: str) -> tuple[Part, ...]:
    """Return those whom the road needs beside the common cast: the social partners, their members, the experts."""
    return (
        Part("employers", "Nadia Synthetic", "CONST_EMP", "country", country),
        Part("workers", "Faris Synthetic", "CONST_WORK", "country", country),
        Part("employers_member", "Petra Synthetic", "TT_MEM", "global"),
        Part("workers_member", "Kofi Synthetic", "TT_MEM", "global"),
        Part("second_roster", "Birgit Synthetic", "ROSTER", "global"),
        # A trainer holds her role course by course.
        Part("trainer", "Huda Synthetic", "", ""),
        # Nobody gives a role to an expert: each acts for herself alone. The donor's comes with its organisation.
        Part("expert_1", "Sofia Synthetic", "", ""),
        Part("expert_2", "Ahmed Synthetic", "", ""),
        Part("donor", "Greta Synthetic", "", ""),
    )


def place_of(theatre: Theatre) -> Country:
    """Return the country of the story."""
    return Country.objects.get(pk=theatre.scenario.country)


def play(theatre: Theatre) -> None:
    """Call the cast and register the organisations, or find them again."""
    ensure_own_accounts()
    if not Country.objects.filter(pk=theatre.scenario.country).exists():
        load_places()
    theatre.act("arrival", "cast", before(theatre, 160), lambda: _call_all(theatre))
    place = place_of(theatre)
    for part in (*parts(place.pk, place.region), *more_parts(place.pk)):
        if part.key not in theatre.cast:
            theatre.cast[part.key] = person_by_email(address(part))
    theatre.act("arrival", "organisations", before(theatre, 159), lambda: _register_bodies(theatre))


def _call_all(theatre: Theatre) -> None:
    place, operator = place_of(theatre), person_by_email("")
    for part in (*parts(place.pk, place.region), *more_parts(place.pk)):
        theatre.cast[part.key] = call(part, by=operator, password=theatre.password)
    set_office(by=theatre.person("operator"), country=place, has_office=theatre.scenario.office)


def _register_bodies(theatre: Theatre) -> None:
    officer, director = theatre.person("officer"), theatre.person("director")
    for key, name, kind in BODIES:
        body = register_organisation(
            by=officer, name=name, type=kind, country=theatre.scenario.country, synthetic=True
        )
        add_member(by=director, organisation=body, person=theatre.person(key), function="spokesperson")
    donor = register_organisation(
        by=theatre.person("mobiliser"), name=DONOR, type="BILATERAL", level="global", synthetic=True
    )
    assign_role(
        by=theatre.person("operator"), person=theatre.person("donor"), role="DONOR", scope_kind="organisation",
        scope_key=str(donor.pk), reason="rehearsal",
    )  # fmt: skip
    add_member(
        by=theatre.person("coordinator"), organisation=donor, person=theatre.person("donor"), function="desk"
    )


def body_of(theatre: Theatre, key: str) -> "Organisation":
    """Return the organisation for which a part of the cast speaks."""
    names = {part: name for part, name, _kind in BODIES} | {"donor": DONOR}
    return organisations_visible(theatre.person("coordinator")).get(name=names[key])
