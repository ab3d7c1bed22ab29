"""A union officer asks for help: on a telephone, and by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from mainstay.decide.models import Request
from tests import builders
from tests.journeys.conftest import overflow


@pytest.fixture
def officer():
    builders.country("COM")
    return builders.person("CONST_WORK")


def test_a_request_is_kept_while_it_is_typed_refused_in_words_and_gets_a_number(officer, phone):
    page = phone(officer)
    page.goto("/decide/")
    page.get_by_role("link", name="Ask for help").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Which country?").select_option("COM")
    page.get_by_label("What happened?").fill("A cyclone struck the port.")
    page.get_by_label("What does it do to work?").fill("600 dockers without pay.")
    expect(page.locator("[data-told]")).to_contain_text("Saved at")
    assert "A cyclone struck the port." == Request.objects.get().what_happened
    page.get_by_role("button", name="Check and send").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems")).to_contain_text("1 thing to mend")
    page.locator("#problems").get_by_role("link", name="What do you ask for?").click()
    expect(page.locator(".errorlist")).to_have_text("This answer is needed before the request is sent.")
    expect(page.get_by_label("What happened?")).to_have_value("A cyclone struck the port.")
    expect(page.get_by_label("What does it do to work?")).to_have_value("600 dockers without pay.")
    assert 0 == overflow(page)
    page.get_by_label("What do you ask for?").fill("Paid clearing of the port.")
    page.get_by_role("button", name="Check and send").click()
    page.get_by_label("In whose name do you ask?").select_option("constituent_workers")
    page.get_by_label("Name of the organisation").fill("Union of dockers")
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator(".lead")).to_contain_text("Your request has arrived. Its number is RQ-COM-")
    assert 0 == overflow(page)


def _tab_to(page, place):
    """Press Tab until `place` has the focus."""
    for _time in range(40):
        if place.evaluate("here => here === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"No way by Tab to {place}")


def test_the_form_is_filled_in_by_the_keyboard_alone(officer, enter):
    page = enter(officer)
    page.goto("/decide/ask/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    _tab_to(page, page.get_by_role("button", name="Begin"))
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_label("Which country?"))
    page.keyboard.type("Comoros")
    for label, words in (
        ("What happened?", "A cyclone"),
        ("What does it do to work?", "Ports shut"),
        ("What do you ask for?", "Paid works"),
    ):
        _tab_to(page, page.get_by_label(label))
        page.keyboard.type(words)
    _tab_to(page, page.get_by_role("button", name="Check and send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send")
    expect(page.locator("main dl.facts")).to_contain_text("Comoros")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Situation room")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
