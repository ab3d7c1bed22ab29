"""What every page shows around its content: the rail of stages, the languages, the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mainstay.page.doors import action_of
from mainstay.page.help import HelpPage, help_for, in_language
from mainstay.page.languages import drafts

Opens = Callable[[str], bool]

#: The rail: the nine stages in the order of the road, then what stands beside it.
RAIL: Mapping[str, Any] = {
    "watch": _("Watch"),
    "decide": _("Decide"),
    "assess": _("Assess"),
    "design": _("Design"),
    "fund": _("Fund"),
    "staff": _("Staff"),
    "deliver": _("Deliver"),
    "measure": _("Measure"),
    "learn": _("Learn"),
    "partners": _("Partners"),
    "playbook": _("Playbook"),
}

#: What each stage and each part of one is called, wherever a record, a right or a sentence names it by its code.
STAGE_NAMES: Mapping[str, Any] = {
    **RAIL,
    "cases": _("Cases"), "works": RAIL["deliver"], "skills": RAIL["deliver"], "lessons": RAIL["learn"],
    "library": RAIL["learn"], "accounts": _("Account and rights"), "web": _("Pages of the whole"),
}  # fmt: skip

#: The stage whose pages lie under other addresses than its own.
ALSO: Mapping[str, tuple[str, ...]] = {
    "deliver": ("/skills/", "/records/works/", "/records/skills/", "/do/works/", "/do/skills/"),
    "learn": ("/records/lessons/", "/records/library/", "/do/lessons/", "/do/library/"),
    "partners": ("/registers/",),
}

#: The letter after “g” that goes there; where two stages begin alike the later one takes another letter.
KEYS = {"watch": "w", "decide": "d", "assess": "a", "design": "e", "fund": "f", "staff": "s", "deliver": "r",
        "measure": "m", "learn": "l", "partners": "p", "playbook": "b"}  # fmt: skip

#: Which of its stage's own addresses a stage is entered by, where it is not named like the stage.
ENTRANCES = {"deliver": "works"}


@dataclass(frozen=True)
class RailEntry:
    """One line of the rail; without an address it is shown as text."""

    code: str
    name: Any
    address: str
    current: bool
    apart: bool = False
    count: int = 0
    key: str = ""

    @property
    def letter(self) -> str:
        """The letter after “g”."""
        return self.key.removeprefix("g ")


def _address(code: str) -> str:
    try:
        return reverse(ENTRANCES.get(code, code))
    except NoReverseMatch:
        return ""


def rail(path: str, opens: Opens = lambda _action: True) -> list[RailEntry]:
    """Return the rail as it stands on the page at `path`; a stage's first page is the address named like it.

    `opens` says whether an action is open to the reader: what is not is shown as text, not as a door that is shut.
    """
    entries = []
    for code, name in RAIL.items():
        address = _address(code)
        if address and not opens(action_of(resolve(address).func) or ""):
            address = ""
        current = path.startswith(
            (address or f"/{code}/", f"/records/{code}/", f"/do/{code}/", *ALSO.get(code, ()))
        )
        key = f"g {KEYS[code]}"
        entries.append(RailEntry(code, name, address, current, apart=code == "partners", key=key))
    return entries


def _help(request: HttpRequest) -> tuple[HelpPage, ...]:
    match = request.resolver_match
    found = help_for(match.url_name or "", request.path) if match else ()
    language = get_language() or settings.LANGUAGE_CODE
    return tuple(in_language(page, language) for page in found)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame template needs on every page."""
    in_cases = request.path.startswith(("/cases/", "/records/cases/", "/do/cases/"))
    opens = getattr(request, "opens", lambda _action: False)
    return {
        "organisation": settings.ORGANISATION,
        "rail": rail(request.path, opens),
        "in_cases": in_cases,
        "opens_cases": opens("cases.read_cases"),
        "help_pages": _help(request),
        "drafts": drafts((get_language() or settings.LANGUAGE_CODE)[:2]),
    }
