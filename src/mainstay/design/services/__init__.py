"""What is done to a project, in the order in which it is done."""

from .adopting import adopt_variant
from .costing import add_option, choose_option, cost_design, set_targets, set_wage
from .describing import (
    describe_design,
    fill_block,
    plan_emergence,
    rate_marker,
    record_conflict_point,
    record_risk,
    tag_design,
)
from .drafting import start_design
from .funding import commit_money, record_funding
from .moving import activate_project, close_design, hand_over_design, revise_design
from .packaging import add_module, change_module, choose_package, remove_module
from .precautions import change_precaution, leave_out_precaution, record_precaution, take_over_precautions
from .reviewing import (
    answer_comment,
    approve_design,
    comment_design,
    consult_design,
    return_design,
    review_design,
    score_quality,
    submit_design,
    waive_assessment,
    waive_consultation,
)
from .taking_over import design_option

__all__ = [
    "activate_project",
    "add_module",
    "add_option",
    "adopt_variant",
    "answer_comment",
    "approve_design",
    "change_module",
    "change_precaution",
    "choose_option",
    "choose_package",
    "close_design",
    "comment_design",
    "commit_money",
    "consult_design",
    "cost_design",
    "describe_design",
    "design_option",
    "fill_block",
    "hand_over_design",
    "leave_out_precaution",
    "plan_emergence",
    "rate_marker",
    "record_conflict_point",
    "record_funding",
    "record_precaution",
    "record_risk",
    "remove_module",
    "return_design",
    "review_design",
    "revise_design",
    "score_quality",
    "set_targets",
    "set_wage",
    "start_design",
    "submit_design",
    "tag_design",
    "take_over_precautions",
    "waive_assessment",
    "waive_consultation",
]
