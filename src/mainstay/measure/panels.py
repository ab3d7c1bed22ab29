"""What measure shows of a case."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere, visible
from mainstay.cases.models import Case
from mainstay.measure.models import Computation, IndicatorValue
from mainstay.measure.selectors.disclosure import readable
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.units import measured, unit_name
from mainstay.page.words import day, number

#: What a reader asks for first, in this order; the others are one link away.
KEY = ("JB-01", "JB-02", "JB-04", "JB-06")
SHOWN = 3


@panel("measure", order=80)
def measure_panel(person: Person, case: Case) -> Panel | None:
    """Return the key figures of the newest counting on the case, none about few persons for who may not open rows."""
    if not may_anywhere(person, "measure.read_indicators"):
        return None
    runs = visible(Computation.objects.filter(project__case=case), person, "measure.read_indicators")
    run = runs.select_related("project").order_by("-computed_at", "-pk").first()
    if run is None or run.project is None:
        return None
    project = run.project
    stored = IndicatorValue.objects.filter(run=run, code__in=KEY, restricted=False)
    values = readable(person, project, stored.select_related("definition", "run"))
    whole = {value.code: value for value in values if not value.group}
    units = {code: value.definition.unit if value.definition else "" for code, value in whole.items()}
    figures = [
        _figure(whole[code].value, units[code], reverse("indicator", args=[run.project.uid, code]))
        for code in KEY
        if code in whole and not whole[code].withheld
    ][:SHOWN]
    months = sorted(
        (value.group.removeprefix("month="), value.value)
        for value in values
        if value.code == KEY[0] and value.group.startswith("month=") and ";" not in value.group
    )
    words = ngettext(
        "{count} figure, counted on {day}.", "{count} figures, counted on {day}.", run.values_count
    )
    return Panel(
        gettext("Results"),
        words.format(count=number(run.values_count), day=day(run.computed_at)),
        figures,
        reverse("figures", args=[project.uid]),
        series=[(month, float(value)) for month, value in months if value is not None],
    )


def _figure(value: Decimal | None, unit: str, link: str) -> PanelFigure:
    """Return a figure whose number stands large and whose unit follows it, in the right number."""
    shown, words = number(value), measured(value, unit)
    rest = words.removeprefix(shown).strip() if words.startswith(shown) else unit_name(unit)
    return PanelFigure(shown, rest, link)
