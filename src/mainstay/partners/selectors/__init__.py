"""Reads about organisations, consultation and dialogue."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.common.constraints import in_force
from mainstay.common.errors import Reason
from mainstay.partners import rules
from mainstay.partners.methods.womens_share import womens_share
from mainstay.partners.models import (
    ActFirst,
    Advice,
    Consultation,
    ConsultationPoint,
    ConsultedBody,
    DialogueSession,
    Event,
    EventParticipant,
    HireReport,
    InternalNote,
    JointMission,
    Mechanism,
    Membership,
    Message,
    Organisation,
    Roadmap,
    SessionAttendance,
)


def organisations_visible(person: Person) -> QuerySet[Organisation]:
    """Return the organisations that `person` may see; doubles that were joined are left out."""
    rows = Organisation.objects.filter(merged_into__isnull=True)
    return visible(rows, person, "partners.read_organisations").select_related("country")


def consultations_visible(person: Person) -> QuerySet[Consultation]:
    """Return the consultations that `person` may read."""
    return visible(Consultation.objects.all(), person, "partners.read_consultations").prefetch_related(
        "bodies__organisation", "bodies__points"
    )


def mechanisms_visible(person: Person) -> QuerySet[Mechanism]:
    """Return the dialogue mechanisms that `person` may read."""
    return visible(Mechanism.objects.all(), person, "partners.read_mechanisms")


def hire_reports_visible(person: Person) -> QuerySet[HireReport]:
    """Return the hire reports that `person` may read."""
    return visible(HireReport.objects.all(), person, "partners.read_hire_reports")


def internal_notes_visible(person: Person) -> QuerySet[InternalNote]:
    """Return the internal notes of the person's own organisations, and no others."""
    return visible(InternalNote.objects.all(), person, "partners.read_internal_notes")


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Return the organisations that `person` speaks for today."""
    rows = Membership.objects.filter(in_force(clock.today()), person=person)
    return Organisation.objects.filter(pk__in=rows.values("organisation"))


def own_body(person: Person, consultation: Consultation) -> ConsultedBody | None:
    """Return the organisation of `person` among those who were invited; None where hers is not."""
    return consultation.bodies.filter(organisation__in=organisations_of(person)).first()


def speakers(organisations: Iterable[Organisation]) -> list[int]:
    """Return the keys of the persons who speak for any of `organisations` today: whom a notice reaches."""
    keys = [organisation.pk for organisation in organisations]
    rows = Membership.objects.filter(in_force(clock.today()), organisation__in=keys, person__is_active=True)
    return sorted(set(rows.values_list("person_id", flat=True)))


def is_cleared(organisation: Organisation) -> bool:
    """Return whether the organisation's check is approved and has not run out."""
    return organisation.checks.filter(state="APPROVED", valid_until__gte=clock.today()).exists()


def bodies_heard(about_kind: str, about_key: str) -> frozenset[str]:
    """Return which sides (government, employers, workers, none) were heard about a subject, in any round."""
    rows = ConsultedBody.objects.filter(
        consultation__about_kind=about_kind, consultation__about_key=str(about_key), heard_at__isnull=False
    )
    return frozenset(rows.exclude(consultation__state="CANCELLED").values_list("side", flat=True))


def points_open(about_kind: str, about_key: str) -> int:
    """Return how many points about a subject have no answer yet."""
    return ConsultationPoint.objects.filter(
        body__consultation__about_kind=about_kind, body__consultation__about_key=str(about_key), answer=""
    ).count()


def why_not_heard(about_kind: str, about_key: str) -> Reason | None:
    """Return which side was not heard about a subject; None while a waiver to act first runs."""
    waiver = ActFirst.objects.filter(about_kind=about_kind, about_key=str(about_key)).first()
    until = waiver.due_at if waiver else None
    return rules.why_not_consulted(bodies_heard(about_kind, about_key), waived_until=until, now=clock.now())


def why_not_consulted(about_kind: str, about_key: str) -> Reason | None:
    """Return why a subject does not count as consulted; None when all sides were heard, or a waiver runs.

    This is what an approval asks: government, employers and workers heard and each of their points answered, or a
    waiver to act first whose thirty days are not over.
    """
    reason = why_not_heard(about_kind, about_key)
    if reason is not None:
        return reason
    waiting = points_open(about_kind, about_key)
    return rules.why_not_send_answer(points=waiting, unanswered=waiting, heard=["all"]) if waiting else None


