"""What is odd about the interviews of one person, so that somebody looks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interviews:
    """What one interviewer brought: interviews, refusals, and the most on one day."""

    asked: int
    refused: int
    most_in_a_day: int

    @property
    def refused_share(self) -> float:
        """Refusals over all that were tried."""
        tried = self.asked + self.refused
        return self.refused / tried if tried else 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a team can do: minutes of a form, hours a day, refusals that say nothing yet, and how far above the team."""

    minutes: int
    hours_a_day: int
    few_refusals: int
    times_team: float


def interviewer_flags(one: Interviews, *, team_refused_share: float, limits: Limits) -> tuple[str, ...]:
    """Return what is odd: `too_many` in a day, `refusals` above the team's.

    Too many: most on one day · minutes of the form > hours a day · 60. Refusals: not few, and their share more than so
    many times the team's. A flag says “look”, never “guilty”: the checks are those usual in the field (back-check on
    pace and on refusals). The limits are the playbook's. Without unit.

    >>> usual = Limits(minutes=30, hours_a_day=8, few_refusals=5, times_team=2)
    >>> interviewer_flags(Interviews(20, 1, 20), team_refused_share=0.05, limits=usual)
    ('too_many',)
    >>> interviewer_flags(Interviews(8, 6, 4), team_refused_share=0.1, limits=usual)
    ('refusals',)
    """
    found = []
    if one.most_in_a_day * limits.minutes > limits.hours_a_day * 60:
        found.append("too_many")
    if one.refused >= limits.few_refusals and one.refused_share > limits.times_team * team_refused_share:
        found.append("refusals")
    return tuple(found)
