"""A persona goes through her ten tasks: acts on a desk in English, then reads the same pages on a telephone."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Error, expect

from tests.journeys.access import faults

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN = "[document.documentElement.lang, document.dir, document.querySelectorAll('main h1').length, document.documentElement.scrollWidth - document.documentElement.clientWidth]"
FIELDS = "form => [...form.elements].filter(one => one.name).map(one => `${one.name} (${one.type}) ${[...(one.options || [])].slice(0, 25).map(way => way.value).join('|')}${one.type === 'checkbox' || one.type === 'radio' ? one.value : ''}`).join('\\n')"


@dataclass(frozen=True)
class Persona:
    """Who walks: her number, her name, her other language, her ten tasks.

    Beside them what of them cannot be done yet, and what lay ready before the browser began.
    """

    number: str
    name: str
    language: str
    tasks: dict[str, str]
    not_yet: dict[str, str] = field(default_factory=dict)
    prepared: dict[str, str] = field(default_factory=dict)

    @property
    def done(self):
        """The tasks that the journey does, all or in part."""
        return [code for code in self.tasks if not self.not_yet.get(code, "").startswith("All of it")]


class Walk:
    """One persona's journey in a browser."""

    def __init__(self, persona, page, address, complaints):
        self.persona, self.page, self.address, self.complaints = persona, page, address, complaints
        self.here, self.sessions, self.walked, self.seen = None, {}, [], {}
        page.set_viewport_size(DESK)
        page.on("response", self._note)

    def enter(self, person=None, *, language="en"):
        """Let a person in, or nobody, in a language."""
        context = self.page.context
        context.clear_cookies()
        cookies = {"django_language": language}
        if person is not None:
            if person.pk not in self.sessions:
                client = Client()
                client.force_login(person, backend=BACKEND)
                self.sessions[person.pk] = client.cookies["sessionid"].value
            cookies["sessionid"] = self.sessions[person.pk]
        self.here = person
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )

    def task(self, code):
        """Begin one of the ten tasks."""
        assert code in self.persona.tasks
        self.walked.append(code)

    def go(self, name, *args, **query):
        """Open a page by the name of its address."""
        self.page.goto(reverse(name, args=args, query=query or None))
        return self.page

    def status(self, name, *args):
        """Return how an address answers this person, without a page of its own."""
        return self.page.request.get(reverse(name, args=args)).status

    def tab_to(self, selector):
        """Go on with the tabulator until something has the focus, as who uses no mouse does."""
        for _press in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("words => document.activeElement.matches(words)", selector):
                return
        raise AssertionError(f"no way by keys to {selector} on {self.page.url}")

    def lead(self, words):
        """See the answer on top of the page."""
        expect(self.page.locator("main .lead").first).to_contain_text(words)

    def sees(self, *all_words):
        """See words in the page."""
        for words in all_words:
            expect(self.page.locator("main")).to_contain_text(words)

    def link(self, words, *, exact=False):
        """Return the first link in the page of these words."""
        return self.page.locator("main").get_by_role("link", name=words, exact=exact).first

    def follow(self, words, *, exact=False):
        """Follow a link in the page to another page."""
        self.press(self.link(words, exact=exact))

    def act(self, title, /, **values):
        """Press the button of an act on a record's page, fill in its form and send it."""
        offered = self.page.locator("ul.buttons a, details.acts a")
        button = offered.filter(has_text=re.compile(f"^{re.escape(title)}$")).first
        try:
            expect(button).to_have_count(1, timeout=3000)
        except AssertionError:
            there = offered.all_text_contents()
            raise AssertionError(f"“{title}” is not offered on {self.page.url}; there are {there}") from None
        if not button.is_visible():
            inside = self.page.locator(f'a:text-is("{title}")')
            self.page.locator("details.acts").filter(has=inside).first.locator("summary").click()
        self.press(button)
        expect(self.page.locator("main form.sheet")).to_be_visible()
        self.send(**values)

    def send(self, **values):
        """Fill in the form of an act and send it."""
        form = self.page.locator("main form.sheet")
        for name, value in values.items():
            self.give(name, value)
        asked = form.evaluate(FIELDS)
        self.press(form.locator("button[type=submit]:not(.skip):not([name=more_rows])").first)
        expect(self.page.locator("main .messages, main .problems, main .errorlist").first).to_be_visible()
        refused = self.page.locator("main .problems, main .errorlist").all_text_contents()
        assert [] == refused, f"{self.page.url}: {refused}\n{asked}"

    def press(self, button):
        """Press what leads to another page, and wait for it: until it is there, the old one would be read."""
        self.page.locator("main").evaluate("main => { main.dataset.sent = '' }")
        button.click()
        expect(self.page.locator("main:not([data-sent])")).to_be_visible()

    def give(self, name, value):
        """Give one value of a form, as its field takes it."""
        fields = self.page.locator(f'main form.sheet [name="{name}"]')
        assert fields.count(), f"{name} is not asked on {self.page.url}:\n" + self.page.locator(
            "main form.sheet"
        ).evaluate(FIELDS)
        kind = fields.first.evaluate("one => one.type")
        if value is True:
            fields.first.check()
        elif kind in {"checkbox", "radio"}:
            for one in value if isinstance(value, list) else [value]:
                self.page.locator(f'main form.sheet [name="{name}"][value="{one}"]').check()
        elif kind.startswith("select"):
            try:
                fields.first.select_option(value, timeout=2000)
            except Error:
                raise AssertionError(
                    f"{value!r} is no choice of\n" + self.page.locator("main form.sheet").evaluate(FIELDS)
                ) from None
        elif kind == "file":
            fields.first.set_input_files(value)
        else:
            fields.first.fill(str(value))

    def through(self, crisis, *steps):
        """Go through the tasks one after the other and read again what was seen; faults are told all together."""
        bad = []
        for step in steps:
            try:
                step(self, crisis)
            except Exception as fault:  # noqa: BLE001  whatever stops a task is told with it
                there = (
                    self.page.locator("main").inner_text()[:700] if self.page.locator("main").count() else ""
                )
                bad.append(f"{self.walked[-1]} on {self.page.url}: {str(fault)[:900]}\n{there}")
        bad += self._read_again()
        assert not bad, "\n\n".join(bad)
        assert self.persona.done == sorted(self.walked, key=list(self.persona.tasks).index)

    def _read_again(self):
        """Return what is wrong when each kind of page is read on a telephone in the other language."""
        self.page.set_viewport_size(PHONE)
        bad, said = [], [*self.complaints]
        for person, address in [*self.seen.values()]:
            self.enter(person, language=self.persona.language)
            answer = self.page.goto(address)
            if answer is None or answer.status != 200:
                continue  # what was done has shut it
            shown = self.page.evaluate(SHOWN)
            right = [self.persona.language, "rtl" if self.persona.language == "ar" else "ltr", 1, 0]
            if shown != right:
                bad.append(f"{address}: {shown}")
            bad += faults(self.page)
        self.complaints[:] = said + [
            words for words in self.complaints[len(said) :] if "status of 40" not in words
        ]
        return bad

    def _note(self, answer):
        asked = answer.request
        if asked.resource_type != "document" or asked.method != "GET" or answer.status != 200:
            return
        if "html" not in answer.headers.get("content-type", ""):
            return
        try:
            name = resolve(urlsplit(answer.url).path).url_name
        except Resolver404:
            return
        self.seen.setdefault(name, (self.here, answer.url))


def downloaded(page, press):
    """Return the name of the file that pressing gives."""
    with page.expect_download() as waiting:
        press()
    return waiting.value.suggested_filename


def number_in(page, pattern):
    """Return the first number in the page's words that follows a pattern."""
    found = re.search(pattern, page.locator("main").inner_text())
    assert found, f"{pattern} is not in {page.url}"
    return found.group(1)
