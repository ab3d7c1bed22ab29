"""Every act has a form and every record a page; what was typed is never lost; nothing hidden is shown."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mainstay.accounts.models import Person
from mainstay.cli.acts.wording import word_lists
from mainstay.common.fields import EncryptedTextField
from mainstay.common.models import Attachment
from mainstay.fund.models import Lead
from mainstay.partners.services import record_house_risk
from mainstay.web.acts.addresses import record_page
from mainstay.web.acts.catalogue import acts_on, deeds, every_deed, stages
from mainstay.web.acts.finding import kinds_of, seen
from mainstay.web.acts.shown import KEPT_BACK, fields_of
from tests import builders
from tests.deliver.works.pages import client_of
from tests.web.kept import crisis

pytestmark = pytest.mark.django_db(databases="__all__")
KINDS = [kind for path in stages().values() for kind in kinds_of(path).values()]
LEAD = {
    "title": "Roads after the flood",
    "amount_usd": "250000",
    "expected_on": "2030-05-01",
    "next_step": "Call them",
}


@pytest.fixture
def mobiliser():
    return builders.person("RM")


def act(stage, verb):
    return reverse("act", args=[stage, verb])


def lead_form(donor):
    return {**LEAD, "country": "COM", "donor": str(donor.pk)}


@pytest.fixture
def donor():
    from mainstay.partners.services import register_organisation

    return register_organisation(
        by=builders.person("TT_COORD"), name="A donor (synthetic)", type="BILATERAL", synthetic=True
    )


def test_every_record_opens_and_every_act_on_it_has_a_form(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    made = crisis()
    answers, forms = Counter(), 0
    for person in (made.coordinator, *Person.objects.filter(roles__role="SITE_ENG")[:1]):
        client = client_of(person)
        for kind in KINDS:
            answers[client.get(reverse("records", args=[kind.stage, kind.name])).status_code] += 1
            for record in seen(person, kind)[:1]:
                answers[client.get(record_page(record)).status_code] += 1
                for stage, deed, name in acts_on(person, record):
                    asked = {name: record.pk, "next": record_page(record)}
                    answers[client.get(act(stage, deed.name), asked).status_code] += 1
                    forms += 1
    assert {200} == {*answers}
    assert forms > 50


def test_a_form_does_what_the_service_does_and_leads_to_the_record(mobiliser, donor):
    answer = client_of(mobiliser).post(act("fund", "add-lead"), lead_form(donor), follow=True)
    assert 200 == answer.status_code
    lead = Lead.objects.get()
    assert (LEAD["title"], 25_000_000) == (lead.title, lead.amount_usd)
    assert "Enter a lead seen in the field" in answer.content.decode()  # its history names the act


def test_what_cannot_be_used_is_named_at_its_field_and_nothing_typed_is_lost(mobiliser, donor):
    answer = client_of(mobiliser).post(
        act("fund", "add-lead"), {**lead_form(donor), "amount_usd": "much"}, follow=True
    )
    page = answer.content.decode()
    assert 422 == answer.status_code
    assert 'href="#id_amount_usd"' in page
    assert LEAD["next_step"] in page
    assert not Lead.objects.exists()


def test_a_draft_waits_until_it_is_sent_and_only_its_writer_sees_it(mobiliser, donor):
    client = client_of(mobiliser)
    kept = client.post(reverse("act_keep", args=["fund", "add-lead"]), {"title": "Half a title"})
    assert 200 == kept.status_code
    assert b"Half a title" not in _stored()
    assert "Half a title" in client.get(act("fund", "add-lead")).content.decode()
    other = client_of(builders.person("RM"))
    assert "Half a title" not in other.get(act("fund", "add-lead")).content.decode()
    client.post(act("fund", "add-lead"), lead_form(donor))
    assert "Half a title" not in client.get(act("fund", "add-lead")).content.decode()


def test_any_form_gives_back_what_was_typed_until_it_is_sent(mobiliser):
    client, place = client_of(mobiliser), {"at": "/decide/requests/MS-1/score/"}
    address = reverse("kept") + "?at=/decide/requests/MS-1/score/"
    assert 200 == client.post(address, {"words": ["Half a sentence"], "csrfmiddlewaretoken": "x"}).status_code
    assert {"words": ["Half a sentence"]} == client.get(reverse("kept"), place).json()["content"]
    assert {} == client_of(builders.person("RM")).get(reverse("kept"), place).json()["content"]
    assert 422 == client.get(reverse("kept"), {"at": "https://elsewhere.example"}).status_code
    assert b"Half a sentence" not in _stored()


def _stored():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM accounts_draft")
        return bytes(cursor.fetchone()[0])


def test_people_are_asked_for_in_languages_that_the_pages_do_not_speak():
    case, officer = builders.case(), builders.person("CPO")
    page = client_of(officer).get(act("staff", "request-team"), {"case": case.pk}).content.decode()
    assert '<option value="pt">Português</option>' in page


def test_a_value_that_the_table_refuses_is_named_at_its_field(mobiliser):
    answer = client_of(mobiliser).post(act("accounts", "edit-own-account"), {"name": "x" * 500})
    assert 422 == answer.status_code
    assert 'href="#id_name"' in answer.content.decode()


def test_who_may_not_do_an_act_gets_no_form():
    assert 403 == client_of(builders.person("TIMEKEEPER")).get(act("fund", "add-lead")).status_code


def test_what_the_state_forbids_is_said_before_anything_is_typed(mobiliser, donor):
    client = client_of(mobiliser)
    client.post(act("fund", "add-lead"), lead_form(donor))
    lead = Lead.objects.get()
    lead.state = "LOST"
    lead.lost_reason = "No money"
    lead.save()
    offered = {deed.name for _stage, deed, _name in acts_on(mobiliser, lead)}
    assert "accept-lead" not in offered


def test_a_form_tells_nothing_of_a_record_that_its_reader_may_not_see(mobiliser, donor):
    client_of(mobiliser).post(act("fund", "add-lead"), lead_form(donor))
    address = act("fund", "move-lead")
    known = client_of(mobiliser).get(address, {"lead": Lead.objects.get().pk})
    elsewhere = client_of(builders.person("RM", "country", "HTI")).get(
        address, {"lead": Lead.objects.get().pk}
    )
    assert (200, 404) == (known.status_code, elsewhere.status_code)
    assert LEAD["title"] not in elsewhere.content.decode()


def test_the_page_after_an_act_is_one_of_ours(mobiliser, donor):
    address = act("fund", "add-lead") + "?next=https://elsewhere.example/"
    answer = client_of(mobiliser).post(address, lead_form(donor))
    assert not answer.url.startswith("https://")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_page_or_list_shows_what_lies_encrypted_or_is_kept_back(kind):
    names = {field.name for field in fields_of(kind.model)}
    hidden = {
        field.name for field in kind.model._meta.concrete_fields if isinstance(field, EncryptedTextField)
    }
    assert set() == names & (hidden | KEPT_BACK.get(kind.model._meta.label, frozenset()))
    assert [] == [name for name in names if name.endswith(("_digest", "_hash", "_token", "password"))]


def test_every_act_names_the_action_that_opens_it():
    assert [] == [deed.name for _stage, deed in every_deed() if not deed.actions]


def test_what_serves_every_register_is_opened_by_the_right_of_each(settings, tmp_path):
    """Bringing a file into a register, and showing a line: the door asks for that register's own right."""
    acts = deeds("partners")
    assert ("staff.name_focal_point",) == acts["import-register-focal-points"].actions
    assert "attach-evidence" not in acts
    monitor = client_of(builders.person("TIMEKEEPER"))
    assert 403 == monitor.get(act("partners", "import-register-focal-points")).status_code
    settings.FILES_FOLDER = tmp_path
    keeper = builders.person("CPO")
    line = record_house_risk(
        by=keeper,
        title="Floods",
        area="security",
        likelihood=2,
        impact=2,
        mitigation="Ask weekly",
        country="COM",
    )
    page = client_of(keeper).get(act("partners", "attach-evidence-risks"), {"line": line.pk})
    assert 200 == page.status_code
    assert "attach-evidence-risks" in {deed.name for _stage, deed, _name in acts_on(keeper, line)}
    paper = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4 x")
    done = client_of(keeper).post(
        act("partners", "attach-evidence-risks"), {"line": line.pk, "stream": paper}, follow=True
    )
    assert 200 == done.status_code
    assert "minutes.pdf" == Attachment.objects.get(record_id=str(line.pk)).name


def test_every_button_and_field_has_its_words():
    assert [] == [
        path.name for path, words in word_lists().items() if path.read_text(encoding="utf-8") != words
    ]
