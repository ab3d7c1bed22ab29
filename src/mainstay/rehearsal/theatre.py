"""Where a rehearsal is played: its own database, its cast, its calendar, and what each act took.

Every act is one transaction and leaves its name in the audit, so that an interrupted rehearsal goes on behind the
last act that was whole.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from mainstay.accounts.models import Person
from mainstay.common import audit, clock
from mainstay.common.models import AuditEntry

from .pace import Pace, pace_of
from .scenario import Scenario

Say = Callable[[str], None]
PLAYED = "rehearsal.act"


@dataclass
class Cost:
    """What the acts of one stage took: wall seconds, and the peak of the process's memory after them in MiB."""

    seconds: float = 0.0
    peak_mib: int = 0
    acts: int = 0


@dataclass
class Theatre:
    """One rehearsal while it is played.

    `pace` turns days of the long road into days of the calendar: a demonstration plays months in two weeks.
    `password` is what the cast signs in with; without one nobody can. `story` tells the acts of one story from those of
    another that is played in the same house.
    """

    scenario: Scenario
    scale: Decimal
    out: Path
    say: Say
    without_site: int | None = None
    pace: Pace | None = None
    password: str | None = None
    story: str = ""
    cast: dict[str, Person] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)
    props: dict[str, Any] = field(default_factory=dict)
    _played: set[str] | None = None

    def paced(self, days: float) -> float:
        """Return how long before the works a day of the long road lies in this story."""
        return (self.pace or pace_of(self.scenario.lead))(days)

    def person(self, part: str) -> Person:
        """Return who plays `part`, as the roles hold now."""
        return self.cast[part]

    def played(self, name: str) -> bool:
        """Return whether an act was played before, in this run or an interrupted one."""
        if self._played is None:
            entries = AuditEntry.objects.filter(action=PLAYED).values_list("facts", flat=True)
            self._played = {facts["act"] for facts in entries}
        return name in self._played

    def act(self, stage: str, name: str, day: date | datetime, play: Callable[[], object]) -> None:
        """Play one act at its day, whole or not at all; skip it when it was played before."""
        name = f"{self.story}: {name}" if self.story else name
        if self.played(name):
            return
        started = time.perf_counter()
        with clock.at(day), transaction.atomic():
            play()
            audit.write(audit.Draft(action=PLAYED, actor_id=None, facts={"act": name}))
        assert self._played is not None
        self._played.add(name)
        cost = self.costs.setdefault(stage, Cost())
        cost.seconds += time.perf_counter() - started
        cost.acts += 1
        cost.peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
