"""Pages: how long each page takes on a country's full data, alone and with fifty people at work, and how many queries.

Run with ``mainstay bench pages --data DIR [--database URL] [--users 50] [--seconds 60]``; DIR is the folder that
``mainstay rehearse jordan-works --out DIR`` wrote; `--database` names the database where it was not the embedded one.
Without `--data` the whole rehearsal is played first. Pages are found by following the links from each person's first
page, two of each kind. Under load every user asks for a page, reads it for two to eight seconds, and asks for the next
(think time as in ISO/IEC 25023's time behaviour measures). The peer is the smallest page of the same server, the
sign-in form; the limit is 300 ms.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import Timing, alone, report

LIMIT = 0.3
SMALLEST = "/sign-in/login/"
PEOPLE = ("coordinator", "officer", "monitor", "engineer", "fund", "roster", "timekeeper")
SKIPPED = ("/static", "/sign-in", "/language", "/api", "/help")


@dataclass(frozen=True)
class Page:
    """One page as one person sees it, asked for alone."""

    person: str
    session: str
    address: str
    seconds: float
    queries: int
    kilobytes: float


def surroundings(data: Path, database: str) -> dict[str, str]:
    """Return the environment in which the rehearsed crisis is served."""
    work = data / "work"
    return {
        "MAINSTAY_MODE": "embedded",
        "MAINSTAY_VAR": str(work),
        "MAINSTAY_FACTS": str(data / "facts"),
        "MAINSTAY_DATABASE": database or f"sqlite:///{work / 'rehearsal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "mainstay.project.settings",
    }


def crawl(env: dict[str, str], most: int) -> list[Page]:
    """Return each kind of page that the people of the rehearsal reach by links, asked for alone and warm."""
    os.environ.update(env)
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    from django.test import Client

    from mainstay.accounts.selectors import person_by_email
    from mainstay.rehearsal.cast import address

    found: list[Page] = []
    for name in PEOPLE:
        person = person_by_email(address(name))
        if person is None:
            continue
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        found += _pages_of(name, client, most)
    return found


def _pages_of(name: str, client: Any, most: int) -> Iterator[Page]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen, waiting, kinds, done = {"/"}, ["/"], {}, 0  # type: ignore[var-annotated]
    session = client.cookies["sessionid"].value
    while waiting and done < most:
        place = waiting.pop(0)
        client.get(place)
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(place)
        taken = time.perf_counter() - started
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        done += 1
        yield Page(name, session, place, taken, len(asked), len(answer.content) / 1024)
        for link in re.findall(r'href="(/[^"#]*)"', answer.content.decode()):
            link = link.replace("&amp;", "&")  # noqa: PLW2901 - the same link, unescaped
            kind = re.sub(r"[0-9a-f-]{36}|\d+|(?<==)[^&]*", "*", link)
            if link in seen or link.startswith(SKIPPED) or "export=" in link or kinds.get(kind, 0) >= 2:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            seen.add(link)
            waiting.append(link)


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """Serve as `mainstay serve` does, with two processes of four threads; yield the port."""
    port = 8_500 + os.getpid() % 400
    command = [
        sys.executable, "-m", "gunicorn", "mainstay.project.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "4", "--timeout", "120", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env={**os.environ, **env})
    try:
        for _turn in range(600):
            try:
                ask(port, SMALLEST, "")
                break
            except OSError:
                threading.Event().wait(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def ask(port: int, address: str, session: str) -> tuple[int, float]:
    """Return the status of a page and how long it took to the last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"sessionid={session}"} if session else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - started


def at_work(port: int, pages: Sequence[Page], users: int, seconds: float) -> list[float]:
    """Return how long each page took while `users` people work, each reading two to eight seconds."""
    took: list[float] = []
    until = time.perf_counter() + seconds
    pause = threading.Event()

    def work(number: int) -> None:
        draw = random.Random(number)
        own = [page for page in pages if page.person == PEOPLE[number % len(PEOPLE)]] or list(pages)
        pause.wait(draw.uniform(0, 5))
        while time.perf_counter() < until:
            page = draw.choice(own)
            status, taken = ask(port, page.address, page.session)
            took.append(taken if status == 200 else 60.0)
            pause.wait(draw.uniform(2, 8))

    people = [threading.Thread(target=work, args=(number,)) for number in range(users)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return took


def _timing(what: str, took: Sequence[float], share: int) -> Timing:
    value = statistics.quantiles(took, n=100)[share - 1] if len(took) > 1 else took[0]
    return Timing(what, value, 0.0, len(took), 0)


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", type=int, default=140, help="pages for each person")
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or _played(Path(folder) / "out")
        measure(surroundings(data, asked.database), asked)


def _played(out: Path) -> Path:
    play = [
        sys.executable,
        "-c",
        "from mainstay.cli.main import main; main()",
        "rehearse",
        "jordan-works",
        "--out",
    ]
    subprocess.run([*play, str(out)], check=True, stdout=subprocess.DEVNULL)
    return out


def measure(env: dict[str, str], asked: Any) -> None:
    """Ask for every page alone, then let people work, and print both beside the smallest page and the limit."""
    pages = alone(crawl, env, asked.most)
    with served(env) as port:
        for page in random.Random(1).sample(pages, min(len(pages), 200)):
            ask(port, page.address, page.session)
        smallest = [ask(port, SMALLEST, "")[1] for _turn in range(50)]
        busy = at_work(port, pages, asked.users, asked.seconds)
    took = [page.seconds for page in pages]
    slow = sorted(pages, key=lambda page: -page.seconds)
    peer = _timing("the smallest page, alone, p50", smallest, 50)
    timings = [
        peer,
        _timing(f"{len(pages)} pages, each alone, p50", took, 50),
        _timing(f"{len(pages)} pages, each alone, p95", took, 95),
        _timing(f"{asked.users} people at work, p50", busy, 50),
        _timing(f"{asked.users} people at work, p95", busy, 95),
        Timing("the limit", LIMIT, LIMIT, 1, 0),
    ]
    told: dict[str, Any] = {
        "database": env["MAINSTAY_DATABASE"].split(":")[0], "pages over 300 ms": sum(one > LIMIT for one in took),
        "queries, median": statistics.median(page.queries for page in pages),
        "queries, most": max(page.queries for page in pages), "kilobytes, most": round(max(page.kilobytes for page in pages)),
    }  # fmt: skip
    for page in slow[:8]:
        told[f"{page.address} as {page.person}"] = (
            f"{page.seconds:.3f} s, {page.queries} queries, {page.kilobytes:.0f} kB"
        )
    compared = {
        "p95 at work / the smallest page": round(timings[4].wall / peer.wall, 1),
        "p95 at work / limit": round(timings[4].wall / LIMIT, 2),
        "p95 alone / limit": round(timings[2].wall / LIMIT, 2),
    }
    report("pages", timings, told, ratios=compared)


if __name__ == "__main__":
    main()
