"""The crisis before: a made-up flood whose works ended a month ago, played to its figures, lessons and review.

With it the demonstration shows what a young crisis cannot have yet: months of pay, certificates, trends, what was
published, what a donor reads, and a review that waits for its approval.
"""

from datetime import date
from decimal import Decimal

from mainstay.common import clock

from .acts import (
    assessing,
    consulting,
    courses,
    designing,
    funding,
    joining,
    measuring,
    reviewing,
    sites,
    warning,
)
from .acts.calendar import calendar
from .acts.days import after, before
from .plan import Plan
from .theatre import Theatre

SCENARIO = "comoros-flood"
#: The works ended so many days ago.
ENDED = 26
#: Days after the end of the works on which lessons are written and checked, and the review is opened and answered.
LESSONS, CHECKED, REVIEW, ANSWERED = 8, 10, 12, 18


def play(theatre: Theatre) -> Plan:
    """Play the whole road of the earlier crisis up to the review; return who worked where."""
    plan = Plan(theatre.scenario, Decimal(1))
    funding.receive(theatre)
    warning.play_without(theatre)
    joining.play(theatre)
    funding.first_window(theatre)
    assessing.play(theatre)
    designing.write(theatre)
    consulting.play(theatre)
    designing.decide(theatre)
    funding.second_window(theatre)
    designing.start(theatre)
    measuring.agree(theatre)
    eve = before(theatre, 62)
    theatre.act("deliver: sites", "field staff", eve, lambda: sites.engage_field_staff(theatre))
    theatre.act("deliver: sites", "terms", eve, lambda: sites.set_terms(theatre))
    sites.find_policy(theatre)
    _work(theatre, plan)
    _learn(theatre, theatre.scenario.until)
    return plan


def _work(theatre: Theatre, plan: Plan) -> None:
    """Play the works with their courses, up to yesterday."""
    scenes = sorted(
        [*calendar(theatre, plan), *courses.scenes(theatre, plan)], key=lambda scene: (scene.day, scene.order)
    )
    for scene in scenes:
        if scene.day < clock.today():
            theatre.act(scene.stage, scene.name, scene.day, scene.play)


def _learn(theatre: Theatre, ended_on: date) -> None:
    """Play lessons, one of them unchecked yet, and a review with all parties that waits for its approval."""
    theatre.act("learn", "lessons written", after(ended_on, LESSONS), lambda: reviewing.write(theatre))
    theatre.act(
        "learn", "lessons validated", after(ended_on, CHECKED), lambda: reviewing.validate(theatre, most=1)
    )
    theatre.act(
        "learn", "review opened", after(ended_on, REVIEW), lambda: reviewing.open_it(theatre, ended_on)
    )
    theatre.act("learn", "review held", after(ended_on, ANSWERED), lambda: reviewing.hold(theatre))
