"""A trigger with the lines that it takes from its early-warning indicator."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import TriggerRule
    from mainstay.playbook.schemas.warning import WarningIndicator

#: Which line of an indicator belongs to which stage.
LINES = {"readiness": "watch", "activation": "alert"}


def trigger_rule(rule: "TriggerRule", indicators: Mapping[str, "WarningIndicator"]) -> "TriggerRule":
    """Return the rule with every line written: where `at` is left out it is that of its indicator.

    Readiness takes the watch line, activation the alert line, each with the indicator's direction; a level of a scale is
    its place, from 1. A rule whose lines are all written is returned as it is.
    """
    if rule.indicator is None:
        return rule
    if rule.indicator not in indicators:
        raise BadInput(
            "trigger.indicator",
            _("{code} is no early-warning indicator. There are: {codes}. Or write `at:` in each condition."),
            code=rule.indicator,
            codes=", ".join(indicators),
        )
    known = indicators[rule.indicator]
    changed = {}
    for stage, condition in rule.stages.items():
        written = getattr(known, LINES[stage])
        at = known.scale.index(written.level) + 1 if written.level is not None else written.at
        changed[stage] = _with_line(condition, {"at": float(at), "direction": known.direction})
    return rule.model_copy(update=changed)


def _with_line(condition: Any, line: Mapping[str, Any]) -> Any:
    if condition.kind == "combined":
        parts = {
            name: tuple(_with_line(part, line) for part in getattr(condition, name))
            for name in ("all", "any")
        }
        return condition.model_copy(update=parts)
    if getattr(condition, "at", 0.0) is not None:
        return condition
    return condition.model_copy(update=line)
