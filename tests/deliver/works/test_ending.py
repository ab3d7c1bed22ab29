"""A case is closed when nobody works on its sites any more and nobody is owed a day."""

from datetime import date

import pytest

from mainstay.cases.services.closing import closing_obstacles
from mainstay.common import clock
from mainstay.deliver.works.forms import CONFIRMATIONS
from mainstay.deliver.works.models import Site
from mainstay.deliver.works.services import paying
from tests.deliver.works import world

pytestmark = pytest.mark.django_db


def stops(made):
    return {reason.code for name, reason in closing_obstacles(made.project.case) if name.startswith("works.")}


def test_sites_that_are_not_handed_over_stop_the_closing(made):
    assert {"sites_going"} == stops(made)
    Site.objects.update(state="HANDED_OVER")
    assert set() == stops(made)


def test_days_that_are_written_down_stop_the_closing_until_they_are_paid(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    assert {"sites_going", "pay_owed"} == stops(made)
    _owed, batch, _content = world.paid(made, opened)
    reference = batch.payments.get().reference
    paid = {"reference": reference, "paid": True, "paid_on": date(2020, 4, 3), "witnesses": "A; B"}
    with clock.at(date(2020, 4, 4)):
        paying.confirm_payments(
            by=made.payroll, batch=batch, given=world.csv_of(CONFIRMATIONS, [paid]), filename="back.csv"
        )
    assert {"sites_going"} == stops(made)
