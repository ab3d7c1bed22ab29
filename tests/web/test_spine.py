"""The pages of a case beside its first: team, decisions, timeline, record, documents, closing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from mainstay.cases.services import confirm_lead, object_decision, post_idea
from mainstay.common import clock, files
from mainstay.common.models import AuditEntry
from mainstay.deliver.works.models import Agreement, Site
from tests import builders
from tests.web.kept import crisis
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    settings.FILES_FOLDER = tmp_path / "files"
    return crisis(crews=(1, 1))


def test_the_team_page_names_empty_seats_late_tasks_and_an_overdue_hand_over(made):
    with clock.at(made.onset + timedelta(hours=10)):
        confirm_lead(by=made.coordinator, case=made.case, model="TT_INITIATED", holder=made.coordinator)
        post_idea(by=made.officer, case=made.case, text="Ask the port for its cranes")
    client = client_of(made.coordinator)
    page = shown(client, "case_team", made.case.reference)
    assert "The hand-over of the lead is overdue" in page
    for words in (
        "vacant",
        "Ingrid Solberg",
        "chair@example.org",
        "Ask the port for its cranes",
        "seats are empty",
    ):
        assert words in page
    contacts = client.get(reverse("case_team", args=[made.case.reference]), {"export": "csv"})
    assert "chair@example.org" in contacts.content.decode("utf-8-sig")


def test_a_decision_shows_every_voice_and_what_silence_still_needs(made):
    client = client_of(made.coordinator)
    assert "1 decision is not made yet" in shown(client, "case_decisions", made.case.reference)
    page = shown(client, "decision", made.case.reference, made.decision.uid)
    assert "Objections may come until" in page
    assert "Silent so far" in page
    object_decision(by=made.chair, decision=made.decision, words="Two engineers are too few")
    page = shown(client, "decision", made.case.reference, made.decision.uid)
    for words in (
        "Ingrid Solberg</bdi> objects",
        "Two engineers are too few",
        "1 objection stands.",
        "It is discussed next.",
    ):
        assert words in page


def test_the_timeline_is_filtered_and_taken_away(made):
    client = client_of(made.coordinator)
    page = shown(client, "case_timeline", made.case.reference)
    assert "entries since" in page
    by_stage = shown(client, "case_timeline", made.case.reference, stage="learn")
    assert "Nothing is recorded yet." in by_stage
    taken = client.get(reverse("case_timeline", args=[made.case.reference]), {"export": "csv"})
    assert "Noor Haddad" in taken.content.decode("utf-8-sig")


def test_the_record_leaves_out_acts_on_persons_for_who_does_not_read_the_audit(made):
    page = shown(client_of(made.coordinator), "case_history", made.case.reference)
    first = shown(client_of(made.coordinator), "case_history", made.case.reference, page=99)
    assert "Fill a seat" in first
    entries = AuditEntry.objects.filter(chain__key=f"case:{made.case.pk}")
    whole = shown(client_of(builders.person("DPO")), "case_history", made.case.reference)
    assert f"{entries.count()} acts stand in the record" in whole
    assert f"{entries.count()} acts stand in the record" not in page


def test_a_file_attached_to_the_case_opens_for_who_may_read_it(made):
    held = files.attach(BytesIO(b"%PDF-1.7 plan"), name="plan.pdf", record=made.case, by=made.officer.pk)
    client = client_of(made.coordinator)
    assert "plan.pdf" in shown(client, "case_documents", made.case.reference)
    answer = client.get(reverse("case_file", args=[made.case.reference, held.uid]))
    assert b"%PDF-1.7 plan" == b"".join(answer.streaming_content)
    foreign = client_of(builders.person("DONOR")).get(
        reverse("case_file", args=[made.case.reference, held.uid])
    )
    assert foreign.status_code in {403, 404}


def test_the_closing_list_leads_to_each_thing_that_is_left(made):
    page = shown(client_of(made.director), "case_closing", made.case.reference)
    for words in (
        "1 decision is not made yet", "The after-action review is not approved", "handed over yet",
        "No lesson is written yet", "against closing",
    ):  # fmt: skip
        assert words in page


def test_an_agreement_to_keep_a_site_up_counts_before_the_site_is_handed_over(made):
    page = shown(client_of(made.director), "case_closing", made.case.reference)
    assert "is handed over yet" in page
    kept = Agreement.objects.create(
        project=made.project, municipality="Moroni", kind="MAINTENANCE", signed_on=made.now.date()
    )
    Site.objects.filter(pk=Site.objects.filter(project=made.project).earliest("pk").pk).update(
        maintenance=kept
    )
    page = shown(client_of(made.director), "case_closing", made.case.reference)
    assert "sites are handed over, 1 with a maintenance agreement." in page


def test_cases_are_seen_as_a_board_and_on_a_map(made):
    client = client_of(made.coordinator)
    board = shown(client, "cases", seen="board")
    assert 'class="board"' in board
    assert "Cyclone Ilda" in board.split('class="board"')[1]
    on_map = shown(client, "cases", seen="map")
    assert "<title>Comoros: Cyclone Ilda</title>" in on_map
    assert "no opinion about the status" in on_map
