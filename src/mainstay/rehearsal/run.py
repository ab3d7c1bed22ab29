"""Playing a scenario from its first warning to its lessons, and writing down what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from mainstay.accounts.selectors import person_by_email

from .acts import closing, courses, midway, opening, sites
from .acts.calendar import calendar
from .acts.days import before
from .cast import address
from .plan import Plan
from .scenario import Scenario, require_lead
from .theatre import Theatre

Say = Callable[[str], None]
#: Progress is told after this many acts.
TELL_EVERY = 25


@dataclass(frozen=True)
class Played:
    """A rehearsal that was played to its end."""

    theatre: Theatre
    plan: Plan


def play(
    scenario: Scenario,
    *,
    scale: Decimal,
    out: Path,
    say: Say,
    without_site: int | None = None,
    until: str = "",
) -> Played:
    """Return the rehearsal of `scenario` at `scale`, played in the database of the settings.

    `without_site` leaves one site out, to see that the totals move. Acts that were played before are passed over,
    so an interrupted rehearsal is started again with the same command.
    """
    require_lead(scenario)
    plan = Plan(scenario, scale, without_site)
    plan.require_fit()
    theatre = Theatre(scenario, scale, out, say, without_site)
    opening.play(theatre, plan)
    _field_staff(theatre)
    scenes = sorted(
        [*calendar(theatre, plan), *courses.scenes(theatre, plan), *midway.scenes(theatre)],
        key=lambda scene: (scene.day, scene.order),
    )
    for number, scene in enumerate(scenes, 1):
        theatre.act(scene.stage, scene.name, scene.day, scene.play)
        if number % TELL_EVERY == 0 or number == len(scenes):
            say(f"{scene.day:%Y-%m-%d}  {number:>5} of {len(scenes)} acts  {scene.name}")
        if until and scene.name == until:
            break
    closing.play(theatre, plan)
    return Played(theatre, plan)


def _field_staff(theatre: Theatre) -> None:
    """Call the people of the field and set the terms; on a second run take them as they are."""
    begin = before(theatre, 62)
    theatre.act("deliver: sites", "field staff", begin, lambda: sites.engage_field_staff(theatre))
    theatre.act("deliver: sites", "terms", begin, lambda: sites.set_terms(theatre))
    for key in sites.FIELD_STAFF:
        if key not in theatre.cast:
            theatre.cast[key] = person_by_email(address(key))
    sites.find_policy(theatre)
    for minimum in sites.later_minimums(theatre):
        theatre.act(
            "deliver: sites",
            f"rate {minimum.isoformat()}",
            minimum - timedelta(days=12),
            lambda day=minimum: sites.raise_rate(theatre, day),  # type: ignore[misc]
        )


def costs(theatre: Theatre) -> Sequence[dict[str, object]]:
    """Return what each stage took: acts, wall seconds, and the process's peak memory after it in MiB."""
    return [
        {"stage": stage, "acts": cost.acts, "seconds": round(cost.seconds, 1), "peak_mib": cost.peak_mib}
        for stage, cost in theatre.costs.items()
    ]
