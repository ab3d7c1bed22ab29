"""What people do in measure."""

from .building import build_facts
from .computing import compute_indicators
from .defining import (
    choose_indicators,
    drop_indicator,
    lock_definitions,
    map_logframe,
    set_baseline,
    set_target,
    version_definition,
)
from .donor_reports import (
    approve_donor_report,
    draft_donor_report,
    edit_donor_report,
    renew_donor_report,
    return_donor_report,
    submit_donor_report,
)
from .exporting import export_charts, export_publication
from .iati import publish_activity, write_activity
from .packing import issue_evaluation_pack
from .publishing import correct_figure, publish_figures, withhold_figure
from .registering import enter_register, refuse_entry, verify_entry
from .verifying import draw_sample, flag_anomalies, record_verification, settle_anomaly

__all__ = [
    "approve_donor_report",
    "build_facts",
    "choose_indicators",
    "compute_indicators",
    "correct_figure",
    "draft_donor_report",
    "draw_sample",
    "drop_indicator",
    "edit_donor_report",
    "enter_register",
    "export_charts",
    "export_publication",
    "flag_anomalies",
    "issue_evaluation_pack",
    "lock_definitions",
    "map_logframe",
    "publish_activity",
    "publish_figures",
    "record_verification",
    "refuse_entry",
    "renew_donor_report",
    "return_donor_report",
    "set_baseline",
    "set_target",
    "settle_anomaly",
    "submit_donor_report",
    "verify_entry",
    "version_definition",
    "withhold_figure",
    "write_activity",
]
