"""The pages of an assessment answer: what was taken, what is asked, how far, how sure."""

import re

import pytest
from django.urls import reverse

from mainstay.assess import selectors, services
from tests import builders
from tests.assess.field import fielded, scoped, taken
from tests.assess.test_approving import submitted, validated
from tests.assess.test_estimating import estimated, interviews, source
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def page(person, name, assessment, *more, status=200, **asked):
    answer = client_of(person).get(reverse(name, args=[assessment.uid, *more]), asked)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode()


def test_the_overview_names_what_the_baseline_waits_for():
    assessment, officer = submitted()
    shown = page(officer, "assessment", assessment)
    assert "Not heard on the findings: government, employers, workers" in shown
    validated(assessment, officer)
    assert "Not heard on the findings" not in page(officer, "assessment", assessment)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "Before it becomes the baseline" not in page(officer, "assessment", assessment)


def ways(shown):
    """Return the pages on top: link, how it is marked, words."""
    nav = shown.split('<nav class="many"')[1].split("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)</a>', nav)


def test_each_page_on_top_opens_and_says_where_one_is():
    assessment, officer = scoped()
    client = client_of(officer)
    groups = ways(page(officer, "assessment", assessment))
    assert len(groups) <= 7
    seen = {
        link for group, _here, _words in groups for link, *_rest in ways(client.get(group).content.decode())
    }
    assert {"explore", "talks", "collection", "needs"} <= {link.strip("/").split("/")[-1] for link in seen}
    for link in seen:
        assert [link] == [
            way for way, here, _words in ways(client.get(link).content.decode()) if here == "page"
        ]


def test_what_was_taken_is_said_on_top_with_its_range():
    assessment, officer = scoped(stage="SNAPSHOT")
    told = "6,000 jobs lost (4,500–7,500), 67 % of them held by women."
    assert "it is not worked out how much was lost" in page(officer, "assess_losses", assessment)
    estimated(assessment, officer)
    for name in ("assessment", "assess_losses"):
        assert told in page(officer, name, assessment).replace("\u00a0", " ")
    assert '<svg class="whisker"' in page(officer, "assess_losses", assessment)


def test_each_document_is_offered_with_what_it_tells_and_opens():
    assessment, officer = scoped()
    shown = page(officer, "assess_documents", assessment)
    files = re.findall(r'href="([^"]+/(?:pdf|docx)/)"', shown)
    assert 6 == len(set(files))
    client = client_of(officer)
    for file in files[1::2]:
        assert client.get(file).content.startswith(b"PK"), file


def test_questions_are_shown_as_a_person_is_asked_in_a_language_of_choice():
    assessment, officer = scoped(modules=["WORKER"])
    assert "Not built yet" in page(officer, "assess_form", assessment, "WORKER")
    services.build_form(by=officer, assessment=assessment, module="WORKER", languages=["en", "fr"])
    shown = page(officer, "assess_form", assessment, "WORKER", language="fr")
    assert 'lang="fr"' in shown
    assert "Form 1 as it was built" in shown
    assert "kept encrypted" in shown or "restricted" in shown
    assert "was not built in this language" in page(
        officer, "assess_form", assessment, "WORKER", language="ar"
    )
    assert "WORKER" in page(officer, "assess_forms", assessment, export="csv")
    page(officer, "assess_form", assessment, "SITE", status=404)


def test_progress_counts_parts_of_the_sample_that_nobody_visited():
    assessment, form, analyst = fielded(strata={"coast": 3000, "hills": 1000})
    taken(form, analyst, interviews(12, 6, RESP_STRATUM="coast"))
    rows = {row.key: row for row in selectors.progress_of(assessment, "stratum")}
    assessment.refresh_from_db()
    assert (12, 0) == (rows["coast"].asked, rows["hills"].asked)
    assert rows["coast"].planned >= 3 * (rows["hills"].planned - 1)
    assert "1 part of the sample has no interview yet." in page(analyst, "assess_collection", assessment)
    assert "hills" in page(analyst, "assess_collection", assessment, export="csv")


def test_interviewers_are_flagged_for_who_may_read_interviews_only():
    assessment, form, analyst = fielded()
    taken(form, analyst, [row | {"interviewer": "E2"} for row in interviews(30, 6)])
    shown = page(analyst, "assess_collection", assessment, by="interviewer")
    assert "more interviews in a day than fit" in shown
    assert "E2" in shown
    director = builders.person("CD")
    assert "fit" not in page(director, "assess_collection", assessment, by="interviewer")


def test_the_grid_names_questions_without_a_source():
    assessment, officer = scoped()
    services.record_finding(
        by=officer, assessment=assessment, topic="SCALE", statement="Half of the boats are gone.", sources=[source("SURVEY")]
    )  # fmt: skip
    grid = {row.topic: row.gap for row in selectors.evidence_by_topic(assessment)}
    assert ("one_kind", "nothing") == (grid["SCALE"], grid["RIGHTS"])
    shown = page(officer, "assess_evidence", assessment)
    assert "nothing answers this yet" in shown
    assert "Half of the boats are gone." in shown
    assert "Half of the boats are gone." in page(officer, "assess_evidence", assessment, export="csv")


def test_estimates_stand_as_dots_with_their_intervals_and_small_ones_stay_inside():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(40, 25))
    services.compute_estimates(by=analyst, assessment=assessment)
    shown = page(analyst, "assess_estimates", assessment)
    assert '<svg class="whisker"' in shown
    assert "stands for all" in shown
    file = page(analyst, "assess_estimates", assessment, export="csv")
    assert "62.5 %" in file
    few, other, analyst = fielded(method="quota")
    taken(other, analyst, interviews(20, 10))
    services.compute_estimates(by=analyst, assessment=few)
    shown = page(analyst, "assess_estimates", few)
    assert "use with caution" in shown
    assert 'class="whisker doubtful"' in shown


def test_small_cells_are_marked_for_the_analyst_and_not_there_for_others():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(40, 38))
    services.compute_estimates(by=analyst, assessment=assessment)
    assert "small cell, stays in the house" in page(analyst, "assess_estimates", assessment)
    director = page(builders.person("CD"), "assess_estimates", assessment)
    assert "small cell" not in director
    assert "not shown: restricted, or fewer than 10 people" in director


def test_an_assessment_elsewhere_is_not_found():
    assessment, _officer = scoped()
    stranger = builders.person("CONST_GOV", "country", "LBN")
    page(stranger, "assess_estimates", assessment, status=404)


def test_the_report_is_downloaded_as_word_file():
    assessment, officer = submitted()
    answer = client_of(officer).get(reverse("assess_document", args=[assessment.uid, "docx"]))
    assert b"PK" == answer.content[:2]
