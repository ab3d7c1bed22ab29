"""Lists of triggers: how each would have done, and the alarms that it would have raised."""

from collections.abc import Mapping
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import ListTable, NumberColumn
from mainstay.page.words import named, percent

STAGES = {"readiness": _("Readiness"), "activation": _("Activation")}
OUTCOMES = {
    "hit": ("done", _("right")),
    "false": ("late", _("false")),
    "repeat": ("ahead", _("announced before")),
    "late": ("waiting", _("too late")),
    "open": ("skipped", _("not known")),
}


class TriggerTable(ListTable):
    """One line for each trigger, with the figures of its last stage."""

    code = django_tables2.Column(verbose_name=_("Trigger"))
    in_force = django_tables2.BooleanColumn(verbose_name=_("Raises alerts"), yesno="✓,–")
    alarms = NumberColumn(verbose_name=_("Alarms"))
    precision = django_tables2.Column(verbose_name=_("Right"), attrs=NumberColumn.attrs)
    by_chance = django_tables2.Column(verbose_name=_("Right by chance"), attrs=NumberColumn.attrs)
    recall = django_tables2.Column(verbose_name=_("Events announced"), attrs=NumberColumn.attrs)
    to = django_tables2.Column(verbose_name=_("Known to"))

    nothing = _("The playbook names no trigger.")

    def render_code(self, value: str) -> Any:
        """Return the trigger's name as a link."""
        return format_html('<a href="{}">{}</a>', reverse("trigger", args=[value]), named("triggers", value))

    def value_code(self, value: str) -> str:
        """Return the code."""
        return value

    def render_precision(self, value: float) -> str:
        """Return a share in percent."""
        return percent(value)

    render_by_chance = render_recall = render_precision


class AlarmTable(ListTable):
    """One line for each alarm that a trigger would have raised."""

    first = django_tables2.Column(verbose_name=_("Alarm"))
    name = django_tables2.Column(verbose_name=_("Country"))
    stage = django_tables2.Column(verbose_name=_("Stage"))
    last = django_tables2.Column(verbose_name=_("Stood until"))
    outcome = django_tables2.Column(verbose_name=_("Came out"))
    event = django_tables2.Column(verbose_name=_("Event"))
    lead = NumberColumn(verbose_name=_("Ahead by"))

    nothing = _("No alarm of this trigger is known.")

    def render_first(self, value: str, record: Mapping[str, Any]) -> Any:
        """Return the alarm's first period as a link to its readings."""
        address = reverse("trigger_alarm", args=[record["code"], record["stage"], record["country"], value])
        return format_html('<a href="{}">{}</a>', address, value)

    def value_first(self, value: str) -> str:
        """Return the period."""
        return value

    def render_stage(self, value: str) -> str:
        """Return the stage in words."""
        return str(STAGES[value])

    def render_outcome(self, value: str) -> Any:
        """Return the mark of what came of it."""
        return format_html('<span class="mark {}">{}</span>', *OUTCOMES[value])

    def value_outcome(self, value: str) -> str:
        """Return what came of it in words."""
        return str(OUTCOMES[value][1])
