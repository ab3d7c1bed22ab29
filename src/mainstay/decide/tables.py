"""The list of requests."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.decide.rules import ANSWER_WORDS
from mainstay.page.tables import DayColumn, ListTable, NamedColumn, NumberColumn, ReferenceColumn, StateColumn
from mainstay.page.words import country_name, percent

REQUEST_MARKS = {
    "DRAFT": ("ahead", _("draft, not sent")), "RECEIVED": ("waiting", _("received")), "ACKNOWLEDGED": ("waiting", _("acknowledged")),
    "TRIAGED": ("open", _("being scored")), "SCORED": ("open", _("waits for the decision")), "DECIDED": ("done", _("decided")),
    "ACTIVE": ("done", _("became a case")), "WATCH": ("waiting", _("watched")), "REFERRED": ("skipped", _("referred")),
    "DECLINED": ("skipped", _("declined")), "RESCORE": ("open", _("scored again")), "WITHDRAWN": ("skipped", _("withdrawn")),
    "MERGED": ("skipped", _("joined to another")),
}  # fmt: skip
ANSWERS = {code: _(words) for code, words in ANSWER_WORDS.items()}


class RequestTable(ListTable):
    """One line for each request."""

    reference = ReferenceColumn(verbose_name=_("Request"), empty_values=())
    country = django_tables2.Column(verbose_name=_("Country"), order_by="country__name")
    what_happened = django_tables2.Column(verbose_name=_("What happened"), orderable=False)
    origin = NamedColumn(verbose_name=_("From"), collection="reference_lists.request_origins")
    state = StateColumn(verbose_name=_("State"), marks=REQUEST_MARKS)
    received_at = DayColumn(verbose_name=_("Received"))

    nothing = _("No request yet. “Ask for help” begins one; four answers are enough.")

    def render_reference(self, record: Any) -> Any:
        """Return the number as a link; a draft leads back to its form."""
        if record.reference is None:
            return format_html('<a href="{}">{}</a>', reverse("ask_draft", args=[record.uid]), _("Draft"))
        return format_html(
            '<a href="{}">{}</a>', reverse("request", args=[record.reference]), record.reference
        )

    def value_reference(self, record: Any) -> str:
        """Return the number."""
        return record.reference or ""

    def render_country(self, value: Any) -> str:
        """Return the country's name."""
        return country_name(value.names, value.name)

    def render_what_happened(self, value: str) -> str:
        """Return the first words."""
        return value if len(value) <= 120 else f"{value[:117]}…"

    def value_what_happened(self, value: str) -> str:
        """Return all words."""
        return value


class PortfolioTable(ListTable):
    """One line for each rule of the portfolio: as it stands, and as it would stand."""

    name = django_tables2.Column(verbose_name=_("Rule"), orderable=False)
    before = django_tables2.Column(verbose_name=_("As it is"), orderable=False)
    now = django_tables2.Column(verbose_name=_("Kept?"), orderable=False)
    words = django_tables2.Column(verbose_name=_("What was found, and the limit"), orderable=False)

    nothing = _("The playbook has no rule of the portfolio.")

    def render_before(self, value: Any) -> Any:
        """Return whether the rule is kept."""
        return _kept(value)

    def render_now(self, value: Any, record: dict[str, Any]) -> Any:
        """Return whether the rule would be kept, marked where that changes."""
        mark = _kept(value)
        return format_html("{} <strong>{}</strong>", mark, _("changes")) if record["changed"] else mark

    def value_before(self, value: Any) -> str:
        """Return the word."""
        return str(_("kept") if value and value.kept else _("not kept"))

    value_now = value_before


class ChoiceTable(ListTable):
    """One line for each country that may be chosen, chosen ones first."""

    country = django_tables2.Column(verbose_name=_("Country"), orderable=False)
    chosen = django_tables2.Column(verbose_name=_("Chosen?"), orderable=False)
    role = django_tables2.Column(verbose_name=_("Why it is here"), orderable=False)
    score = django_tables2.Column(verbose_name=_("Score of 100"), orderable=False, attrs=NumberColumn.attrs)
    otherwise = django_tables2.Column(verbose_name=_("If it were the other way round"), orderable=False)
    often = django_tables2.Column(
        verbose_name=_("Chosen in draws"), orderable=False, attrs=NumberColumn.attrs
    )

    nothing = _("No country is active and none asks. Try one with “Another country that must be in”.")

    def render_country(self, value: str, record: dict[str, Any]) -> Any:
        """Return the country as a link."""
        return format_html('<a href="{}">{}</a>', reverse("country", args=[record["key"]]), value)

    def value_country(self, value: str) -> str:
        """Return the country's name."""
        return value

    def render_chosen(self, value: bool) -> Any:
        """Return whether it is chosen, by word and shape."""
        if value:
            return format_html('<span class="mark done">{}</span>', _("chosen"))
        return format_html('<span class="mark skipped">{}</span>', _("not chosen"))

    def value_chosen(self, value: bool) -> str:
        """Return the word."""
        return str(_("chosen") if value else _("not chosen"))

    def render_often(self, value: float) -> str:
        """Return the share of draws."""
        return percent(value)

    def value_often(self, value: float) -> float:
        """Return the share as a number."""
        return value


class QueueTable(ListTable):
    """One line for each request in its place, with how far the place hangs on weights and method."""

    place = NumberColumn(verbose_name=_("Place"), orderable=False)
    reference = ReferenceColumn(verbose_name=_("Request"), orderable=False)
    country = django_tables2.Column(verbose_name=_("Country"), orderable=False)
    total = django_tables2.Column(verbose_name=_("Total of 100"), orderable=False, attrs=NumberColumn.attrs)
    band = django_tables2.Column(verbose_name=_("Band"), orderable=False)
    first = django_tables2.Column(verbose_name=_("First in"), orderable=False, attrs=NumberColumn.attrs)
    places = django_tables2.Column(
        verbose_name=_("Places in nine of ten"), orderable=False, attrs=NumberColumn.attrs
    )
    topsis = NumberColumn(verbose_name=_("By TOPSIS"), orderable=False)
    promethee = NumberColumn(verbose_name=_("By PROMETHEE"), orderable=False)
    answer = django_tables2.Column(verbose_name=_("Answer"), orderable=False)

    nothing = _("No request waits, or none did on that day.")

    def render_reference(self, value: str) -> Any:
        """Return the number as a link."""
        return format_html('<a href="{}">{}</a>', reverse("request", args=[value]), value)

    def value_reference(self, value: str) -> str:
        """Return the number."""
        return value

    def render_first(self, value: float) -> str:
        """Return the share of weightings."""
        return percent(value)

    def value_first(self, value: float) -> float:
        """Return the share as a number."""
        return value


def _kept(finding: Any) -> Any:
    if finding.kept:
        return format_html('<span class="mark done">{}</span>', _("kept"))
    return format_html(
        '<span class="mark {}">{}</span>', "late" if finding.hard else "waiting", _("not kept")
    )
