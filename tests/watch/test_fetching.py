"""Asking the sources themselves, from a real server on this machine; one that fails stops no other."""

import csv
import json
from datetime import timedelta

import pytest
import typer
from django.urls import reverse

from mainstay import playbook
from mainstay.cases.services.places import load_places
from mainstay.common import clock, jobs
from mainstay.common.errors import BadInput, NotAllowed
from mainstay.page.terminal import Format
from mainstay.watch.cli.sources import standings, update
from mainstay.watch.feeds import REFERENCE, feed, gdacs, listings, worldbank
from mainstay.watch.feeds.download import Terms
from mainstay.watch.models import Reading, Series, Source, Vintage
from mainstay.watch.selectors import country_profile, source_standing, sources_overview, stand_ins
from mainstay.watch.services import update_source
from mainstay.watch.services.fetching import fetch_source, tried, update_from_anywhere
from tests.builders import operator, person
from tests.watch.feeds.made import RSS, kept, worldbank_page, worldbank_row
from tests.watch.feeds.servers import Say, serving

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def server(settings, tmp_path, monkeypatch):
    """A server on this machine at the place of the sources."""
    settings.VAR = tmp_path
    load_places(only={"COM", "JOR"})
    with serving() as running:
        for module in (worldbank, gdacs):
            monkeypatch.setattr(module, "HOME", running.address)
        monkeypatch.setattr(worldbank, "INDICATORS", ("SL.UEM.TOTL.ZS",))
        yield running


LOCAL = Terms(hosts=("127.0.0.1",), local=("127.0.0.1",), schemes=("http",), attempts=1)


def says_worldbank(server, *answers):
    year = clock.today().year
    server.says(
        f"/v2/country/all/indicator/SL.UEM.TOTL.ZS?format=json&per_page=5000&page=1&date=2000%3A{year}",
        *answers,
    )


def body(*rows, **changed):
    return worldbank_page(list(rows), **changed).encode()


def test_what_a_source_answers_is_stored_raw_and_read_with_its_edition_and_day(server):
    says_worldbank(server, Say(body(worldbank_row("COM", 2024, 5.5)), ETag='"1"'))
    done = fetch_source(operator(), "worldbank", terms=LOCAL)
    assert (1, 1, ["2026-10-07"]) == (done.items, done.readings, done.vintages)
    reading = Reading.objects.select_related("item__vintage__source", "series").get()
    source = reading.item.vintage.source
    assert ("SOURCE", "CC BY 4.0", "Unemployment", "%") == (reading.item.vintage.origin, source.licence, reading.series.name, reading.series.unit)  # fmt: skip
    assert reading.item.retrieved_at == reading.item.vintage.first_retrieved_at
    assert source.last_answer_at is not None


def test_a_source_without_news_sends_nothing_and_nothing_is_parsed(server):
    says_worldbank(server, Say(body(worldbank_row("COM", 2024, 5.5)), ETag='"1"'), Say(status=304))
    by = operator()
    fetch_source(by, "worldbank", terms=LOCAL)
    again = fetch_source(by, "worldbank", terms=LOCAL)
    assert (0, 1, 0) == (again.items, again.unchanged, again.readings)


def test_a_revised_figure_is_a_new_edition_and_the_old_one_stays(server):
    first = Say(body(worldbank_row("COM", 2024, 5.5)))
    says_worldbank(server, first, Say(body(worldbank_row("COM", 2024, 6.1), lastupdated="2026-11-07")))
    by = operator()
    for _round in range(2):
        fetch_source(by, "worldbank", terms=LOCAL)
    assert [("2026-10-07", 5.5), ("2026-11-07", 6.1)] == list(
        Reading.objects.order_by("item__vintage__number").values_list("item__vintage__code", "value")
    )
    line = next(row for row in country_profile(by, "COM").signals if row.code == "UNEMPLOYMENT")
    assert (6.1, "World Development Indicators 2026-11-07") == (line.value, line.source)


