"""A browser on a running Mainstay; whatever the browser complains of fails the journey."""

import os

import pytest
from playwright.sync_api import sync_playwright

from launch import browser

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
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture
def page(chromium, live_server):
    """An empty page of a person with an English browser; relative addresses lead to the running Mainstay."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert [] == complaints
