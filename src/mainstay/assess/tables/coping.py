"""The list of ways of getting by."""

from typing import Any

import django_tables2
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.words import parted

from . import ExploredTable


class CopingTable(ExploredTable):
    """Ways of getting by as dots with their intervals; each opens how it was computed; harm with what is done about it."""

    harm = django_tables2.Column(verbose_name=_("What is done about it"), orderable=False)
    question = None
    apart = None

    nothing = _("No estimate can be shown. They are computed when interviews are in.")

    class Meta:
        sequence = ("answer", "domain", "chart", "value", "interval", "cv", "n", "use", "harm")

    def render_harm(self, value: Any) -> Any:
        """Return whether a way does harm, marked, and what is done about it."""
        harmful, out = value
        if not harmful:
            return "–"
        marked = '<span><span class="mark late">{}</span> <small class="quiet">{}</small></span>'
        return format_html(marked, gettext("harmful"), out)

    def value_harm(self, value: Any) -> str:
        """Return the same in words alone."""
        harmful, out = value
        return parted([gettext("harmful"), out]) if harmful else ""
