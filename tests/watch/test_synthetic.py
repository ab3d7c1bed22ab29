"""What is made up is marked, from the reading to the case, and never mixes with what is real."""

import pytest

from mainstay.common import clock
from mainstay.common.errors import RuleBroken
from mainstay.watch import selectors, services
from mainstay.watch.models import Alert
from tests.builders import case, country, person, system
from tests.watch.test_warnings import NOW, entered, raised

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


def test_a_synthetic_alert_stays_apart_and_becomes_a_synthetic_case():
    real = raised(crisis_types=["ECON_DOWNTURN"])
    made_up = raised(crisis_types=["ECON_DOWNTURN"], synthetic=True)
    assert real.pk != made_up.pk
    coordinator = person("TT_COORD")
    with pytest.raises(RuleBroken, match="synthetic case only"):
        services.activate_alert(by=coordinator, alert=made_up, case=case())
    opened = services.open_case_from_alert(by=coordinator, alert=made_up)
    assert (True, False) == (
        opened.synthetic,
        services.open_case_from_alert(by=coordinator, alert=real).synthetic,
    )
    found = selectors.alert_accuracy_of(coordinator, 2026)
    assert 1 == found.hits


def test_what_a_synthetic_person_raises_is_synthetic():
    coordinator = person("TT_COORD")
    type(coordinator).objects.filter(pk=coordinator.pk).update(synthetic=True)
    coordinator.refresh_from_db()
    alert = services.raise_alert(
        by=coordinator, country=country(), level="WATCH", title="Rehearsed", evidence="made up"
    )
    assert alert.synthetic


def test_what_rests_on_a_synthetic_reading_is_synthetic_whoever_looks():
    officer = person("CPO")
    type(officer).objects.filter(pk=officer.pk).update(synthetic=True)
    officer.refresh_from_db()
    entered(officer, "EW04", 3.5)
    entered(person("CPO", "country", "JOR"), "EW04", 3.5, place="JOR")
    services.evaluate_warnings(by=system())
    assert {"COM": True, "JOR": False} == dict(Alert.objects.values_list("country", "synthetic"))
