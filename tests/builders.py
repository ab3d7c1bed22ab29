"""People, places and cases for tests, made through the services that people use."""

from datetime import date
from itertools import count
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.rules import NUMBERED
from mainstay.accounts.services import assign_role, invite_person
from mainstay.accounts.services.people import ensure_own_accounts
from mainstay.cases.models import Case
from mainstay.cases.services import open_case
from mainstay.cases.services.places import load_places
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.design.models import Project

_numbers = count(1)


def country(iso3: str = "COM") -> Country:
    """Return a country of the shipped list."""
    found = Country.objects.filter(pk=iso3).first()
    if found is None:
        load_places(only={iso3})
        found = Country.objects.get(pk=iso3)
    return found


def operator() -> Person:
    """Return the account of the terminal, which may add people and give roles."""
    ensure_own_accounts()
    return Person.objects.acting()


def system() -> Person:
    """Return the account in whose name clocks and reminders act."""
    ensure_own_accounts()
    return Person.objects.system()


def person(role: str = "", kind: str = "", key: str = "", *, name: str = "", **dates: Any) -> Person:
    """Return a new person who holds `role` in one scope; global roles everywhere, country roles in the Comoros."""
    from mainstay import playbook

    number = next(_numbers)
    made = invite_person(by=operator(), email=f"person{number}@example.org", name=name or f"Person {number}")
    if role:
        natural = playbook.current().roles[role].scope
        kind = kind or natural
        key = (
            key
            or {"country": "COM", "region": "Africa", "programme": "JPR"}.get(kind)
            or ("1" if kind in NUMBERED else "*")
        )
        if kind == "country":
            country(key)
        # Held since long ago, so that a test may play at any day.
        dates.setdefault("starts_on", date(2000, 1, 1))
        assign_role(by=operator(), person=made, role=role, scope_kind=kind, scope_key=key, **dates)
    return made


def case(**details: Any) -> Case:
    """Return an open case of a cyclone in the Comoros."""
    country(details.get("countries", ["COM"])[0])
    details.setdefault("by", None)
    by = details.pop("by") or person("TT_COORD")
    given: dict[str, Any] = {"name": "Cyclone", "countries": ["COM"], "crisis_types": ["DISASTER_RAPID"]}
    return open_case(by=by, **{**given, **details})


def let_run(project: Project) -> Project:
    """Return a draft as a project that runs; the road to its approval is tried in `tests/design`."""
    Project.objects.filter(pk=project.pk).update(
        state="ACTIVE", running=True, approved_by=operator(), approved_at=clock.now()
    )
    project.refresh_from_db()
    return project
