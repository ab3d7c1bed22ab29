"""A project's figures in the browser: chosen, trusted, published, corrected, read under the codes of others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from mainstay.accounts.permissions import may
from mainstay.common import clock
from mainstay.common.errors import NotAllowed
from mainstay.measure.models import Definition, IndicatorValue, SampledRow
from mainstay.measure.panels import measure_panel
from mainstay.measure.selectors import figures_live, framework_progress
from mainstay.measure.selectors.crosswalk import FRAMES, crosswalk_rows
from mainstay.measure.selectors.outside import country_totals
from mainstay.measure.selectors.pages import framework_rows
from mainstay.measure.services import (
    choose_indicators,
    compute_indicators,
    correct_figure,
    draw_sample,
    flag_anomalies,
    map_logframe,
    publish_figures,
    set_baseline,
    set_target,
)
from mainstay.web.acts.finding import kind_named, seen
from tests import builders
from tests.measure import builders as facts
from tests.web.kept import crisis
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return crisis(crews=(2, 1))


def test_the_framework_shows_level_baseline_target_and_reached(made):
    definition = Definition.objects.get(project=made.project, code="JB-02")
    set_baseline(by=made.monitor, definition=definition, value=5, on=made.now.date(), source="Assessment")
    page = shown(client_of(made.monitor), "figures", made.project.uid)
    for words in ("85 persons", "680 worker-days", "on track", "Baseline", "output", "Choose indicators"):
        assert words in page
    outcomes = shown(client_of(made.monitor), "figures", made.project.uid, level="impact")
    assert "No indicator here." in outcomes


def test_the_answer_holds_what_was_reached_against_what_was_promised(made):
    page = shown(client_of(made.monitor), "figures", made.project.uid)
    assert "3 of 4 indicators have a target." in page
    assert "2 of 3 targets are on track." in page
    assert "1 indicator without a target" in page
    assert "2 of 3" in shown(client_of(made.monitor), "measure")
    definition = Definition.objects.get(project=made.project, code="JB-02")
    span = {"first_on": made.now.date() - timedelta(days=60), "last_on": made.now.date()}
    set_target(by=made.monitor, definition=definition, value=Decimal(30), group="sex=F", **span)
    page = shown(client_of(made.monitor), "figures", made.project.uid)
    assert "3 of 4 indicators have a target. 3 of 4 targets are on track." in page
    assert " · women <small" in page
    assert "3 of 4" in shown(client_of(made.monitor), "measure")
    exported = client_of(made.monitor).get(reverse("figures", args=[made.project.uid]), {"export": "csv"})
    assert 6 == len(exported.content.decode("utf-8-sig").splitlines())


def test_sites_stand_by_their_names_and_lead_to_their_pages(made):
    page = shown(client_of(made.monitor), "indicator", made.project.uid, "JB-01")
    for site in made.sites[:2]:
        assert f'<a href="{reverse("works_site", args=[site.uid])}">{site.code} {site.name}</a>' in page


def test_a_formula_is_told_in_words_and_the_exact_one_is_a_click_away(made):
    page = shown(client_of(made.monitor), "indicator", made.project.uid, "JB-01")
    assert "a half day counts 0.5" in page
    assert (
        page.index("a half day counts 0.5") < page.index("The exact formula") < page.index("sum(muster_line")
    )


def test_wages_are_told_in_each_currency_where_they_were_counted(made):
    (definition,) = choose_indicators(by=made.monitor, project=made.project, codes=["JB-12"])[-1:]
    for group, value in (
        ("currency=KMF", 2_327_600),
        ("in=USD;currency=KMF", 5121),
        ("sex=F;currency=KMF", 900_000),
    ):
        IndicatorValue.objects.create(
            run=made.run, definition=definition, code="JB-12", group=group, value=value, numerator=value, n=82, persons=28,
            grade="B",
        )  # fmt: skip
    for person in (made.monitor, made.security):
        page = shown(client_of(person), "figures", made.project.uid).replace("\u00a0", " ")
        assert "KMF 2,327,600 · USD 5,121" in page
    page = shown(client_of(made.monitor), "indicator", made.project.uid, "JB-12").replace("\u00a0", " ")
    assert "KMF 2,327,600 · USD 5,121 · counted from certified records" in page
    assert "KMF 900,000" in page


def test_an_indicator_is_chosen_from_the_catalogue_with_a_local_name_and_nothing_else_changed(made):
    client = client_of(made.monitor)
    page = shown(client, "choose_indicators", made.project.uid, words="disab")
    assert "JB-08" in page
    assert 'value="JB-16"' not in page
    address = reverse("choose_indicators", args=[made.project.uid])
    refused = client.post(address, {"name-JB-08": "Ours"})
    assert 422 == refused.status_code
    assert "Ours" in refused.content.decode()
    client.post(address, {"code": "JB-08", "name-JB-08": "Ours", "formula": "mine"})
    chosen = Definition.objects.get(project=made.project, code="JB-08")
    assert ("Ours", "CHOSEN") == (chosen.local_name, chosen.state)
    assert "mine" != chosen.formula
    assert 403 == client_of(made.security).get(address).status_code


def test_who_may_not_open_rows_sees_no_small_cell_nor_what_gives_it_away(made):
    inside = shown(client_of(made.monitor), "indicator", made.project.uid, "JB-02")
    assert "6 persons" in inside
    outside = shown(client_of(made.security), "indicator", made.project.uid, "JB-02")
    assert "6 persons" not in outside
    assert "too few to show" in outside
    assert "85 persons" in outside
    assert "No cell with fewer than 10 persons is shown" in outside


def test_a_whole_that_is_small_is_hidden_on_each_page_of_figures(made):
    facts.store(settings.FACTS_FOLDER, worker_day=facts.crew(made.project.pk, women=4, men=3, days=8))
    compute_indicators(by=made.monitor, project=made.project)
    for name in ("figures", "crosswalk"):
        assert "7 persons" in shown(client_of(made.monitor), name, made.project.uid)
        assert "7 persons" not in shown(client_of(made.security), name, made.project.uid)


def test_no_reader_of_figures_alone_learns_a_small_number_anywhere(made):
    facts.store(settings.FACTS_FOLDER, worker_day=facts.crew(made.project.pk, women=4, men=3, days=8))
    compute_indicators(by=made.monitor, project=made.project)
    case, reader = made.project.case, made.security
    assert not may(reader, "measure.read_rows", made.project)
    assert {Decimal(7)} == {
        row["value"] for row in framework_rows(made.monitor, made.project) if row["code"] == "JB-02"
    }
    told = framework_rows(reader, made.project)
    told += [row for frame in FRAMES for row in crosswalk_rows(reader, made.project, frame)]
    assert {None} == {row["value"] for row in told}
    assert {(None, None)} == {
        (row["actual"], row["percent"]) for row in framework_progress(reader, made.project)
    }
    assert [] == measure_panel(reader, case).figures
    assert ["7"] == [
        figure.value for figure in measure_panel(made.monitor, case).figures if "person" in figure.unit
    ]
    union = builders.person("CONST_WORK", "country", "COM")
    assert [] == country_totals(union, "COM")
    live = figures_live(reader, "JB-02", project=made.project)
    assert [(None, 0, 0)] == [(figure.value, figure.persons, figure.n) for figure in live]
    with pytest.raises(NotAllowed, match="Days are chosen"):
        figures_live(reader, "JB-02", project=made.project, last=made.now.date())
    for name in ("figures", "crosswalk"):
        answer = client_of(reader).get(f"/api/v1/measure/page/{name}/{made.project.uid}")
        assert 200 == answer.status_code
        assert "7 persons" not in answer.content.decode()
        assert not _numbers(answer.json()) & {7, 56}
    assert "persons: 7" not in shown(client_of(reader), "case", case.reference)


def _numbers(held):
    if isinstance(held, dict):
        # The numbers under which the database keeps records count nobody.
        return set().union(*(_numbers(value) for name, value in held.items() if name != "links"), set())
    if isinstance(held, list):
        return set().union(*(_numbers(value) for value in held), set())
    return {held} if isinstance(held, int | float) and not isinstance(held, bool) else set()


def test_stored_cells_are_listed_for_nobody_who_reads_figures_alone(made):
    for person in (made.security, made.monitor, made.coordinator):
        assert not seen(person, kind_named("mainstay.measure", "indicator-value")).exists()


def test_the_preview_says_what_outsiders_could_infer(made):
    page = shown(client_of(made.monitor), "publish_preview", made.project.uid)
    assert "What could somebody outside infer" in page
    assert "hidden: too few persons" in page
    assert "No risk remains that the control can see" in page


def test_a_corrected_figure_keeps_its_old_address_with_the_reason(made):
    second = builders.person("ME")
    with clock.at(made.now - timedelta(minutes=90)):
        first = publish_figures(by=second, run=made.run, title="Work in the Comoros")
    assert "published as version 1" in shown(client_of(made.monitor), "indicator", made.project.uid, "JB-01")
    rows = facts.crew(made.project.pk, women=60, men=70, days=8)
    for place, row in enumerate(rows):
        row["day"] = made.now.date() - timedelta(days=8 - place % 8)
        row["site"] = made.site.code
    facts.store(settings.FACTS_FOLDER, worker_day=rows)
    with clock.at(made.now - timedelta(hours=1)):
        run = compute_indicators(by=made.monitor, project=made.project)
        newer = correct_figure(by=second, publication=first, run=run, reason="Two rolls were missing")
    old = shown(client_of(made.monitor), "public_figures", first.uid)
    assert "Two rolls were missing" in old
    assert reverse("public_figures", args=[newer.uid]) in old
    page = shown(client_of(made.monitor), "indicator", made.project.uid, "JB-01")
    assert "Two rolls were missing" in page
    assert "680 worker-days" in page
    assert "published as version 2" in page
    listing = shown(client_of(made.monitor), "publications", made.project.uid)
    assert "corrected since" in listing


def test_a_sample_is_looked_at_row_by_row_and_the_figure_says_so(made):
    sample = draw_sample(by=made.monitor, project=made.project, code="JB-01", seed=7, share=0.01)
    client = client_of(made.monitor)
    assert "Rows drawn" in shown(client, "samples", made.project.uid)
    address = reverse("sample", args=[sample.uid])
    positions = list(sample.rows.values_list("position", flat=True))
    given = {f"finding-{position}": "CONFIRMED" for position in positions}
    today = made.now.date().isoformat()
    refused = client.post(address, {**given, f"finding-{positions[0]}": "DIFFERENT", "found_on": today})
    assert 422 == refused.status_code
    assert not SampledRow.objects.exclude(finding="").exists()
    client.post(address, {**given, "found_on": today})
    assert "Closed on" in shown(client, "sample", sample.uid)
    assert "% of the rows looked at again" in shown(client, "indicator", made.project.uid, "JB-02")


def test_figures_are_read_under_the_codes_of_others_without_typing_them_again(made):
    definition = Definition.objects.get(project=made.project, code="JB-01")
    map_logframe(by=made.monitor, definition=definition, lines="2.1; 3.4")
    client = client_of(made.monitor)
    page = shown(client, "crosswalk", made.project.uid)
    assert 1 == page.count("8.5</bdi> Full employment and equal pay")
    donor = client.get(
        reverse("crosswalk", args=[made.project.uid]), {"frame": "donor", "export": "csv"}
    ).content.decode("utf-8-sig")
    assert donor.splitlines()[1].startswith("2.1,JB-01")
    assert "no code in this frame" in donor


def test_odd_data_wait_for_somebody_to_look(made):
    page = shown(client_of(made.monitor), "odd_data", made.project.uid)
    assert "Nobody has looked for odd data yet." in page
    assert "Nothing odd" not in page
    with clock.at(made.now - timedelta(hours=1)):
        flag_anomalies(by=made.monitor, project=made.project)
    assert "The data were last looked through on" in shown(
        client_of(made.monitor), "odd_data", made.project.uid
    )


def test_an_indicator_exports_its_cells(made):
    answer = client_of(made.monitor).get(
        reverse("indicator", args=[made.project.uid, "JB-02"]), {"export": "csv"}
    )
    assert "women" in answer.content.decode("utf-8-sig")
