"""A browser on a running Mainstay; what it complains of, and what shuts people out of a page, fails the journey."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from launch import browser
from tests.journeys.access import Visited

# Playwright keeps an event loop in the thread in which the test reads the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Let every journey commit to real databases: the server reads them in other threads."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))


@pytest.fixture(scope="session")
def chromium():
    """A Chromium without a window."""
    path = browser.find()
    if path is None:
        pytest.fail("No Chromium here: ./go test tests/journeys fetches one.")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


#: What the console says where nothing is wrong: a form that comes back to be mended or by a rule, a network that was taken away.
EXPECTED = ("status of 409", "status of 422", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


def is_complaint(said):
    """Return whether the console tells of a fault."""
    return said.type == "error" and not any(words in said.text for words in EXPECTED)


@pytest.fixture
def page(chromium, live_server):
    """An empty page of a person with an English browser; relative addresses lead to the running Mainstay."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    opened, complaints = context.new_page(), []
    opened.set_default_timeout(15_000)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    visited = Visited(opened)
    yield opened
    said = [*complaints]
    shut_out = visited.faults()
    context.close()
    assert [] == said
    assert [] == shut_out


@pytest.fixture
def walk(chromium, live_server):
    """A function that begins the journey of a persona; it ends with all its pages read on a telephone."""
    from tests.journeys.walking import Walk

    context = chromium.new_context(base_url=live_server.url, locale="en-GB", accept_downloads=True)
    opened, complaints = context.new_page(), []
    opened.set_default_timeout(15_000)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    yield lambda persona: Walk(persona, opened, live_server.url, complaints)
    context.close()
    assert [] == complaints


@pytest.fixture
def crisis(settings, tmp_path):
    """A small synthetic crisis at its seventeenth day."""
    from tests.web import kept

    settings.FACTS_FOLDER = tmp_path / "facts"
    return kept.crisis()


@pytest.fixture
def enter(page, live_server):
    """A function that lets a person in without the sign-in form, in a language."""
    from django.test import Client

    def let_in(person, *, language="en"):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        kept = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()]
        )
        return page

    return let_in


@pytest.fixture
def phone(enter):
    """The same on a telephone of 390 pixels."""

    def let_in(person, *, language="en", width=390):
        page = enter(person, language=language)
        page.set_viewport_size({"width": width, "height": 780})
        return page

    return let_in


def overflow(page):
    """Return by how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
