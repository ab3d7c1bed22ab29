"""Focal points: named with an alternate, certified, ended."""

from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Contact, FocalPoint

from .keeping import change_line, enter_line, move_line
from .places import country_of

#: Who names a focal point speaks for the office that lets the person go: the scope of her role says so.
RELEASED = {"own_unit_released"}


def name_focal_point(
    *,
    by: Person,
    unit: str,
    region: str = "",
    country: str = "",
    holder: Person | None = None,
    contact: Contact | None = None,
    alternate: Person | None = None,
    alternate_contact: Contact | None = None,
    due_on: date | None = None,
) -> FocalPoint:
    """Return who a unit calls first for a region, or for one country, and who stands in."""
    lists = playbook.current().lists
    if country:
        region = country_of(country).region
    elif region in lists.regions:
        region = lists.regions[region].name
    require(
        rules.why_not_name_focal_point(
            holder=(_key(holder), _key(contact)),
            alternate=(_key(alternate), _key(alternate_contact)),
            units=list(lists.office_units),
            unit=unit,
            regions={row.name for row in lists.regions.values()} | ({region} if country else set()),
            region=region,
        )
    )
    _refuse_second(unit, region, country)
    return enter_line(
        by,
        FocalPoint,
        "staff.name_focal_point",
        title=focal_title(unit, country_of(country).name if country else region),
        country=country,
        region=region,
        met=RELEASED,
        unit=unit,
        holder=holder,
        contact=contact,
        alternate=alternate,
        alternate_contact=alternate_contact,
        due_on=due_on,
    )


def _key(somebody: Person | Contact | None) -> int | None:
    return somebody.pk if somebody else None


def focal_title(unit: str, place: str) -> str:
    """Return how a focal point is called: its unit and its place."""
    found = playbook.current().lists.office_units.get(unit)
    return f"{found.name if found else unit}: {place}"


def _refuse_second(unit: str, region: str, country: str) -> None:
    same = FocalPoint.objects.filter(unit=unit).exclude(state="ENDED")
    same = (
        same.filter(country_id=country.upper())
        if country
        else same.filter(region=region, country__isnull=True)
    )
    if same.exists():
        raise RuleBroken(
            "focal_point_there", _("This unit has a focal point there already. End that one, or change it.")
        )


def change_focal_point(
    *,
    by: Person,
    focal_point: FocalPoint,
    alternate: Person | None = None,
    alternate_contact: Contact | None = None,
    owner: Person | None = None,
    evidence: str | None = None,
) -> None:
    """Name another alternate, another owner of the line, or the evidence."""
    change_line(
        by,
        focal_point,
        "staff.name_focal_point",
        alternate=alternate,
        alternate_contact=alternate_contact,
        owner=owner,
        evidence=evidence,
    )


def certify_focal_point(
    *, by: Person, focal_point: FocalPoint, certified_on: date | None = None, evidence: str = ""
) -> None:
    """Record that a focal point passed the workshop; the certificate holds as long as the playbook says."""
    passed = certified_on or clock.today()
    if passed > clock.today():
        raise RuleBroken("certificate_ahead", _("A certificate is recorded once it was earned."))
    until = rules.certified_until(passed, months=playbook.current().lists.certificate_months)
    shown = {"evidence": evidence} if evidence.strip() else {}
    move_line(
        by,
        focal_point,
        "staff.certify_focal_point",
        rules.FOCAL_POINT.move(focal_point.state, "certify"),
        certified_on=passed,
        due_on=until,
        **shown,
    )


def end_focal_point(*, by: Person, focal_point: FocalPoint, reason: str) -> None:
    """End that somebody is a focal point; the gap shows on the map until another is named."""
    move_line(
        by,
        focal_point,
        "staff.name_focal_point",
        rules.FOCAL_POINT.move(focal_point.state, "end"),
        reason=reason,
    )
