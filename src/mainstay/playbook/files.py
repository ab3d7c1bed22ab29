"""Which file of the content holds what, and under which name the playbook gives it.

A line of `FILES` is: path, module and class of its schema. A line of `NAMES` is: the name on the playbook, the file,
and the section of the file (none for the whole file). Adding a file is a line here, a schema and the content.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .schemas.entry import ContentFile

RIGHTS_STAGES = (
    "accounts", "cases", "partners", "watch", "decide", "assess", "design", "fund", "staff", "works", "skills",
    "measure", "learn", "playbook", "web",
)  # fmt: skip

FILES: dict[str, tuple[str, str]] = {
    "playbook.yaml": ("head", "HeadFile"),
    "crisis_types.yaml": ("crises", "CrisisTypesFile"),
    "phases.yaml": ("crises", "PhasesFile"),
    "early_warning.yaml": ("warning", "EarlyWarningFile"),
    "triggers.yaml": ("triggers", "TriggersFile"),
    "preparedness.yaml": ("warning", "PreparednessFile"),
    "first_30_days.yaml": ("warning", "FirstThirtyDaysFile"),
    "clocks.yaml": ("clocks", "ClocksFile"),
    "task_team.yaml": ("people", "TaskTeamFile"),
    "eligibility_criteria.yaml": ("eligibility", "EligibilityFile"),
    "assessment_modules.yaml": ("assessments", "AssessmentModulesFile"),
    "assessment_costing.yaml": ("assessments", "AssessmentCostingFile"),
    "assessing.yaml": ("assessing", "AssessingFile"),
    "packages.yaml": ("packages", "PackagesFile"),
    "building_blocks.yaml": ("design", "BuildingBlocksFile"),
    "qa_gate.yaml": ("design", "QaGateFile"),
    "drivers.yaml": ("design", "DriversFile"),
    "markers.yaml": ("design", "MarkersFile"),
    "standards.yaml": ("design", "StandardsFile"),
    "capacity_dimensions.yaml": ("design", "CapacityDimensionsFile"),
    "dialogue.yaml": ("design", "DialogueFile"),
    "fund.yaml": ("fund", "FundFile"),
    "signals.yaml": ("signals", "SignalsFile"),
    "clearances.yaml": ("people", "ClearancesFile"),
    "competencies.yaml": ("people", "CompetenciesFile"),
    "matching.yaml": ("people", "MatchingFile"),
    "attendance.yaml": ("works", "AttendanceFile"),
    "wages.yaml": ("works", "WagesFile"),
    "safeguards.yaml": ("safeguards", "SafeguardsFile"),
    "target_groups.yaml": ("lists", "TargetGroupsFile"),
    "reference_lists.yaml": ("lists", "ReferenceListsFile"),
    "indicators.csv": ("results", "IndicatorsFile"),
    "sdg.yaml": ("results", "SdgFile"),
    "disclosure.yaml": ("results", "DisclosureFile"),
    "evaluation.yaml": ("results", "EvaluationFile"),
    "retention.yaml": ("results", "RetentionFile"),
    "flagships.yaml": ("results", "FlagshipsFile"),
    "traceability.csv": ("results", "TraceabilityFile"),
    "mission.yaml": ("results", "MissionFile"),
    "synonyms.yaml": ("lists", "SynonymsFile"),
    "surveys.yaml": ("surveys", "SurveysFile"),
    "rights/roles.yaml": ("rights", "RolesFile"),
    "rights/scopes.yaml": ("rights", "ScopesFile"),
    "rights/separations.yaml": ("rights", "SeparationsFile"),
    "rights/limits.yaml": ("rights", "LimitsFile"),
    "rights/unmapped.yaml": ("rights", "ProseFile"),
    **{f"rights/{stage}.yaml": ("rights", "StageRightsFile") for stage in RIGHTS_STAGES},
}

NAMES: dict[str, tuple[str, str | None]] = {
    "head": ("playbook.yaml", None),
    "crisis_types": ("crisis_types.yaml", "crisis_types"),
    "special_rules": ("crisis_types.yaml", "special_rules"),
    "crisis_subtypes": ("crisis_types.yaml", "subtypes"),
    "phases": ("phases.yaml", "phases"),
    "tracks": ("phases.yaml", "tracks"),
    "phase_aliases": ("phases.yaml", "aliases"),
    "early_warning": ("early_warning.yaml", "indicators"),
    "warning_rules": ("early_warning.yaml", None),
    "triggers": ("triggers.yaml", "triggers"),
    "trigger_rules": ("triggers.yaml", None),
    "preparedness_items": ("preparedness.yaml", "items"),
    "preparedness": ("preparedness.yaml", None),
    "first_30_days": ("first_30_days.yaml", "tasks"),
    "clocks": ("clocks.yaml", "clocks"),
    "sla": ("clocks.yaml", "targets"),
    "clock_rules": ("clocks.yaml", None),
    "seats": ("task_team.yaml", "seats"),
    "lead_models": ("task_team.yaml", "lead_models"),
    "task_team": ("task_team.yaml", None),
    "criteria": ("eligibility_criteria.yaml", "criteria"),
    "gates": ("eligibility_criteria.yaml", "gates"),
    "bands": ("eligibility_criteria.yaml", "bands"),
    "portfolio": ("eligibility_criteria.yaml", "portfolio"),
    "eligibility": ("eligibility_criteria.yaml", None),
    "assessment_modules": ("assessment_modules.yaml", "modules"),
    "assessment_openings": ("assessment_modules.yaml", "openings"),
    "question_types": ("assessment_modules.yaml", "question_types"),
    "assessment_stages": ("assessment_modules.yaml", "stages"),
    "assessment": ("assessment_modules.yaml", None),
    "assessment_costing": ("assessment_costing.yaml", None),
    "assessing": ("assessing.yaml", None),
    "modules": ("packages.yaml", "modules"),
    "packages": ("packages.yaml", "packages"),
    "components": ("packages.yaml", "components"),
    "design_rules": ("packages.yaml", None),
    "building_blocks": ("building_blocks.yaml", "blocks"),
    "qa_criteria": ("qa_gate.yaml", "criteria"),
    "qa_gate": ("qa_gate.yaml", None),
    "drivers": ("drivers.yaml", "drivers"),
    "markers": ("markers.yaml", "markers"),
    "standards": ("standards.yaml", "standards"),
    "r205_parts": ("standards.yaml", "r205_parts"),
    "capacity_dimensions": ("capacity_dimensions.yaml", "dimensions"),
    "capacity": ("capacity_dimensions.yaml", None),
    "dialogue_mechanisms": ("dialogue.yaml", "mechanisms"),
    "dialogue": ("dialogue.yaml", None),
    "windows": ("fund.yaml", "windows"),
    "fund": ("fund.yaml", None),
    "clearances": ("clearances.yaml", "items"),
    "tiers": ("clearances.yaml", "tiers"),
    "clearance_rules": ("clearances.yaml", None),
    "functional_areas": ("competencies.yaml", "functional_areas"),
    "deployment_profiles": ("competencies.yaml", "deployment_profiles"),
    "interview": ("competencies.yaml", "interview"),
    "competencies": ("competencies.yaml", None),
    "matching": ("matching.yaml", None),
    "attendance": ("attendance.yaml", "codes"),
    "attendance_rules": ("attendance.yaml", None),
    "wages": ("wages.yaml", None),
    "safeguards": ("safeguards.yaml", "safeguards"),
    "safeguard_rules": ("safeguards.yaml", None),
    "target_groups": ("target_groups.yaml", "target_groups"),
    "lists": ("reference_lists.yaml", None),
    "indicators": ("indicators.csv", "indicators"),
    "definitions": ("indicators.csv", "definitions"),
    "sdg_goals": ("sdg.yaml", "goals"),
    "sdg_targets": ("sdg.yaml", "targets"),
    "disclosure": ("disclosure.yaml", None),
    "evaluation": ("evaluation.yaml", None),
    "retention": ("retention.yaml", None),
    "flagships": ("flagships.yaml", "programmes"),
    "traceability": ("traceability.csv", "traceability"),
    "mission": ("mission.yaml", "mission"),
    "mission_answers": ("mission.yaml", "answers"),
    "synonyms": ("synonyms.yaml", "synonyms"),
    "signals": ("signals.yaml", None),
    "surveys": ("surveys.yaml", "surveys"),
    "roles": ("rights/roles.yaml", "roles"),
    "role_groups": ("rights/roles.yaml", "role_groups"),
    "scope_kinds": ("rights/scopes.yaml", "scope_kinds"),
    "conditions": ("rights/scopes.yaml", "conditions"),
    "separations": ("rights/separations.yaml", "separations"),
    "limits": ("rights/limits.yaml", "limits"),
    "prose": ("rights/unmapped.yaml", None),
}


@cache
def schema_of(path: str) -> type[ContentFile]:
    """Return the schema class of a content file (imports pydantic, hence not at start)."""
    module, name = FILES[path]
    schema: Any = getattr(import_module(f"{__package__}.schemas.{module}"), name)
    return schema  # type: ignore[no-any-return]


@cache
def table_section(path: str) -> str:
    """Return the section that the rows of a CSV file fill."""
    return path.rpartition("/")[2].removesuffix(".csv")
