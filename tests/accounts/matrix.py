"""What the rights data allows, worked out a second time: by walking a small world instead of comparing scopes.

The world has two branches that share nothing, so that “elsewhere” is elsewhere for every kind of scope::

    global ─┬─ region 1 ─ country 1 ─ case 1 ─ project 1 ─ site 1, desk 1, course 1
            └─ region 2 ─ country 2 ─ case 2 ─ project 2 ─ site 2, desk 2, course 2
    global ─┬─ organisation 1 ─ agreement 1          global ─┬─ programme 1
            └─ organisation 2 ─ agreement 2                  └─ programme 2

Reads the YAML itself, with nothing of the product but the files.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

RIGHTS = Path(__file__).parents[2] / "src/mainstay/playbook/content/rights"
WITHIN = {
    "region": "global",
    "country": "region",
    "case": "country",
    "project": "case",
    "site": "project",
    "desk": "project",
    "course": "project",
    "organisation": "global",
    "agreement": "organisation",
    "programme": "global",
}
#: Kinds of scope at which the world has places.
KINDS = ("global", *WITHIN)


@dataclass(frozen=True)
class Row:
    """One grant as it stands in a file, for one role."""

    role: str
    scope: str
    condition: str | None
    natural: bool


@cache
def _files():
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(RIGHTS.glob("*.yaml"))
    }


@cache
def roles():
    """Return each role with its own kind of scope and the other kinds at which it is held."""
    return {row["code"]: (row["scope"], tuple(row.get("holds_at", ()))) for row in _files()["roles"]["roles"]}


@cache
def actions():
    """Return the codes of all actions."""
    return [row["code"] for held in _files().values() for row in held.get("actions", ())]


@cache
def rows():
    """Return the grants of each action, groups opened."""
    groups = {row["code"]: row["roles"] for row in _files()["roles"]["role_groups"]}
    found = {code: [] for code in actions()}
    for held in _files().values():
        for grant in held.get("grants", ()):
            for name in grant["roles"]:
                for role in groups.get(name, [name]):
                    own = roles()[role][0]
                    scope = grant.get("scope", "natural")
                    scope = own if scope == "natural" else scope
                    for action in grant["actions"]:
                        found[action].append(Row(role, scope, grant.get("condition"), scope == own))
    return found


def ancestors(place):
    """Return `place` and all that lies round it, nearest first."""
    kind, key = place
    found = [place]
    while kind in WITHIN:
        kind = WITHIN[kind]
        found.append((kind, "*" if kind == "global" else key))
    return found


@dataclass(frozen=True)
class Record:
    """A record: the deepest places in which it lies, and how it is tied to the person who asks."""

    leaves: tuple[tuple[str, str], ...]
    own: bool = False
    assigned: bool = False
    of_my_organisation: bool = False

    @property
    def places(self):
        """All places in which it lies."""
        return {place for leaf in self.leaves for place in ancestors(leaf)}


def lies(branch):
    """Return the deepest places of one branch of the world."""
    return tuple((kind, branch) for kind in ("site", "desk", "course", "agreement", "programme"))


#: Records to ask about: here, elsewhere, and each way of being tied to the person.
RECORDS = {
    "here": Record(lies("1")),
    "elsewhere": Record(lies("2")),
    "own, elsewhere": Record(lies("2"), own=True),
    "assigned, elsewhere": Record(lies("2"), assigned=True),
    "of my organisation, elsewhere": Record(lies("2"), of_my_organisation=True),
}


def reaches(row, held_at, record):
    """Return whether a grant reaches a record from where its role is held, by walking from place to place."""
    if row.scope == "public":
        return True
    if row.scope == "own":
        return record.own
    if row.scope == "assigned":
        return record.assigned or (row.natural and held_at in record.places)
    if held_at[0] in {"global", "system"}:
        return True
    if row.natural:
        return held_at in record.places
    if row.scope in {"global", "system"}:
        return True
    if row.scope in {"organisation", "agreement"} and record.of_my_organisation:
        return True
    round_kind = [kind for kind, _key in ancestors((row.scope, "1"))]
    if held_at[0] in round_kind:
        return held_at in record.places
    outwards = [place for place in ancestors(held_at) if place[0] == row.scope]
    return any(place in record.places for place in outwards)


def allowed(action, role, held_at, record, *, conditions_met):
    """Return whether `role`, held at one place without an end, may do `action` on `record`."""
    found = [row for row in rows()[action] if row.role == role and reaches(row, held_at, record)]
    found += [row for row in rows()[action] if row.role == "PUBLIC" and reaches(row, ("global", "*"), record)]
    # Whoever signs in has what every role of the group has, whatever the role.
    found += [row for row in everybodys(action) if reaches(row, ("none", "*"), record)]
    usable = [
        row for row in found if row.condition is None or (conditions_met and row.condition != "within_dates")
    ]
    return bool(usable)


@cache
def everybodys(action):
    """Return the grants that name everybody who signs in."""
    return [
        Row("SIGNED_IN", grant["scope"], grant.get("condition"), natural=False)
        for held in _files().values()
        for grant in held.get("grants", ())
        if "SIGNED_IN" in grant["roles"] and action in grant["actions"]
    ]