def test_a_source_that_breaks_keeps_what_was_read_and_says_cause_and_way_out(server, client):
    says_worldbank(server, Say(body(worldbank_row("COM", 2024, 5.5))), Say(b"<html/>", type="text/html"))
    by = operator()
    fetch_source(by, "worldbank", terms=LOCAL)
    with pytest.raises(BadInput):
        fetch_source(by, "worldbank", terms=LOCAL)
    standing = source_standing(by, "worldbank")
    assert ("answered", "wrong_type", 1) == (standing.ran, standing.failure.code, Reading.objects.count())
    client.force_login(person("TT_COORD"))
    page = client.get(reverse("source", args=["worldbank"])).content.decode()
    for words in (
        "text/html",
        "use --from-file",
        "what was read before still counts",
        "2026-10-07",
        "has answered this installation",
    ):
        assert words in page


def test_an_answer_that_fails_to_be_read_is_not_taken_for_known_the_next_time(server):
    says_worldbank(server, Say(b'[{"message": "Invalid"}]', ETag='"1"'), Say(status=304))
    by = operator()
    for _round in range(2):
        with pytest.raises(BadInput, match="Invalid"):
            fetch_source(by, "worldbank", terms=LOCAL)


def test_one_source_that_fails_never_stops_the_others(server):
    by = operator()
    server.says("/xml/rss.xml", Say(RSS.format(id=9, iso3="COM").encode(), type="application/rss+xml"))
    says_worldbank(server, Say(status=404))
    done = [
        tried(code, "source", lambda code=code: fetch_source(by, code, terms=LOCAL))
        for code in ("worldbank", "vdem", "gdacs")
    ]
    assert ["not_there", "file_only", ""] == [one.reason.code if one.reason else "" for one in done]
    assert (1, "taken in") == (done[2].result.readings, done[2].outcome)


def test_a_connector_with_a_fault_of_ours_stops_no_other():
    done = tried("gdacs", "source", lambda: 1 / 0)
    assert ("failed", "fault_of_ours", "ZeroDivisionError") == (
        done.outcome,
        done.reason.code,
        done.reason.facts["kind"],
    )


def test_a_source_that_needs_a_key_or_a_file_waits_and_says_where_to_get_it():
    by = operator()
    waiting = {code: update_from_anywhere(by, code) for code in ("acled", "emdat", "vdem")}
    assert {"waits"} == {one.outcome for one in waiting.values()}
    assert "MAINSTAY_KEY_ACLED" in str(waiting["acled"].reason)
    assert "https://public.emdat.be/" in str(waiting["emdat"].reason)
    assert update_from_anywhere(by, "vdem", named=True).failed


def test_without_the_network_the_shipped_copy_is_taken_in(server):
    done = update_from_anywhere(operator(), "displacement", shipped_only=True)
    assert ("shipped copy", "taken in") == (done.origin, done.outcome)
    assert {"SHIPPED"} == set(Vintage.objects.values_list("origin", flat=True))


def test_what_an_earlier_round_left_is_not_read_with_what_the_source_says_now(server, settings):
    says_worldbank(server, Say(body(worldbank_row("COM", 2024, 5.5))))
    by = operator()
    fetch_source(by, "worldbank", terms=LOCAL)
    answers = settings.VAR / "feeds" / "worldbank" / "answers"
    (answers / "OLD-001.json").write_bytes(body(worldbank_row("JOR", 2020, 1)))
    says_worldbank(server, Say(body(worldbank_row("COM", 2024, 5.6), lastupdated="2026-12-01")))
    fetch_source(by, "worldbank", terms=LOCAL)
    assert not Reading.objects.filter(country="JOR").exists()


def test_nobody_without_the_right_makes_us_ask_a_source(server):
    with pytest.raises(NotAllowed):
        fetch_source(person("CPO"), "worldbank", terms=LOCAL)
    assert {} == dict(server.asked)


def test_a_connector_that_was_never_run_says_so_everywhere(client, tmp_path):
    by = operator()
    update_from_anywhere(by, "vdem")
    assert {"never"} == {
        row["ran"] for row in sources_overview(by) if listings()[row["source"]].grounds == "documentation"
    }
    client.force_login(person("TT_COORD"))
    assert "never run against the source" in client.get(reverse("source", args=["fewsnet"])).content.decode()
    assert "never run" in client.get(reverse("sources")).content.decode()
    load_places(only={"COM"})
    table = "country_text_id,year,v2x_polyarchy\nCOM,2024,0.4\n"
    update_source(by=by, code="vdem", path=kept(tmp_path, "V-Dem-CY-Core-v15.csv", table))
    assert "file" == source_standing(by, "vdem").ran


