"""Somebody types while Mainstay is started again: the real program, ended and begun anew, and nothing typed is lost."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.accounts.models import Draft
from mainstay.cli.serve import answers
from mainstay.decide.models import Request
from tests import builders

COUNTRY, HAPPENED, EFFECTS, ASKED = (
    "COM",
    "The river flooded Moroni.",
    "2,000 traders without a market.",
    "Paid works.",
)
UNION = "Union of dockers of Mutsamudu"


class Program:
    """Mainstay as a process of its own, at one port and on the database of the test."""

    def __init__(self, folder):
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.address, self.process, self.log = f"http://127.0.0.1:{self.port}", None, folder / "web.log"
        self.settings = os.environ | {
            "MAINSTAY_DATABASE": _records_in(folder),
            "MAINSTAY_ADDRESS": self.address,
            "DJANGO_SETTINGS_MODULE": "mainstay.project.settings",
        }

    def start(self):
        """Begin the process and wait until it answers."""
        command = (
            "-m gunicorn mainstay.project.wsgi:application --workers 1 --threads 4 --no-control-socket --bind"
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command.split(), f"127.0.0.1:{self.port}"],
                env=self.settings, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while not answers("127.0.0.1", self.port):
            try:
                self.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(self.log.read_text())

    def end(self):
        """End the process and its own children by their number, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _records_in(folder):
    """The address of the test's database for another process; its second file lies beside it under the usual name."""
    held = connections["default"].settings_dict
    if not held["ENGINE"].endswith("sqlite3"):
        return f"postgresql://{held['USER']}@/{held['NAME']}?host={held['HOST']}"
    for alias, name in (("default", "mainstay.sqlite3"), ("jobs", "jobs.sqlite3")):
        (folder / name).symlink_to(connections[alias].settings_dict["NAME"])
    return f"sqlite:///{folder / 'mainstay.sqlite3'}"


@contextmanager
def running(folder):
    """Mainstay, running."""
    program = Program(folder)
    program.start()
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.end()


@pytest.fixture
def officer():
    builders.country(COUNTRY)
    return builders.person("CPO", "country", COUNTRY)


def entered(page, person):
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [{"name": "sessionid", "value": client.cookies["sessionid"].value}]


def test_nothing_typed_is_lost_when_the_program_is_started_again(chromium, officer, tmp_path):
    with running(tmp_path) as program:
        context = chromium.new_context(base_url=program.address, locale="en-GB")
        context.add_cookies([{**one, "url": program.address} for one in entered(context, officer)])
        asking, acting = context.new_page(), context.new_page()
        _begin_request(asking)
        _begin_act(acting)
        program.end()
        _write_on_and_send(asking)
        _write_on(acting)
        program.start()
        _is_sent_by_itself(asking)
        _is_kept_by_itself(acting)
        context.close()


def _told(page):
    return page.locator("form.sheet [data-told]")


def _begin_request(page):
    page.goto(reverse("ask"))
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Which country?").select_option(COUNTRY)
    page.get_by_label("What happened?").fill(HAPPENED)
    expect(_told(page)).to_contain_text("Saved at")


def _begin_act(page):
    page.goto(reverse("act", args=["partners", "register-organisation"]))
    page.locator("[name=name]").fill("Union of")
    expect(_told(page)).to_contain_text("Saved at")


def _write_on_and_send(page):
    page.get_by_label("What does it do to work?").fill(EFFECTS)
    expect(_told(page)).to_contain_text("Not saved: no connection.")
    page.get_by_label("What do you ask for?").fill(ASKED)
    page.get_by_role("button", name="Check and send").click()
    expect(_told(page)).to_contain_text("Not sent yet: no connection.")
    labels = ("What happened?", "What does it do to work?", "What do you ask for?")
    assert [HAPPENED, EFFECTS, ASKED] == [page.get_by_label(label).input_value() for label in labels]


def _write_on(page):
    page.locator("[name=name]").fill(UNION)
    expect(_told(page)).to_contain_text("Not saved: no connection.")


def _is_sent_by_itself(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send", timeout=60_000)
    expect(page.locator("main dl.facts")).to_contain_text(EFFECTS)
    request = Request.objects.get()
    assert (HAPPENED, EFFECTS, ASKED) == (request.what_happened, request.work_effects, request.asked)


def _is_kept_by_itself(page):
    expect(_told(page)).to_contain_text("Saved at", timeout=60_000)
    assert 1 == Draft.objects.count()
    page.reload()
    expect(page.locator("[name=name]")).to_have_value(UNION)
