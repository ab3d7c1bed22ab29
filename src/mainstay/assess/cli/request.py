"""What is asked of a survey file: its design and the tables, from options or from a YAML file.

The same words in both. In YAML a list of names may be a list or a text with commas; `by` is a list of crossings
or one crossing as a text; an empty crossing is everybody.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

Model = TypeVar("Model", bound=BaseModel)
_OUTSIDE = re.compile(r",(?=(?:[^'\"]*['\"][^'\"]*['\"])*[^'\"]*$)(?![^()\[\]]*[)\]])")


def parts(text: str) -> list[str]:
    """Return the parts of a list with commas; a comma in quotes or brackets separates nothing.

    >>> parts("income, hours"), parts("area in ('a', 'b'), age >= 15")
    (['income', 'hours'], ["area in ('a', 'b')", 'age >= 15'])
    """
    return [part.strip() for part in _OUTSIDE.split(text) if part.strip()]


def _as_names(given: Any) -> Any:
    if given is None:
        return []
    return parts(given) if isinstance(given, str) else given


def _as_groups(given: Any) -> Any:
    """Return groups of names: a text is one group, a list holds one group in each entry."""
    if given is None:
        return []
    if not isinstance(given, str | list):
        raise ValueError("names of columns are needed: a text with commas, or a list")  # noqa: TRY004 - pydantic
    return [_as_names(given)] if isinstance(given, str) else [_as_names(each) for each in given]


def _as_quantiles(given: Any) -> Any:
    if given is None:
        return []
    if not isinstance(given, str | list):
        raise ValueError("a quantile is asked for as name:0.25,0.5")  # noqa: TRY004 - pydantic
    return [_quantile(each) for each in ([given] if isinstance(given, str) else given)]


def _as_texts(given: Any) -> Any:
    """Return texts of which each is one entry; a text alone is one."""
    if given is None:
        return []
    return [given] if isinstance(given, str) else given


def _quantile(text: Any) -> tuple[str, list[str]]:
    name, mark, shares = str(text).rpartition(":")
    if not (mark and name.strip() and parts(shares)):
        raise ValueError("a quantile is asked for as name:0.25,0.5")
    return name.strip(), parts(shares)


Names = Annotated[list[str], BeforeValidator(_as_names)]
Numbers = Annotated[
    list[float], BeforeValidator(lambda given: _as_names(given) if isinstance(given, str | list) else [given])
]
Quantiles = Annotated[list[tuple[str, list[float]]], BeforeValidator(_as_quantiles)]
Groups = Annotated[list[list[str]], BeforeValidator(_as_groups)]
Texts = Annotated[list[str], BeforeValidator(_as_texts)]


#: What belongs to a sample that is described by how it was drawn, and what to one with replicate weights.
DRAWN = ("strata", "cluster", "fpc", "nest", "lonely", "purposive")
CARRIED = ("replicate_type", "scale", "rscales", "rho", "factors", "mse", "df")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CalibrateRequest(_Part):
    """Totals that weights are calibrated to."""

    formula: str
    totals: dict[str, Any]
    distance: str = "linear"
    bounds: tuple[float, float] | None = None


class DesignRequest(_Part):
    """How the sample was drawn, by the names of columns, and the totals that its weights are to reach."""

    weight: str | None = None
    strata: Names = []
    cluster: Names = []
    fpc: Names = []
    nest: bool = False
    lonely: str = ""
    purposive: bool = False
    replicate_weights: Names = []
    replicate_type: str = ""
    scale: float | None = None
    rscales: Numbers = []
    rho: float | None = None
    factors: bool = False
    mse: bool = False
    df: int | None = None
    deff: str = "wor"
    poststratify: dict[str, dict[Any, Any]] = Field(default={}, max_length=1)
    rake: dict[str, dict[Any, Any]] = {}
    calibrate: CalibrateRequest | None = None

    @model_validator(mode="after")
    def _has_use_for_all(self) -> "DesignRequest":
        drawn = [name for name in DRAWN if getattr(self, name)]
        carried = [name for name in CARRIED if getattr(self, name) not in ("", None, False, [])]
        if self.replicate_weights and drawn:
            raise ValueError(f"with replicate weights {drawn[0]} has no meaning: they carry the design")
        if self.replicate_weights and not self.replicate_type:
            raise ValueError("replicate_type is needed: JK1, JKn, JK2, BRR, Fay, bootstrap, SDR, …")
        if carried and not self.replicate_weights:
            raise ValueError(f"{carried[0]} has a meaning only with replicate_weights")
        if self.nest and not (self.strata and self.cluster):
            raise ValueError("nest has a meaning only with strata and cluster")
        return self

    @property
    def is_told(self) -> bool:
        """Whether anything is said of how the sample was drawn."""
        return bool(
            self.weight or self.strata or self.cluster or self.fpc or self.replicate_weights or self.purposive
        )

    def replicates(self, there: Sequence[str]) -> list[str]:
        """The columns of replicate weights among those that are there."""
        from mainstay.exchange.surveys import match_names

        return match_names(",".join(self.replicate_weights), there) if self.replicate_weights else []

    def columns(self, there: Sequence[str]) -> list[str]:
        """The columns that it names."""
        own = [self.weight] if self.weight else []
        return [*own, *self.strata, *self.cluster, *self.fpc, *self.replicates(there)]


class TableRequest(_Part):
    """The statistics of one table and the crossings in which they are wanted."""

    name: str = ""
    by: Groups = []
    where: str = ""
    mean: Groups = []
    total: Groups = []
    variance: Groups = []
    proportion: Groups = []
    ratio: Names = []
    interval: str = ""
    quantile: Quantiles = []
    quantile_interval: str = ""
    quantile_rule: str = ""
    margins: bool = False
    compare: Names = []
    contrast: Texts = []
    test: Texts = []
    test_statistic: str = ""
    regress: Texts = []
    family: str = ""

    @model_validator(mode="after")
    def _has_use_for_all(self) -> "TableRequest":
        if self.interval and not self.proportion:
            raise ValueError("interval is for proportions; none is asked for")
        if (self.quantile_interval or self.quantile_rule) and not self.quantile:
            raise ValueError("no quantile is asked for to which its interval or rule could apply")
        if (self.compare or self.contrast) and not self.estimates:
            raise ValueError("compare and contrast put estimates side by side; none is asked for")
        if self.margins and not any(self.by):
            raise ValueError("margins are the sub-totals of a crossing; by names none")
        if self.test_statistic and not any("*" in each for each in self.test):
            raise ValueError("test_statistic is for a test of two columns, as status * region; there is none")
        if self.family and not self.regress:
            raise ValueError("family is for a regression; none is asked for")
        return self

    @property
    def crossings(self) -> list[list[str]]:
        """The crossings; everybody where none is named."""
        return self.by or [[]]

    @property
    def estimates(self) -> bool:
        """Whether any estimate is asked for."""
        return bool(
            self.mean or self.total or self.variance or self.proportion or self.ratio or self.quantile
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: no estimate, no test, no regression."""
        return not (self.estimates or self.test or self.regress)