def test_a_silent_source_is_shown_and_the_page_says_who_stands_in(client, tmp_path):
    load_places(only={"COM"})
    by, year = operator(), clock.today().year
    old = "iso3,indicator,year,value\n" + f"COM,aged_15plus_unemployment_rate_percent,{year - 8},7.5\n"
    update_source(by=by, code="socioeconomic", path=kept(tmp_path, "old.csv", old))
    rows = [worldbank_row("COM", year - 1, 5.5)]
    update_source(by=by, code="worldbank", path=kept(tmp_path, "a.json", worldbank_page(rows)))
    line = next(row for row in country_profile(by, "COM").signals if row.code == "UNEMPLOYMENT")
    assert (5.5, "Systema Globalis", year - 8) == (line.value, line.stands_in_for, line.silent_since.year)
    client.force_login(person("TT_COORD"))
    assert (
        f"for Systema Globalis, silent since {year - 8}"
        in client.get(reverse("country", args=["COM"])).content.decode()
    )
    with clock.at(clock.now() + timedelta(days=listings()["socioeconomic"].silent_days + 1)):
        assert source_standing(by, "socioeconomic").silent_since is not None
    order = dict(stand_ins("socioeconomic"))["UNEMPLOYMENT"]
    assert ("ilostat", "worldbank", "unsdg", "sdg") == order


def test_every_source_of_the_register_has_a_connector_and_its_terms(client):
    for code, listing in listings().items():
        module = feed(code)
        assert code == module.CODE
        assert listing.licence
        assert listing.owner
        assert listing.silent_days > 0
        assert listing.address.startswith("https://")
        assert bool(listing.hosts) == hasattr(module, "asks")
    update_from_anywhere(operator(), "vdem")
    assert set(listings()) == set(Source.objects.values_list("code", flat=True))


def test_a_substitute_named_in_the_order_is_a_registered_series():
    with (REFERENCE / "series.csv").open(newline="", encoding="utf-8") as stream:
        known = {row["code"] for row in csv.DictReader(stream)} | {"inform.population"}
    book = playbook.current().signals
    named = {
        code
        for group in (book.headline, book.derivations)
        for signal in group.values()
        for code in signal.series
    }
    assert set() == named - known


def test_the_terminal_tries_all_and_ends_with_one_failure(server, capsys):
    operator()
    with pytest.raises(typer.Exit) as ended:
        update(
            sources=["vdem", "acled"], from_file=None, shipped=False, again=False, as_="", format=Format.JSON
        )
    assert 1 == ended.value.exit_code
    rows = json.loads(capsys.readouterr().out)
    assert [("vdem", "failed"), ("acled", "failed")] == [(row["source"], row["outcome"]) for row in rows]
    standings(as_="", format=Format.JSON)
    assert "never" in {row["ran"] for row in json.loads(capsys.readouterr().out)}


def test_the_background_asks_past_a_source_that_fails(server):
    by = operator()
    job = jobs.Job.objects.create(
        task="watch.update_sources", person_id=by.pk, asked_at=clock.real_now(), cursor=[],
        parameters={"sources": ["acled", "vdem"], "ask": True},
    )  # fmt: skip
    ended = jobs.execute(job.uid)
    assert ("DONE", ["acled", "vdem"]) == (ended.state, ended.outcome["failed"])


def test_what_is_registered_fits_into_every_database():
    """SQLite takes a text of any length; PostgreSQL does not."""
    update_from_anywhere(operator(), "vdem")
    for model in (Source, Series):
        for field in model._meta.fields:
            if field.get_internal_type() == "CharField":
                longest = max(model.objects.values_list(field.name, flat=True), key=len)
                assert len(longest) <= field.max_length, (field.name, longest)


def test_a_code_too_long_to_store_is_a_fault_and_the_rest_counts(tmp_path):
    load_places(only={"COM"})
    head = "event_id_cnty,event_date,event_type,iso,fatalities\n"
    rows = f"COM1,2025-11-05,Protests,174,0\nCOM2,2025-11-05,{'very ' * 40}long,174,3\n"
    done = update_source(by=operator(), code="acled", path=kept(tmp_path, "acled.csv", head + rows))
    assert (2, 2) == (done.readings, done.faults)
