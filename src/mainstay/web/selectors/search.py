"""Search over what a person may see: cases, countries, and records by their reference."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.cases.selectors import cases_visible
from mainstay.common.models import Country
from mainstay.page.words import country_name

Hit = dict[str, Any]
Finder = Callable[[Person, str], Iterator[Hit]]
MOST = 20


def found(person: Person, words: str) -> list[Hit]:
    """Return what `person` may see that fits `words`: kind, name, address; at most twenty of each kind."""
    words = words.strip()
    if len(words) < 2:
        return []
    return [
        hit for finder in (_cases, _countries, _alerts, _projects, _sites) for hit in finder(person, words)
    ]


def _cases(person: Person, words: str) -> Iterator[Hit]:
    rows = cases_visible(person).filter(Q(name__icontains=words) | Q(reference__icontains=words))
    for row in rows[:MOST]:
        yield {
            "kind": gettext("Case"),
            "name": row.name,
            "note": row.reference,
            "link": reverse("case", args=[row.reference]),
        }


def _countries(person: Person, words: str) -> Iterator[Hit]:
    folded = words.casefold()
    hits = [
        row
        for row in Country.objects.all()
        if folded == row.iso3.casefold()
        or any(folded in name.casefold() for name in (row.name, *row.names.values()))
    ]
    for row in hits[:MOST]:
        yield {
            "kind": gettext("Country"),
            "name": country_name(row.names, row.name),
            "note": row.iso3,
            "link": reverse("country", args=[row.iso3]),
        }


def _alerts(person: Person, words: str) -> Iterator[Hit]:
    from mainstay.watch.selectors import alerts_visible

    rows = alerts_visible(person).filter(Q(reference__icontains=words) | Q(title__icontains=words))
    for row in rows[:MOST]:
        link = f"{reverse('country', args=[row.country_id])}#alerts"
        yield {"kind": gettext("Alert"), "name": row.title, "note": row.reference, "link": link}


def _projects(person: Person, words: str) -> Iterator[Hit]:
    from mainstay.accounts.permissions import visible
    from mainstay.design.models import Project

    rows = visible(Project.objects.all(), person, "design.read_designs")
    for row in rows.filter(Q(reference__icontains=words) | Q(title__icontains=words))[:MOST]:
        link = reverse("project", args=[row.uid])
        yield {"kind": gettext("Project"), "name": row.title, "note": row.reference, "link": link}


def _sites(person: Person, words: str) -> Iterator[Hit]:
    from mainstay.deliver.works.selectors.sites import sites_visible

    rows = sites_visible(person).filter(Q(code__iexact=words) | Q(name__icontains=words))
    for row in rows[:MOST]:
        link = reverse("works_site", args=[row.uid])
        yield {"kind": gettext("Site"), "name": row.name, "note": row.code, "link": link}
