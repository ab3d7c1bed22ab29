"""The activity file is valid by the official schema, names no person, and says what was published."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from mainstay.exchange.iati import validate_iati
from mainstay.measure.models import Definition
from mainstay.measure.selectors.pictures import months_drawn
from mainstay.measure.services import (
    choose_indicators,
    compute_indicators,
    export_charts,
    lock_definitions,
    publish_figures,
    set_baseline,
    set_target,
    write_activity,
)

from . import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    project = builders.project(starts_on=date(2026, 2, 1), ends_on=date(2027, 6, 30))
    first, second = builders.officer(), builders.officer()
    choose_indicators(by=first, project=project, codes=["JB-01", "JB-02", "JB-06"])
    lock_definitions(by=first, project=project)
    jobs = Definition.objects.get(project=project, code="JB-02")
    span = {"first_on": date(2026, 2, 1), "last_on": date(2026, 12, 31)}
    set_target(by=first, definition=jobs, value=Decimal(60), **span)
    set_target(by=first, definition=jobs, value=Decimal(20), group="sex=F", **span)
    set_baseline(by=first, definition=jobs, value=Decimal(0), on=date(2026, 1, 15), source="Assessment")
    builders.store(settings.FACTS_FOLDER, worker_day=builders.crew(project.pk, women=4, men=41, unknown=20))
    run = compute_indicators(by=first, project=project, last_on=date(2026, 6, 30))
    return project, second, publish_figures(by=second, run=run, title="June")


def test_it_is_valid_and_holds_what_was_published(published, tmp_path):
    project, officer, _publication = published
    path = write_activity(by=officer, project=project, to=tmp_path / "activity.xml")
    assert [] == validate_iati(path)
    root = etree.parse(path).getroot()
    titles = [found.text for found in root.findall(".//indicator/title/narrative")]
    assert any(title.startswith("JB-02") for title in titles)
    jobs = next(
        found for found in root.iter("indicator") if found.findtext("title/narrative").startswith("JB-02")
    )
    actual = {
        tuple((d.get("name"), d.get("value")) for d in found.findall("dimension")): found.get("value")
        for found in jobs.iter("actual")
    }
    assert "65" == actual[()]
    assert actual[("sex", "F"),] is None
    assert {"60", "20"} == {found.get("value").split(".")[0] for found in jobs.iter("target")}
    assert "KM" == root.find(".//recipient-country").get("code")


def test_charts_of_published_figures_are_drawn(published, tmp_path):
    _project, officer, publication = published
    svg, png = export_charts(by=officer, publication=publication, to=tmp_path, charts=[("JB-01", "month")])
    assert svg.read_bytes().lstrip().startswith(b"<svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_months_without_work_are_gaps_in_a_chart_and_never_drawn_over():
    rows = [
        {"month": month, "value": Decimal(days), "low": None, "high": None}
        for month, days in (("2020-12", 40), ("2021-03", 60))
    ]
    drawn = months_drawn(rows)
    assert [date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1)] == [
        row["month"] for row in drawn
    ]
    assert [Decimal(40), None, None, Decimal(60)] == [row["value"] for row in drawn]
