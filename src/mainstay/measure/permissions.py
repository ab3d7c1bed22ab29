"""How the records of measure answer to scopes, and who did what on them."""

from mainstay.accounts.permissions import register
from mainstay.design.permissions import project_scopes

from .models import (
    Anomaly,
    Baseline,
    Computation,
    Definition,
    IndicatorValue,
    Publication,
    RegisterEntry,
    SampledRow,
    Target,
    VerificationSample,
)

for _model, _to in (
    (Anomaly, "project"),
    (Baseline, "definition__project"),
    (Definition, "project"),
    (IndicatorValue, "run__project"),
    (SampledRow, "sample__project"),
    (Target, "definition__project"),
    (VerificationSample, "project"),
):
    register(_model, case=f"{_to}__case_id", scopes=project_scopes(_to))
register(
    Computation,
    case="project__case_id",
    scopes=project_scopes("project"),
    acts=lambda run: {"measure.compute_indicators": {run.computed_by_id}},
)
register(
    Publication,
    case="project__case_id",
    scopes=project_scopes("project"),
    conditions={"is_published": lambda _person, publication: publication.state != "WITHHELD"},
)
register(
    RegisterEntry,
    scopes={
        "country": "country_id",
        "region": "country__region",
        "project": "project_id",
        "own": "entered_by_id",
    },
    acts=lambda entry: {"measure.enter_register": {entry.entered_by_id}},
)
