"""Reads about the money that is committed to projects."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from mainstay.design.models import Project

from .versions import amounts_of


@dataclass(frozen=True, slots=True)
class Funding:
    """What is committed to a project against what it needs, in US cents.

    `firm` stays with the project; `bridging` is repaid when a donor pays the same cost.
    """

    needed: int
    firm: int
    bridging: int

    @property
    def gap(self) -> int:
        """What the budget still asks for when the bridging money is repaid."""
        return max(0, self.needed - self.firm)


def funding_of(project: Project) -> Funding:
    """Return how a project is funded."""
    sums = project.commitments.aggregate(
        firm=Sum("usd_minor", filter=Q(bridging=False), default=0),
        bridging=Sum("usd_minor", filter=Q(bridging=True), default=0),
    )
    return Funding(int(amounts_of(project)["budget"]), sums["firm"], sums["bridging"])
