"""Days on which two sites say that a worker was with them."""

from datetime import date

from django.db.models import Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.deliver.works.models import MarkClash, Roll


def clashes_visible(person: Person) -> QuerySet[MarkClash]:
    """Return the clashes that `person` may read with the roll of either site, the latest first."""
    rolls = visible(Roll.objects.all(), person, "works.read_rolls").order_by().values("pk")
    rows = MarkClash.objects.filter(Q(roll__in=rolls) | Q(against__roll__in=rolls))
    return rows.select_related(
        "worker", "claimed_by", "settled_by", "correction", "against__batch__by", "against__roll__site",
        "roll__site__project__case", "roll__site__project__country",
    )  # fmt: skip


def clashes_of_day(roll: Roll, day: date) -> QuerySet[MarkClash]:
    """Return the clashes of one day of a roll that was found through `rolls_visible`, of either side."""
    rows = MarkClash.objects.filter(Q(roll=roll) | Q(against__roll=roll), day=day)
    return rows.select_related("worker", "roll__site", "against__roll__site").order_by(
        "state", "worker__card"
    )


def clashes_open(*rolls: int) -> QuerySet[MarkClash]:
    """Return the clashes of rolls, of either side, that nobody has settled."""
    return MarkClash.objects.filter(Q(roll__in=rolls) | Q(against__roll__in=rolls), state="OPEN")
