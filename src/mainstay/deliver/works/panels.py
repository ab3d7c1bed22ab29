"""What works show of a case."""

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere, visible
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.deliver.works.models import Site
from mainstay.deliver.works.rules.states import COUNTED, WRITABLE
from mainstay.deliver.works.selectors.day_grid import rolls_listed
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.words import number


@panel("works", order=70)
def works_panel(person: Person, case: Case) -> Panel | None:
    """Return active sites, late rolls and certified worker-days of the case; in two queries."""
    if not may_anywhere(person, "works.read_sites"):
        return None
    sites = visible(Site.objects.filter(project__case=case), person, "works.read_sites").aggregate(
        all=Count("pk", distinct=True),
        active=Count("pk", filter=Q(state="ACTIVE"), distinct=True),
        days=Sum("rolls__days_centi", filter=Q(rolls__state__in=COUNTED), default=0),
    )
    if not sites["all"]:
        return None
    link = f"{reverse('works')}?case={case.reference}"
    figures = [
        PanelFigure(
            str(sites["active"]),
            ngettext("site active", "sites active", sites["active"]),
            f"{link}&state=ACTIVE",
        ),
        PanelFigure(number(sites["days"] / 100), gettext("worker-days certified"), link),
    ]
    words = ngettext("{count} site in all.", "{count} sites in all.", sites["all"]).format(count=sites["all"])
    if may_anywhere(person, "works.read_rolls"):
        rolls = rolls_listed(person).filter(site__project__case=case)
        late = rolls.filter(last_on__lt=clock.today(), state__in=WRITABLE).count()
        lists = f"{reverse('works_rolls')}?case={case.reference}&state=late"
        figures.insert(1, PanelFigure(str(late), ngettext("roll late", "rolls late", late), lists))
    return Panel(gettext("Works"), words, figures, link)
