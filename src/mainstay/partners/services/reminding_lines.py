"""Lines of registers whose day has passed: their owners are told, and certificates lapse. Idempotent."""

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _
from mainstay.partners.models import FocalPoint, RegisterLine
from mainstay.partners.selectors.registers import Register, own_registers


def remind_lines() -> int:
    """Tell the owner of each line whose day has passed, once for each day that was set; return how many."""
    today, told = clock.today(), 0
    for register in own_registers():
        rows = register.late(register.model._default_manager.filter(told_late_on__isnull=True), today=today)
        for line in rows.select_related("owner"):
            _tell(register, line, system_person())
            told += 1
    return told


def _tell(register: Register, line: RegisterLine, system: Person) -> None:
    assert line.due_on is not None
    with act("partners.remind_line", by=system, on=line) as entry:
        notices.tell(
            [line.owner_id],
            "line_late",
            _("“{title}” ({register}) was due on {day}: do it, or name another day."),
            key=f"{register.code}:{line.pk}:late:{line.due_on}",
            link=register.address(line),
            title=line.title,
            register=str(register.title),
            day=line.due_on.isoformat(),
        )
        fields = ["told_late_on"]
        line.told_late_on = clock.today()
        if isinstance(line, FocalPoint) and line.state == "CERTIFIED":
            state = register.workflow.move(line.state, "lapse")
            entry.change("state", line.state, state)
            line.state = state
            fields.append("state")
        entry.note(register=register.code, due=line.due_on)
        line.save(update_fields=fields)
