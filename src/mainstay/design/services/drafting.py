"""Starting a design."""

from datetime import date

from django.db.models import Max

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import note, report_stage
from mainstay.common.errors import BadInput
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.design.models import Project


def start_design(
    *,
    by: Person,
    case: Case,
    title: str,
    country: str = "",
    currency: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    programme: str = "",
    workdays_per_year: int = 220,
) -> Project:
    """Return a new draft of the case, numbered after its other projects; the case's first country by default."""
    with act("design.start_design", by=by, on=case) as entry:
        place = _country(case, country)
        number = (Project.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
        if starts_on and ends_on and ends_on < starts_on:
            raise BadInput("dates", _("A project ends on or after the day it starts."))
        project = Project.objects.create(
            case=case,
            number=number,
            reference=f"{case.reference}/P{number}",
            title=title.strip(),
            country=place,
            currency=currency or place.currency or "USD",
            starts_on=starts_on,
            ends_on=ends_on,
            workdays_per_year=workdays_per_year,
            programme=programme or case.programme,
            written_by=by,
            playbook_version=playbook.current().version,
            synthetic=case.synthetic,
        )
        entry.on(project)
        entry.note(reference=project.reference, title=project.title)
        report_stage(
            case,
            "design",
            state="OPEN",
            record_state=project.state,
            next_role="CPO",
            msgid=_("{reference} is a draft; a package is to be taken and adapted."),
            reference=project.reference,
        )
        note(
            case,
            by=by,
            stage="design",
            msgid=_("Design {reference} was started."),
            reference=project.reference,
        )
    return project


def _country(case: Case, code: str) -> Country:
    rows = case.countries.select_related("country").order_by("-first", "pk")
    places = {row.country_id: row.country for row in rows}
    if code and code not in places:
        raise BadInput(
            "country", _("{code} is no country of this case. Add it to the case first."), code=code
        )
    return places[code] if code else next(iter(places.values()))
