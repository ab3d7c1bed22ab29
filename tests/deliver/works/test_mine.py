"""A worker sees her own days and pay by card and PIN, and nobody learns anything by trying."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mainstay import playbook
from mainstay.accounts.models import DataRequest
from mainstay.accounts.services.erasing import answer_data_request, erase_as_asked, erase_person
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, NotFound, RuleBroken
from mainstay.common.models import AuditEntry
from mainstay.deliver.works.models import Complaint, ProtectionCase, SeaCase, Worker
from mainstay.deliver.works.selectors.keeping import receipt_of
from mainstay.deliver.works.services import marking, workers
from mainstay.deliver.works.services.own import ask_own_data, open_card
from mainstay.design.models import Project
from tests import builders
from tests.deliver.works.pages import client_of

from . import world

pytestmark = pytest.mark.django_db(databases="__all__")

#: The form for card and PIN, in whatever language the page is.
PIN_ASKED = 'name="pin"'


@pytest.fixture
def two(made):
    """Two workers of one site, each with a card of her own, marked on one day."""
    cache.clear()
    people = world.employ(made, 2)
    with clock.at(date(2020, 3, 3)):
        world.open_month(made, site_list=[made.site])
        marks = [{"card": people[0].card, "code": "P"}, {"card": people[1].card, "code": "H"}]
        marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 2), marks=marks)
        pins = [workers.issue_card(by=made.timekeeper, worker=person) for person in people]
    return made, people, pins


def number(person):
    return workers.card_number(person)


def enter(client, person, pin):
    return client.post(reverse("mine"), {"number": number(person), "pin": pin})


def other_pin(pin):
    return "000000" if pin != "000000" else "000001"


def test_she_sees_her_own_days_and_nobody_elses(two):
    _made, (first, second), (pin, _other) = two
    client = Client()
    client.cookies["django_language"] = "en"
    with clock.at(date(2020, 3, 4)):
        assert 302 == enter(client, first, pin).status_code
        page = client.get(reverse("mine")).content.decode()
    assert "Full day present" in page
    assert "Half day present" not in page
    assert second.card not in page
    assert first.name not in page  # the page names nobody, so that who looks over her shoulder learns nothing


def test_wrong_card_and_wrong_pin_are_answered_alike(two):
    _made, (first, _second), (pin, _other) = two
    answers = []
    for card, said in (
        (number(first), other_pin(pin)),
        ("999-W-77777", pin),
        ("rubbish", pin),
        (number(first), "x"),
    ):
        answer = Client().post(reverse("mine"), {"number": card, "pin": said})
        page = answer.content.decode()
        answers.append((answer.status_code, page.count("Card and PIN do not fit"), "mine" in answer.cookies))
    assert {(422, 1, False)} == set(answers)


def test_a_wrong_card_costs_as_many_questions_and_as_much_hashing_as_a_wrong_pin(
    two, django_assert_num_queries, monkeypatch
):
    from django.contrib.auth.hashers import get_hasher

    _made, (first, _second), (pin, _other) = two
    hasher, hashed = type(get_hasher()), []
    plain = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *args, **kwargs: hashed.append(1) or plain(self, *args, **kwargs)
    )
    counts = []
    for card, said in ((number(first), other_pin(pin)), ("999-W-77777", pin), ("rubbish", pin)):
        hashed.clear()
        with django_assert_num_queries(2), pytest.raises(NotFound):
            open_card(number=card, pin=said)
        counts.append(len(hashed))
    assert [1, 1, 1] == counts


def test_after_so_many_wrong_pins_the_card_stays_shut_until_a_new_pin(two):
    made, (first, _second), (pin, _other) = two
    most = playbook.current().retention.own_card.wrong_pins
    for _try in range(most):
        with pytest.raises(NotFound):
            open_card(number=number(first), pin=other_pin(pin))
    with pytest.raises(NotFound):
        open_card(number=number(first), pin=pin)
    with clock.at(date(2020, 3, 4)):
        fresh = workers.issue_card(by=made.timekeeper, worker=first)
    assert first.pk == open_card(number=number(first), pin=fresh).pk
    assert 0 == Worker.objects.get(pk=first.pk).pin_failures


def test_too_many_tries_from_one_place_wait_a_minute(two):
    _made, (_first, _second), _pins = two
    client, most = Client(), playbook.current().retention.own_card.tries_a_minute
    with clock.at(datetime(2020, 3, 4, 9, 30, tzinfo=UTC)):  # no try falls into the next minute
        tries = [client.post(reverse("mine"), {"number": "", "pin": ""}) for _try in range(most + 1)]
    assert [422] * most + [429] == [answer.status_code for answer in tries]


def test_she_leaves_and_a_new_pin_or_a_changed_cookie_ends_her_visit(two):
    made, (first, _second), (pin, _other) = two
    client = Client()
    enter(client, first, pin)
    kept = client.cookies["mine"]
    assert (True, "Strict", reverse("mine")) == (kept["httponly"], kept["samesite"], kept["path"])
    assert first.card not in kept.value
    assert PIN_ASKED not in client.get(reverse("mine")).content.decode()
    with clock.at(date(2020, 3, 4)):
        workers.issue_card(by=made.timekeeper, worker=first)
    assert PIN_ASKED in client.get(reverse("mine")).content.decode()
    forged = Client()
    forged.cookies["mine"] = kept.value[:-2] + "xx"
    assert PIN_ASKED in forged.get(reverse("mine")).content.decode()
    assert 302 == forged.get(reverse("mine_complain")).status_code
    client.post(reverse("mine_out"))
    assert "" == client.cookies["mine"].value


def test_no_page_of_hers_is_kept_by_a_browser_and_no_number_stands_in_an_address(two):
    _made, (first, _second), (pin, _other) = two
    client = Client()
    answer = enter(client, first, pin)
    assert reverse("mine") == answer.url
    for name in ("mine", "mine_complain", "mine_data"):
        page = client.get(reverse(name))
        assert "no-store" in page["Cache-Control"]
        assert first.card not in page.content.decode()


def test_she_complains_without_her_name_and_reads_the_answer(two):
    _made, (first, second), (pin, other) = two
    client = Client()
    enter(client, first, pin)
    client.post(
        reverse("mine_complain"), {"category": "pay", "words": "My last week is missing", "answer_here": "on"}
    )
    complaint = Complaint.objects.get()
    assert (None, "card", None) == (complaint.logged_by, complaint.channel, complaint.contact)
    held = " ".join(str(value) for value in vars(complaint).values())
    assert first.card not in held
    assert str(first.uid) not in held
    assert complaint.reference in client.get(reverse("mine")).content.decode()
    another = Client()
    enter(another, second, other)
    assert complaint.reference not in another.get(reverse("mine")).content.decode()
    entry = AuditEntry.objects.get(action="works.make_complaint")
    assert first.card not in str(vars(entry))


@pytest.mark.parametrize(
    ("category", "kind"), [("harassment_sea", SeaCase), ("child_labour", ProtectionCase)]
)
def test_abuse_goes_to_the_focal_point_alone_and_stands_on_no_list(two, category, kind):
    _made, (first, _second), (pin, _other) = two
    client = Client()
    enter(client, first, pin)
    answer = client.post(
        reverse("mine_complain"),
        {"category": category, "words": "It happened at the gate", "answer_here": "on"},
    )
    assert answer.url.endswith("said=restricted")
    assert None is kind.objects.get().opened_by
    assert not Complaint.objects.exists()
    assert "gate" not in client.get(reverse("mine")).content.decode()
    assert "restricted" == str(AuditEntry.objects.get(action="works.make_complaint").chain)


def test_she_asks_to_be_deleted_and_days_and_pay_stay_without_her_name(two):
    _made, (first, _second), (pin, _other) = two
    client = Client()
    enter(client, first, pin)
    client.post(reverse("mine_data"), {"kind": "delete", "words": ""})
    asked = DataRequest.objects.get()
    assert f"worker:{first.pk}" == asked.subject
    officer = builders.person("DPO")
    with clock.at(date(2020, 3, 4)), pytest.raises(RuleBroken, match="contract still runs"):
        erase_person(by=officer, subject=asked.subject, reason="on her request")
    answer_data_request(by=officer, request=asked, answer="After your contract ends.")
    assert "After your contract ends." in client.get(reverse("mine")).content.decode()
    with clock.at(date(2030, 1, 1)):
        erase_person(by=officer, subject=asked.subject, reason="on her request")
    emptied = Worker.objects.get(pk=first.pk)
    assert ("–", None, None, "") == (emptied.name, emptied.phone, emptied.account, emptied.pin_hash)
    assert emptied.marks.exists()
    assert PIN_ASKED in client.get(reverse("mine")).content.decode()


def test_the_data_protection_officer_erases_on_request_in_one_step_that_says_it_is_final(two):
    made, (first, _second), _pins = two
    officer, asked = builders.person("DPO"), ask_own_data(worker=first, kind="delete")
    given = {"request": asked, "answer": "Your name is deleted today."}
    with clock.at(date(2020, 3, 4)), pytest.raises(RuleBroken, match="contract still runs"):
        erase_as_asked(by=officer, **given, cannot_be_undone=True)
    asked.refresh_from_db()
    assert asked.answered_at is None
    with clock.at(date(2030, 1, 1)):
        with pytest.raises(NotAllowed):
            erase_as_asked(by=made.timekeeper, **given, cannot_be_undone=True)
        with pytest.raises(BadInput, match="cannot be brought back"):
            erase_as_asked(by=officer, **given, cannot_be_undone=False)
        seen = ask_own_data(worker=first, kind="see")
        with pytest.raises(RuleBroken, match="did not ask to be deleted"):
            erase_as_asked(by=officer, request=seen, answer="Here.", cannot_be_undone=True)
        erase_as_asked(by=officer, **given, cannot_be_undone=True)
    assert "–" == Worker.objects.get(pk=first.pk).name
    assert "Your name is deleted today." == DataRequest.objects.get(pk=asked.pk).answer


def _received(client, text):
    client.cookies["django_language"] = "en"
    return client.post(reverse("mine_receipt"), {"receipt": text})


def test_a_receipt_tells_without_a_card_where_a_complaint_stands(two):
    _made, (first, _second), (pin, _other) = two
    client, anybody = Client(), Client()
    client.cookies["django_language"] = "en"
    enter(client, first, pin)
    given = client.post(
        reverse("mine_complain"), {"category": "pay", "words": "My last week is missing"}, follow=True
    )
    (receipt,) = re.findall(r"Your receipt: (\S+)\. Write", given.content.decode())
    complaint = Complaint.objects.get()
    assert receipt == receipt_of(complaint.reference)
    page = _received(anybody, f" {receipt.lower()} ").content.decode()
    assert "received" in page
    assert "My last week" not in page
    Complaint.objects.filter(pk=complaint.pk).update(state="ANSWERED", answer="Paid on Friday")
    assert "Paid on Friday" in _received(anybody, receipt).content.decode()
    assert first.card not in page


def test_a_receipt_that_is_not_whole_tells_nothing_and_abuse_has_none(two):
    _made, (first, _second), (pin, _other) = two
    client = Client()
    client.cookies["django_language"] = "en"
    enter(client, first, pin)
    told = client.post(
        reverse("mine_complain"), {"category": "harassment_sea", "words": "At the gate"}, follow=True
    )
    assert "Your receipt" not in told.content.decode()
    client.post(reverse("mine_complain"), {"category": "pay", "words": "Late"})
    right = receipt_of(Complaint.objects.get().reference)
    for wrong in (
        right[:-1],
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        "1-C00001",
        "x",
        "D1-0000000000",
    ):
        answer = _received(Client(), wrong)
        assert 422 == answer.status_code
        assert "No complaint or request has this receipt" in answer.content.decode()


def test_receipts_are_not_tried_without_end(two):
    client = Client()
    most = playbook.current().retention.own_card.tries_a_minute
    for _number in range(most):
        assert 422 == _received(client, "1-C00001-0000000000").status_code
    assert 429 == _received(client, "1-C00001-0000000000").status_code


def test_who_asks_to_be_deleted_reads_what_must_be_kept_until_when_and_why(two):
    made, (first, _second), (pin, _other) = two
    Project.objects.filter(pk=made.project.pk).update(ends_on=date(2020, 11, 30))
    client = Client()
    client.cookies["django_language"] = "en"
    with clock.at(date(2020, 3, 4)):
        enter(client, first, pin)
        page = client.get(reverse("mine_data")).content.decode()
        assert "Your contract runs until" in page
        assert "kept until 30 Nov 2023" in page
        assert "It proves that you were paid what you earned, also to you." in page
        client.post(reverse("mine_data"), {"kind": "delete", "words": ""})
    asked = DataRequest.objects.get()
    officer = builders.person("DPO")
    with clock.at(date(2030, 1, 1)):
        answer_data_request(by=officer, request=asked, answer="Your name is deleted today.")
        erase_person(by=officer, subject=asked.subject, reason="on her request")
        told = _received(Client(), receipt_of(f"D{asked.pk}")).content.decode()
    assert "Your name is deleted today." in told
    assert "What can be deleted, and what must be kept" in told
    assert "Your contract runs" not in told


def test_the_timekeeper_prints_a_card_once_and_only_of_her_own_site(two):
    made, (first, _second), _pins = two
    client = client_of(made.timekeeper)
    with clock.at(date(2020, 3, 4)):
        page = client.post(reverse("job_card"), {"card": first.card})
        assert 200 == page.status_code
        assert "no-store" in page["Cache-Control"]
        assert number(first) in page.content.decode()
        assert number(first) not in client.get(reverse("job_card")).content.decode()
        asked = client.get(reverse("act", args=["works", "issue-card"]), {"worker": first.pk}, follow=True)
        assert (
            f'value="{first.card}"' in asked.content.decode()
        )  # the general form would show a PIN in passing
    stranger = client_of(builders.person("TIMEKEEPER", "site", "999999"))
    before = Worker.objects.get(pk=first.pk).pin_hash
    assert 422 == stranger.post(reverse("job_card"), {"card": first.card}).status_code
    assert before == Worker.objects.get(pk=first.pk).pin_hash


def test_her_page_speaks_her_language(two):
    _made, (first, _second), (pin, _other) = two
    client = Client()
    enter(client, first, pin)
    page = client.get(reverse("mine")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert any(digit in page for digit in "٠١٢٣٤٥٦٧٨٩")  # as in Jordan, where she works
