"""What a project does differently so as to do no harm: by hand, or taken over from who read the conflict."""

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.design.models import Precaution, Project
from mainstay.design.selectors import measures_offered

from .changing import changing


def record_precaution(
    *, by: Person, project: Project, risk: str, measure: str, owner_role: str, due: str
) -> Precaution:
    """Return what the project does differently so as to do no harm: which risk it answers, by whom, when."""
    with changing("design.record_risk", by=by, project=project, reason=risk) as entry:
        held = _checked(risk, measure, owner_role, due)
        made = Precaution.objects.create(project=project, **held)
        entry.note(precaution=made.pk)
    return made


def change_precaution(
    *, by: Person, precaution: Precaution, risk: str, measure: str, owner_role: str, due: str
) -> Precaution:
    """Write a precaution afresh; where it was taken over, its source stays. One that was left out comes back."""
    with changing("design.record_risk", by=by, project=precaution.project, reason=risk) as entry:
        for name, value in _checked(risk, measure, owner_role, due).items():
            setattr(precaution, name, value)
        precaution.left_out_because = ""
        precaution.save()
        entry.note(precaution=precaution.pk)
    return precaution


def leave_out_precaution(*, by: Person, precaution: Precaution, reason: str) -> Precaution:
    """Leave a precaution out of the project, with the reason; it stays on record."""
    with changing("design.record_risk", by=by, project=precaution.project, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason", _("Write why the project does not do this."))
        precaution.left_out_because = reason.strip()
        precaution.save(update_fields=["left_out_because"])
        entry.note(precaution=precaution.pk, left_out=True)
    return precaution


def take_over_precautions(*, by: Person, project: Project, reason: str = "") -> list[Precaution]:
    """Return the precautions that were made of what the conflict readings behind the project ask to do differently.

    Once the project is approved, `reason` says why it is changed.
    """
    with changing("design.record_risk", by=by, project=project, reason=reason) as entry:
        made = _taken_over(by, project)
        if not made:
            words = _("No reading of the conflict asks for anything that this design has not decided on yet.")
            raise RuleBroken("nothing_offered", words)
        entry.note(taken_over=len(made))
    return made


def _taken_over(by: Person, project: Project) -> list[Precaution]:
    return Precaution.objects.bulk_create(
        Precaution(
            project=project, source=row, risk=row.risk, measure=row.measure, owner_role=row.owner_role, due=row.due
        )
        for row in measures_offered(by, project)
    )  # fmt: skip


def _checked(risk: str, measure: str, owner_role: str, due: str) -> dict[str, str]:
    held = {"risk": risk.strip(), "measure": measure.strip(), "owner_role": owner_role, "due": due.strip()}
    if not all(held.values()) or owner_role not in playbook.current().roles:
        words = _("Write the risk, what is done differently, the role that does it, and when.")
        raise BadInput("precaution", words)
    return held
