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
from .exporting import export_charts, export_publication
from .iati import write_activity
from .publishing import correct_figure, publish_figures, withhold_figure
from .registering import enter_register, refuse_entry, verify_entry
from .verifying import draw_sample, flag_anomalies, record_verification, settle_anomaly

__all__ = [
    "build_facts",
    "choose_indicators",
    "compute_indicators",
    "correct_figure",
    "draw_sample",
    "drop_indicator",
    "enter_register",
    "export_charts",
    "export_publication",
    "flag_anomalies",
    "lock_definitions",
    "map_logframe",
    "publish_figures",
    "record_verification",
    "refuse_entry",
    "set_baseline",
    "set_target",
    "settle_anomaly",
    "verify_entry",
    "version_definition",
    "withhold_figure",
    "write_activity",
]
