"""The sample that a request describes: drawn by strata and clusters, or with replicate weights; calibrated or not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mainstay.statistics.survey import Design, ReplicateDesign

from .conditions import shared_label
from .request import DesignRequest

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey.sample import Sample


def sample_of(table: Any, design: DesignRequest, survey: "Survey", confidence: float) -> "Sample":
    """Return the sample in `table` with its weights brought to the totals that the design names, if it does."""
    if design.replicate_weights:
        made: Design | ReplicateDesign = ReplicateDesign(
            table,
            weights=design.weight,
            replicates=design.replicates(survey.table.column_names),
            kind=design.replicate_type,
            scale=design.scale,
            rscales=_rscales(design.rscales),
            rho=design.rho,
            combined=not design.factors,
            mse=design.mse,
            df=design.df,
            confidence=confidence,
            deff=design.deff,
        )
    else:
        made = Design(
            table,
            weights=design.weight,
            strata=design.strata,
            clusters=design.cluster,
            fpc=design.fpc,
            nest=design.nest,
            lonely=design.lonely or "fail",
            purposive=design.purposive,
            confidence=confidence,
            deff=design.deff,
        )
    return _calibrated(made, design, survey)


def _rscales(given: Sequence[float]) -> float | list[float] | None:
    return given[0] if len(given) == 1 else list(given) or None


def _calibrated(made: "Design | ReplicateDesign", design: DesignRequest, survey: "Survey") -> "Sample":
    if design.poststratify:
        [(by, levels)] = design.poststratify.items()
        made = made.poststratify(by, in_codes(survey, by, levels))
    if design.rake:
        made = made.rake({name: in_codes(survey, name, levels) for name, levels in design.rake.items()})
    if design.calibrate:
        asked = design.calibrate
        totals = {name: in_codes(survey, name, levels) for name, levels in asked.totals.items()}
        made = made.calibrate(asked.formula, totals, distance=asked.distance, bounds=asked.bounds)
    return made


def in_codes(survey: "Survey", name: str, levels: Any) -> Any:
    """Return totals by code, where the file's labels stand in their place; BadInput: one has several codes."""
    labels = survey.value_labels.get(name, {})
    if not isinstance(levels, dict) or not labels:
        return levels
    codes: dict[Any, list[Any]] = {}
    for code, label in labels.items():
        codes.setdefault(label, []).append(code)
    shared = [level for level in levels if len(codes.get(level, ())) > 1]
    if shared:
        raise shared_label(name, shared[0], codes[shared[0]])
    return {codes.get(level, [level])[0]: number for level, number in levels.items()}


def calibrated_columns(design: DesignRequest, there: Sequence[str]) -> list[str]:
    """Return the columns that the known totals are for."""
    import re

    names = [part for name in (*design.poststratify, *design.rake) for part in name.split(":")]
    if design.calibrate:
        words = re.findall(r"[^\s~+:*()]+", design.calibrate.formula)
        names += [word for word in words if word in there or not word.lstrip("-").isdigit()]
    return names
