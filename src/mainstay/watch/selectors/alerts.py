"""Alerts, boards, and how often alerts were right."""

from datetime import datetime

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.cases.selectors import cases_visible
from mainstay.watch.methods.alert_accuracy import Accuracy, alert_accuracy
from mainstay.watch.models import Alert, RiskBoard


def alerts_visible(person: Person, *, open_only: bool = False) -> QuerySet[Alert]:
    """Return the alerts that `person` may see, the newest first."""
    found = visible(Alert.objects.all(), person, "watch.read_alerts").select_related("country", "case")
    return found.filter(state__in=["WATCH", "ALERT"]) if open_only else found


def boards_open(person: Person) -> QuerySet[RiskBoard]:
    """Return the risk boards that are called and not held yet, the next first."""
    return visible(RiskBoard.objects.filter(held_at__isnull=True), person, "watch.read_board").order_by(
        "due_at"
    )


def alert_accuracy_of(person: Person, year: int) -> Accuracy:
    """Return precision and recall of the alerts raised in `year`, with intervals.

    A hit is an alert that became a case or was closed as an event; a false alert was closed as false; a miss is a case
    opened in that year in a country that had no alert raised before the case began. Alerts still open count nowhere,
    nor does what is synthetic.
    """
    real = Alert.objects.filter(raised_at__year=year, synthetic=False)
    raised = visible(real, person, "watch.read_alerts")
    first: dict[str, datetime] = {}
    for country, moment in real.values_list("country_id", "raised_at"):
        first[country] = min(moment, first.get(country, moment))
    missed = 0
    for case in cases_visible(person).filter(opened_at__year=year, synthetic=False):
        warned = [first[place.country_id] for place in case.countries.all() if place.country_id in first]
        missed += not any(moment <= case.opened_at for moment in warned)
    return alert_accuracy(
        hits=raised.filter(state__in=["ACTIVATED", "CLOSED_EVENT"]).count(),
        false=raised.filter(state="CLOSED_FALSE").count(),
        missed=missed,
    )