class Request(_Part):
    """All that is asked of one file."""

    design: DesignRequest = DesignRequest()
    confidence: float = Field(0.95, gt=0, lt=1)
    reliability: str = ""
    rounds: Texts = []
    panel: bool = False
    tables: list[TableRequest] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_rounds_that_can_be_compared(self) -> "Request":
        design = self.design
        if self.panel and not self.rounds:
            raise ValueError("panel says how rounds were drawn; rounds names none")
        if self.rounds and (design.poststratify or design.rake or design.calibrate):
            raise ValueError("rounds have their own totals: calibrate each file first, then compare them")
        return self


def request_of(given: dict[str, Any], *, source: str) -> Request:
    """Return the request in plain values; BadInput names each entry that cannot be used."""
    made = read_as(Request, given, source=source)
    empty = [number for number, table in enumerate(made.tables, 1) if table.is_empty]
    if empty:
        raise BadInput(
            "estimate.nothing_asked",
            _(
                "{source}: table {number} asks for nothing. Name a mean, total, proportion, ratio or quantile."
            ),
            source=source,
            number=empty[0],
        )
    return made


def read_as(model: type[Model], given: dict[str, Any], *, source: str) -> Model:
    """Return plain values as what they describe; BadInput names each entry that cannot be used."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise BadInput(
            "estimate.request",
            _("{source}: what is asked for cannot be read. The help page survey-files lists all words."),
            problems=[_problem(fault["loc"], fault["msg"]) for fault in error.errors()],
            source=source,
        ) from None


def _problem(place: Iterable[int | str], message: str) -> Problem:
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    words = message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such word")
    return Problem(Reason("estimate.request", _("{fault}"), {"fault": words}), field=where or None)


def read_yaml(place: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file; BadInput names the line that cannot be read."""
    import yaml

    try:
        given = yaml.safe_load(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(
            "survey_file.no_file", _("There is no file {filename}."), filename=str(place)
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput(
            "estimate.yaml",
            _(
                "{filename}, line {line}: this is not YAML ({why}). Look at the indents and quotation marks there."
            ),
            filename=place.name,
            line=mark.line + 1 if mark else 1,
            why=getattr(error, "problem", None) or type(error).__name__,
        ) from None
    if not isinstance(given, dict):
        raise BadInput(
            "estimate.yaml_shape",
            _("{filename} must hold names with values, as in design: …"),
            filename=place.name,
        )
    return given


def read_spec(place: Path) -> Request:
    """Return the request in a YAML file."""
    return request_of(read_yaml(place), source=place.name)
