"""What the registers wait for: lines of one's own that are due, and messages that wait for agreement."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.common import clock
from mainstay.page.panels import Wait, Waiting, wait
from mainstay.page.words import day, number
from mainstay.partners.models import Message
from mainstay.partners.selectors.registers import lines_due, register_of

SHOWN = 5


@wait("partners.registers", order=80)
def lines_waiting(person: Person) -> Wait | None:
    """Return the lines that this person answers for and that are late or due within a week; in one query."""
    found, today = lines_due(person), clock.today()
    rows = [
        Waiting(
            line.title,
            line.address,
            gettext("{register}, due {day}").format(register=line.register.title, day=day(line.due_on)),
            late=line.due_on < today,
        )
        for line in found[:SHOWN]
    ]
    words = ngettext(
        "{count} line of a register is yours to do", "{count} lines of registers are yours to do", len(found)
    )
    return Wait(
        gettext("Registers"), words.format(count=number(len(found))), len(found), rows, reverse("registers")
    )


@wait("partners.messages", order=85)
def messages_waiting(person: Person) -> Wait | None:
    """Return the public messages to which this person may agree or not."""
    if not may_anywhere(person, "learn.approve_message"):
        return None
    register = register_of(Message)
    waiting = (
        register.lines(person).filter(state="SUBMITTED").exclude(entered_by=person).order_by("entered_at")
    )
    rows = [message for message in waiting[:50] if may(person, "learn.approve_message", message)]
    words = ngettext(
        "{count} public message waits for your agreement",
        "{count} public messages wait for your agreement",
        len(rows),
    )
    shown = [
        Waiting(
            message.title,
            register.address(message),
            gettext("version {version}").format(version=message.version),
        )
        for message in rows[:SHOWN]
    ]
    return Wait(
        gettext("Public messages"),
        words.format(count=number(len(rows))),
        len(rows),
        shown,
        reverse("register_messages"),
    )
