"""Money that is committed to a project, or comes back: told by the fund, or recorded by a person for money beside it."""

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.design import rules
from mainstay.design.models import Commitment, Project
from mainstay.design.selectors.funding import funding_of

from .telling import tell_case

#: How money is called that a donor pays to the project itself.
BESIDE = "beside the fund"


def record_funding(
    *, by: Person, project: Project, committed_usd_minor: int, source: str = BESIDE
) -> Project:
    """Note how much a source beside the fund has committed to an approved project, so that it can start.

    Said again for the same source, the new amount stands instead of the old.
    """
    with act("design.record_funding", by=by, on=project) as entry:
        project.refresh_from_db(fields=["state", "running"])
        if not source.strip():
            raise BadInput("source_missing", _("Say who commits the money."))
        require(rules.why_not_record_funding(state=project.state, committed_minor=committed_usd_minor))
        commit_money(by=by, project=project, source=source, usd_minor=committed_usd_minor)
        entry.note(source=source.strip(), committed_usd_minor=committed_usd_minor, state=project.state)
    return project


def commit_money(
    *, by: Person, project: Project, source: str, usd_minor: int, bridging: bool = False
) -> None:
    """Set what one source has committed to a project; zero when all of it came back.

    Part of the act that moves the money (``fund.approve_grant``), as `report_stage` is. An approved project is funded
    with its first money, and is not any more when all of it came back before its start.
    """
    project.refresh_from_db(fields=["state", "running"])
    earlier = Commitment.objects.filter(project=project, source=source.strip()).first()
    before = earlier.usd_minor if earlier else 0
    require(rules.why_not_commit(state=project.state, more=usd_minor > before))
    Commitment.objects.update_or_create(
        project=project,
        source=source.strip(),
        defaults={
            "usd_minor": usd_minor, "bridging": bridging, "committed_by": by, "committed_at": clock.now(),
        },
    )  # fmt: skip
    if usd_minor > before and project.state in rules.RUNNING and not bridging:
        held = funding_of(project)
        require(rules.why_not_fund(needed_minor=held.needed, committed_minor=held.firm))
    settle_state(project, by=by)


def settle_state(project: Project, *, by: Person) -> None:
    """Bring an approved project that has not started to the state that its money gives it; part of an act."""
    if project.running or project.state not in {"APPROVED", "FUNDED"}:
        return
    held = project.commitments.filter(usd_minor__gt=0).exists()
    if held == (project.state == "FUNDED"):
        return
    project.state = rules.PROJECT.move(project.state, "fund" if held else "release")
    project.save(update_fields=["state"])
    tell_case(project)
    said = (
        _("{reference} is funded.") if held else _("The money of {reference} came back; it waits for other.")
    )
    note(project.case, by=by, stage="design", msgid=said, reference=project.reference)
