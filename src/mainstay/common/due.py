"""What has to happen when its time has come: checks that ``mainstay due`` runs each minute.

A check is idempotent and quick; stages register theirs in ``tasks.py``.
"""

from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

Check = Callable[[], int]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register the decorated function as the check `name`; it returns how many things it did."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


def run_all() -> dict[str, int]:
    """Run every check in the order of its name; one that fails is logged and stops no other."""
    done: dict[str, int] = {}
    for name in sorted(_checks):
        try:
            done[name] = _checks[name]()
        except Exception:
            log.exception("due_check_failed", check=name)
            done[name] = -1
    return done
