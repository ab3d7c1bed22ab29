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
    """Return totals by code, where the file's labels stand in their place; BadInput: one has several codes.

    In a crossing ``region:sex`` each part of a key such as ``North:Woman`` may be a label.
    """
    columns = name.split(":")
    if not isinstance(levels, dict) or not any(survey.value_labels.get(column) for column in columns):
        return levels
    if len(columns) == 1:
        return {_in_code(survey, name, level): number for level, number in levels.items()}
    found: dict[Any, Any] = {}
    for key, number in levels.items():
        parts = [part.strip() for part in str(key).split(":")]
        if len(parts) != len(columns):
            found[key] = number
            continue
        found[tuple(_in_code(survey, *pair) for pair in zip(columns, parts, strict=True))] = number
    return found


def _in_code(survey: "Survey", column: str, level: Any) -> Any:
    """Return the code of a label of the column, or the level itself."""
    codes = [code for code, label in survey.value_labels.get(column, {}).items() if label == level]
    if len(codes) > 1:
        raise shared_label(column, level, codes)
    return codes[0] if codes else level


def calibrated_columns(design: DesignRequest, there: Sequence[str]) -> list[str]:
    """Return the columns that the known totals are for."""
    import re

    names = [part for name in (*design.poststratify, *design.rake) for part in name.split(":")]
    if design.calibrate:
        words = re.findall(r"[^\s~+:*()]+", design.calibrate.formula)
        names += [word for word in words if word in there or not word.lstrip("-").isdigit()]
    return names
