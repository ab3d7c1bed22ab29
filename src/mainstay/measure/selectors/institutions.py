"""What the registers say: lines that were verified here, and records of other stages, in one shape.

A stage below is asked through its selectors; one above says what it has with `provide`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mainstay.common import clock
from mainstay.common.crypto import lookup_digest
from mainstay.measure.models import RegisterEntry

#: The sides of social dialogue, as registers call them.
SIDES = ("government", "employers", "workers")

Rows = Iterable[Mapping[str, Any]]
_providers: dict[str, list[Callable[[], Rows]]] = {"register": [], "cost": []}

#: The columns of the two tables that records fill, and their Arrow types.
COLUMNS = {
    "register": {
        "kind": "string", "key": "string", "day": "date32", "country": "string", "region": "string",
        "project": "int64", "state": "string", "score": "float64", "amount_usd_cents": "int64",
        "requester_type": "string", "origin": "string", "tool": "string", "user_type": "string", "level": "string",
        "partner": "string", "instrument": "string", "standard": "string", "donor": "string", "language": "string",
        "type": "string", "sex": "string", "constituent": "string", "location_type": "string", "mechanism": "string",
        "unit": "string", "women": "int64", "known": "int64",
    },
    "cost": {"key": "string", "project": "int64", "day": "date32", "usd_cents": "int64"},
}  # fmt: skip


def provide(table: str, rows: Callable[[], Rows]) -> None:
    """Let `rows` fill ``register`` or ``cost``: mappings with some of its columns, `kind` and `key` among them."""
    if rows not in _providers[table]:
        _providers[table].append(rows)


def table_rows(table: str) -> list[dict[str, Any]]:
    """Return every row of ``register`` or ``cost``, ordered, each column present."""
    columns = COLUMNS[table]
    found = [{column: row.get(column) for column in columns} for rows in _providers[table] for row in rows()]
    return sorted(found, key=lambda row: (str(row.get("kind", "")), str(row["day"]), str(row["key"])))


def entries_verified() -> Rows:
    """Return the lines of our own registers that another person verified."""
    lines = RegisterEntry.objects.filter(state="VERIFIED").select_related("country")
    for line in lines:
        yield {
            **{name: value for name, value in line.details.items() if name in COLUMNS["register"]},
            "kind": line.kind,
            "key": f"register:{line.pk}",
            "day": line.happened_on,
            "country": line.country_id,
            "region": line.country.region if line.country else None,
            "project": line.project_id,
            "state": line.standing or None,
            "score": line.score,
            "amount_usd_cents": line.amount_usd_cents,
        }


def projects_running() -> Rows:
    """Return the projects that were approved, with what they started to be."""
    from mainstay.design.selectors import projects_of_house

    approved = projects_of_house().filter(approved_at__isnull=False)
    for project in approved:
        started = project.starts_on or (project.approved_at or project.created_at).date()
        yield {
            "kind": "PROJECT",
            "key": f"project:{project.pk}",
            "day": started,
            "country": project.country_id,
            "region": project.country.region,
            "project": project.pk,
        }


def expenses() -> Rows:
    """Return what projects spent, as the ledger of the fund has it."""
    from mainstay.fund.selectors import project_movements

    return [row for row in project_movements() if row["kind"] == "EXPENSE"]


def requests_of_constituents() -> Rows:
    """Return the requests that came in, by who asked first and by which right."""
    from mainstay.decide.selectors import requests_received

    for request in requests_received():
        first = next(iter(request.requesters.all()), None)
        yield {
            "kind": "REQUEST",
            "key": f"request:{request.pk}",
            "day": request.received_at.date() if request.received_at else None,
            "country": request.country_id,
            "region": request.country.region if request.country else None,
            "origin": request.origin or (first.origin if first else None),
            "requester_type": first.organisation.type if first and first.organisation else None,
        }


def advice_given() -> Rows:
    """Return the policy advice of the register of partners, as far as each piece has come."""
    from mainstay.partners.selectors import advice_counted

    for line in advice_counted():
        yield {
            "kind": "ADVICE",
            "key": f"advice:{line.pk}",
            "day": line.given_on or line.entered_at.date(),
            "country": line.country_id,
            "region": line.country.region if line.country else None,
            "state": line.state,
            "score": line.rating,
        }


def joint_plans() -> Rows:
    """Return the joint missions, plans and appeals that were reported, with whether labour was included."""
    from mainstay.partners.selectors import missions_counted

    for line in missions_counted():
        yield {
            "kind": "JOINT_PLAN",
            "key": f"mission:{line.pk}",
            "day": line.starts_on or line.entered_at.date(),
            "country": line.country_id,
            "region": line.country.region if line.country else None,
            "state": "INCLUDED" if line.labour_included == "yes" else "NOT_INCLUDED",
            "instrument": line.instrument,
        }


def representatives_trained() -> Rows:
    """Return who came to held events for government, employers or workers, each person once.

    Who was registered by name is known again by name, side and country; who was only counted is one person for each
    place that the count says.
    """
    from mainstay.partners.selectors import events_counted

    for event in events_counted():
        at_home = event.held_in_id is not None and event.held_in_id == event.country_id
        place = "online" if event.online else ("in_country" if at_home else "abroad")
        common = {
            "kind": "TRAINED", "day": event.starts_on, "country": event.country_id, "location_type": place,
            "region": event.country.region if event.country else None,
        }  # fmt: skip
        named: dict[str, int] = {}
        for person in event.participants.all():
            if person.side in SIDES:
                named[person.side] = named.get(person.side, 0) + 1
                key = lookup_digest(f"{str(person.name).casefold()}:{person.side}:{event.country_id}")
                yield {
                    **common,
                    "key": f"person:{key}",
                    "sex": person.sex or None,
                    "constituent": person.side,
                }
        for side in SIDES:
            for number in range(named.get(side, 0), getattr(event, side)):
                yield {**common, "key": f"event:{event.pk}:{side}:{number}", "constituent": side}


def dialogue_held() -> Rows:
    """Return the sessions of social dialogue with the women who came, and all who came and whose sex is known."""
    from mainstay.partners.selectors import sessions_counted

    for session in sessions_counted():
        mechanism, came = session.mechanism, list(session.attendance.all())
        women = sum(row.women for row in came)
        yield {
            "kind": "DIALOGUE",
            "key": f"session:{session.pk}",
            "day": session.held_on,
            "country": mechanism.country_id,
            "region": mechanism.country.region,
            "mechanism": mechanism.type,
            "women": women,
            "known": women + sum(row.men for row in came),
        }


def focal_points_today() -> Rows:
    """Return each pair of unit and region as it stands today: with a certified focal point, or without."""
    from mainstay.partners.selectors.figures import focal_pairs

    for (unit, region), certified in focal_pairs().items():
        yield {
            "kind": "FOCAL_POINT",
            "key": f"{unit}:{region}",
            "day": clock.today(),
            "region": region,
            "unit": unit,
            "state": "CERTIFIED" if certified else "MISSING",
        }


provide("register", advice_given)
provide("register", representatives_trained)
provide("register", dialogue_held)
provide("register", focal_points_today)
provide("register", joint_plans)
provide("register", requests_of_constituents)
provide("cost", expenses)
provide("register", entries_verified)
provide("register", projects_running)
