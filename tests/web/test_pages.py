"""Each page answers its question on top; what a person may not see is not there."""

import pytest
from django.urls import reverse

from mainstay.common.models import Country
from mainstay.decide.models import Request
from mainstay.deliver.works.models import Mark, Roll
from tests.deliver.works.pages import client_of
from tests.web.kept import crisis

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return crisis()


def shown(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked, follow=True)
    assert 200 == answer.status_code, answer.content[:500]
    return answer.content.decode().replace("\u00a0", " ")


def test_the_road_is_walked_through_its_pages(made):
    coordinator = client_of(made.coordinator)
    assert "1 decision waits for you" in shown(coordinator, "home")
    case = shown(coordinator, "case", made.case.reference)
    assert "Day 17." in case
    assert "2</a></span> sites active" in case
    assert "Synthetic" in case
    country = shown(coordinator, "country", "COM")
    assert "No labour figure is known: missing is not zero" in country
    assert "Wages of dock workers unpaid" in country
    for name in (
        "cases",
        "watch",
        "alerts",
        "decide",
        "assess",
        "design",
        "fund",
        "staff",
        "works",
        "measure",
        "missions",
    ):
        assert "<h1>" in shown(coordinator, name)
    assert made.case.reference in shown(coordinator, "cases", words="Ilda")
    assert "USD 1,160,000" in shown(coordinator, "fund") or "free" in shown(coordinator, "fund")
    _a_roll_is_marked(made)
    _an_indicator_opens_to_its_rows(made)
    _forecasts_and_foreign_records_stay_shut(made)


def _a_roll_is_marked(made):
    keeper = client_of(made.timekeeper)
    roll = Roll.objects.get(site=made.site, state="OPEN")
    today = made.now.date().isoformat()
    page = shown(keeper, "works_roll_day", roll.uid, today)
    assert "0 of 9 marked" in page
    worker = made.site.contracts.order_by("worker__card").first().worker
    mark = reverse("works_mark", args=[roll.uid, today])
    refused = keeper.post(mark, {f"code-{worker.pk}": "ZZ"})
    assert 422 == refused.status_code
    assert "ZZ is no code of the roll" in refused.content.decode()
    assert not Mark.objects.filter(worker=worker, day=made.now.date()).exists()
    keeper.post(mark, {f"code-{worker.pk}": "A", "rest": "P"})
    assert "9 of 9 marked" in shown(keeper, "works_roll_day", roll.uid, today)
    assert "A" == Mark.objects.get(worker=worker, day=made.now.date()).code
    keeper.post(reverse("works_close_roll", args=[roll.uid]))
    roll.refresh_from_db()
    assert "CLOSED" == roll.state


def _an_indicator_opens_to_its_rows(made):
    monitor = client_of(made.monitor)
    page = shown(monitor, "indicator", made.project.uid, "JB-01", by="site")
    assert "680 worker-days" in page
    assert "S01 Drains of Moroni" in page
    rows = shown(monitor, "indicator_rows", made.project.uid, "JB-02", cell="sex=F")
    assert "280 rows · women · persons stand under a pseudonym" in rows
    answer = monitor.get(reverse("figures", args=[made.project.uid]), {"export": "csv"})
    assert "JB-01 Worker-days" in answer.content.decode("utf-8-sig")


def _forecasts_and_foreign_records_stay_shut(made):
    keeper = client_of(made.timekeeper)
    assert 403 == keeper.get(reverse("fund")).status_code
    assert (
        404
        == client_of(made.fund)
        .get(reverse("works_site", args=["00000000-0000-0000-0000-000000000001"]))
        .status_code
    )


def test_a_request_is_kept_while_it_is_typed_and_gets_a_number(made_small):
    sender = client_of(made_small["union"])
    begun = sender.post(reverse("ask"))
    draft = Request.objects.get(sent_by=made_small["union"])
    assert begun.url == reverse("ask_draft", args=[draft.uid])
    kept = sender.post(
        reverse("ask_keep", args=[draft.uid]), {"what_happened": "A cyclone", "people_affected": "about 40"}
    )
    assert "Saved at" in kept.json()["told"]
    assert "People affected" in kept.json()["told"]
    draft.refresh_from_db()
    assert "A cyclone" == draft.what_happened
    assert "A cyclone" in shown(sender, "ask")  # begun, and found again
    answers = {"country": "COM", "what_happened": "A cyclone", "work_effects": "Ports shut", "send": "1"}
    refused = sender.post(reverse("ask_draft", args=[draft.uid]), answers)
    assert 422 == refused.status_code
    assert "1 thing to mend" in refused.content.decode()
    assert "This answer is needed before the request is sent" in refused.content.decode()
    assert "Ports shut" in refused.content.decode()
    sender.post(reverse("ask_draft", args=[draft.uid]), {**answers, "asked": "Paid works"})
    told = {"origin": "constituent_workers", "requester": "Union of dockers"}
    answer = sender.post(reverse("ask_send", args=[draft.uid]), told, follow=True)
    draft.refresh_from_db()
    assert f"Its number is {draft.reference}" in answer.content.decode()
    assert draft.reference in shown(sender, "decide")


def test_a_likely_duplicate_is_shown_before_sending(made_small):
    for place in range(2):
        sender = client_of(made_small["union" if place else "government"])
        sender.post(reverse("ask"))
        draft = Request.objects.get(sent_by=made_small["union" if place else "government"])
        sender.post(
            reverse("ask_draft", args=[draft.uid]),
            {"country": "COM", "what_happened": "A cyclone", "work_effects": "Ports shut", "asked": "Works",
             "crisis_types": ["DISASTER_RAPID"], "onset_on": "2026-01-02", "send": "1"},
        )  # fmt: skip
        page = shown(sender, "ask_send", draft.uid)
        assert ("is likely about the same event" in page) is bool(place)
        sender.post(
            reverse("ask_send", args=[draft.uid]), {"origin": "constituent_workers", "requester": "Somebody"}
        )


@pytest.fixture
def made_small():
    from tests import builders

    assert builders.country("COM") == Country.objects.get(pk="COM")
    return {"union": builders.person("CONST_WORK"), "government": builders.person("CONST_GOV")}


def test_a_page_that_is_not_there_and_a_wrong_method_have_words(made_small):
    client = client_of(made_small["union"])
    assert "There is nothing here for you to see" in client.get("/nowhere/").content.decode()
    wrong = client.post(reverse("home"))
    assert 405 == wrong.status_code
    assert "own buttons" in wrong.content.decode()
