"""The list of projects."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.common import clock
from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    MoneyColumn,
    NamedColumn,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
)
from mainstay.page.words import day, enumerated, named, said

PROJECT_MARKS = {
    "DRAFT": ("ahead", _("draft")), "IN_CONSULTATION": ("open", _("in consultation")), "IN_REVIEW": ("waiting", _("in review")),
    "REVISION": ("waiting", _("in revision")), "APPROVED": ("done", _("approved")), "FUNDED": ("done", _("funded")),
    "ACTIVE": ("open", _("active")), "HANDED_OVER": ("done", _("handed over")), "CLOSED": ("done", _("closed")),
}  # fmt: skip


def standing(project: Any) -> tuple[str, str]:
    """Return mark and word of where a project stands; one that still runs after its last day says so."""
    mark, word = PROJECT_MARKS[project.state]
    if project.state == "ACTIVE" and project.ends_on and project.ends_on < clock.today():
        return "waiting", gettext("over since {day}, not closed yet").format(day=day(project.ends_on))
    return mark, str(word)


class ProjectTable(ListTable):
    """One line for each project, with what it costs and pays for: `content` stands beside each where it is planned."""

    reference = ReferenceColumn(verbose_name=_("Project"))
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=PROJECT_MARKS)
    cost = MoneyColumn(verbose_name=_("Budget"), accessor="content__cost")
    worker_days = NumberColumn(verbose_name=_("Worker-days"), accessor="content__worker_days")
    workers = NumberColumn(verbose_name=_("People"), accessor="content__workers")
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))

    nothing = _(
        "A design starts from a case and a package of the playbook; you see those that are yours to see."
    )

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return format_html('<a href="{}">{}</a>', reverse("project", args=[record.uid]), record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value

    def render_state(self, record: Any) -> Any:
        """Return where it stands, as a mark."""
        return format_html('<span class="mark {}">{}</span>', *standing(record))

    def value_state(self, record: Any) -> str:
        """Return where it stands in words."""
        return standing(record)[1]


#: What a module's part in the difference from the package is called.
CHANGE_MARKS = {
    "kept": ("done", _("as in the package")), "changed": ("waiting", _("changed")),
    "added": ("open", _("added")), "removed": ("skipped", _("removed")),
}  # fmt: skip
LEVEL_WORDS = {
    "macro": _("Policy and law (macro)"), "meso": _("Institutions and services (meso)"),
    "micro": _("People and enterprises (micro)"),
}  # fmt: skip


class DiffTable(ListTable):
    """A package against the plan: a line for each module in each phase."""

    module = django_tables2.Column(verbose_name=_("Module"))
    phase = NamedColumn(verbose_name=_("Phase"), collection="phases")
    change = StateColumn(verbose_name=_("Against the package"), marks=CHANGE_MARKS)
    what = django_tables2.Column(verbose_name=_("What changed"), orderable=False)
    reason = django_tables2.Column(verbose_name=_("Why"), orderable=False)

    nothing = _("No package is taken yet. Take the standard package of this crisis as the start.")

    def render_module(self, value: str) -> Any:
        """Return the module's name with its code."""
        return format_html('{} <small class="quiet ref">{}</small>', named("modules", value), value)

    def value_module(self, value: str) -> str:
        """Return the module's code and name."""
        return f"{value} {named('modules', value)}"

    def render_what(self, value: str) -> str:
        """Return what changed: our own words in the reader's language, what somebody wrote as it stands."""
        return enumerated(said(part) for part in value.split(", "))


class LineTable(ListTable):
    """The budget of an option, line by line."""

    title = django_tables2.Column(verbose_name=_("Line"))
    module = django_tables2.Column(verbose_name=_("Module"))
    quantity = NumberColumn(verbose_name=_("Quantity"))
    unit = django_tables2.Column(verbose_name=_("Unit"))
    unit_cost_minor = MoneyColumn(verbose_name=_("Unit cost"))
    typical_minor = MoneyColumn(verbose_name=_("Usual unit cost"))
    share = NumberColumn(verbose_name=_("Wages, % of the line"))
    cost = MoneyColumn(verbose_name=_("Cost"))
    reason = django_tables2.Column(verbose_name=_("Why it differs from what is usual"), orderable=False)

    nothing = _("No budget line yet. Lines come with the package; fill in their quantities.")


