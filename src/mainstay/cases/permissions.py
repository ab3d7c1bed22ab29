"""How cases answer to scopes, and how every record below a case does."""

from mainstay.accounts.permissions import register

from .models import Case, CaseTask, ClockTarget, Decision, Seat, StageState, TimelineEntry


def case_scopes(prefix: str = "") -> dict[str, str]:
    """Return the paths by which a record answers through its case; `prefix` leads to the case (``project__case``)."""
    to = f"{prefix}__" if prefix else ""
    return {
        "case": f"{to}pk",
        "country": f"{to}countries__country_id",
        "region": f"{to}countries__country__region",
    }


register(Case, case="pk", scopes=case_scopes())
for _model in (CaseTask, ClockTarget, Decision, Seat, StageState, TimelineEntry):
    register(_model, case="case_id", scopes=case_scopes("case"))
register(
    Decision,
    case="case_id",
    scopes=case_scopes("case"),
    acts=lambda decision: {"cases.circulate_decision": {decision.drafted_by_id}},
)
