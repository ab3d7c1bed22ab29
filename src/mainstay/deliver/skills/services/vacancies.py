"""Vacancies that employers list: open, filled, or withdrawn with a reason."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.deliver.skills import rules
from mainstay.deliver.skills.models import Vacancy
from mainstay.partners.models import Organisation


def list_vacancy(
    *,
    by: Person,
    organisation: Organisation,
    title: str,
    number: int,
    place: str,
    contact: str,
    skills: str = "",
    isco: str = "",
    closes_on: date | None = None,
    country: Country | None = None,
) -> Vacancy:
    """Return a vacancy that an organisation lists: what, how many, which skills, where, and whom to ask."""
    where = country or organisation.country
    if where is None:
        raise BadInput("country", _("Say in which country the work is."))
    scopes = [("organisation", str(organisation.pk)), ("country", where.pk), ("region", where.region)]
    with act("skills.list_vacancy", by=by, on=scopes) as entry:
        if not title.strip() or not place.strip() or not contact.strip() or number < 1:
            raise BadInput("vacancy", _("Say what work it is, for how many, where, and whom to ask."))
        if closes_on is not None and closes_on < clock.today():
            raise BadInput("closes_on", _("The last day to apply lies in the past."))
        made = Vacancy.objects.create(
            organisation=organisation, country=where, title=title.strip(), number=number, place=place.strip(),
            contact=contact.strip(), skills=skills.strip(), isco=isco.strip(), closes_on=closes_on, listed_by=by,
            listed_at=clock.now(), synthetic=organisation.synthetic,
        )  # fmt: skip
        entry.on(made)
        entry.note(title=made.title, number=number)
    return made


def fill_vacancy(*, by: Person, vacancy: Vacancy) -> Vacancy:
    """Say that a vacancy is filled."""
    return _end(by, vacancy, "skills.fill_vacancy", "fill", "")


def withdraw_vacancy(*, by: Person, vacancy: Vacancy, reason: str) -> Vacancy:
    """Withdraw a vacancy, with a reason."""
    if not reason.strip():
        raise BadInput("reason", _("Write why the vacancy is withdrawn."))
    return _end(by, vacancy, "skills.withdraw_vacancy", "withdraw", reason.strip())


def _end(by: Person, vacancy: Vacancy, action: str, verb: str, reason: str) -> Vacancy:
    with act(action, by=by, on=vacancy, reason=reason) as entry:
        new = rules.VACANCY.move(vacancy.state, verb)
        entry.change("state", vacancy.state, new)
        vacancy.state, vacancy.reason, vacancy.ended_at = new, reason, clock.now()
        vacancy.save(update_fields=["state", "reason", "ended_at"])
    return vacancy
