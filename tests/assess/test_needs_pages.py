"""The page of recovery needs answers what is needed and how it was computed; the chapter says what is on record, or nothing."""

import io
import json

import pytest

from mainstay.assess import services
from mainstay.assess.documents.livelihoods import write_chapter
from mainstay.common.errors import NotAllowed
from tests import builders
from tests.assess.field import TODAY, scoped, women_talk
from tests.assess.test_approving import submitted, validated
from tests.assess.test_institutions import mapped
from tests.assess.test_pages import page
from tests.assess.test_recovery_needs import sized, support, tools
from tests.assess.test_terminal import run

pytestmark = pytest.mark.django_db(databases="__all__")


def filled():
    """Return an assessment with works, tools of which another chapter has a part, and a bank that covers some."""
    assessment, officer = scoped()
    works = support(assessment, officer)
    tools(
        assessment, officer, elsewhere_chapter="Agriculture", elsewhere_item="farm tools", elsewhere_minor=1_000_00
    )  # fmt: skip
    services.record_cover(
        by=officer, need=works, organisation="A bank", amount_minor=5_000_00, source="Letter", as_of=TODAY
    )
    return assessment, officer, works


def test_the_page_says_in_a_sentence_what_is_needed_and_when():
    assessment, officer, _works = filled()
    shown = page(officer, "assess_needs", assessment).replace("\u00a0", " ")
    assert "USD 40,000 are needed: USD 30,000 in the short term, USD 10,000 in the medium term." in shown
    assert "A further USD 1,000 is counted in other chapters." in shown
    assert "USD 35,000 is not covered by anybody yet." in shown
    assert "/do/assess/record-support/" in shown
    assert "/do/assess/record-support/" not in page(builders.person("CONST_GOV"), "assess_needs", assessment)


def test_every_figure_opens_to_how_it_was_computed():
    assessment, officer, works = filled()
    sums = page(officer, "assess_needs", assessment).replace("\u00a0", " ")
    assert "cash for work USD 30,000.00 + household tools USD 10,000.00 = USD 40,000.00" in sums
    shown = page(officer, "assess_need", assessment, works.pk).replace("\u00a0", " ")
    assert "100 people × USD 300.00 = USD 30,000.00." in shown
    assert "A bank" in shown
    sized(works, officer)
    shown = page(officer, "assess_need", assessment, works.pk).replace("\u00a0", " ")
    assert "1,000 households × 60 days = 60,000 worker-days at USD 5.00 a day" in shown
    assert "The wage is not under the floor of USD 4.50 (Agreement of the works)." in shown


def test_a_page_without_needs_says_how_to_begin_and_a_withdrawn_need_says_that_it_counts_nowhere():
    assessment, officer = scoped()
    assert "Nothing yet: no need is recorded." in page(officer, "assess_needs", assessment)
    need = support(assessment, officer)
    services.withdraw_need(by=officer, need=need, reason="Counted twice")
    assert "Nothing yet" in page(officer, "assess_needs", assessment)
    assert "it counts nowhere" in page(officer, "assess_need", assessment, need.pk)


def test_needs_are_exported_in_whole_units_and_not_found_from_elsewhere():
    assessment, officer, works = filled()
    file = page(officer, "assess_needs", assessment, export="csv")
    assert "household tools" in file
    assert "11000" in file
    assert "Damage count" in file
    stranger = builders.person("CONST_GOV", "country", "LBN")
    page(stranger, "assess_needs", assessment, status=404)
    page(stranger, "assess_need", assessment, works.pk, status=404)
    page(stranger, "assess_chapter", assessment, "pdf", status=404)


def words_of(content):
    import docx

    held = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    return [text.replace("\u00a0", " ") for text in (*(one.text for one in held.paragraphs), *cells)]


def test_a_chapter_with_nothing_on_record_says_so_in_each_section():
    assessment, officer = scoped()
    said = words_of(write_chapter(by=officer, assessment=assessment, kind="docx"))
    assert "What work the event took: not assessed. What recovery needs: not assessed." in said
    at = said.index("Governance and institutions")
    assert "Not assessed." == said[at + 1]
    assert 15 <= said.count("Not assessed.")


def test_the_chapter_tells_needs_losses_findings_and_who_was_heard():
    assessment, officer = submitted()
    support(
        assessment, officer, elsewhere_chapter="Transport", elsewhere_item="feeder roads", elsewhere_minor=2_000_00
    )  # fmt: skip
    validated(assessment, officer, absent=["workers"])
    said = words_of(write_chapter(by=officer, assessment=assessment, kind="docx"))
    for text in ("cash for work", "Transport", "feeder roads", "28,000", "Work was lost."):
        assert text in said
    assert any(
        text.startswith("workers body (workers, ") and "association was heard" in text for text in said
    )
    assert said.index("Effects of the event") < said.index("Recovery strategy") < said.index("Sources")


def test_the_chapter_tells_which_institutions_can_deliver_and_how_many_groups_were_heard_not_what_they_said():
    assessment, officer = scoped()
    mapped(assessment, officer, functioning="WORKS", capacity="Places 40 people a week")
    mapped(assessment, officer, name="Burnt office", functioning="NOT", capacity="Nothing now")
    women_talk(assessment, officer, place="Behind the hill")
    said = words_of(write_chapter(by=officer, assessment=assessment, kind="docx"))
    assert said.index("Implementation arrangements") < said.index("Places 40 people a week")
    assert "Nothing now" not in said
    assert "women only: 1" in said
    assert not [text for text in said if "Boys carry" in text or "Behind the hill" in text]


def test_the_chapter_comes_in_the_readers_language_as_pdf_for_who_may_read_the_assessment():
    assessment, officer, _works = filled()
    assert write_chapter(by=officer, assessment=assessment, kind="pdf", locale="ar").startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        write_chapter(by=builders.person("CONST_GOV", "country", "LBN"), assessment=assessment, kind="pdf")
    page(officer, "assess_chapter", assessment, "txt", status=404)


def test_needs_and_chapter_come_at_the_terminal(tmp_path):
    assessment, officer, _works = filled()
    told = run("recorded-needs", assessment.reference, "--as", officer.email, "--format", "json")
    assert ["25000.00", "10000.00"] == [str(row["left"]) for row in json.loads(told.stdout)]
    out = tmp_path / "chapter.docx"
    assert (
        0
        == run(
            "chapter", assessment.reference, "--out", out, "--language", "fr", "--as", officer.email
        ).exit_code
    )
    assert out.read_bytes().startswith(b"PK")
    assert (
        0
        != run(
            "chapter", assessment.reference, "--out", tmp_path / "chapter.txt", "--as", officer.email
        ).exit_code
    )
