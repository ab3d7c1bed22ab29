"""Indicators that rest on the registers of offices: counted by hand beside what is computed."""

from datetime import date
from decimal import Decimal

import pytest

from mainstay.common import clock
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.fact_views import Reading, Span
from mainstay.measure.methods.figures import figures
from mainstay.measure.selectors.institutions import table_rows
from mainstay.partners import services
from tests import builders

from .muster import Muster, terms

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 18)
SHOWN = "Minutes, page 2"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(TODAY):
        yield


def counted(code, by=()):
    reading = Reading(Muster(register=table_rows("register")), terms(), Span())
    return {figure.group: figure.value for figure in figures(measure_of(code), reading, by=by)}


def held(office, *people, day, held_in="COM", **sides):
    event = services.plan_event(
        by=office, title=f"Course of {day}", kind="WS07", starts_on=day, country="COM", held_in=held_in
    )
    total = sum(sides.values()) + 2
    services.hold_event(by=office, event=event, women=total, men=0, evidence=SHOWN, **sides)
    if people:
        rows = [{"name": name, "sex": sex, "side": side} for name, sex, side in people]
        services.register_participants(by=office, event=event, participants=rows)
    return event


def test_a_representative_who_came_to_two_courses_was_trained_once():
    office = builders.person("CPO")
    builders.country("KEN")
    hadia, omar = ("Hadia A.", "F", "workers"), ("Omar B.", "M", "employers")
    held(office, hadia, omar, day=date(2026, 2, 3), workers=1, employers=1)
    # Two more workers were counted and not named; who speaks for nobody is no representative.
    held(office, hadia, ("Lea C.", "F", "none"), day=date(2026, 3, 3), held_in="KEN", workers=3)
    services.plan_event(by=office, title="Not held", kind="WS07", starts_on=date(2026, 4, 1), country="COM")
    whole = counted("SD-04")
    assert {(): Decimal(4)} == whole
    by_side = counted("SD-04", ("constituent",))
    assert Decimal(3) == by_side[(("constituent", "workers"),)]
    assert Decimal(1) == by_side[(("constituent", "employers"),)]
    by_place = counted("SD-04", ("location_type",))
    assert Decimal(2) == by_place[(("location_type", "in_country"),)]
    assert Decimal(3) == by_place[(("location_type", "abroad"),)]
    assert Decimal(1) == counted("SD-04", ("sex",))[(("sex", "F"),)]


def test_womens_share_of_dialogue_is_of_those_whose_sex_is_known():
    office = builders.person("CPO")
    for kind, women, men, unknown in (("DM02", 3, 5, 4), ("DM05", 1, 1, 0)):
        body = services.register_mechanism(
            by=office, type=kind, name=f"Body {kind}", country="COM", began_on=date(2026, 1, 5)
        )
        services.record_session(
            by=office, mechanism=body, held_on=date(2026, 3, 2), subject="Wages",
            attendance={"workers": {"women": women, "men": men, "unknown": unknown}},
        )  # fmt: skip
    assert {(): Decimal(40)} == counted("SD-07")
    by_body = counted("SD-07", ("mechanism",))
    assert Decimal("37.5") == by_body[(("mechanism", "DM02"),)]
    assert Decimal(50) == by_body[(("mechanism", "DM05"),)]


def test_a_unit_is_covered_where_a_certificate_is_in_force():
    from mainstay import playbook

    builders.country()
    director, roster = builders.person("CD"), builders.person("ROSTER")
    for unit, certified_on in (("SKILLS", date(2026, 1, 10)), ("OFFICE", None)):
        line = services.name_focal_point(by=director, unit=unit, country="COM", holder=builders.person("CPO"))
        if certified_on:
            services.certify_focal_point(
                by=roster, focal_point=line, certified_on=certified_on, evidence=SHOWN
            )
    lists = playbook.current().lists
    units, regions = len(lists.office_units), len(lists.regions)
    value = counted("OP-07")[()]
    assert round(Decimal(100) / (units * regions), 6) == value
    by_unit = counted("OP-07", ("unit",))
    assert round(Decimal(100) / regions, 6) == by_unit[(("unit", "SKILLS"),)]
    assert Decimal(0) == by_unit[(("unit", "OFFICE"),)]
