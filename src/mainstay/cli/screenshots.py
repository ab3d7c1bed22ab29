"""Pictures of the pages as each role sees them, for documents and for looking at them one by one."""

import base64
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.cli import visits
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import ready, refusals, say

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
#: What the page and all that it fetched weigh, unpacked sizes apart.
WEIGHT = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Media(StrEnum):
    """What a page is shown on."""

    SCREEN = "screen"
    DARK = "dark"
    PRINT = "print"


@app.command()
def screenshots(
    out: Annotated[Path, typer.Option(help="The folder that the pictures go to.")],
    as_: Annotated[
        str, typer.Option("--as", help="E-mail of the one person who looks; one of each role otherwise.")
    ] = "",
    languages: Annotated[str, typer.Option(help="Languages, with commas between.")] = "en,ar",
    sizes: Annotated[
        str, typer.Option(help="Sizes, with commas between: desk, phone, small.")
    ] = "desk,phone",
    most: Annotated[int, typer.Option(min=1, help="At most so many kinds of page.")] = 500,
    only: Annotated[
        str, typer.Option(help="Only kinds of page with one of these in their name, with commas between.")
    ] = "",
    media: Annotated[Media, typer.Option(help="What the page is shown on.")] = Media.SCREEN,
    again: Annotated[
        bool,
        typer.Option("--again", help="Take anew what is there already; otherwise a stopped call goes on."),
    ] = False,
    readme: Annotated[
        bool,
        typer.Option("--readme", help="Take the three pictures of the README only, as small WebP files."),
    ] = False,
) -> None:
    """Take a picture of each kind of page that one of each role reaches by links, and list them on one sheet.

    The sheet is index.html in the folder; index.json says how many bytes each page had and what was wrong with it.
    """
    ready()
    with refusals():
        out.mkdir(parents=True, exist_ok=True)
        with _served() as address, _browser() as browser:
            if readme:
                for taken in readme_pictures(browser, address, out):
                    say(f"{taken} {taken.stat().st_size / 1000:.0f} kB")
                return
            who = visits.lookers(as_)
            pages = _pages(browser, address, who, out, most=most)
            wanted = [
                (page, size.strip(), language.strip())
                for page in pages
                if not only or any(part in page.kind for part in only.split(","))
                for size in sizes.split(",")
                for language in languages.split(",")
            ]
            _take_all(browser, address, who, pages, wanted, out=out, media=media, again=again)


def readme_pictures(browser: Any, address: str, out: Path) -> Iterator[Path]:
    """Yield each picture of the README once it is taken: what the screen shows first, in English."""
    for name, email, size, link in README:
        context = _context(browser, address, visits.lookers(email)[0], size, "en")
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


def _context(browser: Any, address: str, looker: visits.Looker, size: str, language: str) -> Any:
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
    visits.let_in(context, address, looker, language)
    return context


def _pages(
    browser: Any, address: str, who: list[visits.Looker], out: Path, *, most: int
) -> list[visits.Visit]:
    """Return the kinds of page, as an earlier call into this folder wrote them down, or found by walking."""
    known = visits.kept(out)
    if known["pages"]:
        return [visits.Visit(**page) for page in known["pages"]]
    found: list[visits.Visit] = []
    for visit in visits.reached(browser, address, who, most=most, shut=say):
        found.append(visit)
        say(f"{len(found)} {visit.kind} ({visit.role})")
    visits.keep(out, found, {})
    return found


def _take_all(
    browser: Any,
    address: str,
    who: list[visits.Looker],
    pages: list[visits.Visit],
    wanted: list[tuple[visits.Visit, str, str]],
    *,
    out: Path,
    media: Media,
    again: bool,
) -> None:
    pictures = visits.kept(out)["pictures"]
    eyes = {looker.role: looker for looker in who}
    suffix = "" if media is Media.SCREEN else f"-{media}"
    wanted.sort(key=lambda one: (list(eyes).index(one[0].role), one[1], one[2]))
    context, whose = None, None
    for done, (visit, size, language) in enumerate(wanted, 1):
        file = f"{visit.kind}-{size}-{language}{suffix}.png"
        if file in pictures and not again:
            continue
        if whose != (visit.role, size, language):
            if context:
                context.close()
            whose = (visit.role, size, language)
            context = _context(browser, address, eyes[visit.role], size, language)
        pictures[file] = {"kind": visit.kind, **_picture(context, visit.path, out / file, media)}
        visits.keep(out, pages, pictures)
        faults = "; ".join(pictures[file]["faults"])
        say(f"{done} of {len(wanted)}: {file}{': ' if faults else ''}{faults}")
    say(f"{out / visits.SHEET}")


def _picture(context: Any, path: str, file: Path, media: Media) -> dict[str, Any]:
    """Take one picture of a whole page; return its bytes without the picture, and what was wrong with it."""
    page = context.new_page()
    faults: list[str] = []
    page.on(
        "console",
        lambda said: faults.append(f"The browser complains: {said.text}") if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: faults.append(f"The script fails: {error}"))
    page.emulate_media(
        media="print" if media is Media.PRINT else "screen",
        color_scheme="dark" if media is Media.DARK else "light",
    )
    page.goto(path)
    page.screenshot(path=str(file), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        faults.append(f"{wide} px wider than the screen")
    weight = page.evaluate(WEIGHT)
    page.close()
    return {"bytes": weight, "faults": faults}
