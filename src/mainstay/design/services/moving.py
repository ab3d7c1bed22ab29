"""From approval to close: money, start, revision, hand-over, end."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.design.models import Project

from .reviewing import move
from .telling import tell_case


def activate_project(
    *,
    by: Person,
    project: Project,
    lead: Person | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Project:
    """Start a funded project under its lead; one that was running and revised goes on."""
    with act("design.activate_project", by=by, on=project) as entry:
        verb = "resume" if project.state == "APPROVED" and project.running else "activate"
        if lead is None and project.lead is None:
            raise BadInput("lead", _("Name who leads the project."))
        project.lead = lead or project.lead
        project.starts_on = starts_on or project.starts_on or clock.today()
        project.ends_on = ends_on or project.ends_on
        if project.ends_on is None or project.ends_on < project.starts_on:
            raise BadInput("dates", _("Set the day on which the project ends, after the day it starts."))
        project.running = True
        project.save(update_fields=["lead", "starts_on", "ends_on", "running"])
        move(project, verb, entry)
        entry.note(lead=project.lead_id, starts_on=project.starts_on, ends_on=project.ends_on)
        tell_case(project)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} runs since {day}."),
            reference=project.reference,
            day=project.starts_on.isoformat(),
        )
    return project


def revise_design(*, by: Person, project: Project, reason: str) -> Project:
    """Open an approved design again; a project that runs goes on under its last version meanwhile."""
    with act("design.revise_design", by=by, on=project, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason", _("Write what happened that the design has to change."))
        move(project, "revise", entry)
        project.round += 1
        project.submitted_by = None
        project.save(update_fields=["round", "submitted_by"])
        tell_case(project, why=reason)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} is revised: {why}"),
            reference=project.reference,
            why=reason,
        )
    return project


def hand_over_design(*, by: Person, project: Project, to: str, agreement: str) -> Project:
    """Hand the project over to the national institution that carries it on."""
    with act("design.hand_over_design", by=by, on=project, reason=agreement) as entry:
        if not to.strip() or not agreement.strip():
            raise BadInput("hand_over", _("Name who carries it on, and the agreement under which."))
        move(project, "hand_over", entry)
        project.handed_to = to.strip()
        project.save(update_fields=["handed_to"])
        entry.note(to=project.handed_to)
        tell_case(project)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} was handed over to {to}."),
            reference=project.reference,
            to=project.handed_to,
        )
    return project


def close_design(*, by: Person, project: Project, reason: str) -> Project:
    """Close a project that was handed over or has ended; or drop a draft, with the reason."""
    with act("design.close_design", by=by, on=project, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason", _("Write how it ended."))
        verb = "drop" if not project.running else "close"
        if verb == "drop" and project.versions.exists():
            raise RuleBroken(
                "approved_once", _("An approved design is not dropped; revise it or let it run.")
            )
        move(project, verb, entry)
        project.running, project.closed_at = False, clock.now()
        project.save(update_fields=["running", "closed_at"])
        tell_case(project)
    return project
