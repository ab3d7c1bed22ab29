"""Lists of staff: requests for people, missions."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
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
from mainstay.page.words import country_name, enumerated, language_name, named, number

REQUEST_MARKS = {
    "DRAFT": ("ahead", _("draft")), "ASKED": ("waiting", _("waits for approval")), "APPROVED": ("open", _("approved, to be matched")),
    "SHORTLISTED": ("open", _("shortlist is out")), "FILLED": ("done", _("all named")), "REFUSED": ("skipped", _("refused")),
    "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip
MISSION_MARKS = {
    "NOMINATED": ("waiting", _("nominated")), "ACCEPTED": ("waiting", _("waits for clearances")), "CLEARED": ("open", _("ready to go")),
    "ON_MISSION": ("open", _("on mission")), "RETURNED": ("waiting", _("back, to be debriefed")), "DEBRIEFED": ("done", _("debriefed")),
    "DECLINED": ("skipped", _("declined")), "CANCELLED": ("skipped", _("cancelled")),
}  # fmt: skip
EXPERT_MARKS = {
    "APPLIED": ("ahead", _("applied")), "LONGLISTED": ("ahead", _("on the long list")), "SELF_ASSESSED": ("ahead", _("assessed herself")),
    "INTERVIEWED": ("ahead", _("interviewed")), "REFERENCED": ("waiting", _("references are in")), "ACTIVE": ("waiting", _("member, to be briefed")),
    "BRIEFED": ("open", _("briefed")), "ON_MISSION": ("open", _("on mission")), "RESTING": ("waiting", _("rests")),
    "DORMANT": ("skipped", _("lapsed")), "SUSPENDED": ("skipped", _("suspended")), "REMOVED": ("skipped", _("removed")),
}  # fmt: skip
CLEARANCE_MARKS = {
    "NOT_STARTED": ("ahead", _("not asked")), "REQUESTED": ("open", _("asked")), "IN_REVIEW": ("open", _("looked into")),
    "INFO_NEEDED": ("late", _("something is missing")), "GRANTED": ("done", _("granted")), "REFUSED": ("late", _("refused")),
    "WAIVED": ("done", _("waived")), "EXPIRED": ("late", _("run out")),
}  # fmt: skip
RECRUITMENT_MARKS = {
    "OPEN": ("open", _("on the way")), "ADMITTED": ("done", _("admitted")), "REFUSED": ("skipped", _("not taken")),
}  # fmt: skip
VERDICT_MARKS = {
    "SUPPORTS": ("done", _("supports")), "DOUBTS": ("waiting", _("has doubts")), "AGAINST": ("late", _("advises against")),
}  # fmt: skip
RELEASE_MARKS = {
    "ASKED": ("waiting", _("asked")), "RELEASED": ("done", _("released")), "REFUSED": ("late", _("not released")),
    "WITHDRAWN": ("skipped", _("not needed any more")),
}  # fmt: skip


class TeamRequestTable(ListTable):
    """One line for each request for people."""

    reference = ReferenceColumn(verbose_name=_("Request"))
    case = CaseColumn()
    functional_area = NamedColumn(
        verbose_name=pgettext_lazy("of work", "Field"), collection="functional_areas"
    )
    headcount = NumberColumn(verbose_name=_("People"))
    host = django_tables2.Column(verbose_name=_("Host"))
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    state = StateColumn(verbose_name=_("State"), marks=REQUEST_MARKS)

    def render_reference(self, record: Any) -> Any:
        """Return the number as a link to the request."""
        return format_html(
            '<a href="{}">{}</a>', reverse("team_request", args=[record.uid]), record.reference
        )

    def value_reference(self, record: Any) -> str:
        """Return the number."""
        return str(record.reference)

    nothing = _(
        "Nobody is asked for, or it is not yours to see. The office asks when it knows which hands are missing."
    )


class MissionTable(ListTable):
    """One line for each mission."""

    expert = django_tables2.Column(verbose_name=_("Person"), orderable=False)
    case = CaseColumn(accessor="request__case")
    functional_area = NamedColumn(
        verbose_name=pgettext_lazy("of work", "Field"),
        collection="functional_areas",
        accessor="request__functional_area",
    )
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    state = StateColumn(verbose_name=_("State"), marks=MISSION_MARKS)

    nothing = _("Nobody is on mission, or it is not yours to see.")

    def render_expert(self, value: Any, record: Any) -> Any:
        """Return the roster number as a link to the mission: a name is not needed to plan."""
        return format_html('<a href="{}">{}</a>', reverse("mission", args=[record.uid]), value.number)

    def value_expert(self, value: Any) -> str:
        """Return the roster number."""
        return str(value.number)


class DepthTable(ListTable):
    """One line for each functional area: counts alone."""

    name = django_tables2.Column(verbose_name=pgettext_lazy("of work", "Field"))
    members = NumberColumn(verbose_name=_("On the roster"))
    taken = NumberColumn(verbose_name=_("On a mission or named"))
    ready = NumberColumn(verbose_name=_("Could go today"))
    women = NumberColumn(verbose_name=_("of them women"))
    target = NumberColumn(verbose_name=_("Target"))
    gap = NumberColumn(verbose_name=_("Missing"))
    expiring = NumberColumn(verbose_name=_("Briefing runs out in 60 days"))

    nothing = _("The playbook names no functional area.")

    def render_gap(self, value: int) -> Any:
        """Return how many are missing, with a mark where some are."""
        if not value:
            return number(value)
        return format_html('<span class="mark waiting">{}</span>', number(value))

    def value_gap(self, value: int) -> int:
        """Return how many are missing."""
        return value


class WeekColumn(django_tables2.Column):
    """One week of a profile: whether the ready are enough for the places, opening to both."""

    def __init__(self, place: int, **kwargs: Any) -> None:
        super().__init__(empty_values=(), orderable=False, **kwargs)
        self.place = place

    def render(self, record: Any) -> Any:
        """Return the mark with its numbers as a link; a dash where nobody is asked for."""
        cell = record.cells[self.place]
        if not cell.needed:
            return "–"
        mark, words = ("late", _("{count} short")) if cell.short else ("done", _("enough"))
        said = str(words).format(count=number(cell.short))
        link = week_address(record.profile, cell.week) if record.profile else ""
        shown = format_html('<a href="{}">{}</a>', link, said) if link else said
        return format_html(
            '<span class="mark {}">{}</span><br><small class="quiet ref">{}</small>',
            mark,
            shown,
            gettext("{ready} of {needed}").format(ready=number(cell.ready), needed=number(cell.needed)),
        )

    def value(self, record: Any) -> str:
        """Return the numbers in words."""
        cell = record.cells[self.place]
        return in_numbers(cell) if cell.needed else ""


def in_numbers(cell: Any) -> str:
    """Return how many are asked for and how many stand ready."""
    return gettext("{needed} asked, {ready} ready").format(
        needed=number(cell.needed), ready=number(cell.ready)
    )


def week_address(profile: Any, week: date) -> str:
    """Return the address at which one week of a profile is opened."""
    asked = {"area": profile.area, "level": profile.level, "language": profile.language}
    return f"{reverse('staff_week', args=[week])}?{urlencode({key: value for key, value in asked.items() if value})}"


class WeekTable(ListTable):
    """One line for each profile that is asked for, a column for each week."""

    name = django_tables2.Column(verbose_name=_("Profile"), empty_values=(), orderable=False)

    nothing = _("Nobody is asked for in these weeks, or it is not yours to see.")

    def render_name(self, record: Any) -> str:
        """Return the profile in words."""
        return profile_name(record.profile) if record.profile else gettext("All together, each person once")

    value_name = render_name


def profile_name(profile: Any) -> str:
    """Return a profile in words: field, lowest level, language."""
    words = gettext("{field}, level {level} or more").format(
        field=named("functional_areas", profile.area), level=number(profile.level)
    )
    return f"{words} · {language_name(profile.language)}" if profile.language else words


class ExpertTable(ListTable):
    """One line for each expert of the roster."""

    number = ReferenceColumn(verbose_name=_("Number"))
    name = django_tables2.Column(verbose_name=_("Name"), orderable=False)
    state = StateColumn(verbose_name=_("State"), marks=EXPERT_MARKS)
    fields = django_tables2.Column(verbose_name=_("Fields"), empty_values=(), orderable=False)
    spoken = django_tables2.Column(verbose_name=_("Languages"), empty_values=(), orderable=False)
    briefed_on = DayColumn(verbose_name=_("Briefed"))
    confirmed_on = DayColumn(verbose_name=_("Said when free"))

    nothing = _(
        "Nobody is on the roster, or it is not yours to see. The roster manager calls for applications."
    )

    def render_number(self, record: Any) -> Any:
        """Return the number as a link to the expert."""
        return format_html('<a href="{}">{}</a>', reverse("expert", args=[record.uid]), record.number)

    def value_number(self, record: Any) -> str:
        """Return the number."""
        return str(record.number)

    def render_fields(self, record: Any) -> str:
        """Return fields and levels, from prefetched rows."""
        return (
            enumerated(
                f"{named('functional_areas', skill.functional_area)} {skill.level}"
                for skill in record.skills.all()
            )
            or "–"
        )

    def render_spoken(self, record: Any) -> str:
        """Return languages and levels, from prefetched rows."""
        return (
            enumerated(f"{language_name(one.language)} {one.level}" for one in record.languages.all()) or "–"
        )


class InsuredTable(ListTable):
    """One line for each person that the insurer covers: what the insurer needs, and nothing else."""

    name = django_tables2.Column(verbose_name=_("Name"), accessor="expert__name", orderable=False)
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    place = django_tables2.Column(verbose_name=_("Country"), empty_values=(), orderable=False)

    nothing = _("Nobody is on mission or about to go.")

    def render_place(self, record: Any) -> str:
        """Return the countries of the mission's case, from prefetched rows."""
        rows = record.request.case.countries.all()
        return enumerated(country_name(row.country.names, row.country.name) for row in rows)


class RecruitmentTable(ListTable):
    """One line for each file of an applicant."""

    number = ReferenceColumn(verbose_name=_("Number"), accessor="expert__number")
    invited_at = DayColumn(verbose_name=_("Invited on"))
    test_mark = NumberColumn(verbose_name=_("Test"))
    points = django_tables2.Column(verbose_name=_("Panel"), empty_values=(), orderable=False)
    vouched = NumberColumn(verbose_name=_("References"))
    state = StateColumn(verbose_name=_("State"), marks=RECRUITMENT_MARKS)

    nothing = _("The roster manager invites applicants, and reads their files.")

    def render_number(self, record: Any) -> Any:
        """Return the number as a link to the file."""
        return format_html(
            '<a href="{}">{}</a>', reverse("recruitment", args=[record.uid]), record.expert.number
        )

    def value_number(self, record: Any) -> str:
        """Return the number."""
        return str(record.expert.number)

    def render_points(self, record: Any) -> str:
        """Return how many of the panel have given their points, from counted columns."""
        return f"{record.given} / {record.seats}"
