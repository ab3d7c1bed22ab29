"""Pictures of the pages as one person sees them, for documents and for looking at what changed."""

import base64
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import ready, refusals, say

if TYPE_CHECKING:
    from mainstay.accounts.models import Person

TOP = True
app = typer.Typer()

SIZES = {"desk": (1440, 900), "phone": (390, 844), "small": (360, 740)}
#: The pictures of the README, from the demonstration: name, who looks, size, and the link of the situation room that
#: leads there (none: itself).
README = (
    ("situation-room", "coordinator@synthetic.invalid", "desk", ""),
    ("case", "coordinator@synthetic.invalid", "desk", "main a[href^='/cases/MS-']"),
    ("roll", "timekeeper@synthetic.invalid", "phone", "main li a[href^='/works/rolls/']"),
)
#: Addresses that are no pages to look at, or that end the session.
PASSED_OVER = ("/sign-in/", "/language/", "/static/")
#: Comes last, because it is seen without a session.
SIGN_IN = "sign_in"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@app.command()
def screenshots(
    out: Annotated[Path, typer.Option(help="The folder that the pictures go to.")],
    as_: Annotated[
        str, typer.Option("--as", help="E-mail of the person who looks; a coordinator otherwise.")
    ] = "",
    languages: Annotated[str, typer.Option(help="Languages, with commas between.")] = "en,ar",
    sizes: Annotated[
        str, typer.Option(help="Sizes, with commas between: desk, phone, small.")
    ] = "desk,phone",
    most: Annotated[int, typer.Option(min=1, help="At most so many pages.")] = 60,
    readme: Annotated[
        bool,
        typer.Option("--readme", help="Take the three pictures of the README only, as small WebP files."),
    ] = False,
) -> None:
    """Take a picture of each kind of page that a person reaches by links, at desk and phone size."""
    ready()
    with refusals():
        if readme:
            out.mkdir(parents=True, exist_ok=True)
            with _served() as address, _browser() as browser:
                for taken in readme_pictures(browser, address, out):
                    say(f"{taken} {taken.stat().st_size / 1000:.0f} kB")
            return
        person = _looker(as_)
        out.mkdir(parents=True, exist_ok=True)
        with _served() as address, _browser() as browser:
            pages = _reached(browser, address, person, most=most)
            say(f"{len(pages)} pages as {person.name}")
            for size in sizes.split(","):
                for language in languages.split(","):
                    _take(
                        browser, address, person, pages, out=out, size=size.strip(), language=language.strip()
                    )


def readme_pictures(browser: Any, address: str, out: Path) -> Iterator[Path]:
    """Yield each picture of the README once it is taken: what the screen shows first, in English."""
    for name, email, size, link in README:
        context = _context(browser, address, _looker(email), size, "en")
        page = context.new_page()
        page.goto("/")
        if link:
            found = page.locator(link)
            if not found.count():
                raise BadInput("no_demonstration", _("The pictures show the demonstration, and it is not here. Load it into a new database with: mainstay setup."))  # fmt: skip
            page.goto(found.first.get_attribute("href"))
        kept = out / f"{name}.webp"
        asked = {"format": "webp", "quality": 82}
        drawn = context.new_cdp_session(page).send("Page.captureScreenshot", asked)
        kept.write_bytes(base64.b64decode(drawn["data"]))
        context.close()
        yield kept


def _looker(email: str) -> "Person":
    from mainstay.accounts.models import Person
    from mainstay.accounts.selectors import holders_of

    if email:
        return Person.objects.acting(email)
    found = holders_of(["TT_COORD"], [])
    return Person.objects.get(pk=found[0]) if found else Person.objects.acting()


@contextmanager
def _served() -> Iterator[str]:
    """Serve the pages of the configured database on a free port of this machine."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from mainstay.project.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Keep the terminal for what the command says."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise BadInput(
            "no_playwright", _("Pictures need the development set. Install it with: ./go test --help.")
        ) from None
    import os

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    path = os.environ.get("MAINSTAY_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()


def _session_of(person: "Person") -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _context(browser: Any, address: str, person: "Person", size: str, language: str) -> Any:
    if size not in SIZES:
        raise BadInput(
            "no_such_size",
            _("There is no size {size}. There are: {sizes}."),
            size=size,
            sizes=", ".join(SIZES),
        )
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale=language, device_scale_factor=1
    )
    context.add_cookies(
        [
            {"name": "sessionid", "value": _session_of(person), "url": address},
            {"name": "django_language", "value": language, "url": address},
        ]
    )
    return context


def _reached(browser: Any, address: str, person: "Person", *, most: int) -> dict[str, str]:
    """Return the first address of each kind of page that is reached from the situation room, by its name."""
    from django.urls import Resolver404, resolve

    context = _context(browser, address, person, "desk", "en")
    page = context.new_page()
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        try:
            name = resolve(urlsplit(path).path).url_name or path
        except Resolver404:
            continue
        if name in found or path.startswith(PASSED_OVER) or "export=" in path:
            continue
        answer = page.goto(path)
        if answer is None or not answer.ok:
            continue
        found[name] = path
        links = page.eval_on_selector_all(
            "a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
        )
        waiting += [link.partition("#")[0] for link in links]
    context.close()
    return found


def _take(
    browser: Any,
    address: str,
    person: "Person",
    pages: dict[str, str],
    *,
    out: Path,
    size: str,
    language: str,
) -> None:
    context = _context(browser, address, person, size, language)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for name, path in {**pages, SIGN_IN: "/sign-in/login/"}.items():
        if name == SIGN_IN:
            context.clear_cookies(name="sessionid")
        page.goto(path)
        page.screenshot(path=str(out / f"{name}-{size}-{language}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            say(f"{name} at {size} in {language} is {wide} px wider than the screen")
    context.close()
    for complaint in complaints:
        say(f"The browser complains: {complaint}")
