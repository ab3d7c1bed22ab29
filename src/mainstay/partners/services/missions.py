"""Joint missions, plans and appeals: did we take part, was labour included? And the forums that plan them."""

from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Forum, ForumAction, JointMission, Organisation

from .keeping import change_line, enter_line, move_line


def announce_mission(
    *,
    by: Person,
    title: str,
    instrument: str,
    country: str = "",
    led_by: str = "",
    starts_on: date | None = None,
    due_on: date | None = None,
    case_key: int | None = None,
    owner: Person | None = None,
) -> JointMission:
    """Return a mission, plan or appeal of several agencies that was announced; a seat is to be claimed."""
    return enter_line(
        by, JointMission, "partners.record_mission", title=title, instrument=instrument, country=country, led_by=led_by,
        starts_on=starts_on, due_on=due_on or starts_on, case_key=case_key, owner=owner,
    )  # fmt: skip


def change_mission(
    *,
    by: Person,
    mission: JointMission,
    title: str | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Change a mission's title, owner, due day or evidence."""
    change_line(
        by, mission, "partners.record_mission", title=title, owner=owner, due_on=due_on, evidence=evidence
    )


def join_mission(*, by: Person, mission: JointMission, due_on: date | None = None) -> None:
    """Record that we take part; the report is due on `due_on`."""
    later: dict[str, Any] = {"due_on": due_on} if due_on else {}
    move_line(by, mission, "partners.record_mission", rules.MISSION.move(mission.state, "join"), **later)


def report_mission(
    *, by: Person, mission: JointMission, labour_included: str, evidence: str, words: str = ""
) -> None:
    """Record whether labour was included (yes, no, negotiating), in which words, and where that is written."""
    require(rules.why_not_report_mission(labour_included=labour_included, evidence=evidence))
    move_line(by, mission, "partners.record_mission", rules.MISSION.move(mission.state, "report"), labour_included=labour_included, labour_words=words,
        evidence=evidence,
    )  # fmt: skip


def miss_mission(*, by: Person, mission: JointMission, reason: str) -> None:
    """Record that a mission went without us, and why."""
    if not reason.strip():
        raise BadInput("no_reason", _("Say why we did not take part: the next mission learns from it."))
    move_line(
        by,
        mission,
        "partners.record_mission",
        rules.MISSION.move(mission.state, "miss"),
        reason=reason,
        labour_words=reason,
    )


def register_forum(
    *,
    by: Person,
    name: str,
    country: str = "",
    case_key: int | None = None,
    convened_by: Organisation | None = None,
    employment_section: str = "no",
    employment_note: str = "",
    next_meeting: date | None = None,
    owner: Person | None = None,
    evidence: str = "",
) -> Forum:
    """Return a coordination forum, and whether its joint plan has a section on employment."""
    _check_section(employment_section)
    return enter_line(
        by, Forum, "partners.register_forum", title=name, country=country, case_key=case_key, convened_by=convened_by,
        employment_section=employment_section, employment_note=employment_note, due_on=next_meeting, owner=owner,
        evidence=evidence,
    )  # fmt: skip


def _check_section(value: str) -> None:
    if value not in rules.EMPLOYMENT_SECTION:
        raise BadInput(
            "employment_section", _("The joint plan has a section on employment: no, negotiating or yes.")
        )


def record_forum_action(
    *,
    by: Person,
    forum: Forum,
    text: str,
    owner: Organisation | None = None,
    due_on: date | None = None,
    employment_section: str | None = None,
) -> ForumAction:
    """Return what a forum decided; `employment_section` notes how far its joint plan is on employment."""
    with act("partners.record_forum_action", by=by, on=forum) as entry:
        if employment_section is not None:
            _check_section(employment_section)
            entry.change("employment_section", forum.employment_section, employment_section)
            forum.employment_section = employment_section
            forum.save(update_fields=["employment_section"])
        made = ForumAction.objects.create(
            forum=forum, text=text.strip(), owner=owner, decided_on=clock.today(), due_on=due_on
        )
        entry.on(made)
    return made


def complete_forum_action(*, by: Person, action: ForumAction) -> None:
    """Record that what a forum decided was done."""
    with act("partners.record_forum_action", by=by, on=action) as entry:
        if action.done_on is not None:
            raise RuleBroken("done", _("This was done already."))
        action.done_on = clock.today()
        action.save(update_fields=["done_on"])
        entry.note(done=True)


def change_forum(
    *,
    by: Person,
    forum: Forum,
    next_meeting: date | None = None,
    owner: Person | None = None,
    evidence: str | None = None,
    employment_note: str | None = None,
) -> None:
    """Change when a forum meets next, who answers for it, what its plan says on employment, or the evidence."""
    change_line(
        by, forum, "partners.register_forum", due_on=next_meeting, owner=owner, evidence=evidence,
        employment_note=employment_note,
    )  # fmt: skip


def rest_forum(*, by: Person, forum: Forum) -> None:
    """Record that a forum does not meet for the time being."""
    move_line(by, forum, "partners.register_forum", rules.FORUM.move(forum.state, "rest"), due_on=None)


def revive_forum(*, by: Person, forum: Forum, next_meeting: date | None = None) -> None:
    """Record that a forum meets again."""
    move_line(
        by, forum, "partners.register_forum", rules.FORUM.move(forum.state, "revive"), due_on=next_meeting
    )


def close_forum(*, by: Person, forum: Forum, reason: str) -> None:
    """Record that a forum ended."""
    move_line(
        by,
        forum,
        "partners.register_forum",
        rules.FORUM.move(forum.state, "close"),
        reason=reason,
        due_on=None,
    )
