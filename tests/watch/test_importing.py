"""Taking in what a source published."""

import csv
from datetime import date

import pytest

from mainstay.cases.services.places import load_places
from mainstay.common import clock, jobs
from mainstay.common.errors import BadInput, NotAllowed
from mainstay.common.models import AuditEntry
from mainstay.watch.feeds import SHIPPED, feed
from mainstay.watch.models import ItemFault, RawItem, Reading, Series, Source, Vintage
from mainstay.watch.services import parse_again, update_source, withdraw_vintage
from tests.builders import operator, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def floods(tmp_path):
    """A file of three events, the second faulty."""
    load_places(only={"COM", "JOR"})
    rows = [
        ["FL-1", "Comoros", "COM", "Orange", "2", "2026-01-03T00:00:00", "2026-01-05T00:00:00"],
        ["FL-2", "Jordan", "JOR", "purple", "2", "2026-01-04T00:00:00", "2026-01-05T00:00:00"],
        ["FL-3", "Nowhere", "ZZZ", "Red", "3", "2026-01-04T00:00:00", "2026-01-05T00:00:00"],
    ]

    def write(rows=rows):
        path = tmp_path / "floods.csv"
        with path.open("w", newline="") as stream:
            out = csv.writer(stream)
            out.writerow(["gdacs_id", "country", "iso3", "alertlevel", "alertscore", "fromdate", "todate"])
            out.writerows(rows)
        return path

    write.rows = rows
    return write


def test_a_faulty_part_never_drops_the_item(floods):
    done = update_source(by=operator(), code="gdacs", path=floods())
    assert (3, 1, 2) == (done.items, done.readings, done.faults)
    assert {"FL-1", "FL-2", "FL-3"} == set(RawItem.objects.values_list("external_id", flat=True))
    assert {("FL-2", "no_level"), ("FL-3", "unknown_country")} == set(
        ItemFault.objects.values_list("item__external_id", "code")
    )


def test_an_item_is_stored_once_however_often_it_comes(floods):
    by = operator()
    update_source(by=by, code="gdacs", path=floods())
    again = update_source(by=by, code="gdacs", path=floods())
    assert (0, 3, 0) == (again.items, again.unchanged, again.readings)
    assert (3, 1) == (RawItem.objects.count(), Reading.objects.count())


def test_an_item_that_the_source_changes_silently_gets_a_version_of_its_own(floods):
    by = operator()
    update_source(by=by, code="gdacs", path=floods())
    floods.rows[0][3] = "Red"
    done = update_source(by=by, code="gdacs", path=floods(floods.rows))
    assert (1, 1) == (done.items, done.revised)
    versions = RawItem.objects.filter(external_id="FL-1").order_by("pk")
    assert [True, False] == [row.replaced for row in versions]
    assert [("SUPERSEDED", 2.0), ("COUNTED", 3.0)] == list(
        Reading.objects.order_by("pk").values_list("state", "value")
    )


def test_what_was_stored_can_be_parsed_again_without_the_source(floods):
    by = operator()
    update_source(by=by, code="gdacs", path=floods())
    load_places(only={"FRA"})
    done = parse_again(by=by, code="gdacs")
    assert (1, 2) == (done.readings, done.faults)
    assert 1 == Reading.objects.count()


def test_an_import_that_broke_off_goes_on_where_it_stopped(floods, monkeypatch):
    by = operator()
    update_source(by=by, code="gdacs", path=floods())
    RawItem.objects.filter(external_id="FL-1").update(parsed_at=None)
    Reading.objects.all().delete()
    assert 1 == update_source(by=by, code="gdacs", path=floods()).readings


def test_a_stated_gap_is_stored_without_a_value_and_never_as_zero(tmp_path):
    load_places(only={"ALB"})
    for part in ("scores", "indicators", "columns", "dates", "population"):
        rows = (SHIPPED["inform"] / f"inform_risk_2024_{part}.csv").read_text(encoding="utf-8").splitlines()
        kept = rows if part == "columns" else [rows[0], *(row for row in rows[1:] if "ALB" in row)]
        (tmp_path / f"inform_risk_2024_{part}.csv").write_text("\n".join(kept), encoding="utf-8")
    done = update_source(by=operator(), code="inform", path=tmp_path)
    assert 0 < done.gaps == Reading.objects.filter(value__isnull=True).count()
    assert Reading.objects.filter(series__code="inform.tropical_cyclone", value=0).exists()


