"""The list of cases."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import ListTable, NumberColumn


class CaseTable(ListTable):
    """One line for each case."""

    case = django_tables2.Column(verbose_name=_("Case"), order_by="case__name")
    types = django_tables2.Column(verbose_name=_("Type"), orderable=False)
    places = django_tables2.Column(verbose_name=_("Place"), orderable=False)
    phases = django_tables2.Column(verbose_name=_("Phase"), orderable=False)
    words = django_tables2.Column(verbose_name=_("Where it stands"), orderable=False)
    late = NumberColumn(verbose_name=_("Late clocks"))

    nothing = _("No case is open here, or none that is yours to see. A request or an alert opens one.")

    def render_case(self, value: Any) -> Any:
        """Return name, reference and mark of a case."""
        mark = (
            format_html(' <span class="synthetic">{}</span>', gettext("Synthetic")) if value.synthetic else ""
        )
        return format_html(
            '<a href="{}">{}</a><br><small class="quiet">{}</small>{}',
            reverse("case", args=[value.reference]), value.name, value.reference, mark,
        )  # fmt: skip

    def value_case(self, value: Any) -> str:
        """Return the reference and name of a case."""
        return f"{value.reference} {value.name}"

    def render_types(self, value: list[str]) -> str:
        """Return the crisis types."""
        return ", ".join(value)

    def render_phases(self, value: list[str]) -> str:
        """Return the phases."""
        return ", ".join(value)

    def render_places(self, value: list[dict[str, str]]) -> str:
        """Return the countries."""
        return ", ".join(place["name"] for place in value)
