"""Who looks at the pages, which kinds of page each reaches by links, and the list of what was seen.

A kind of page is one route, in each stage once; the first to reach it looks. The situation room and the page of one's
own organisation are another page for each who looks.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from mainstay.accounts.models import Person

#: Whose eyes are lent: the first who holds each of these roles.
ROLES = (
    "TT_COORD", "TT_CHAIR", "CPO", "CD", "ME", "ROSTER", "FUND", "TIMEKEEPER", "SITE_ENG", "PAY_OFF", "SAF_OFF", "KM", "ADMIN",
    "CONST_GOV", "CONST_EMP", "CONST_WORK", "DONOR",
)  # fmt: skip
PUBLIC, CARD = "public", "card"
#: Addresses that are no pages to look at, or that end the session.
PASSED_OVER = ("/sign-in/logout/", "/language/", "/static/", "/api/")
OWN = {"", "organisation/"}
#: What no link but a form leads to, and where who has no account begins.
STARTS = (
    "/",
    "/cases/?seen=board",
    "/cases/?seen=map",
    "/search/?q=ro",
    "/works/cards/",
    "/sign-in/2fa/",
    "/me/rights/",
)
PUBLIC_STARTS = (
    "/public/",
    "/mine/",
    "/sign-in/login/",
    "/sign-in/password/reset/",
    "/help/",
    "/no-such-page/",
)
LINK = re.compile(r'\bhref="(/[^"#]*)')
VARIES = re.compile(r"<[^>]*>|\(\?P.*?\)")
#: How many addresses of one kind are tried before it counts as shut for who looks.
TRIES = 3
INDEX, SHEET = "index.json", "index.html"


@dataclass(frozen=True)
class Looker:
    """One who looks: a person with an account, a worker with a card, or anybody."""

    name: str
    role: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[str, ...] = STARTS


@dataclass(frozen=True)
class Visit:
    """One kind of page: its name, its address, and who looks at it."""

    kind: str
    path: str
    role: str
    who: str


def lookers(email: str = "") -> list[Looker]:
    """Return who looks: the person with this e-mail, or one of each role, a worker with a card, and anybody."""
    from mainstay.accounts.models import Person

    if email:
        return [_account(Person.objects.acting(email), "")]
    found: list[Looker] = []
    taken: set[int] = set()
    for role in ROLES:
        person = _first(role, taken)
        if person is not None:
            taken.add(person.pk)
            found.append(_account(person, role))
    if not found:
        found.append(_account(Person.objects.acting(), "local"))
    return [*found, *_card(), Looker(PUBLIC, PUBLIC, starts=PUBLIC_STARTS)]


def _first(role: str, taken: set[int]) -> "Person | None":
    """Return the first who holds this role today, of those that do not look already."""
    from mainstay.accounts.models import Person, RoleAssignment
    from mainstay.common import clock
    from mainstay.common.constraints import in_force

    holding = RoleAssignment.objects.filter(in_force(clock.today()), role=role)
    keys = holding.exclude(person__in=taken).values("person")
    return Person.objects.filter(pk__in=keys, is_active=True).order_by("pk").first()


def _account(person: "Person", role: str) -> Looker:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return Looker(person.name, role or person.email, {"sessionid": str(session.session_key)})


def _card() -> Iterator[Looker]:
    """Yield a worker who was given a card, if there is one."""
    from mainstay.deliver.works.models import Worker
    from mainstay.deliver.works.views.mine import COOKIE, signed

    worker = Worker.objects.exclude(pin_hash="").order_by("pk").first()
    if worker is not None:
        yield Looker(CARD, CARD, {COOKIE: signed(worker)}, ("/mine/", "/mine/complain/", "/mine/data/"))


def kind_of(path: str, looker: Looker) -> str | None:
    """Return the name of the kind of page at this address, or None where no page is.

    What varies in the route is written as x, but the stage as itself.
    """
    from django.urls import Resolver404, resolve

    asked = urlsplit(path)
    if path.startswith(PASSED_OVER) or "export" in parse_qs(asked.query):
        return None
    try:
        match = resolve(asked.path)
    except Resolver404:
        return "not-found"
    stage = str(match.kwargs.get("stage", "x"))
    route = VARIES.sub(lambda part: stage if "stage" in part[0] else "x", str(match.route))
    name = re.sub(r"[^\w]+", "-", route).strip("-") or "situation-room"
    if match.route in OWN:
        name += f"-{looker.role.lower()}"
    return "-".join([name, *parse_qs(asked.query).get("seen", [])])


def reached(
    browser: Any, address: str, who: list[Looker], *, most: int, shut: Callable[[str], None] = print
) -> Iterator[Visit]:
    """Yield the first address of each kind of page, walking from link to link as each; tell `shut` of links that fail."""
    found: set[str] = set()
    for looker in who:
        context = browser.new_context(base_url=address, locale="en")
        let_in(context, address, looker, "en")
        for visit in _walked(context.request, looker, shut):
            if visit.kind not in found and len(found) < most:
                found.add(visit.kind)
                yield visit
        context.close()


def let_in(context: Any, address: str, looker: Looker, language: str) -> None:
    """Give a browser the cookies of who looks."""
    given = {**looker.cookies, "django_language": language}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in given.items()])


def _walked(asking: Any, looker: Looker, shut: Callable[[str], None]) -> Iterator[Visit]:
    waiting, tried = [(path, "") for path in looker.starts], Counter[str]()
    while waiting:
        path, start = waiting.pop(0)
        kind = kind_of(path, looker)
        if kind is None or tried[kind] >= TRIES:
            continue
        tried[kind] += 1
        answer = asking.get(path)
        if start and not answer.ok:
            shut(f"{looker.role}: {start} leads to {path}: {answer.status}")
        led = urlsplit(answer.url)
        path = f"{led.path}?{led.query}".rstrip("?")
        kind = kind_of(path, looker)
        if kind is None or tried[kind] > TRIES or "html" not in answer.headers.get("content-type", ""):
            continue
        if answer.ok or kind == "not-found":
            tried[kind] = TRIES + 1
            yield Visit(kind, path, looker.role, looker.name)
            waiting += [(html.unescape(link), path) for link in LINK.findall(answer.text())]


def kept(out: Path) -> dict[str, Any]:
    """Return what an earlier call wrote down in this folder: the pages, and what was seen of each picture."""
    index = out / INDEX
    if not index.exists():
        return {"pages": [], "pictures": {}}
    return dict(json.loads(index.read_text(encoding="utf-8")))


def keep(out: Path, visits: list[Visit], pictures: dict[str, Any]) -> None:
    """Write the list down: as data, to go on from, and as a sheet of pictures, to look at."""
    told = {"pages": [asdict(visit) for visit in visits], "pictures": pictures}
    (out / INDEX).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    rows = "".join(_row(visit, pictures) for visit in visits)
    (out / SHEET).write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><style>body{{font:16px sans-serif}}'
        f"img{{max-height:24rem;max-width:24rem;border:1px solid #999;vertical-align:top}}</style>{rows}</html>",
        encoding="utf-8",
    )


def _row(visit: Visit, pictures: dict[str, Any]) -> str:
    shown, said = "", []
    for file, seen in pictures.items():
        if seen["kind"] == visit.kind:
            shown += f' <a href="{file}"><img loading="lazy" src="{file}" alt="{file}"></a>'
            said += [f"{file}: {fault}" for fault in seen["faults"]]
    faults = "".join(f"<br><strong>{html.escape(fault)}</strong>" for fault in said)
    heaviest = max((seen["bytes"] for seen in pictures.values() if seen["kind"] == visit.kind), default=0)
    told = f"{html.escape(visit.who)} ({visit.role}), {html.escape(visit.path)}, {heaviest / 1000:.0f} kB"
    return f"<h2>{visit.kind}</h2><p>{told}{faults}</p><p>{shown}</p>\n"
