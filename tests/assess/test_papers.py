"""The two-page snapshot and the rapid report: made from the estimates, in four languages, nothing told of few."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from mainstay.assess import services
from mainstay.assess.cli import app
from mainstay.assess.documents import write_report, write_snapshot
from mainstay.assess.documents.report import assessment_report
from mainstay.assess.documents.snapshot import ROOMS, Material, chosen_findings, snapshot, snapshot_fitting
from mainstay.assess.models import Finding, Option, Validation
from mainstay.assess.selectors.key_figures import UNTOLD, key_figures
from mainstay.assess.selectors.labour import labour_market
from mainstay.assess.selectors.labour_figures import labour_figures
from mainstay.common import clock
from mainstay.common.errors import NotAllowed
from mainstay.exchange.documents import page_count
from tests import builders
from tests.assess.field import fielded, taken, worker
from tests.assess.test_estimating import source
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")

LOST = ("lost", "reduced_hours", "no_change", "no_change")
LANGUAGES = ("en", "fr", "es", "ar")


def people(count, *, sex="F", lost=0.5, **more):
    """Return interviews of which a share lost work; every second sees a fair chance."""
    return [
        worker(
            sex=sex, age=20 + at % 40, Q_WKR_03="lost" if at < lost * count else "no_change",
            Q_WKR_14="4" if at % 2 else "2", Q_WKR_02_status="employee" if at % 4 else "none",
            Q_WKR_02_hours="40" if at % 4 else "", Q_WKR_05="5", **more,
        )
        for at in range(count)
    ]  # fmt: skip


def surveyed(*groups, method="random", **details):
    """Return an estimated assessment of the people given, and its analyst."""
    assessment, form, analyst = fielded(method=method, **details)
    rows = [row | {"n": place + 1} for place, row in enumerate(row for group in groups for row in group)]
    taken(form, analyst, rows)
    services.compute_estimates(by=analyst, assessment=assessment)
    assessment.refresh_from_db()
    return assessment, analyst


def texts(report):
    """Return every cell and sentence of a report."""
    for section in report.sections:
        yield from (section.heading, *section.paragraphs, *section.points)
        if section.table:
            yield section.table.caption
            yield from (cell for row in section.table.rows for cell in row)


def section_of(report, heading):
    return next(section for section in report.sections if section.heading == heading)


def table_of(report, heading):
    return section_of(report, heading).table.rows


def test_each_key_figure_stands_in_the_report_as_the_page_of_estimates_has_it():
    assessment, _analyst = surveyed(people(100, lost=0.7), people(80, sex="M", lost=0.3))
    row = assessment.estimates.get(field="Q_WKR_14", level=">=4", domain="")
    figure = next(one for one in key_figures(assessment).overall() if one.code == "PB-02")
    held = figure.made.row
    assert (row.value, row.low, row.high, row.n) == (held.estimate, held.ci_low, held.ci_high, held.n)
    told = table_of(assessment_report(assessment), "Sees a fair chance to earn a living")
    assert ["everybody", "50.0\u00a0%", "180"] == [told[0][0], told[0][1], told[0][3]]


def test_groups_stand_with_interval_n_and_mark_and_what_lies_between_them_in_words():
    assessment, _analyst = surveyed(people(100, lost=0.7), people(80, sex="M", lost=0.3))
    section = section_of(assessment_report(assessment), "Lost work, hours or pay")
    rows = {row[0]: row for row in section.table.rows}
    assert ["70.0\u00a0%", "100", "can be published"] == [rows["women"][at] for at in (1, 3, 4)]
    assert {"women", "men", "25–54"} < set(rows)
    assert "men: 40 points less than women; between" in section.table.caption
    assert section.picture.content.startswith(b"\x89PNG")


def test_an_estimate_that_is_too_unsure_is_not_printed_but_why_is():
    assessment, _analyst = surveyed(people(100), people(40, sex="M"))
    section = section_of(assessment_report(assessment), "Lost work, hours or pay")
    assert "men" not in [row[0] for row in section.table.rows]
    assert "men: too unsure to publish. It rests on 40 answers" in section.table.caption


def test_few_people_are_told_neither_by_their_group_nor_by_the_others():
    assessment, analyst = surveyed(people(100), people(4, sex="M"))
    held = key_figures(assessment)
    assert {"", "age_group"} == {row.cut for row in held.rows}
    assert held.kept >= 2
    for by in (analyst, builders.person("CPO")):
        words = docx_words(write_report(by=by, assessment=assessment, kind="docx"))
        assert "women" not in words.split("Key figures by group")[1].split("Method and limits")[0]


def test_who_did_not_tell_an_age_is_not_told_by_the_others():
    assessment, _analyst = surveyed(people(120), [row | {"RESP_AGE": ""} for row in people(3)])
    groups = [row.group for row in key_figures(assessment).groups("KF-01", "age_group")]
    assert UNTOLD not in groups
    assert len(groups) < 3


def test_before_anybody_computed_estimates_no_figure_is_told():
    assessment, form, analyst = fielded()
    taken(form, analyst, people(100))
    assert [] == key_figures(assessment).rows
    assert labour_figures(assessment) is None
    assert "No figure yet" in " ".join(texts(drawn(assessment)))


def test_people_who_were_not_drawn_by_lot_are_described_and_no_more():
    assessment, _analyst = surveyed(people(100, lost=0.7), people(80, sex="M"), method="purposive")
    rows = table_of(assessment_report(assessment), "Lost work, hours or pay")
    assert ["everybody", "61.1\u00a0%", "–", "180", "not drawn by chance: describes those asked"] == rows[0]
    assert "no error can be told" in " ".join(texts(drawn(assessment)))


def test_the_labour_market_stands_by_both_standards_as_the_page_has_it():
    assessment, _analyst = surveyed(people(100), people(80, sex="M"))
    made = assessment_report(assessment)
    section = section_of(made, "Employment-to-population ratio")
    assert ["Standard of 2013", "Standard of 1982"] == [section.table.headers[at] for at in (1, 3)]
    page = next(row.row for row in labour_market(assessment, by="").rows if row.asked.field == "EPOP")
    told = {row[0]: row for row in section.table.rows}
    assert [f"{100 * page.estimate:.1f}\u00a0%", str(page.n)] == [told["everybody"][at] for at in (1, 4)]
    assert {"women", "men"} < set(told)
    assert section_of(made, "What each concept rests on").table.rows


def test_a_second_round_says_what_changed():
    first, _analyst = surveyed(people(100, lost=0.8))
    with clock.at(TODAY_AT + timedelta(days=40)):
        second, _other = surveyed(people(100, lost=0.3), case=first.case, by=first.scoped_by)
    rows = {row[0]: row for row in table_of(assessment_report(second), "Before and after")}
    assert rows["Lost work, hours or pay"][3].startswith("Fell by 50 points; between")
    assert rows["Sees a fair chance to earn a living"][3].startswith("Cannot be told apart")
    assert "Before and after" not in [one.heading for one in assessment_report(first).sections]


TODAY_AT = clock.now()


def drawn(assessment, room=ROOMS[0]):
    """Return the snapshot of an assessment with so much room."""
    return snapshot(Material(assessment, key_figures(assessment), labour_figures(assessment)), room)


def crowded():
    """Return an assessment with more than any two pages hold, in the longest words that its records take."""
    assessment, _analyst = surveyed(people(100, lost=0.7), people(80, sex="M"))
    assessment.title = ("Work and income of everybody in the valleys that the water reached " * 4)[:160]
    assessment.save()
    officer = assessment.scoped_by
    for number in range(40):
        services.record_finding(
            by=officer, assessment=assessment, topic=("SCALE", "GROUPS", "MARKETS", "NEEDS")[number % 4],
            statement=f"{number} " + "Boats, nets, engines and ice houses were lost in each village. " * 20,
            sources=[source("SURVEY")],
        )  # fmt: skip
    Option.objects.bulk_create(
        Option(assessment=assessment, title=("Works and cash for the valleys and the coast " * 5)[:160], low_minor=10**11, typical_minor=2 * 10**11, high_minor=9 * 10**11, worker_days=10**6, first_day=30)
        for _number in range(12)
    )  # fmt: skip
    Validation.objects.bulk_create(
        Validation(assessment=assessment, body="workers", organisation=("Federation of all unions of the islands " * 4)[:160], verdict="DISPUTED", words="The number is too small for the harbour. " * 30, held_on=date(2026, 3, 9), recorded_by=officer)
        for _number in range(15)
    )  # fmt: skip
    return assessment, officer


def docx_words(content):
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", " ", body)


def test_the_snapshot_has_two_pages_in_every_language_however_much_there_is_to_tell():
    assessment, officer = crowded()
    counts = {
        language: page_count(write_snapshot(by=officer, assessment=assessment, kind="pdf", locale=language))
        for language in LANGUAGES
    }
    assert dict.fromkeys(LANGUAGES, 2) == counts


def test_what_a_snapshot_leaves_out_is_counted_and_where_it_stands_is_said():
    assessment, _officer = crowded()
    held = Material(assessment, key_figures(assessment), labour_figures(assessment))
    report, _pdf = snapshot_fitting(held, locale="en")
    points = next(one.points for one in report.sections if one.heading == "What was found")
    left = 40 - (len(points) - 1)
    assert f"{left} more findings stand on the page Evidence." == points[-1]
    assert any("more options stand in the report." in text for text in texts(report))
    assert any("disputes" in text for text in texts(report))


def test_the_surest_finding_of_each_question_comes_first():
    assessment, _analyst = surveyed(people(40))
    for topic, confidence in (("NEEDS", "LOW"), ("SCALE", "LOW"), ("SCALE", "HIGH"), ("SCALE", "MEDIUM")):
        Finding.objects.create(
            assessment=assessment, topic=topic, statement=topic, confidence=confidence,
            written_by=assessment.scoped_by, written_at=clock.now(),
        )  # fmt: skip
    told = [(row.topic, row.confidence) for row in chosen_findings(assessment, 3)]
    assert [("SCALE", "HIGH"), ("NEEDS", "LOW"), ("SCALE", "MEDIUM")] == told


def test_both_papers_come_from_the_page_and_say_that_data_are_synthetic():
    assessment, analyst = surveyed(people(40))
    type(assessment).objects.update(synthetic=True)
    client = client_of(analyst)
    documents = client.get(reverse("assess_documents", args=[assessment.uid])).content.decode()
    for name in ("assess_snapshot", "assess_document"):
        link = reverse(name, args=[assessment.uid, "docx"])
        assert link in documents
        parts = zipfile.ZipFile(io.BytesIO(client.get(link).content))
        headers = [parts.read(part).decode() for part in parts.namelist() if "header" in part]
        assert any("Synthetic data" in header for header in headers)
        assert 404 == client.get(reverse(name, args=[assessment.uid, "odt"])).status_code
    assert client.get(reverse("assess_snapshot", args=[assessment.uid, "pdf"])).content.startswith(b"%PDF")


def test_who_may_not_read_an_assessment_gets_no_snapshot():
    assessment, _analyst = surveyed(people(40))
    builders.country("MDG")
    with pytest.raises(NotAllowed):
        write_snapshot(by=builders.person("CPO", "country", "MDG"), assessment=assessment, kind="pdf")


def test_the_terminal_writes_a_snapshot_in_a_language_and_refuses_another_kind_of_file(tmp_path):
    assessment, officer = surveyed(people(40))[0], builders.person("CPO")
    asked = ["snapshot", assessment.reference, "--as", officer.email, "--out"]
    made = CliRunner().invoke(app, [*asked, str(tmp_path / "s.docx"), "--language", "fr"])
    assert 0 == made.exit_code
    assert "Comores" in docx_words((tmp_path / "s.docx").read_bytes())
    assert 0 != CliRunner().invoke(app, [*asked, str(tmp_path / "s.odt")]).exit_code
