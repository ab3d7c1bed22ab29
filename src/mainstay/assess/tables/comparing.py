"""The same question in two surveys as a table."""

from typing import Any

import django_tables2
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.charts import whiskers
from mainstay.page.tables import ListTable, NumberColumn


class ComparisonTable(ListTable):
    """The same question in two surveys, as two dots with their intervals and a sentence."""

    question = django_tables2.Column(verbose_name=_("Question"), orderable=False)
    answer = django_tables2.Column(verbose_name=_("Answer"), orderable=False)
    domain = django_tables2.Column(verbose_name=_("Group"), orderable=False)
    chart = django_tables2.Column(
        verbose_name=_("Before and after"), orderable=False, exclude_from_export=True
    )
    before = django_tables2.Column(verbose_name=_("Before"), orderable=False, attrs=NumberColumn.attrs)
    n_before = NumberColumn(verbose_name=_("People before"))
    after = django_tables2.Column(verbose_name=_("After"), orderable=False, attrs=NumberColumn.attrs)
    n_after = NumberColumn(verbose_name=_("People after"))
    said = django_tables2.Column(verbose_name=_("What can be said"), orderable=False)
    error = django_tables2.Column(verbose_name=_("Standard error"), orderable=False, visible=False)
    caution = django_tables2.Column(verbose_name=_("Use"), orderable=False)

    nothing = _("No question can be compared. Choose an earlier survey that asked the same and is estimated.")

    def render_chart(self, value: Any, record: Any) -> Any:
        """Return both dots with their intervals on one axis."""
        rows = (value.before, value.after)
        ends = (0.0, 1.0)
        if value.after.statistic != "proportion":
            known = [held for row in rows for held in (row.low, row.value, row.high) if held is not None]
            ends = (min(0.0, *known), max(0.0, *known) or 1.0)
        label = f"{record['answer']}: {record['before']}; {record['after']}. {record['said']}"
        first, second = ((row.low, row.value, row.high) for row in rows)
        return whiskers(first, second, ends=ends, label=label)

    def render_before(self, value: str) -> Any:
        """Return the answer before, with its interval under it."""
        return _on_two_lines(value)

    def render_after(self, value: str) -> Any:
        """Return the answer after, with its interval under it."""
        return _on_two_lines(value)

    def value_before(self, value: str) -> str:
        """Return the answer before with its interval, as it is exported."""
        return value

    def value_after(self, value: str) -> str:
        """Return the answer after with its interval, as it is exported."""
        return value

    def render_said(self, value: str, record: Any) -> Any:
        """Return what can be said, and under it the standard error of the difference where there is one."""
        if record["error"] == "–":
            return value
        error = gettext("{group}: {said}").format(group=gettext("Standard error"), said=record["error"])
        return format_html('{}<br><small class="quiet">{}</small>', value, error)

    def value_said(self, value: str) -> str:
        """Return the sentence alone, as it is exported."""
        return value

    def render_caution(self, value: str) -> Any:
        """Return what weakens the comparison, marked."""
        return format_html('<span class="mark waiting">{}</span>', value) if value else "–"


def _on_two_lines(told: str) -> Any:
    value, mark, interval = told.partition(" (")
    return format_html('{}<br><small class="quiet">{}</small>', value, f"{mark.strip()}{interval}")
