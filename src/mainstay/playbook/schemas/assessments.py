"""Question modules of the rapid assessment, and what it costs."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

Sensitivity = Literal["ordinary", "personal", "sensitive", "restricted"]


class AssessmentStage(Named):
    """How deep an assessment goes and by when."""

    texts: ClassVar[tuple[str, ...]] = ("name", "output")
    deadline_h: int = Field(gt=0)
    methods: str
    output: str


class QuestionType(Named):
    """How an answer is given, and which XLSForm types carry it."""

    xlsform: tuple[str, ...]


class Option(Named):
    """One answer to choose."""


class Question(Entry):
    """One question in our own words; asked where `relevant`, an expression in which ``${Q-WKR-02-hours}`` is an answer."""

    texts: ClassVar[tuple[str, ...]] = ("text", "hint")
    text: str
    type: str
    stage: str
    maps_to: tuple[str, ...] = ()
    sensitivity: Sensitivity = "ordinary"
    relevant: str = ""
    hint: str = ""
    options: Catalogue[Option] = Field(default_factory=Catalogue)


class AssessmentModule(Named):
    """Questions to one kind of respondent."""

    texts: ClassVar[tuple[str, ...]] = ("name", "respondent")
    respondent: str
    minutes: int = Field(gt=0)
    stages: tuple[str, ...]
    sampling: str
    questions: Catalogue[Question]


class Opening(Entry):
    """Words read aloud before the first question, and what is recorded."""

    texts: ClassVar[tuple[str, ...]] = ("text",)
    text: str
    applies_to: str
    record: tuple[str, ...]


class AssessmentLimits(Shape):
    """Limits that the assessment keeps."""

    max_minutes: int = Field(gt=0)
    small_sample_n: int = Field(gt=0)
    publish_cell_n: int = Field(gt=0)
    sole_basis_months: int = Field(gt=0)
    hours_a_day: int = Field(gt=0)
    few_refusals: int = Field(gt=0)
    refusals_times_team: float = Field(gt=1)


class AssessmentModulesFile(ContentFile):
    """assessment_modules.yaml"""

    openings: Catalogue[Opening]
    stages: Catalogue[AssessmentStage]
    question_types: Catalogue[QuestionType]
    limits: AssessmentLimits
    rules: Catalogue[Named]
    modules: Catalogue[AssessmentModule]


class CostItem(Named):
    """One line of what an assessment costs."""

    unit: str
    usd: float = Field(gt=0)
    typical_quantity: dict[str, float]


class AssessmentCostingFile(ContentFile):
    """assessment_costing.yaml"""

    currency: str
    contingency_share: float = Field(ge=0, lt=1)
    items: Catalogue[CostItem]
    steps: Catalogue[Named]
