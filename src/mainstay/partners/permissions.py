"""How organisations and what belongs to them answer to scopes, and which organisations are a person's own."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import (
    register,
    register_condition,
    register_home,
    register_places,
    register_ties,
    ties_of,
)
from mainstay.accounts.permissions.registry import Asked, Registered
from mainstay.accounts.rules import Scope
from mainstay.common import clock
from mainstay.common.constraints import in_force

from .models import (
    ActFirst,
    Advice,
    Agreement,
    CapacityScore,
    Consultation,
    ConsultationPoint,
    ConsultedBody,
    Contact,
    DialogueAgreement,
    DialogueSession,
    Dispute,
    Event,
    EventParticipant,
    FocalPoint,
    Forum,
    ForumAction,
    HireReport,
    HouseRisk,
    IndependenceNote,
    InternalNote,
    JointMission,
    Maturity,
    Mechanism,
    Membership,
    Message,
    Organisation,
    PartnerCheck,
    PartnerReview,
    Position,
    Researcher,
    Roadmap,
    SupportPlan,
)


def country_scopes(path: str = "country") -> Mapping[str, str]:
    """Return the paths by which a record answers through its country."""
    return {"country": f"{path}_id", "region": f"{path}__region"}


def organisation_scopes(path: str = "") -> Mapping[str, str]:
    """Return the paths by which a record answers through its organisation; `path` leads to it."""
    to = f"{path}__" if path else ""
    return {"organisation": f"{to}pk", **country_scopes(f"{to}country")}


def _organisations_of(person: Person) -> list[int]:
    rows = Membership.objects.filter(in_force(clock.today()), person=person)
    return list(rows.values_list("organisation_id", flat=True))


def _agreements_of(person: Person) -> list[int]:
    today = clock.today()
    signed = Agreement.objects.filter(state="SIGNED", starts_on__lte=today, ends_on__gte=today)
    return list(signed.filter(organisation__in=_organisations_of(person)).values_list("pk", flat=True))


def _countries_round(keys: Collection[str]) -> dict[str, list[Scope]]:
    from mainstay.common.models import Country

    rows = Country.objects.filter(pk__in=keys).exclude(region="").values_list("pk", "region")
    return {country: [("region", region)] for country, region in rows}


def _agreements_round(keys: Collection[str]) -> dict[str, list[Scope]]:
    rows = Agreement.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {
        str(key): [("organisation", str(owner))] for key, owner in rows.values_list("pk", "organisation_id")
    }


def _country_of(organisation: str) -> str:
    found = Organisation.objects.filter(pk=organisation).values_list("country_id", flat=True).first()
    return found or ""


def _is_own(asked: Asked) -> bool:
    own = {tie for tie in ties_of(asked.person) if tie[0] == "organisation"}
    return bool(own & asked.answers)


def _own_rows(person: Person, how: Registered, action: str) -> Q | None:
    path = how.scopes.get("organisation")
    keys = [key for kind, key in ties_of(person) if kind == "organisation"] if person.pk else []
    return Q(**{f"{path}__in": keys}) if path and keys else None


register_ties("organisation", _organisations_of)
register_ties("agreement", _agreements_of)
register_places("country", _countries_round)
register_places("agreement", _agreements_round)
register_home("organisation", _country_of)
register_condition("own_organisation_row", holds=_is_own, when=_own_rows)

NOWHERE = Q(country__isnull=True)
_OF_THE_WORLD = Q(organisation__country__isnull=True)

register(Organisation, scopes=organisation_scopes(), everywhere=NOWHERE)
for _model in (Contact, Membership, PartnerReview, CapacityScore, SupportPlan):
    register(_model, scopes=organisation_scopes("organisation"), everywhere=_OF_THE_WORLD)
register(
    Agreement,
    scopes={**organisation_scopes("organisation"), **country_scopes(), "agreement": "pk"},
    everywhere=NOWHERE,
)
register(
    PartnerCheck,
    scopes=organisation_scopes("organisation"),
    everywhere=_OF_THE_WORLD,
    acts=lambda check: {
        "partners.check_partner": {check.checked_by_id},
        "partners.approve_partner": {check.decided_by_id},
    },
)
register(
    IndependenceNote,
    scopes=organisation_scopes("organisation"),
    conditions={
        "named_reader": lambda person, note: person.pk in {note.first_reader_id, note.second_reader_id}
    },
    visible_when={"named_reader": lambda person: Q(first_reader=person.pk) | Q(second_reader=person.pk)},
    restricted=True,
)
register(InternalNote, scopes={"organisation": "organisation_id"}, restricted=True)
register(Consultation, scopes={**country_scopes(), "case": "case_key"}, case="case_key")
register(
    ConsultedBody,
    scopes={
        "organisation": "organisation_id",
        "case": "consultation__case_key",
        **country_scopes("consultation__country"),
    },
    case="consultation__case_key",
)
register(
    ConsultationPoint,
    scopes={
        "organisation": "body__organisation_id",
        "case": "body__consultation__case_key",
        **country_scopes("body__consultation__country"),
    },
    case="body__consultation__case_key",
)
register(ActFirst, scopes={**country_scopes(), "case": "case_key"}, case="case_key")
register(Mechanism, scopes={**country_scopes(), "case": "case_key"}, case="case_key")
for _talk in (DialogueSession, Dispute, Maturity):
    register(
        _talk,
        scopes={**country_scopes("mechanism__country"), "case": "mechanism__case_key"},
        case="mechanism__case_key",
    )
register(
    DialogueAgreement,
    scopes={**country_scopes("session__mechanism__country"), "case": "session__mechanism__case_key"},
    case="session__mechanism__case_key",
)
_LINE = {**country_scopes(), "case": "case_key", "own": "owner_id"}
for _kept in (Forum, JointMission, Position, HouseRisk):
    register(_kept, scopes=_LINE, case="case_key", everywhere=NOWHERE)
register(Event, scopes=_LINE, case="case_key", everywhere=NOWHERE, reads="learn.read_events")
register(Researcher, scopes=_LINE, everywhere=NOWHERE)
register(
    EventParticipant,
    scopes={**country_scopes("event__country"), "case": "event__case_key"},
    case="event__case_key",
    reads="learn.read_participants",
)
register(
    FocalPoint,
    scopes={"region": "region", "country": "country_id", "own": "owner_id"},
    everywhere=NOWHERE,
    # The role that names a focal point reaches as far as the office that lets the person go.
    conditions={"own_unit_released": lambda _person, _line: True},
    reads="staff.read_focal_points",
)
register(
    Advice,
    scopes=_LINE,
    case="case_key",
    everywhere=NOWHERE,
    acts=lambda advice: {
        "measure.enter_register": {advice.entered_by_id},
        "measure.verify_register": {advice.verified_by_id},
    },
    reads="measure.read_registers",
)
register(
    Message,
    scopes=_LINE,
    case="case_key",
    everywhere=NOWHERE,
    acts=lambda message: {
        "learn.draft_message": {message.entered_by_id},
        "learn.approve_message": {message.agreed_by_id},
    },
    reads="learn.read_messages",
)
register(
    ForumAction,
    scopes={**country_scopes("forum__country"), "case": "forum__case_key"},
    case="forum__case_key",
    everywhere=Q(forum__country__isnull=True),
)
register(Roadmap, scopes={**country_scopes(), "case": "case_key"}, case="case_key")
register(HireReport, scopes={"organisation": "organisation_id", **country_scopes()})
