"""What works tells the case: one sentence for the stage, lines for the timeline."""

from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from mainstay.accounts.models import Person
from mainstay.cases.services import note, report_stage
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Roll, Site
from mainstay.deliver.works.rules.states import COUNTED

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: Where works stand, by whether rolls wait for the engineer and whether certified ones wait for pay.
_STANDING = {
    (False, False): _("Sites active: {active}. Worker-days certified: {days}. No roll waits."),
    (True, False): _("Sites active: {active}. Worker-days certified: {days}. Rolls that wait for the engineer: {waiting}."),
    (False, True): _("Sites active: {active}. Worker-days certified: {days}. Rolls that wait for pay: {owed}."),
    (True, True): _("Sites active: {active}. Worker-days certified: {days}. Rolls that wait for the engineer: {waiting}, for pay: {owed}."),
}  # fmt: skip


def tell_stage(project: "Project") -> None:
    """Write where works of the project's case stand; part of the surrounding act."""
    sites = Site.objects.filter(project__case=project.case_id)
    active = sites.filter(state="ACTIVE").count()
    rolls = Roll.objects.filter(site__project__case=project.case_id)
    days = rolls.filter(state__in=COUNTED).aggregate(sum=Sum("days_centi"))["sum"] or 0
    waiting = rolls.filter(state__in=["CLOSED", "MEASURED"]).count()
    owed = rolls.filter(state__in=["CERTIFIED", "APPROVED"]).count()
    everything_over = sites.exists() and not sites.exclude(state="HANDED_OVER").exists()
    report_stage(
        project.case,
        "deliver",
        state="DONE" if everything_over else "OPEN",
        record_state="WORKS",
        next_role="SITE_ENG" if waiting else "PAY_OFF" if owed else "CPO",
        msgid=_STANDING[bool(waiting), bool(owed)],
        active=active,
        days=days / 100,
        waiting=waiting,
        owed=owed,
    )


def tell(project: "Project", *, by: Person, msgid: str, **facts: Any) -> None:
    """Add a line to the case's timeline and bring the stage's sentence up to date."""
    note(project.case, by=by, stage="deliver", msgid=msgid, **facts)
    tell_stage(project)
