"""Figures are kept with what they rest on, agreed definitions do not change, and nobody sees below her right."""

from datetime import date
from decimal import Decimal

import pytest

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.measure.models import Definition, IndicatorValue
from mainstay.measure.selectors import figure_rows, figures_live, framework_progress, values_stored
from mainstay.measure.services import (
    choose_indicators,
    compute_indicators,
    drop_indicator,
    lock_definitions,
    set_baseline,
    set_target,
    version_definition,
)
from tests import builders as house

from . import builders
from .muster import marks

pytestmark = pytest.mark.django_db
CODES = ["JB-01", "JB-02", "JB-03", "JB-04", "JB-06", "JB-08"]


@pytest.fixture(autouse=True)
def in_april():
    with clock.at(date(2026, 4, 1)):
        yield


@pytest.fixture
def root(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return settings.FACTS_FOLDER


@pytest.fixture
def project():
    return builders.project(workdays_per_year=220)


@pytest.fixture
def officer(project):
    return builders.officer()


@pytest.fixture
def framework(project, officer):
    choose_indicators(by=officer, project=project, codes=CODES)
    lock_definitions(by=officer, project=project)
    return {row.code: row for row in Definition.objects.filter(project=project)}


def whole(run, code):
    return IndicatorValue.objects.get(run=run, code=code, group="")


def test_a_run_keeps_values_versions_and_checksums_of_its_facts(root, project, officer, framework):
    builders.store(root, worker_day=builders.crew(project.pk, women=12, men=28))
    run = compute_indicators(by=officer, project=project)
    assert Decimal(400) == whole(run, "JB-01").value
    assert Decimal(40) == whole(run, "JB-02").value
    assert Decimal(30) == whole(run, "JB-06").value
    assert {"worker_day"} == set(run.facts)
    assert 64 == len(run.facts["worker_day"])
    women = IndicatorValue.objects.get(run=run, code="JB-02", group="sex=F")
    assert (Decimal(12), 12) == (women.value, women.persons)
    assert "B" == women.grade


def test_the_same_facts_give_the_same_checksum_and_one_more_day_another(root, project, officer, framework):
    rows = builders.crew(project.pk, women=12, men=28)
    builders.store(root, worker_day=rows)
    first = compute_indicators(by=officer, project=project)
    assert first.checksum == compute_indicators(by=officer, project=project).checksum
    builders.store(root, worker_day=[*rows, *marks(99, "P", project=project.pk)])
    assert first.checksum != compute_indicators(by=officer, project=project).checksum


def test_days_of_other_projects_are_not_counted(root, project, officer, framework):
    other = marks(7, "PPP", project=project.pk + 1)
    builders.store(root, worker_day=[*builders.crew(project.pk, women=1, men=0), *other])
    assert Decimal(10) == whole(compute_indicators(by=officer, project=project), "JB-01").value


def test_nothing_is_computed_without_locked_indicators_or_facts(root, project, officer):
    with pytest.raises(RuleBroken, match="no locked indicators"):
        compute_indicators(by=officer, project=project)


def test_a_locked_definition_changes_by_a_version_only(root, project, officer, framework):
    days = framework["JB-03"]
    builders.store(
        root, worker_day=[*marks(1, "P" * 20, project=project.pk), *marks(2, "P" * 40, project=project.pk)]
    )
    before = compute_indicators(by=officer, project=project, last_on=date(2026, 12, 1))
    with pytest.raises(RuleBroken):
        version_definition(by=officer, definition=days, reason=" ", parameters={"job_days": 20})
    newer = version_definition(
        by=officer, definition=days, reason="The donor counts from 20 days", parameters={"job_days": 20}
    )
    assert (2, "LOCKED", days.pk) == (newer.version, newer.state, newer.replaces_id)
    assert (1, Decimal(1)) == (whole(before, "JB-03").definition_version, whole(before, "JB-03").value)
    assert [] == [
        row
        for row in choose_indicators(by=officer, project=project, codes=["JB-03"])
        if row.code == "JB-03" and row.version == 1
    ]


def test_targets_by_group_stand_beside_what_was_reached(root, project, officer, framework):
    span = {"first_on": date(2026, 3, 1), "last_on": date(2026, 6, 30)}
    set_target(by=officer, definition=framework["JB-02"], value=Decimal(50), **span)
    set_target(by=officer, definition=framework["JB-02"], value=Decimal(20), group="sex=F", **span)
    set_baseline(
        by=officer,
        definition=framework["JB-02"],
        value=Decimal(0),
        on=date(2026, 2, 1),
        source="Rapid assessment",
    )
    builders.store(root, worker_day=builders.crew(project.pk, women=12, men=28))
    compute_indicators(by=officer, project=project)
    rows = {row["group"]: row for row in framework_progress(officer, project)}
    assert (Decimal(40), Decimal("80.0"), "on_track") == (
        rows[""]["actual"],
        rows[""]["percent"],
        rows[""]["light"],
    )
    assert (Decimal(12), Decimal("60.0")) == (rows["sex=F"]["actual"], rows["sex=F"]["percent"])


def test_a_changed_target_needs_a_reason_and_an_uncounted_group_is_refused(project, officer, framework):
    span = {"first_on": date(2026, 3, 1), "last_on": date(2026, 6, 30)}
    set_target(by=officer, definition=framework["JB-01"], value=Decimal(50), **span)
    with pytest.raises(BadInput, match="why it changes"):
        set_target(by=officer, definition=framework["JB-01"], value=Decimal(60), **span)
    with pytest.raises(RuleBroken, match="not declared"):
        set_target(by=officer, definition=framework["JB-01"], value=Decimal(60), group="religion=x", **span)


def test_sensitive_dimensions_need_an_extra_grant(root, project, officer, framework):
    builders.store(root, worker_day=builders.crew(project.pk, women=12, men=28))
    with pytest.raises(NotAllowed, match="sensitive"):
        figures_live(officer, "JB-01", project=project, by=["disability"])
    compute_indicators(by=officer, project=project)
    groups = set(values_stored(officer, project=project).values_list("group", flat=True))
    assert any(group.startswith("sex=") for group in groups)
    assert not any("disability" in group or "population_status" in group for group in groups)


def test_only_declared_dimensions_are_shown(root, project, officer, framework):
    builders.store(root, worker_day=builders.crew(project.pk, women=12, men=28))
    with pytest.raises(NotAllowed, match="declared"):
        figures_live(officer, "JB-03", project=project, by=["employer_type"])
    by_month = figures_live(officer, "JB-01", project=project, by=["month"])
    assert [("2026-03", Decimal(400))] == [(figure.group[0][1], figure.value) for figure in by_month]


def test_rows_are_for_those_who_may_open_a_figure(root, project, officer, framework):
    builders.store(root, worker_day=builders.crew(project.pk, women=2, men=3))
    rows = figure_rows(officer, "JB-01", project=project, cell="site=1;sex=F")
    assert 20 == len(rows)
    assert not {"disability", "population_status", "name"} & set(rows[0])
    assert {1, 2} != {row["worker"] for row in rows}
    with pytest.raises(NotAllowed):
        figure_rows(house.person("CD"), "JB-01", project=project)
    with pytest.raises(NotAllowed):
        figures_live(house.person("ME", "country", "JOR"), "JB-01", project=project)


def test_what_was_chosen_is_dropped_with_a_reason_until_it_is_locked(project, officer):
    chosen = {
        row.code: row for row in choose_indicators(by=officer, project=project, codes=["JB-01", "JB-02"])
    }
    with pytest.raises(BadInput):
        drop_indicator(by=officer, definition=chosen["JB-02"], reason="")
    drop_indicator(by=officer, definition=chosen["JB-02"], reason="the donor does not ask for it")
    assert 1 == lock_definitions(by=officer, project=project)
    chosen["JB-01"].refresh_from_db()
    with pytest.raises(RuleBroken):
        drop_indicator(by=officer, definition=chosen["JB-01"], reason="too late")
