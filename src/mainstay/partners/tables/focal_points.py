"""The register of focal points: each unit in each region, with who stands in."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.common.errors import Reason
from mainstay.common.texts import noop
from mainstay.exchange.tables import Column
from mainstay.page.words import country_name, named, said
from mainstay.partners import rules
from mainstay.partners.models import FocalPoint
from mainstay.partners.selectors import figures
from mainstay.partners.selectors.registers import Register, keep

from .words import listed_choices


def _holder(line: FocalPoint) -> str:
    return (line.holder.email if line.holder else "") or (
        str(line.contact.email or "") if line.contact else ""
    )


def _alternate(line: FocalPoint) -> str:
    contact = line.alternate_contact
    return (line.alternate.email if line.alternate else "") or (str(contact.email or "") if contact else "")


def _stands_in(line: FocalPoint) -> str:
    somebody = line.alternate or line.alternate_contact
    return str(somebody.name) if somebody else ""


def _called(line: FocalPoint) -> str:
    """Return a unit and its place in the reader's language."""
    country = line.country
    place = country_name(country.names, country.name) if country else said(line.region)
    return gettext("{unit}: {place}").format(
        unit=named("reference_lists.office_units", line.unit), place=place
    )


def _regions() -> dict[str, tuple[str, ...]]:
    """Return the regions as countries name theirs, with the names under which people may write them."""
    known = playbook.current().lists.regions
    return {row.name: (named("reference_lists.regions", code), row.name, code) for code, row in known.items()}


def _one_holder(line: FocalPoint) -> Reason | None:
    lists = playbook.current().lists
    return rules.why_not_name_focal_point(
        holder=(line.holder_id, line.contact_id),
        alternate=(line.alternate_id, line.alternate_contact_id),
        units=list(lists.office_units),
        unit=line.unit,
        regions={row.name for row in lists.regions.values()} | {line.country.region if line.country else ""},
        region=line.region,
    )


def _focal_point(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a new focal point with its title; a country lies in its own region."""
    country = fields.get("country")
    place = country.name if country else fields.get("region") or ""
    fields = {**fields, "region": country.region} if country else fields
    unit = str(fields.get("unit") or "")
    found = playbook.current().lists.office_units.get(unit)
    title = f"{found.name if found else unit}: {place}"[:200]
    return {**fields, "title": title}


keep(
    Register(
        code="focal-points",
        order=10,
        title=_("Focal points"),
        question=_("Whom do we call first, and where is nobody?"),
        nothing=_("No focal point is named yet. Each unit names one and an alternate for each region."),
        model=FocalPoint,
        workflow=rules.FOCAL_POINT,
        marks={
            "NAMED": ("waiting", _("named, no certificate")),
            "CERTIFIED": ("done", _("certified")),
            "LAPSED": ("late", _("certificate lapsed")),
            "ENDED": ("skipped", _("ended")),
        },
        settled=frozenset({"ENDED"}),
        reads="staff.read_focal_points",
        enters="staff.name_focal_point",
        verb="name-focal-point",
        columns=lambda: (
            Column("unit", noop("Unit"), "choice", required=True, choices=listed_choices("office_units")),
            Column("region", noop("Region"), "choice", required=True, choices=_regions()),
            Column("holder", noop("Focal point (e-mail)"), max_length=254),
            Column("alternate", noop("Alternate (e-mail)"), max_length=254),
            Column("certified_on", noop("Certified on"), "date"),
        ),
        computed={"title": _called, "holder": _holder, "alternate": _alternate},
        told=frozenset({"title", "certified_on", "due_on"}),
        complete=_focal_point,
        rule=_one_holder,
        met=frozenset({"own_unit_released"}),
        faces={
            "holder": (_("Focal point"), lambda line: (line.holder or line.contact).name),
            "alternate": (_("Alternate"), _stands_in),
        },
        adds=_("Name a focal point"),
        shown=("holder", "alternate", "region"),
        figure=figures.focal_points_figure,
        board=figures.focal_point_board,
        counts_for=("OP-07",),
        related=("owner", "country", "holder", "contact", "alternate", "alternate_contact"),
    )
)
