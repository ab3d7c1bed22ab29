"""Hires of all actors, and roadmaps."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import HireReport, Organisation, Roadmap, RoadmapSignature

from .places import country_of, scopes_in


def submit_hire_report(
    *,
    by: Person,
    organisation: Organisation,
    country: str,
    year: int,
    quarter: int,
    local_women: int,
    local_men: int,
    foreign_hires: int,
    lowest_day_wage_minor: int | None = None,
    currency: str = "",
) -> HireReport:
    """Return an actor's local and foreign hires of a quarter; one that was given back is submitted anew."""
    place = country_of(country)
    with act("partners.submit_hire_report", by=by, on=organisation) as entry:
        counts = (local_women, local_men, foreign_hires)
        if quarter not in {1, 2, 3, 4} or min(counts) < 0:
            raise BadInput("hire_report", _("A quarter is 1 to 4, and hires are not negative."))
        if date(year, 3 * quarter - 2, 1) > clock.today():
            raise BadInput("quarter_ahead", _("This quarter has not begun."))
        earlier = HireReport.objects.filter(
            organisation=organisation, country=place, year=year, quarter=quarter
        )
        known = earlier.first()
        if known is not None:
            rules.HIRE_REPORT.move(known.state, "submit")
        made, _made = HireReport.objects.update_or_create(
            organisation=organisation,
            country=place,
            year=year,
            quarter=quarter,
            defaults={
                "local_women": local_women,
                "local_men": local_men,
                "foreign_hires": foreign_hires,
                "lowest_day_wage_minor": lowest_day_wage_minor,
                "currency": currency,
                "state": "SUBMITTED",
                "submitted_by": by,
                "submitted_at": clock.now(),
            },
        )
        entry.on(made)
    return made


def _judge(by: Person, report: HireReport, verb: str, words: str) -> None:
    with act("partners.check_hire_report", by=by, on=report) as entry:
        if by.pk == report.submitted_by_id:
            raise RuleBroken("own_report", _("A hire report is checked by another person."))
        state = rules.HIRE_REPORT.move(report.state, verb)
        entry.change("state", report.state, state)
        report.state, report.checked_by, report.words = state, by, words.strip()
        report.save(update_fields=["state", "checked_by", "words"])


def check_hire_report(*, by: Person, report: HireReport, words: str = "") -> None:
    """Check a hire report: from now on it counts."""
    _judge(by, report, "check", words)


def return_hire_report(*, by: Person, report: HireReport, words: str) -> None:
    """Give a hire report back to who submitted it, saying what is wrong."""
    if not words.strip():
        raise BadInput("words_missing", _("Write what is to be corrected."))
    _judge(by, report, "give_back", words)


def draft_roadmap(*, by: Person, country: str, title: str, text: str, case_key: int | None = None) -> Roadmap:
    """Return the draft of a decent work roadmap."""
    place = country_of(country)
    with act("partners.draft_roadmap", by=by, on=scopes_in(place, case_key=case_key)) as entry:
        made = Roadmap.objects.create(
            country=place,
            case_key=case_key,
            title=title.strip(),
            text=text.strip(),
            drafted_by=by,
            drafted_at=clock.now(),
        )
        entry.on(made)
    return made


def withdraw_roadmap(*, by: Person, roadmap: Roadmap, reason: str) -> None:
    """Take a draft roadmap back that will not be signed, with the reason; signatures given stay on record."""
    with act("partners.draft_roadmap", by=by, on=roadmap, reason=reason) as entry:
        state = rules.ROADMAP.move(roadmap.state, "withdraw")
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why; who signed already reads it."))
        entry.change("state", roadmap.state, state)
        roadmap.state = state
        roadmap.save(update_fields=["state"])


def sign_roadmap(*, by: Person, roadmap: Roadmap, organisation: Organisation) -> None:
    """Sign a roadmap for one's organisation; when government, employers and workers have, it is signed."""
    from mainstay.accounts.permissions import ties_of

    met = {"own_organisation_row"} if ("organisation", str(organisation.pk)) in ties_of(by) else set()
    with act("partners.sign_roadmap", by=by, on=roadmap, met=met) as entry:
        require(rules.why_not_sign_roadmap(state=roadmap.state, side=organisation.side))
        RoadmapSignature.objects.get_or_create(
            roadmap=roadmap, organisation=organisation, defaults={"signed_by": by, "signed_at": clock.now()}
        )
        sides = set(roadmap.signatures.values_list("organisation__side", flat=True))
        entry.note(organisation=organisation.pk)
        if not rules.sides_missing(sides):
            roadmap.state = rules.ROADMAP.move(roadmap.state, "sign")
            roadmap.save(update_fields=["state"])
