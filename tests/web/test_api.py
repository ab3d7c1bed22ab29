"""The HTTP API does what the pages do, by the same rules; a lost answer, a stale view or a stolen key does no harm."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mainstay.accounts import services
from mainstay.accounts.models import ApiToken
from mainstay.common import clock
from mainstay.common.models import AuditEntry, Job
from mainstay.fund.models import Lead
from mainstay.page.doors import SIGNED_IN, action_of
from mainstay.partners.services import register_organisation
from mainstay.playbook import current
from mainstay.web.acts.catalogue import every_deed
from mainstay.web.api.root import addresses, description, every_kind
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")
LEADS = "/api/v1/fund/lead"
ADD = "/api/v1/fund/do/add-lead"


@pytest.fixture
def mobiliser():
    return builders.person("RM")


@pytest.fixture
def lead():
    office = builders.person("TT_COORD")
    donor = register_organisation(
        by=office, name="A donor (synthetic)", type="BILATERAL", country="COM", synthetic=True
    )
    return {"title": "Roads", "amount_usd": 25_000_000, "donor": donor.pk, "country": "COM"}


def key_of(person, *scopes, days=30):
    ends_on = clock.today() + timedelta(days=days)
    return services.create_token(by=person, name="A program", scopes=scopes or ["write"], ends_on=ends_on)


def caller(person, *scopes):
    return Client(headers={"Authorization": f"Bearer {key_of(person, *scopes)}"})


def post(client, address, values, **headers):
    return client.post(address, json.dumps(values), content_type="application/json", headers=headers)


def test_a_list_is_what_the_person_may_see(mobiliser, lead):
    program = caller(mobiliser)
    assert 200 == post(program, ADD, lead).status_code
    assert ["Roads"] == [row["title"] for row in program.get(LEADS).json()["rows"]]
    elsewhere = builders.person("RM", "country", "HTI")
    assert [] == caller(elsewhere).get(LEADS).json()["rows"]
    assert 403 == caller(builders.person("TIMEKEEPER")).get(LEADS).status_code


def test_pages_of_a_list_follow_a_key_and_lose_nothing(mobiliser, lead):
    program = caller(mobiliser)
    for number in range(5):
        post(program, ADD, {**lead, "title": f"Lead {number}"})
    first = program.get(LEADS, {"limit": 2, "total": True}).json()
    post(program, ADD, {**lead, "title": "Born meanwhile"})
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()
    titles = [row["title"] for page in (first, second, third) for row in page["rows"]]
    assert ["Lead 4", "Lead 3", "Lead 2", "Lead 1", "Lead 0"] == titles
    assert (5, None) == (first["total"], third["next"])


def test_a_list_is_narrowed_by_its_fields_and_a_strange_name_is_refused(mobiliser, lead):
    program = caller(mobiliser)
    post(program, ADD, lead)
    tomorrow = clock.today() + timedelta(days=1)
    assert 1 == len(program.get(LEADS, {"country": "COM", "added_at_until": clock.today()}).json()["rows"])
    assert 0 == len(program.get(LEADS, {"added_at_from": tomorrow}).json()["rows"])
    refused = program.get(LEADS, {"colour": "blue"})
    assert (422, "colour") == (refused.status_code, refused.json()["problems"][0]["field"])


def test_a_record_that_did_not_change_is_not_sent_again(mobiliser, lead):
    program = caller(mobiliser)
    key = post(program, ADD, lead).json()["result"][0]["key"]
    first = program.get(f"{LEADS}/{key}")
    assert "fund/move-lead" in first.json()["can"]
    assert 304 == program.get(f"{LEADS}/{key}", headers={"If-None-Match": first["ETag"]}).status_code


def test_what_somebody_changed_meanwhile_is_not_overwritten(mobiliser, lead):
    program = caller(mobiliser)
    key = post(program, ADD, lead).json()["result"][0]["key"]
    seen = program.get(f"{LEADS}/{key}")["ETag"]
    verb = next(move.verb for move in _lead_moves())
    move = {"lead": key, "verb": verb, "reason": "They wrote back"}
    assert 200 == post(program, "/api/v1/fund/do/move-lead", move, **{"If-Match": seen}).status_code
    stale = post(program, "/api/v1/fund/do/move-lead", move, **{"If-Match": seen})
    assert (412, "changed_meanwhile") == (stale.status_code, stale.json()["code"])


def _lead_moves():
    from mainstay.fund import rules

    return rules.LEAD.open_moves(rules.LEAD.start)


def test_a_call_that_comes_twice_is_done_once(mobiliser, lead):
    program = caller(mobiliser)
    first = post(program, ADD, lead, **{"Idempotency-Key": "lead-1"})
    again = post(program, ADD, lead, **{"Idempotency-Key": "lead-1"})
    assert (False, True) == (first.json()["repeated"], again.json()["repeated"])
    assert first.json()["result"] == again.json()["result"]
    assert 1 == Lead.objects.count()
    other = post(program, ADD, {**lead, "title": "Another"}, **{"Idempotency-Key": "lead-1"})
    assert (409, "key_used") == (other.status_code, other.json()["code"])


def test_a_call_that_failed_is_tried_again_under_its_key(mobiliser, lead):
    program = caller(mobiliser)
    assert 422 == post(program, ADD, {"title": "x"}, **{"Idempotency-Key": "k"}).status_code
    assert 200 == post(program, ADD, lead, **{"Idempotency-Key": "k"}).status_code


def test_a_refusal_names_field_rule_and_way_out_in_the_callers_language(mobiliser, lead):
    program = caller(mobiliser)
    refused = post(program, ADD, {"title": "x", "donor": lead["donor"]}, **{"Accept-Language": "fr"})
    assert "application/problem+json" == refused["Content-Type"]
    assert ["amount_usd"] == [one["field"] for one in refused.json()["problems"]]
    assert "fr" == refused["Content-Language"]
    assert not Lead.objects.exists()


def test_a_file_of_the_server_is_never_read_by_a_name(mobiliser, lead):
    post(caller(mobiliser), ADD, {**lead, "next_step": "@/etc/hostname"})
    assert "@/etc/hostname" == Lead.objects.get().next_step


def test_a_wrong_withdrawn_or_ended_key_opens_nothing(mobiliser):
    assert 401 == Client(headers={"Authorization": "Bearer mst_wrong"}).get(LEADS).status_code
    key = key_of(mobiliser)
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert 200 == program.get(LEADS).status_code
    services.revoke_token(by=mobiliser, token=ApiToken.objects.get())
    assert 401 == program.get(LEADS).status_code
    ended = Client(headers={"Authorization": f"Bearer {key_of(mobiliser, 'read', days=0)}"})
    with clock.at(clock.now() + timedelta(days=2)):
        assert 401 == ended.get(LEADS).status_code
    assert 401 == Client().get(LEADS).status_code


def test_the_key_of_an_account_that_was_closed_opens_nothing(mobiliser):
    program = caller(mobiliser)
    services.deactivate_person(by=builders.person("ADMIN"), person=mobiliser, reason="Left")
    assert 401 == program.get(LEADS).status_code


def test_a_key_opens_only_what_it_was_made_for(mobiliser, lead):
    reader = caller(mobiliser, "read:fund")
    assert 200 == reader.get(LEADS).status_code
    assert 403 == reader.get("/api/v1/cases/case").status_code
    assert (403, "token_scope_missing") == _status_and_code(post(reader, ADD, lead))
    assert 403 == post(caller(mobiliser, "write:works"), ADD, lead).status_code
    assert not Lead.objects.exists()


def test_a_key_opens_no_page_and_makes_no_key(mobiliser):
    program = caller(mobiliser)
    assert 302 == program.get("/me/keys/").status_code
    ends_on = (clock.today() + timedelta(days=1)).isoformat()
    values = {"name": "More", "scopes": ["write"], "ends_on": ends_on}
    assert (403, "not_by_key") == _status_and_code(post(program, "/api/v1/accounts/do/create-token", values))
    assert 1 == ApiToken.objects.count()


def _status_and_code(answer):
    return answer.status_code, answer.json()["code"]


def test_a_browser_session_is_not_enough_without_its_token_against_forgery(mobiliser, lead):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mobiliser, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 200 == browser.get(LEADS).status_code
    assert 403 == post(browser, ADD, lead).status_code
    assert not Lead.objects.exists()


def test_the_key_is_kept_as_a_digest_and_shown_once(mobiliser):
    browser = client_of(mobiliser)
    form = {
        "name": "Monthly report",
        "verb": "read",
        "only": ["fund"],
        "ends_on": clock.today() + timedelta(days=9),
    }
    page = browser.post("/me/keys/", form).content.decode()
    token = ApiToken.objects.get()
    assert token.start in page
    assert ["read:fund"] == token.scopes
    key = page.split('class="key">')[1].split("<")[0]
    assert 200 == Client(headers={"Authorization": f"Bearer {key}"}).get(LEADS).status_code
    assert key not in browser.get("/me/keys/").content.decode()
    assert key not in str([*AuditEntry.objects.values_list("facts", flat=True)])


def test_files_go_with_the_other_values_beside_them():
    files = [(stage, deed) for stage, deed in every_deed() if any(v.name == "stream" for v in deed.values)]
    stage, deed = files[0]
    administrator = caller(builders.person("ADMIN"))
    sent = {"values": "{", "stream": SimpleUploadedFile("a.csv", b"x")}
    assert administrator.post(f"/api/v1/{stage}/do/{deed.name}", sent).status_code in {403, 422}


def test_every_address_of_the_api_names_an_action_of_the_rights_data():
    named = {action_of(pattern.callback) for pattern in addresses()}
    assert set() == named - {*(action.code for action in current().actions.values()), SIGNED_IN}


def test_every_list_and_every_act_is_there_and_the_description_stands_as_it_was_kept(repository):
    described = json.loads(description())
    for stage, deed in every_deed():
        assert f"/api/v1/{stage}/do/{deed.name}" in described["paths"]
    for kind in every_kind():
        assert f"/api/v1/{kind.stage}/{kind.name}" in described["paths"]
    kept = (repository / "docs/reference/openapi.json").read_text(encoding="utf-8")
    assert kept == description() + "\n", "run: mainstay docs api --write"


def test_one_finds_follows_and_stops_by_the_api_what_one_may(mobiliser, lead):
    program = caller(mobiliser)
    assert [{"role": "RM", "place": {"country": "COM"}}] == program.get("/api/v1/me").json()["roles"]
    post(program, ADD, {**lead, "title": "Harbour of Moroni"})
    assert "A donor (synthetic)" in str(program.get("/api/v1/search", {"q": "donor"}).json()["rows"])
    assert 422 == program.get("/api/v1/search").status_code
    job = Job.objects.create(
        task="measure.facts", person_id=mobiliser.pk, parameters={}, asked_at=clock.now()
    )
    assert [str(job.uid)] == [row["uid"] for row in program.get("/api/v1/jobs").json()]
    assert 200 == program.post(f"/api/v1/jobs/{job.uid}/stop").status_code
    assert Job.objects.get().cancel_asked
    assert 404 == caller(builders.person("RM")).post(f"/api/v1/jobs/{job.uid}/stop").status_code
    assert 403 == caller(mobiliser, "read").post(f"/api/v1/jobs/{job.uid}/stop").status_code