@dataclass(frozen=True)
class Dialogue:
    """How a mechanism stands: its seats against the rule, women's share, agreements, disputes, maturity."""

    gaps: dict[str, int]
    unequal: Reason | None
    women_on_seats: float | None
    women_in_sessions: float | None
    share_wanted: float
    sessions: int
    agreements: int
    followed: int
    disputes_open: int
    maturity: int | None
    anchor: str


def dialogue_status(mechanism: Mechanism) -> Dialogue:
    """Return how `mechanism` stands; shares are None where nobody's sex is known."""
    book = playbook.current().dialogue
    seats = list(mechanism.seats.all())
    filled = [seat for seat in seats if seat.organisation_id is not None]
    known = [seat for seat in filled if seat.holder_sex]
    came = SessionAttendance.objects.filter(session__mechanism=mechanism).aggregate(
        women=Sum("women", default=0), men=Sum("men", default=0)
    )
    agreed = mechanism.sessions.filter(agreements__isnull=False)
    latest = mechanism.maturity.first()
    return Dialogue(
        gaps=rules.groups_off_pattern(mechanism.pattern, Counter(seat.group for seat in filled)),
        unequal=rules.balance_of(Counter(seat.side for seat in seats)),
        women_on_seats=womens_share(sum(seat.holder_sex == "F" for seat in known), len(known)),
        women_in_sessions=womens_share(came["women"], came["women"] + came["men"]),
        share_wanted=book.women_share_target,
        sessions=mechanism.sessions.count(),
        agreements=agreed.count(),
        followed=agreed.filter(agreements__followed=True).count(),
        disputes_open=mechanism.disputes.filter(state__in=["OPEN", "MEDIATED"]).count(),
        maturity=latest.score if latest else None,
        anchor=book.maturity[latest.score].anchor if latest else "",
    )


def local_hire_share(country: str, *, year: int, quarter: int) -> float | None:
    """Return local hires as a share of all hires that checked reports of a quarter hold; None without any."""
    found = HireReport.objects.filter(
        country_id=country, year=year, quarter=quarter, state="CHECKED"
    ).aggregate(
        women=Sum("local_women", default=0),
        men=Sum("local_men", default=0),
        foreign=Sum("foreign_hires", default=0),
    )
    local = found["women"] + found["men"]
    hired = local + found["foreign"]
    return local / hired if hired else None


def capacity_latest(organisations: Collection[Organisation]) -> dict[int, dict[str, int]]:
    """Return the latest score on each dimension of each organisation: organisation key → dimension → score."""
    from mainstay.partners.models import CapacityScore

    found: dict[int, dict[str, int]] = {}
    keys = [organisation.pk for organisation in organisations]
    for row in CapacityScore.objects.filter(Q(organisation__in=keys)).order_by("scored_on"):
        found.setdefault(row.organisation_id, {})[row.dimension] = row.score
    return found


def roadmaps_visible(person: Person) -> QuerySet[Roadmap]:
    """Return the roadmaps that `person` may read, with who signed them."""
    rows = visible(Roadmap.objects.exclude(state="WITHDRAWN"), person, "partners.read_roadmaps")
    return rows.select_related("country").prefetch_related("signatures__organisation")


def participants_visible(person: Person) -> QuerySet[EventParticipant]:
    """Return the participants of events that `person` may read."""
    return visible(EventParticipant.objects.all(), person, "learn.read_participants")


def messages_public() -> QuerySet[Message]:
    """Return the messages that are public: the versions to which another person agreed, the latest first."""
    return Message.objects.filter(state="PUBLISHED", agreed_by__isnull=False).order_by("-published_at")


def advice_counted() -> QuerySet[Advice]:
    """Return all advice, for the indicators of the whole house."""
    return Advice.objects.select_related("country")


def missions_counted() -> QuerySet[JointMission]:
    """Return the joint missions, plans and appeals that were reported, for the indicators of the whole house."""
    return JointMission.objects.filter(state="REPORTED").select_related("country")


def events_counted() -> QuerySet[Event]:
    """Return the events that were held, with who was registered, for the indicators of the whole house."""
    rows = Event.objects.filter(state__in=["HELD", "FOLLOWED_UP"]).select_related("country")
    return rows.prefetch_related("participants").order_by("pk")


def sessions_counted() -> QuerySet[DialogueSession]:
    """Return the sessions of social dialogue with who came, for the indicators of the whole house."""
    rows = DialogueSession.objects.select_related("mechanism__country")
    return rows.prefetch_related("attendance").order_by("pk")