class ComparisonTable(ListTable):
    """Two options quantity by quantity."""

    quantity = django_tables2.Column(verbose_name=_("Quantity"), orderable=False)
    one = NumberColumn(verbose_name=_("First option"), orderable=False)
    other = NumberColumn(verbose_name=_("Second option"), orderable=False)
    better = django_tables2.Column(verbose_name=_("Does better"), orderable=False)

    nothing = _("Nothing to compare yet: two options with a wage and a budget are needed.")

    def render_one(self, value: str) -> str:
        """Return the value as it was written."""
        return value

    def render_other(self, value: str) -> str:
        """Return the value as it was written."""
        return value

    def render_better(self, value: str) -> Any:
        """Return the option that does better, marked."""
        return format_html('<span class="mark done">{}</span>', value) if value else "="


COMMENT_MARKS = {"None": ("waiting", _("waits for an answer")), "True": ("done", _("taken")),
                 "False": ("late", _("refused"))}  # fmt: skip


PRECAUTION_MARKS = {"DONE": ("done", _("part of the plan")), "OUT": ("skipped", _("left out"))}


class PrecautionTable(ListTable):
    """What the project does differently so as to do no harm, with the panel that asked for it, and what was left out."""

    measure = django_tables2.Column(verbose_name=_("What is done differently"), orderable=False)
    risk = django_tables2.Column(verbose_name=_("Risk that it answers"), orderable=False)
    owner = django_tables2.Column(verbose_name=_("By whom"))
    due = django_tables2.Column(verbose_name=_("When"), orderable=False)
    source = django_tables2.Column(verbose_name=_("Read by a panel"), orderable=False)
    left_out = django_tables2.Column(verbose_name=_("In the plan"), orderable=False, empty_values=())

    nothing = _("Nothing is done differently yet. Take over what a panel asks for, or write it here.")

    def render_measure(self, value: str, record: Any) -> Any:
        """Return what is done, leading to its page, where it can be changed or left out."""
        return format_html(
            '<a href="{}">{}</a>', reverse("record", args=["design", "precaution", record["pk"]]), value
        )

    def value_measure(self, value: str) -> str:
        """Return what is done."""
        return value

    def render_left_out(self, value: str) -> Any:
        """Return whether it is part of the plan, and why where it is not."""
        mark, words = PRECAUTION_MARKS["OUT" if value else "DONE"]
        return format_html('<span class="mark {}">{}</span> {}', mark, words, value)

    def value_left_out(self, value: str) -> str:
        """Return why it was left out; empty where it is part of the plan."""
        return value


class CommentTable(ListTable):
    """What colleagues and constituents said about a design, and what became of it."""

    words = django_tables2.Column(verbose_name=_("What was said"), orderable=False)
    field = django_tables2.Column(verbose_name=_("About"))
    by = django_tables2.Column(verbose_name=_("By"))
    said_at = DayColumn(verbose_name=_("On"))
    taken = StateColumn(verbose_name=_("What became of it"), marks=COMMENT_MARKS, empty_values=())
    answer = django_tables2.Column(verbose_name=_("Why"), orderable=False)
    due_on = DayColumn(verbose_name=_("To be answered by"))

    nothing = _("No comment yet. Technical units and constituents comment while the design is open.")

    def render_words(self, value: str, record: Any) -> Any:
        """Return what was said, leading to its page, where it can be answered."""
        return format_html(
            '<a href="{}">{}</a>', reverse("record", args=["design", "comment", record.pk]), value
        )

    def value_words(self, value: str) -> str:
        """Return what was said."""
        return value

    def render_taken(self, value: Any) -> Any:
        """Return whether the comment was taken, as a mark."""
        return format_html('<span class="mark {}">{}</span>', *COMMENT_MARKS[str(value)])

    def value_taken(self, value: Any) -> str:
        """Return whether the comment was taken, in words."""
        return str(COMMENT_MARKS[str(value)][1])
