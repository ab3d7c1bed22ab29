"""The playbook as one typed object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .catalogue import Catalogue

if TYPE_CHECKING:
    from mainstay.common.errors import Reason

    from .overlay import Change
    from .schemas.assessing import AssessingFile
    from .schemas.assessments import (
        AssessmentCostingFile,
        AssessmentModule,
        AssessmentModulesFile,
        AssessmentStage,
        Opening,
        Question,
        QuestionType,
    )
    from .schemas.clocks import Clock, ClocksFile, Target
    from .schemas.crises import Alias, CrisisType, Phase, SpecialRule, Track
    from .schemas.design import (
        Block,
        CapacityDimensionsFile,
        DialogueFile,
        Dimension,
        Driver,
        Marker,
        Mechanism,
        Part,
        QaGateFile,
        QualityCriterion,
        Standard,
    )
    from .schemas.eligibility import Band, Criterion, EligibilityFile, Gate, PortfolioRule
    from .schemas.entry import ContentFile, Entry, Named
    from .schemas.fund import FundFile, Window
    from .schemas.head import HeadFile
    from .schemas.lists import ReferenceListsFile, Synonym, TargetGroup
    from .schemas.packages import Module, Package, PackagesFile
    from .schemas.people import (
        Clearance,
        ClearancesFile,
        CompetenciesFile,
        DeploymentProfile,
        FunctionalArea,
        LeadModel,
        MatchingFile,
        Seat,
        TaskTeamFile,
        Tier,
    )
    from .schemas.results import (
        Definition,
        DisclosureFile,
        EvaluationFile,
        Flagship,
        Goal,
        Indicator,
        MissionAnswer,
        MissionLine,
        RetentionFile,
        Trace,
    )
    from .schemas.rights import (
        Action,
        Condition,
        Grant,
        Limit,
        ProseFile,
        Role,
        RoleGroup,
        ScopeKind,
        Separation,
        StageRightsFile,
    )
    from .schemas.safeguards import Safeguard, SafeguardsFile
    from .schemas.signals import SignalsFile
    from .schemas.surveys import Survey
    from .schemas.triggers import TriggerRule, TriggersFile
    from .schemas.warning import (
        EarlyWarningFile,
        FirstTask,
        PreparednessFile,
        PreparednessItem,
        WarningIndicator,
    )
    from .schemas.works import AttendanceCode, AttendanceFile, WagesFile
    from .texts import Text


class Place(NamedTuple):
    """Where an entry (or one field of it) stands."""

    collection: str
    code: str
    field: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in self if part)


@dataclass(frozen=True, kw_only=True, eq=False)
class Playbook:
    """What we know, as data: catalogues by code, whole files where a file is one thing.

    >>> from mainstay import playbook
    >>> book = playbook.load()
    >>> book.attendance["H"].paid_fraction
    0.5
    """

    version: str
    digest: str
    changes: tuple[Change, ...]
    folders: tuple[Path, ...]
    files: Mapping[str, ContentFile]

    head: HeadFile
    crisis_types: Catalogue[CrisisType]
    special_rules: Catalogue[SpecialRule]
    crisis_subtypes: Catalogue[Named]
    phases: Catalogue[Phase]
    tracks: Catalogue[Track]
    phase_aliases: Catalogue[Alias]
    early_warning: Catalogue[WarningIndicator]
    warning_rules: EarlyWarningFile
    triggers: Catalogue[TriggerRule]
    trigger_rules: TriggersFile
    preparedness_items: Catalogue[PreparednessItem]
    preparedness: PreparednessFile
    first_30_days: Catalogue[FirstTask]
    clocks: Catalogue[Clock]
    sla: Catalogue[Target]
    clock_rules: ClocksFile
    seats: Catalogue[Seat]
    lead_models: Catalogue[LeadModel]
    task_team: TaskTeamFile
    criteria: Catalogue[Criterion]
    gates: Catalogue[Gate]
    bands: Catalogue[Band]
    portfolio: Catalogue[PortfolioRule]
    eligibility: EligibilityFile
    assessment_modules: Catalogue[AssessmentModule]
    assessment_openings: Catalogue[Opening]
    question_types: Catalogue[QuestionType]
    assessment_stages: Catalogue[AssessmentStage]
    assessment: AssessmentModulesFile
    assessing: AssessingFile
    assessment_costing: AssessmentCostingFile
    modules: Catalogue[Module]
    packages: Catalogue[Package]
    components: Catalogue[Named]
    design_rules: PackagesFile
    building_blocks: Catalogue[Block]
    qa_criteria: Catalogue[QualityCriterion]
    qa_gate: QaGateFile
    drivers: Catalogue[Driver]
    markers: Catalogue[Marker]
    standards: Catalogue[Standard]
    r205_parts: Catalogue[Part]
    capacity_dimensions: Catalogue[Dimension]
    capacity: CapacityDimensionsFile
    dialogue_mechanisms: Catalogue[Mechanism]
    dialogue: DialogueFile
    windows: Catalogue[Window]
    fund: FundFile
    signals: SignalsFile
    clearances: Catalogue[Clearance]
    tiers: Catalogue[Tier]
    clearance_rules: ClearancesFile
    functional_areas: Catalogue[FunctionalArea]
    deployment_profiles: Catalogue[DeploymentProfile]
    interview: Catalogue[Named]
    competencies: CompetenciesFile
    matching: MatchingFile
    attendance: Catalogue[AttendanceCode]
    attendance_rules: AttendanceFile
    wages: WagesFile
    safeguards: Catalogue[Safeguard]
    safeguard_rules: SafeguardsFile
    target_groups: Catalogue[TargetGroup]
    lists: ReferenceListsFile
    indicators: Catalogue[Indicator]
    definitions: Catalogue[Definition]
    sdg_goals: Catalogue[Goal]
    sdg_targets: Catalogue[Named]
    disclosure: DisclosureFile
    evaluation: EvaluationFile
    retention: RetentionFile
    flagships: Catalogue[Flagship]
    traceability: Catalogue[Trace]
    mission: Catalogue[MissionLine]
    mission_answers: Catalogue[MissionAnswer]
    synonyms: Catalogue[Synonym]
    surveys: Catalogue[Survey]
    roles: Catalogue[Role]
    role_groups: Catalogue[RoleGroup]
    scope_kinds: Catalogue[ScopeKind]
    conditions: Catalogue[Condition]
    separations: Catalogue[Separation]
    limits: Catalogue[Limit]
    prose: ProseFile
    rights: Mapping[str, StageRightsFile]
    actions: Catalogue[Action]
    grants: tuple[Grant, ...]
    questions: Catalogue[Question]

    def collections(self) -> Iterator[tuple[str, Catalogue[Entry]]]:
        """Yield each catalogue once with its name: `roles`, or `fund.rules` where it has none of its own."""
        from .files import NAMES

        named = {place: name for name, place in NAMES.items()}
        for path, held in self.files.items():
            if path.startswith("rights/") and "stage" in type(held).model_fields:
                continue
            for part in type(held).model_fields:
                entries = getattr(held, part)
                if isinstance(entries, Catalogue):
                    stem = path.rpartition("/")[2].partition(".")[0]
                    yield named.get((path, part), f"{stem}.{part}"), entries
        yield "actions", cast("Catalogue[Entry]", self.actions)
        yield "questions", cast("Catalogue[Entry]", self.questions)

    def collection(self, name: str) -> Catalogue[Any]:
        """Return the catalogue called `name`; `KeyError` if there is none."""
        return self._by_name[name]

    def file_of(self, name: str) -> str:
        """Return the file in which the catalogue called `name` stands."""
        from .files import FILES, NAMES

        if name in NAMES:
            return NAMES[name][0]
        own = {"actions": "rights", "questions": "assessment_modules.yaml"}
        stem = name.partition(".")[0]
        return own.get(name) or next(
            (path for path in FILES if path.rpartition("/")[2].startswith(f"{stem}.")), name
        )

    @cached_property
    def _by_name(self) -> dict[str, Catalogue[Entry]]:
        return dict(self.collections())

    def to_confirm(self) -> tuple[Place, ...]:
        """Return everything that a page must mark “to confirm”: entries, and single fields of others."""
        places: list[Place] = []
        for name, catalogue in self.collections():
            for entry in catalogue.values():
                if entry.to_confirm:
                    places.append(Place(name, entry.code))
                fields = entry.field_marks.items()
                places += [
                    Place(name, entry.code, field)
                    for field, mark in fields
                    if mark == "K" and getattr(entry, field, None)
                ]
        return tuple(places)

    def text(self, key: str, language: str = "en") -> Text:
        """Return the text at `key` (``crisis_types/CONFLICT/name``) with its status; English where it is missing."""
        from .texts import translated

        return translated(self, key, language)

    def why_not_field(self, key: str, language: str) -> Reason | None:
        """Return why a text (a consent text, a question) may not be read to people in `language`, or None."""
        from .texts import why_not_field

        return why_not_field(self, [key], language)

    def why_not_field_form(
        self, modules: Iterable[str], language: str, *, opening: str = "STANDARD"
    ) -> Reason | None:
        """Return why a questionnaire of these modules may not go to the field in `language`, or None."""
        from .texts import form_keys, why_not_field

        return why_not_field(self, form_keys(self, modules, opening=opening), language)

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which there are texts, English first."""
        from .texts import languages

        return languages(self.folders)
