"""What the API and the browser keep from whom it does not concern: parts are no wholes, drafts and secrets stay where they are."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from mainstay.accounts.models import ApiToken
from mainstay.accounts.services import create_token
from mainstay.common import clock
from mainstay.common.models import AuditEntry
from mainstay.decide.services import save_draft
from mainstay.deliver.works.models import Site
from mainstay.fund.models import Contribution
from mainstay.learn.library.services import publish_document, upload_document
from mainstay.measure.models import Publication
from mainstay.staff.services import enter_expert
from mainstay.web.acts.catalogue import stages
from mainstay.web.acts.finding import IN_PART, kinds_of
from mainstay.web.acts.shown import etag_of, fields_of
from mainstay.web.api.pages.figures import Figures
from tests import builders
from tests.web.kept import crisis
from tests.web.test_api_pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    settings.STAGING_FOLDER = tmp_path / "staging"
    return crisis()


def rows_of(person, address):
    answer = client_of(person).get(f"/api/v1{address}")
    return answer.json()["rows"] if answer.status_code == 200 else []


def test_a_right_to_published_parts_opens_no_whole_record(made):
    Site.objects.update(security_hold=True, hold_reason="Armed men were seen")
    stranger = builders.person("ENUM")
    assert Site.objects.exists()
    assert Contribution.objects.exists()
    for address in (
        "/works/site",
        "/fund/contribution",
        "/design/comment",
        "/assess/assessment",
        "/skills/course",
    ):
        assert [] == rows_of(stranger, address), address
    assert 0 < len(rows_of(made.coordinator, "/works/site"))


def test_counts_of_the_roster_open_nobody_on_it():
    manager = builders.person("ROSTER")
    enter_expert(
        by=manager,
        name="Expert",
        email="expert@example.org",
        kind="external_consultant",
        skills={"FA02": 3},
        languages={"fr": "C1"},
        synthetic=True,
    )
    assert 1 == len(rows_of(manager, "/staff/expert"))
    assert [] == rows_of(builders.person("COMMS"), "/staff/expert")


def test_no_kind_is_read_whole_by_a_right_to_a_part():
    kinds = (kind for place in stages().values() for kind in kinds_of(place).values())
    assert [] == [kind.name for kind in kinds if IN_PART & {*kind.reading}]


def test_a_draft_of_a_request_is_its_writers_alone():
    builders.country("COM")
    writer, colleague = builders.person("CONST_GOV"), builders.person("TT_COORD")
    draft = save_draft(by=writer, what_happened="Not said yet")
    assert [draft.pk] == [row["key"] for row in rows_of(writer, "/decide/request")]
    assert [] == rows_of(colleague, "/decide/request")


def test_of_the_library_everybody_reads_what_is_published_for_everybody():
    keeper, other = builders.person("KM"), builders.person("KM", name="Second")
    files = [
        upload_document(
            by=keeper, stream=BytesIO(b"%PDF-1.7 words"), filename="a.pdf", title=title, kind="guideline", licence="CC BY 4.0", public=public,
        )
        for title, public in (("A draft", True), ("For everybody", True), ("For the house", False))
    ]  # fmt: skip
    for document in files[1:]:
        publish_document(by=other, document=document)
    stranger = builders.person("ENUM")
    assert ["For everybody"] == [row["title"] for row in rows_of(stranger, "/library/document")]


def test_figures_that_were_withheld_and_their_risks_stay_back():
    assert not {"content", "risks_accepted"} & {field.name for field in fields_of(Publication)}


def test_the_facts_of_an_audit_entry_stay_in_the_audit():
    person = builders.person("TT_COORD")
    entry = AuditEntry.objects.order_by("-pk").first()
    told = Figures(person).told({"page": [entry]})["page"][0]
    assert told["action"] == entry.action
    assert not {"facts", "digests", "previous", "hash", "rows_sha256"} & {*told}


def test_registers_do_not_hand_over_how_they_are_made(made):
    told = client_of(made.coordinator).get("/api/v1/partners/page/registers").json()
    assert told["figures"]["rows"]
    for row in told["figures"]["rows"]:
        assert {"code", "title"} == {*row["register"]}


def test_the_mark_of_a_record_tells_nothing_without_the_key(monkeypatch):
    person = builders.person("TT_COORD")
    before = etag_of(person)
    monkeypatch.setattr("mainstay.common.crypto.secret_bytes", lambda purpose: b"another key")
    assert before != etag_of(person)


def test_no_browser_keeps_what_was_read_by_somebody_known():
    person = builders.person("TT_COORD")
    key = create_token(
        by=person, name="A program", scopes=["read"], ends_on=clock.today() + timedelta(days=9)
    )
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert "private, no-store" == client_of(person).get("/me/rights/")["Cache-Control"]
    assert "private, no-store" == program.get("/api/v1/me")["Cache-Control"]
    assert "Cache-Control" not in Client().get("/there/")


def test_a_secret_that_comes_of_an_act_is_not_kept_to_be_repeated():
    person = builders.person("TT_COORD")
    values = {
        "name": "A program",
        "scopes": ["read"],
        "ends_on": (clock.today() + timedelta(days=9)).isoformat(),
    }
    answer = client_of(person).post(
        "/api/v1/accounts/do/create-token", json.dumps(values), content_type="application/json", headers={"Idempotency-Key": "once"}
    )  # fmt: skip
    assert (422, "secret_not_kept") == (answer.status_code, answer.json()["code"])
    assert not ApiToken.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/records/works/site/\u00b2/", "/records/works/site/99999999999999999999/", "/records/works/site/?opened_on=never",
        "/records/works/site/?uid=x", "/records/works/site/?engineer=x", "/records/works/site/?engineer=99999999999999999999",
        "/search/?q=abc&page=99999999999999999999",
    ],
)  # fmt: skip
def test_an_address_that_somebody_made_up_is_no_fault_of_ours(address):
    builders.country("COM")
    assert client_of(builders.person("CPO")).get(address).status_code in {200, 404, 422}


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_form_of_an_act_leads_back_to_no_other_site(there):
    shown = (
        client_of(builders.person("CPO"))
        .get("/do/accounts/edit-own-account/", {"next": there})
        .content.decode()
    )
    assert f'href="{there}"' not in shown
    assert 'href="/me/rights/"' in shown
