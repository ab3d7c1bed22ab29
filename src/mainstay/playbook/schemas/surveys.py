"""Surveys of households and workers: which column and codes of a file say what the labour standards ask."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

Value = int | float | str
"""One value as the file has it, or a range of numbers with both ends: ``6..12``."""


def _several(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else (given,)


Values = Annotated[tuple[Value, ...], BeforeValidator(_several)]
Codes = dict[Value, Values]


class Item(Entry):
    """What a file says on one concept (`code`): a column with its codes, conditions, or a number."""

    texts: ClassVar[tuple[str, ...]] = ()
    column: str = ""
    plus: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    codes: Codes = Field(default_factory=dict)
    when: dict[Value, str] = Field(default_factory=dict)
    rest: Value | None = None
    missing: Values = ()
    among: str = ""
    scale: float = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _has_a_source(self) -> Item:
        if not self.column and not self.when:
            raise ValueError("give a column, or conditions under `when`")
        if self.codes and not self.column:
            raise ValueError("codes need a column")
        if self.rest is not None and not self.codes and not self.when:
            raise ValueError("`rest` needs codes or conditions")
        return self


class Breakdown(Named):
    """A way to break figures down (`code`), with words for the codes of its column and those of no answer."""

    texts: ClassVar[tuple[str, ...]] = ("name",)
    column: str
    codes: Codes = Field(default_factory=dict)
    missing: Values = ()


class SampleDesign(Shape):
    """How the sample was drawn, as far as the file shows it."""

    weights: str | None = None
    weight_decimals: int = Field(default=0, ge=0, le=12)
    strata: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    clusters: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    fpc: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    nest: bool = False
    lonely: Literal["fail", "remove", "adjust", "average", "collapse"] = "fail"
    purposive: bool = False
    approximate: bool = False
    #: Columns of replicate weights, or patterns as ``rep_*``; then the words below say how they were made.
    replicates: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    kind: str = ""
    scale: float | None = Field(default=None, gt=0)
    rscales: Annotated[tuple[float, ...], BeforeValidator(_several)] = ()
    rho: float | None = Field(default=None, ge=0, lt=1)
    combined: bool = True
    mse: bool = False
    df: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_way_of_errors(self) -> SampleDesign:
        if self.replicates and (self.strata or self.clusters or self.fpc or self.purposive):
            raise ValueError(
                "replicate weights carry the design: leave strata, clusters, fpc and purposive out"
            )
        if bool(self.replicates) != bool(self.kind):
            raise ValueError("`replicates` and `kind` go together: JK1, JKn, BRR, Fay, bootstrap, SDR, …")
        return self


class Ages(Shape):
    """A span of ages in completed years, both ends within; no `to` means no upper end."""

    since: int = Field(default=15, ge=0, alias="from")
    to: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _goes_upwards(self) -> Ages:
        if self.to is not None and self.to < self.since:
            raise ValueError("`to` is below `from`")
        return self


Period = Literal["hour", "day", "week", "fortnight", "month", "year"]
"""The time that pay is for."""


def _part(given: Any) -> Any:
    """Return a part such as ``2/3`` as a number."""
    if not isinstance(given, str):
        return given
    try:
        return float(Fraction(given))
    except (ValueError, ZeroDivisionError):
        raise ValueError("a part is a number, or a fraction such as 2/3") from None


Part = Annotated[float, BeforeValidator(_part), Field(gt=0, le=1)]


class UsualWork(Shape):
    """Limits of the measures of decent work that hold where a survey says nothing else.

    Hours a week above which work is excessive; hours of a full week and a full day, for which a minimum wage is; the
    part of the median below which an hour is low-paid; the part of all deficits from which a job has too many; the
    age from which people may have a pension.
    """

    excessive_above: float = Field(default=48.0, gt=0, lt=168)
    full_week: float = Field(default=48.0, gt=0, lt=168)
    full_day: float = Field(default=8.0, gt=0, le=24)
    low_pay_below: Part = 2 / 3
    many_deficits: Part = 2 / 5
    pension_age: int = Field(default=65, gt=0, lt=130)


class DecentWork(Shape):
    """What the measures of decent work need of a survey and that is no column; a limit left out is the usual one."""

    pay_period: Period | None = None
    currency: str = ""
    minor_unit: float = Field(default=0.01, ge=0)
    #: An amount and its time, such as ``2500/month``.
    minimum_wage: str = Field(default="", pattern=r"^$|^\d+(\.\d+)?/(hour|day|week|fortnight|month|year)$")
    poverty_line: float | None = Field(default=None, gt=0)
    excessive_above: float | None = Field(default=None, gt=0, lt=168)
    full_week: float | None = Field(default=None, gt=0, lt=168)
    full_day: float | None = Field(default=None, gt=0, le=24)
    low_pay_below: Part | None = None
    many_deficits: Part | None = None
    pension_age: int | None = Field(default=None, gt=0, lt=130)


class Dropped(Named):
    """A concept (`code`) that the survey did not ask or does not show, and why (`name`)."""


class Survey(Named):
    """One kind of file: where each concept stands in it, how it was sampled, whose it is."""

    texts: ClassVar[tuple[str, ...]] = ("name", "design_words", "universe_words", "dropped", "domains")
    country: str = ""
    source: str = ""
    citation: str = ""
    as_of: date | None = None
    icls: Literal[13, 19] | None = None
    universe: str = ""
    universe_words: str = ""
    #: Our own forms ask by stage and by what the playbook held when they were built: what a file has not is dropped.
    forms_differ: bool = False
    working_age: Ages = Ages()
    youth: Ages = Ages.model_validate({"from": 15, "to": 24})
    underemployed_below: float | Literal["median"] = 35.0
    small_unit_below: int = Field(default=6, gt=0)
    decent_work: DecentWork = DecentWork()
    design: SampleDesign = SampleDesign()
    design_words: str = ""
    items: Catalogue[Item]
    dropped: Catalogue[Dropped] = Field(default_factory=Catalogue)
    domains: Catalogue[Breakdown] = Field(default_factory=Catalogue)

    @model_validator(mode="after")
    def _approximate_is_told(self) -> Survey:
        if self.design.approximate and not self.design_words:
            raise ValueError("say under `design_words` in what the design is approximate")
        return self


class SurveysFile(ContentFile):
    """surveys.yaml"""

    surveys: Catalogue[Survey]
