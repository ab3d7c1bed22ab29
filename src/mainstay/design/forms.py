"""What is typed on the workbench: what if, and the lines of the budget."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.common.money import from_minor, to_minor
from mainstay.design.models import BudgetLine, PlanOption, Project


class VariantForm(forms.Form):
    """Another wage, other days of work, another budget or share of wages; what is left empty stays as planned."""

    wage = forms.DecimalField(
        required=False, min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, max_digits=14
    )
    days = forms.DecimalField(
        required=False, min_value=Decimal("0.5"), max_value=Decimal(1000), max_digits=6, decimal_places=1,
        label=_("Days of work for each person"),
    )  # fmt: skip
    share = forms.DecimalField(
        required=False, min_value=0, max_value=100, max_digits=6, label=_("Share of wages, %"),
        help_text=_("Of the whole budget. Other lines make room, or take it."),
    )  # fmt: skip
    budget = forms.DecimalField(
        required=False, min_value=1, max_value=Decimal(10) ** 10, max_digits=14, label=_("Budget, USD"),
        help_text=_("All quantities change in proportion."),
    )  # fmt: skip

    def __init__(self, given: Any, project: Project, *, planned: Mapping[str, Any]) -> None:
        typed = {name: given[name] for name in self.base_fields if given.get(name, "").strip()}
        super().__init__({**planned, **typed} if typed else None, initial=dict(planned))
        self.project = project
        self.fields["wage"].label = _("Daily wage, {currency}").format(currency=project.currency)
        self.fields["wage"].help_text = (
            "" if project.currency == "USD" or not project.usd_rate
            else _("USD 1 is {rate} {currency}.").format(rate=plain(round(project.usd_rate, 2)), currency=project.currency)
        )  # fmt: skip

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the plan, as selectors and services ask for it."""
        if not self.is_bound or not self.is_valid():
            return {}
        held = {
            name: self.cleaned_data[name] for name in self.changed_data if self.cleaned_data[name] is not None
        }
        found: dict[str, Any] = {}
        if "wage" in held:
            found["daily_wage_minor"] = to_minor(held["wage"], self.project.currency)
        if "days" in held:
            found["days_per_worker"] = held["days"]
        if "budget" in held:
            found["budget_minor"] = int(held["budget"] * 100)
        if "share" in held:
            found["labour_share"] = held["share"] / 100
        return found


def plain(value: Decimal) -> str:
    """Return a number as it is typed, without zeros at its end.

    >>> plain(Decimal("20000.00")), plain(Decimal("0.50"))
    ('20000', '0.5')
    """
    return f"{value.normalize():f}"


class LineForm(forms.Form):
    """One line of the budget; quantities and unit costs are typed, what they are for stands beside."""

    title = forms.CharField(max_length=200, required=False)
    unit = forms.CharField(max_length=60, required=False)
    quantity = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    unit_cost = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    share = forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False)
    reason = forms.CharField(max_length=500, required=False)

    NAMES: ClassVar[dict[str, Any]] = {
        "title": _("Line"), "unit": _("Unit"), "quantity": _("Quantity"), "unit_cost": _("Unit cost, USD"),
        "share": _("Wages, % of the line"), "reason": _("Why it differs from what is usual"),
    }  # fmt: skip
    #: How a fault of the service is shown at the field that it is about.
    FIELDS: ClassVar[dict[str, str]] = {"unit_cost_minor": "unit_cost", "labour_share": "share"}

    def __init__(self, given: Any, *, prefix: str, row: BudgetLine | None = None) -> None:
        held = row and {
            "title": row.title, "unit": row.unit, "quantity": plain(row.quantity),
            "unit_cost": plain(from_minor(row.unit_cost_minor, "USD")), "share": plain(row.labour_share * 100),
            "reason": row.reason,
        }  # fmt: skip
        super().__init__(
            given,
            prefix=prefix,
            initial=held or None,
            use_required_attribute=False,
            empty_permitted=row is None,
        )
        self.row = row
        #: How the line is called and counted in the reader's language, and what it costs in US cents.
        self.called, self.counts_in, self.cost = "", "", 0
        for name, words in self.NAMES.items():
            self.fields[name].widget.attrs |= {"aria-label": words}
            if row is None and name in {"title", "unit"}:
                self.fields[name].widget.attrs |= {"placeholder": words}
            if name in {"quantity", "unit_cost", "share"}:
                self.fields[name].widget.attrs |= {"inputmode": "decimal", "class": "figure", "step": "any"}

    @property
    def line(self) -> dict[str, Any]:
        """The line as `cost_design` takes it."""
        held, row = self.cleaned_data, self.row
        named = (
            {"module": row.module, "title": row.title}
            if row
            else {"title": held["title"], "unit": held["unit"]}
        )
        return named | {
            "quantity": held["quantity"],
            "unit_cost_minor": int(held["unit_cost"] * 100),
            "labour_share": (held.get("share") or Decimal(0)) / 100,
            "reason": held["reason"],
        }


def line_forms(option: PlanOption, given: Any = None) -> list[LineForm]:
    """Return a form for each line of an option, and one for a line of its own."""
    rows = list(option.lines.all())
    return [LineForm(given, prefix=f"line-{row.pk}", row=row) for row in rows] + [
        LineForm(given, prefix="line-new")
    ]
