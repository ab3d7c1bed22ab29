"""What anybody reads of what was done: totals, projects and countries, made of published figures and of nothing else.

A hidden cell stays hidden here: nothing is counted anew, totals are sums of what is shown, and each says of how many
projects it is. Synthetic figures are never added to real ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.accounts.selectors import role_by_person
from mainstay.common.models import Area
from mainstay.deliver.works.selectors.sites import sites_public
from mainstay.measure.models import Publication

from .publications import check_content, publications_open

Reader = Person | AnonymousUser
#: What the first page tells of each project: days, people, jobs, share of women, cost of a day, people trained.
HEADLINES = ("JB-01", "JB-02", "JB-03", "JB-06", "JB-13", "SK-01")
#: Places are shown no finer than this level of areas: 1 is the province, 2 the district.
DISTRICT = 2
KEPT_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Account:
    """What one publication tells in a minute: its headlines, what falls short, and how much is hidden."""

    publication: Publication
    values: Mapping[str, Decimal]
    short: Sequence[str]
    aimed: int
    hidden: int
    rows: int
    missing: float

    @property
    def project(self) -> Any:
        """The project that the figures are of; None where they are of all."""
        return self.publication.project


@dataclass(frozen=True)
class Total:
    """A figure over several projects, and of how many of them it is known."""

    value: Decimal | None
    known: int
    of: int


@dataclass(frozen=True)
class Whole:
    """Accounts of one kind (real, or synthetic) with their totals."""

    accounts: Sequence[Account]
    synthetic: bool
    totals: Mapping[str, Total] = field(default_factory=dict)

    @property
    def countries(self) -> list[Any]:
        """The countries of the projects, in their order."""
        found = {row.project.country_id: row.project.country for row in self.accounts if row.project}
        return sorted(found.values(), key=str)

    @property
    def as_of(self) -> tuple[date, date] | None:
        """The oldest and the newest day to which the figures were counted."""
        days = [row.publication.as_of for row in self.accounts]
        return (min(days), max(days)) if days else None


def publications_newest(reader: Reader) -> list[Publication]:
    """Return of each project the publication that counts furthest; contents are not loaded."""
    rows = publications_open(reader).filter(project__isnull=False).select_related("project__country")
    found: dict[int, Publication] = {}
    for row in rows.defer("content").order_by("-as_of", "-published_at", "-pk"):
        found.setdefault(row.project_id or 0, row)
    return list(found.values())


def wholes(reader: Reader, *, country: str = "") -> list[Whole]:
    """Return what was done, real figures first and synthetic ones apart; of one country when it is named."""
    rows = publications_newest(reader)
    if country:
        rows = [row for row in rows if row.project and row.project.country_id == country]
    made = accounts_of(rows)
    parts = [[row for row in made if row.publication.synthetic is kind] for kind in (False, True)]
    return [Whole(part, synthetic=bool(kind), totals=totals(part)) for kind, part in enumerate(parts) if part]


def accounts_of(publications: Iterable[Publication]) -> list[Account]:
    """Return the account of each publication; a content never changes, so what was read of it is kept by its digest."""
    rows = list(publications)
    keys = {row.pk: f"public:2:{row.sha256}" for row in rows}
    known = cache.get_many(keys.values())
    made = []
    for row in rows:
        told = known.get(keys[row.pk])
        if told is None:
            check_content(row)
            told = headlines(row.content)
            cache.set(keys[row.pk], told, KEPT_FOR)
        made.append(Account(row, **told))
    return made


def headlines(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the headlines of a publication's content, and which of its aims were not reached."""
    indicators = playbook.current().indicators
    values: dict[str, Decimal] = {}
    short, aimed = [], 0
    for row in content["rows"]:
        code, group = row["code"], row["group"]
        if row["value"] is not None and code in HEADLINES and group in {"", "sex=F"}:
            values[f"{code}:{group}" if group else code] = Decimal(row["value"])
        if group or row["target"] is None or row["value"] is None or code not in indicators:
            continue
        aimed += 1
        gap = Decimal(row["value"]) - Decimal(row["target"])
        if gap < 0 if indicators[code].direction != "down" else gap > 0:
            short.append(code)
    return {
        "values": values,
        "short": short,
        "aimed": aimed,
        "hidden": content["hidden"],
        "rows": len(content["rows"]),
        "missing": max((row["missing_percent"] for row in content["rows"]), default=0.0),
    }