def test_every_value_carries_its_source_edition_period_and_confidence(floods):
    with clock.at(date(2026, 11, 20)):
        update_source(by=operator(), code="gdacs", path=floods())
    reading = Reading.objects.select_related("series", "item__vintage__source").get()
    vintage = reading.item.vintage
    assert ("gdacs", "running", "floods.csv") == (vintage.source.code, vintage.code, vintage.file_name)
    assert (date(2026, 1, 3), 3, "published") == (reading.on, reading.confidence, reading.method)
    assert date(2026, 11, 20) == reading.item.retrieved_at.date()


def test_the_register_shows_the_last_failure_with_its_cause(tmp_path):
    wrong = tmp_path / "floods.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput):
        update_source(by=operator(), code="gdacs", path=wrong)
    source = Source.objects.get(code="gdacs")
    assert "lacks the columns" in source.last_failure
    assert source.last_success_at is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00garbage", b"gdacs_id\n\x00"])
def test_a_broken_file_changes_nothing(tmp_path, content):
    broken = tmp_path / "floods.csv"
    broken.write_bytes(content)
    with pytest.raises(BadInput):
        update_source(by=operator(), code="gdacs", path=broken)
    assert 0 == RawItem.objects.count()


def test_a_workbook_that_is_none_is_refused(tmp_path):
    wrong = tmp_path / "INFORM.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(BadInput, match="cannot be read as a workbook"):
        update_source(by=operator(), code="inform", path=wrong)


def test_a_withdrawn_edition_counts_nowhere_and_stays_stored(floods):
    from mainstay.watch.selectors.known import counted

    update_source(by=operator(), code="gdacs", path=floods())
    withdraw_vintage(
        by=person("TT_COORD"), source="gdacs", vintage="running", reason="the source called it back"
    )
    assert 1 == Reading.objects.count()
    assert 0 == counted(today=date(2026, 2, 1)).count()


def test_only_who_may_import_imports(floods):
    with pytest.raises(NotAllowed):
        update_source(by=person("CPO"), code="gdacs", path=floods())
    assert 0 == Vintage.objects.count()


def test_an_import_leaves_its_number_and_digest_in_the_audit(floods):
    update_source(by=operator(), code="gdacs", path=floods())
    entry = AuditEntry.objects.filter(action="watch.import_source").order_by("pk").first()
    assert (3, 64) == (entry.rows, len(entry.rows_sha256))


def test_every_shipped_series_has_a_name_and_a_unit_and_forecasts_of_violence_are_marked(floods):
    update_source(by=operator(), code="gdacs", path=floods())
    assert 399 == Series.objects.count()
    marked = set(Series.objects.filter(forecasts_violence=True).values_list("code", flat=True))
    assert {
        "inform.HVC.PROB",
        "inform.projected_conflict_probability",
        "inform.projected_conflict_risk",
    } == marked


@pytest.mark.django_db(databases="__all__")
def test_the_job_goes_on_with_the_next_source_after_an_interruption():
    load_places(only={"COM", "ETH"})
    by = operator()
    job = jobs.Job.objects.create(
        task="watch.update_sources", person_id=by.pk, asked_at=clock.real_now(), cursor=["inform", "socioeconomic", "sdg", "displacement"],
        parameters={"sources": ["inform", "socioeconomic", "sdg", "displacement", "gdacs"]},
    )  # fmt: skip
    ended = jobs.execute(job.uid)
    assert ("DONE", ["gdacs"]) == (ended.state, list(ended.outcome["readings"]))


@pytest.mark.slow
def test_all_shipped_sources_are_taken_in_with_their_editions():
    load_places()
    by = operator()
    done = [update_source(by=by, code=code) for code in SHIPPED]
    assert 380_000 < sum(one.readings for one in done) == Reading.objects.count()
    assert {"A", "B"} == set(Vintage.objects.filter(source__code="ucdp").values_list("code", flat=True))


def test_there_is_no_source_that_nobody_registered():
    from mainstay.common.errors import NotFound

    with pytest.raises(NotFound, match="There are: inform"):
        feed("nobody")
