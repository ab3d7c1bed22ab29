"""Indicators, crosswalks, disclosure, evaluation, retention, traceability."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape, Share


def _listed(value: Any) -> Any:
    """Split a cell of a table into its parts, at ``;``."""
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


Cell = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Indicator(Named):
    """One indicator with the rule by which it may be added up."""

    texts: ClassVar[tuple[str, ...]] = ("name", "in_words")
    programme: str
    component: str
    result_level: Literal["process", "output", "outcome", "impact"]
    unit: str
    aggregation: Literal["sum", "distinct", "ratio", "derived", "median", "last", "mean"]
    direction: Literal["up", "down", "context"]
    disaggregation: Cell = ()
    formula: str
    #: The formula as everybody reads it, in one sentence.
    in_words: str = Field(min_length=1)
    frequency: str
    data_source: str
    sdg: Cell = ()
    pb_output_2022_23: Cell = ()
    r205: Cell = ()
    seed_ref: str = ""
    planning_target: str = ""

    @property
    def may_be_summed(self) -> bool:
        """Whether values of parts add up to the value of the whole."""
        return self.aggregation == "sum"


class Definition(Named):
    """A word that stands on public figures, and what it means."""

    texts: ClassVar[tuple[str, ...]] = ("name", "definition")
    definition: str
    days: int | None = None


class IndicatorsFile(ContentFile):
    """indicators.csv with its head"""

    definitions: Catalogue[Definition]

    indicators: Catalogue[Indicator]


class Trace(Entry):
    """One thing that the founding documents name, and which function answers it."""

    texts: ClassVar[tuple[str, ...]] = ()
    seed: str
    section: str
    item: str
    software_function: str
    modules: Cell


class TraceabilityFile(ContentFile):
    """traceability.csv with its head"""

    traceability: Catalogue[Trace]


class MissionAnswer(Entry):
    """What answers functions: pages by the names of their addresses, acts as floor/verb, commands, tests."""

    texts: ClassVar[tuple[str, ...]] = ()
    pages: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    tests: tuple[str, ...] = Field(min_length=1)


class MissionLine(Entry):
    """By what a function of the founding documents is answered, and what is missing; nothing answers it: not yet."""

    texts: ClassVar[tuple[str, ...]] = ()
    by: tuple[str, ...] = ()
    missing: str = ""

    @property
    def state(self) -> Literal["WHOLE", "PART", "NOT_YET"]:
        """Whether it is answered wholly, in part, or not yet."""
        if not self.by:
            return "NOT_YET"
        return "PART" if self.missing else "WHOLE"


class MissionFile(ContentFile):
    """mission.yaml"""

    answers: Catalogue[MissionAnswer]
    mission: Catalogue[MissionLine]


class Goal(Named):
    """A sustainable development goal, and which programmes name it."""

    number: int = Field(ge=1, le=17)
    programmes: dict[str, Literal["named", "proposed"]] = Field(default_factory=dict)


class SdgFile(ContentFile):
    """sdg.yaml"""

    goals: Catalogue[Goal]
    targets: Catalogue[Named]


class DisclosureRules(Shape):
    """What may not be published, so that nobody can be found out."""

    min_cell: int = Field(ge=1)
    min_group_share: Share = Field(ge=0, le=1)
    complementary: bool
    coarsest_geography_public: str
    rounding: int = Field(ge=1)
    security_hold_hides_site: bool


class DisclosureFile(ContentFile):
    """disclosure.yaml"""

    public: DisclosureRules
    internal: DisclosureRules
    tracer_min_reached: Share = Field(gt=0, lt=1)
    verification_sample: tuple[Share, Share]
    rules: Catalogue[Named]


class EvaluationTier(Named):
    """Which evaluation a budget calls for."""

    over_usd: int = Field(ge=0)
    kinds: tuple[str, ...] = Field(min_length=1)


class EvaluationFile(ContentFile):
    """evaluation.yaml"""

    tiers: Catalogue[EvaluationTier]
    response_days: int = Field(gt=0)
    after_action_days: int = Field(gt=0)
    after_action_questions: Catalogue[Named]
    participation_scale: Catalogue[Named]
    confidence_grades: Catalogue[Named]


class RetentionRule(Named):
    """How long one kind of record is kept, why, and what then happens."""

    texts: ClassVar[tuple[str, ...]] = ("name", "why")
    months: int = Field(gt=0)
    counted_from: str
    then: Literal["pseudonymise", "erase", "archive"]
    #: Told to the person whom it is about, when she asks for it to be deleted.
    why: str = ""
    law_prevails: bool = True


class OwnCard(Shape):
    """How a worker's card and PIN are guarded: wrong PINs until a new one is issued, tries from one place, how long she stays in."""

    wrong_pins: int = Field(gt=0, le=10)
    tries_a_minute: int = Field(gt=0)
    minutes: int = Field(gt=0, le=60)


class RetentionFile(ContentFile):
    """retention.yaml"""

    lawful_bases: Catalogue[Named]
    rules: Catalogue[RetentionRule]
    data_request_days: int = Field(gt=0)
    breach_dpo_hours: int = Field(gt=0)
    breach_person_hours: int = Field(gt=0)
    break_glass_hours: int = Field(gt=0)
    device_sync_days: int = Field(gt=0)
    own_card: OwnCard
    minimum_fields: tuple[str, ...]
    never_asked: tuple[str, ...]
    biometrics: bool


class Fact(Named):
    """A figure that was published, as printed, with its date: never summed, never called current."""

    value: str
    as_of: str


class Flagship(Named):
    """A sister programme."""

    partner: str = ""
    structure: str = ""
    parts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    facts: Catalogue[Fact] = Field(default_factory=Catalogue)
    targets: Catalogue[Fact] = Field(default_factory=Catalogue)
    countries: tuple[str, ...] = ()


class FlagshipsFile(ContentFile):
    """flagships.yaml"""

    programmes: Catalogue[Flagship]
