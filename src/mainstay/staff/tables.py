"""Lists of staff: requests for people, missions."""

from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    NamedColumn,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
)

REQUEST_MARKS = {
    "DRAFT": ("ahead", _("draft")), "ASKED": ("waiting", _("waits for approval")), "APPROVED": ("open", _("approved, to be matched")),
    "SHORTLISTED": ("open", _("shortlist is out")), "FILLED": ("done", _("filled")), "REFUSED": ("skipped", _("refused")),
    "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip
MISSION_MARKS = {
    "NOMINATED": ("waiting", _("nominated")), "ACCEPTED": ("waiting", _("waits for clearances")), "CLEARED": ("open", _("ready to go")),
    "ON_MISSION": ("open", _("on mission")), "RETURNED": ("waiting", _("back, to be debriefed")), "DEBRIEFED": ("done", _("debriefed")),
    "DECLINED": ("skipped", _("declined")), "CANCELLED": ("skipped", _("cancelled")),
}  # fmt: skip
#: States of a request in which its places are still open.
OPEN = ("ASKED", "APPROVED", "SHORTLISTED")


class TeamRequestTable(ListTable):
    """One line for each request for people."""

    reference = ReferenceColumn(verbose_name=_("Request"))
    case = CaseColumn()
    functional_area = NamedColumn(verbose_name=_("Field"), collection="functional_areas")
    headcount = NumberColumn(verbose_name=_("People"))
    host = django_tables2.Column(verbose_name=_("Host"))
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    state = StateColumn(verbose_name=_("State"), marks=REQUEST_MARKS)

    nothing = _(
        "Nobody is asked for, or it is not yours to see. The office asks when it knows which hands are missing."
    )


class MissionTable(ListTable):
    """One line for each mission."""

    expert = django_tables2.Column(verbose_name=_("Who"), orderable=False)
    case = CaseColumn(accessor="request__case")
    functional_area = NamedColumn(
        verbose_name=_("Field"), collection="functional_areas", accessor="request__functional_area"
    )
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    state = StateColumn(verbose_name=_("State"), marks=MISSION_MARKS)

    nothing = _("Nobody is on mission, or it is not yours to see.")

    def render_expert(self, value: Any) -> str:
        """Return the roster number: a name is not needed to plan."""
        return str(value.number)
