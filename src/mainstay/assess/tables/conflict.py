"""The list of what must be done differently so as to do no harm."""

import django_tables2
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mainstay import playbook
from mainstay.page.tables import DayColumn, ListTable, StateColumn
from mainstay.page.words import number


def old_told() -> str:
    """Return that a reading is older than the playbook lets it stand, and what to do."""
    days = playbook.current().assessing.conflict_readings.fresh_days
    words = ngettext("older than {days} day: read again", "older than {days} days: read again", days)
    return words.format(days=number(days))


#: Whether a reading is young enough to be relied on.
READING_MARKS = {"FRESH": ("done", _("stands")), "OLD": ("late", lazy(old_told, str)())}


class HarmMeasureTable(ListTable):
    """Each thing that must be done differently: the risk it answers, who does it, when, and which panel said so."""

    measure = django_tables2.Column(verbose_name=_("What is done differently"), orderable=False)
    risk = django_tables2.Column(verbose_name=_("Risk that it answers"), orderable=False)
    owner = django_tables2.Column(verbose_name=_("By whom"))
    due = django_tables2.Column(verbose_name=_("When"), orderable=False)
    place = django_tables2.Column(verbose_name=_("Place"))
    held_on = DayColumn(verbose_name=_("Read on"))
    stands = StateColumn(verbose_name=_("Reading"), marks=READING_MARKS)

    nothing = _("No reading is handed in yet. Sit with a mixed panel, and write what it says without names.")
