"""People: clearances, competencies, matching, the task team."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

PersonKind = Literal[
    "internal_staff", "external_consultant", "standby_partner", "volunteer", "constituent_expert"
]


class Tier(Named):
    """How urgent a deployment is and how long all its clearances may take together."""

    total_h: int = Field(gt=0)


class Clearance(Named):
    """One clearance on the way to travel."""

    texts: ClassVar[tuple[str, ...]] = ("name", "evidence")
    category: str
    applies_to: tuple[PersonKind, ...] = Field(min_length=1)
    owner: str
    owner_roles: tuple[str, ...]
    prerequisites: tuple[str, ...]
    blocking: bool
    validity_months: int | None
    evidence: str
    waivable: bool
    waiver: str
    hours: dict[str, int]
    can_pre_clear: bool


class ClearancesFile(ContentFile):
    """clearances.yaml"""

    states: tuple[str, ...]
    clock: str
    never_waived: tuple[str, ...]
    tiers: Catalogue[Tier]
    items: Catalogue[Clearance]


class ExpertLevel(Entry):
    """How experienced an expert is."""

    texts: ClassVar[tuple[str, ...]] = ("name", "proof")
    level: int = Field(ge=1, le=4)
    name: str
    proof: str


class FunctionalArea(Named):
    """A field of work of the roster."""

    profile: str
    skills: tuple[str, ...]


class CoreCompetency(Named):
    """A behaviour that every expert shows."""

    texts: ClassVar[tuple[str, ...]] = ("name", "indicator")
    indicator: str


class ProfileNeed(Shape):
    """How many people of which field and level a team needs."""

    functional_area: str
    min_level: int = Field(ge=1, le=4)
    headcount: int = Field(ge=1)


class DeploymentProfile(Named):
    """A team that is sent out together."""

    needs: tuple[ProfileNeed, ...]
    arrive_h: int = Field(gt=0)


class LanguageRules(Shape):
    """Languages of the roster."""

    scale: tuple[str, ...]
    tested_from: str
    mission_level: str
    core: tuple[str, ...]
    working: tuple[str, ...]
    rule: str


class RosterRules(Shape):
    """When an expert is ready, and when an expert rests."""

    states: tuple[str, ...]
    briefing_months: int
    availability_days: int
    rest_after_days: int
    rest_days: int
    hard_missions_review: int
    hard_missions_months: int
    target_per_area: int
    target_languages: int
    target_women_share: float
    target_programme_region_share: float


class RecruitmentRules(Shape):
    """What an applicant's file must hold before she is admitted to the roster."""

    panellists: int = Field(ge=1)
    test_pass: int = Field(ge=0, le=100)
    interview_from: int
    interview_to: int
    interview_pass: float
    differ_by: int = Field(ge=1)
    references: int = Field(ge=0)
    answer_days: int = Field(ge=1)
    #: Kinds of people whom somebody else recruits, such as a partner who stands by.
    not_asked_of: tuple[PersonKind, ...]


class CompetenciesFile(ContentFile):
    """competencies.yaml"""

    levels: Catalogue[ExpertLevel]
    functional_areas: Catalogue[FunctionalArea]
    core: Catalogue[CoreCompetency]
    languages: LanguageRules
    deployment_profiles: Catalogue[DeploymentProfile]
    roster: RosterRules
    recruitment: RecruitmentRules
    interview: Catalogue[Named]


class MatchWeight(Named):
    """How much one quality counts of 100, and how it is measured."""

    texts: ClassVar[tuple[str, ...]] = ("name", "measure")
    weight: int = Field(gt=0)
    measure: str


class MatchingFile(ContentFile):
    """matching.yaml"""

    hard_filters: Catalogue[Named]
    weights: Catalogue[MatchWeight]
    shown_beside: tuple[str, ...]


class Seat(Named):
    """A seat of the task team."""

    texts: ClassVar[tuple[str, ...]] = ("name", "brings")
    count: int = Field(ge=1)
    roles: tuple[str, ...] = Field(min_length=1)
    brings: str


class LeadModel(Named):
    """Who leads a response."""

    texts: ClassVar[tuple[str, ...]] = ("name", "rule")
    rule: str
    when: str
    leader: str
    hand_over_days: int | None = None


class QuorumPart(Shape):
    """One of these seats must be present."""

    any_of: tuple[str, ...] = Field(min_length=1)


class TaskTeamFile(ContentFile):
    """task_team.yaml"""

    functions: Catalogue[Named]
    seats: Catalogue[Seat]
    quorum: tuple[QuorumPart, ...]
    lead_models: Catalogue[LeadModel]
    decision_methods: Catalogue[Named]
    decision_states: tuple[str, ...]
    meets: dict[str, str]