def totals(accounts: Sequence[Account]) -> dict[str, Total]:
    """Return the totals of the headlines: sums of what is shown; shares and costs weighed by their worker-days."""
    made = {code: _sum(accounts, code) for code in HEADLINES}
    for code in ("JB-06", "JB-13"):
        made[code] = _weighed(accounts, code, by="JB-01")
    made["JB-02:sex=F"] = _sum(accounts, "JB-02:sex=F")
    return made


def _sum(accounts: Sequence[Account], code: str) -> Total:
    known = [row.values[code] for row in accounts if code in row.values]
    return Total(sum(known, Decimal(0)) if known else None, len(known), len(accounts))


def _weighed(accounts: Sequence[Account], code: str, *, by: str) -> Total:
    known = [(row.values[code], row.values[by]) for row in accounts if {code, by} <= row.values.keys()]
    weight = sum((days for _value, days in known), Decimal(0))
    value = sum((value * days for value, days in known), Decimal(0)) / weight if weight else None
    return Total(value, len(known), len(accounts))


def sites_by_place(reader: Reader, projects: Iterable[int]) -> list[dict[str, Any]]:
    """Return how many sites anybody may know of in each place, no finer than the district, by project and place.

    A site under a security hold counts nowhere: neither it nor its place can be worked out.
    """
    open_sites = visible(sites_public(), reader, "works.read_public_sites").filter(project__in=list(projects))
    counted = open_sites.values("project", "area").annotate(
        sites=Count("pk"), active=Count("pk", filter=Q(state="ACTIVE"))
    )
    rows = list(counted.order_by("project", "area"))
    names = _places({row["area"] for row in rows if row["area"]})
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        name = names.get(row["area"] or "", "")
        kept = found.setdefault(
            (row["project"], name), {"project": row["project"], "place": name, "sites": 0, "active": 0}
        )
        kept["sites"] += row["sites"]
        kept["active"] += row["active"]
    return sorted(found.values(), key=lambda row: (row["project"], row["place"]))


def _places(areas: set[str]) -> dict[str, str]:
    """Return the name of the district that each area lies in."""
    known: dict[str, Area] = {}
    wanted = set(areas)
    while wanted:
        rows = Area.objects.in_bulk(wanted)
        known.update(rows)
        above = (row.parent_id for row in rows.values() if row.level > DISTRICT and row.parent_id)
        wanted = {key for key in above if key not in known}
    names = {}
    for key in areas:
        place = known.get(key)
        while place is not None and place.level > DISTRICT and place.parent_id in known:
            place = known[place.parent_id]
        names[key] = place.name if place is not None else ""
    return names


def versions_of(publication: Publication) -> QuerySet[Publication]:
    """Return every version of a publication, the newest first, without their contents."""
    rows = Publication.objects.filter(series=publication.series).defer("content")
    return rows.select_related("published_by").order_by("-version")


def corrections(reader: Reader) -> list[Publication]:
    """Return what was corrected or withheld, the latest first: nothing vanishes without a word."""
    seen = visible(Publication.objects.all(), reader, "measure.read_published")
    told = seen.filter(Q(version__gt=1) | Q(state="WITHHELD")).defer("content")
    return list(told.select_related("project").order_by("-published_at")[:50])


def publisher_roles(publications: Iterable[Publication]) -> dict[int, str]:
    """Return by which role each publication was signed off; never the name of the person."""
    rows = list(publications)
    may = {
        grant.role
        for grant in playbook.current().grants
        if grant.action in {"measure.publish_figures", "measure.correct_figure"}
    }
    roles = role_by_person({row.published_by_id for row in rows}, may)
    return {row.pk: roles.get(row.published_by_id, "") for row in rows}


def publication_by(reader: Reader, uid: Any) -> Publication:
    """Return a version by its address, with project and country, without its content."""
    rows = Publication.objects.defer("content").select_related("project__country", "published_by")
    return get_visible(rows, reader, "measure.read_published", uid=uid)
