"""What is still needed after what others cover."""

from collections.abc import Mapping
from dataclasses import dataclass

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Gap:
    """A need, what others cover of it, and what is left."""

    need: int
    covered: int

    @property
    def left(self) -> int:
        """What nobody covers yet; what others plan beyond the need fills no other gap."""
        return max(0, self.need - self.covered)


def recovery_need(needs: Mapping[str, int], covered: Mapping[str, int]) -> dict[str, Gap]:
    """Return the gap of each kind of need, such as works, grants, skills, income support.

    G_k = max(0, N_k − C_k), never across kinds: a surplus of seeds does not pay for a clinic. Post-Disaster Needs
    Assessment, Guidelines Volume A (2013), recovery needs. Unit: that of the amounts, such as minor units of one
    currency or workdays.

    >>> gaps = recovery_need({"works": 500, "skills": 100}, {"works": 200, "skills": 150})
    >>> {kind: gap.left for kind, gap in gaps.items()}
    {'works': 300, 'skills': 0}
    """
    stray = sorted(set(covered) - set(needs))
    if stray:
        raise BadInput(
            "recovery_need.stray",
            _("Others cover {kinds}, for which no need is stated. State the need, also when it is 0."),
            kinds=", ".join(stray),
        )
    if any(amount < 0 for amount in (*needs.values(), *covered.values())):
        raise BadInput("recovery_need.negative", _("Needs and what covers them are not negative."))
    return {kind: Gap(need, covered.get(kind, 0)) for kind, need in needs.items()}
