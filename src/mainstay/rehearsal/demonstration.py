"""The crisis that `./go` opens: a made-up cyclone, played with the rehearsal's own acts up to about its seventeenth day.

A surge team is on site, two grants of window 1 are paid, the assessment is being collected, employers and unions were
heard; the design is still a draft, and the first sites are open under a signed early start. Everything in it is synthetic and says so.
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from mainstay.common import clock
from mainstay.deliver.works.selectors.workers import workers_visible
from mainstay.deliver.works.services.own import make_complaint
from mainstay.deliver.works.services.workers import card_number, issue_card
from mainstay.measure.services import build_facts

from . import earlier
from .acts import (
    arriving,
    assessing,
    consulting,
    counting,
    designing,
    first_pay,
    funding,
    going,
    joining,
    measuring,
    more_money,
    more_people,
    preparing,
    sites,
    talking,
    warning,
    works,
)
from .acts.days import before
from .pace import between
from .plan import Plan
from .scenario import Scenario, load
from .theatre import Theatre

Say = Callable[[str], None]
SCENARIO = "comoros-cyclone"
#: The works began so many days ago.
WORKED = 2
#: Days before the works in the long story, and in this short one.
PACE = (
    (0, 0.0), (88, -45.0), (89, 2.4), (92, 3.0), (95, 3.4), (97, 3.6), (99, 3.8), (101, 4.0), (110, 5.0), (124, 8.0),
    (126, 9.0), (127, 9.4), (129, 10.2), (130, 10.6), (131, 11.0), (132, 12.9), (133, 13.2), (134, 13.4), (135, 13.6),
    (142, 13.8), (143, 14.0), (144, 14.4), (145, 14.8), (146, 15.2), (158, 16.0), (160, 17.0),
)  # fmt: skip
FILE = "demonstration.json"


def pace(days: float) -> float:
    """Return how long before the works a day of the long story lies in the short one.

    >>> pace(145) < 15
    True
    """
    return between(PACE, days)


def moved(scenario: Scenario, by: timedelta) -> Scenario:
    """Return the scenario with all its dates moved."""
    phases = tuple(replace(phase, first=phase.first + by, last=phase.last + by) for phase in scenario.phases)
    counted = scenario.persons_counted_on + by
    return replace(
        scenario,
        onset=scenario.onset + by,
        until=scenario.until + by,
        phases=phases,
        persons_counted_on=counted,
    )


def play(*, say: Say) -> None:
    """Play the demonstration in the database of the settings, and give its accounts one password of their own."""
    password = "-".join(secrets.token_hex(2) for _part in range(3))
    before_it = _stage(earlier.SCENARIO, say, password, story="flood")
    arriving.play(before_it)
    earlier.play(before_it)
    theatre = _stage(SCENARIO, say, password)
    theatre.cast = before_it.cast
    plan = Plan(theatre.scenario, Decimal(1))
    funding.receive(theatre)
    warning.play(theatre)
    joining.play(theatre)
    funding.first_window(theatre)
    funding.no_regret(theatre)
    going.set_out(theatre)
    assessing.collect(theatre, part=0.6)
    designing.write(theatre)
    consulting.play(theatre)
    counting.play(theatre)
    talking.play(theatre)
    preparing.play(theatre)
    _works(theatre, plan)
    more_people.play(theatre)
    more_money.play(theatre)
    _count(theatre, before_it)
    _hand_out(theatre, before_it)


def _stage(name: str, say: Say, password: str, story: str = "") -> Theatre:
    """Return where one of the two stories is played: its works began, or ended, some days ago."""
    told, today = load(name), clock.today()
    if story:
        by = today - timedelta(days=earlier.ENDED) - told.until
    else:
        by = today - timedelta(days=WORKED) - told.phases[0].first
    out = Path(settings.VAR) / "demonstration" / story
    out.mkdir(parents=True, exist_ok=True)
    return Theatre(
        moved(told, by), Decimal(1), out, say, pace=None if story else pace, password=password, story=story
    )


def _works(theatre: Theatre, plan: Plan) -> None:
    eve = before(theatre, 89)
    theatre.act("deliver: sites", "field staff", eve, lambda: sites.engage_field_staff(theatre))
    theatre.act("deliver: sites", "terms", eve, lambda: sites.set_terms(theatre))
    sites.find_policy(theatre)
    for place in plan.places:
        _prepare(theatre, plan, place)
    theatre.act(
        "deliver: sites",
        "early start",
        before(theatre, 89, 15),
        lambda: sites.sign_early_start(theatre, plan),
    )
    for place in plan.places:
        _open(theatre, plan, place)
    first_pay.play(theatre, plan)


def _prepare(theatre: Theatre, plan: Plan, place: Any) -> None:
    eve, number = before(theatre, 89), place.number
    theatre.act("deliver: sites", f"prepare {number}", eve, lambda: sites.prepare_site(theatre, plan, place))
    theatre.act(
        "deliver: people", f"register {number}", eve, lambda: works.register_people(theatre, plan, place)
    )


def _open(theatre: Theatre, plan: Plan, place: Any) -> None:
    number, first = place.number, place.days[0]
    theatre.act("deliver: sites", f"open {number}", first, lambda: sites.open_site(theatre, place))
    for position in plan.cohorts(place)[:1]:
        theatre.act(
            "deliver: people",
            f"cohort {number}",
            place.days[position],
            lambda position=position: works.start_cohort(theatre, plan, place, position),  # type: ignore[misc]
        )


def _count(theatre: Theatre, before_it: Theatre) -> None:
    """Count both crises, and publish what the earlier one came to."""
    now = clock.now()
    measuring.agree(theatre, ("JB-",))
    # Facts are read past Django, so no connection of ours may hold the file meanwhile.
    connection.close()
    build_facts(by=theatre.person("monitor"))
    theatre.act("measure", "figures counted", now, lambda: measuring.compute(theatre))
    before_it.act("measure", "figures published", now, lambda: measuring.publish(before_it))
    before_it.act("measure", "report to the donor", now, lambda: measuring.report(before_it))


def _give_card(theatre: Theatre) -> dict[str, str]:
    """Return number and PIN of the card of one worker of the earlier works, with which she sees her days and pay."""
    rows = workers_visible(theatre.person("officer")).filter(project=theatre.props["project"])
    worker = rows.select_related("project").order_by("card")[0]
    make_complaint(
        project=worker.project, category="hours", worker=worker,
        words="Synthetic: on the last day we stayed an hour longer.",
    )  # fmt: skip
    return {"number": card_number(worker), "pin": issue_card(by=theatre.person("timekeeper"), worker=worker)}


def _hand_out(theatre: Theatre, before_it: Theatre) -> None:
    """Write the demonstration's accounts with their password, and a worker's card, into a file that only its owner reads."""
    accounts = []
    for key, person in theatre.cast.items():
        roles = sorted(set(person.roles.values_list("role", flat=True)))
        accounts.append({"e-mail": person.email, "name": person.name, "part": key, "roles": ", ".join(roles)})
    told = {"password": theatre.password, "accounts": accounts, "card": _give_card(before_it)}
    content = json.dumps(told, indent=1, ensure_ascii=False)
    handle = os.open(Path(settings.VAR) / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(content)


def accounts() -> dict[str, Any] | None:
    """Return the demonstration's password and accounts, or None where there is no demonstration."""
    path = Path(settings.VAR) / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
