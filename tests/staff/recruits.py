"""An applicant's file made through the services: what the rules of the playbook ask before somebody is admitted."""

from mainstay import playbook
from mainstay.staff import services
from mainstay.staff.models import Expert, Recruitment
from tests import builders


def points(value=4, **other):
    """Return the points of one panellist: the same for each criterion, save those named (`field` for IV-FIELD)."""
    given = dict.fromkeys(playbook.current().interview, value)
    return given | {f"IV-{name.upper()}": one for name, one in other.items()}


def invited(expert: Expert, manager, *, panel=()) -> Recruitment:
    """Return the open file of an applicant."""
    panel = list(panel) or [manager, builders.person("ROSTER")]
    return services.invite_expert(by=manager, expert=expert, test="Case study Moroni", panellists=panel)


def complete(expert: Expert, manager) -> Recruitment:
    """Return the file of an applicant with everything that is asked."""
    file = invited(expert, manager)
    services.mark_test(by=manager, recruitment=file, mark=80)
    for seat in file.panel.select_related("panellist"):
        services.score_interview(by=seat.panellist, recruitment=file, points=points(), words="Knows sites")
    for number in (1, 2):
        services.record_reference(
            by=manager, recruitment=file, referee=f"Referee {number}", verdict="SUPPORTS", words="Reliable"
        )
    services.record_misconduct_check(by=manager, recruitment=file, clear=True)
    return file


def admitted(expert: Expert, manager, *, briefed_on) -> Expert:
    """Return an applicant admitted with a complete file."""
    complete(expert, manager)
    expert.refresh_from_db()
    services.admit_expert(by=manager, expert=expert, briefed_on=briefed_on, reason="Meets the rules")
    return expert
