"""What is due on cases: reminders, escalations, silence that has run out, tasks that found an owner."""

from mainstay.common import due

from .services.checklist import give_tasks_to_holders
from .services.deciding import end_silences
from .services.reminding import escalate_late, remind_silent, remind_soon, remind_tasks, remind_waivers


@due.check("cases.clocks")
def clocks() -> int:
    """Remind at three quarters of each target's time and escalate what is late."""
    return remind_soon() + escalate_late()


@due.check("cases.decisions")
def decisions() -> int:
    """Remind the silent, and adopt what no objection stands against when its time is over."""
    return remind_silent() + end_silences()


@due.check("cases.tasks")
def tasks() -> int:
    """Give tasks to who holds their role by now, and remind of those that are due."""
    return give_tasks_to_holders() + remind_tasks()


@due.check("cases.waivers")
def waivers() -> int:
    """Remind of rules that were set aside until a day that has passed."""
    return remind_waivers()
