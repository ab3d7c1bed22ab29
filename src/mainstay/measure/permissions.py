"""How the records of measure answer to scopes, and who did what on them."""

from django.db.models import Q

from mainstay.accounts.permissions import register
from mainstay.design.permissions import project_scopes

from .models import (
    ActivityFile,
    Anomaly,
    Baseline,
    Computation,
    Definition,
    DonorReport,
    EvaluationPack,
    IndicatorValue,
    Publication,
    RegisterEntry,
    SampledRow,
    Target,
    VerificationSample,
)

for _model, _to in (
    (ActivityFile, "project"),
    (Anomaly, "project"),
    (Baseline, "definition__project"),
    (Definition, "project"),
    (EvaluationPack, "project"),
    (SampledRow, "sample__project"),
    (Target, "definition__project"),
    (VerificationSample, "project"),
):
    register(_model, case=f"{_to}__case_id", scopes=project_scopes(_to))
# A stored cell as it is, small or of a sensitive group, is listed for those alone who may read restricted facts;
# everybody else reads figures on pages that put disclosure control over them.
register(
    IndicatorValue,
    case="run__project__case_id",
    scopes=project_scopes("run__project"),
    reads="measure.read_restricted_facts",
)
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
register(
    DonorReport,
    case="project__case_id",
    scopes={**project_scopes("project"), "organisation": "contribution__donor_id"},
    acts=lambda report: {
        "measure.write_donor_report": {report.written_by_id, report.submitted_by_id},
        "measure.approve_donor_report": {report.approved_by_id},
    },
    conditions={"is_published": lambda _person, report: report.state == "APPROVED"},
    visible_when={"is_published": lambda _person: Q(state="APPROVED")},
)
