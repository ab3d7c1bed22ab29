"""When a case of child or forced labour may be closed, and with which outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

RISKS = ("CHILD_LABOUR", "FORCED_LABOUR")
#: What can come of a case; the first two are claims that a check must bear out.
OUTCOMES = ("WITHDRAWN", "PREVENTED", "RELAPSED", "LOST")
VERIFIED = ("WITHDRAWN", "PREVENTED")
#: Work and school are looked at this often.
CHECK_EVERY = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one check found: whether the person still works where she should not, and whether a child is at school."""

    held_on: date
    working: bool
    at_school: bool | None = None


def why_not_close_protection(
    *, outcome: str, risk: str, opened_on: date, checks: Sequence[Looked]
) -> Reason | None:
    """Return why a case cannot be closed so: an outcome nobody knows, or one that no check bears out."""
    if outcome not in OUTCOMES:
        return Reason("outcome", _("A case ends in one of: {outcomes}."), {"outcomes": ", ".join(OUTCOMES)})
    if outcome not in VERIFIED:
        return None
    # Of two checks on one day the later one counts.
    last = max(reversed(checks), key=lambda check: check.held_on, default=None)
    if last is None or last.held_on < opened_on + CHECK_EVERY:
        return Reason(
            "not_verified",
            _("{outcome} is said after a check of work and school six months on, from {from_on}. Follow the case until then."),
            {"outcome": outcome, "from_on": opened_on + CHECK_EVERY},
        )  # fmt: skip
    if last.working or (risk == "CHILD_LABOUR" and last.at_school is False):
        return Reason(
            "still_at_risk",
            _("The check of {on} found work, or no school. Go on, or close the case as RELAPSED."),
            {"on": last.held_on},
        )
    return None
