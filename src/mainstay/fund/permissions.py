"""How records of the fund answer to scopes, and who acted on a grant."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes
from mainstay.cases.selectors import seats_of

from .models import Contribution, Grant, Lead

_SOCIAL_PARTNERS = ("EMPLOYERS", "WORKERS")


def _acts(grant: Grant) -> Mapping[str, Collection[int | None]]:
    """Return who asked, approved and paid: three persons (rule FR-THREE)."""
    spoken = grant.voices.filter(objection=False, by_silence=False).values_list("by_id", flat=True)
    return {
        "fund.apply_grant": {grant.applied_by_id},
        "fund.approve_grant": set(spoken),
        "fund.disburse_grant": {grant.disbursed_by_id},
        "fund.report_grant": {grant.reported_by_id},
    }


def seats_held(person: Person, grant: Grant) -> set[str]:
    """Return the seats that `person` holds, herself or as deputy, in the task team of the grant's case."""
    return seats_of(person, grant.case)


register(
    Grant,
    case="case_id",
    scopes={"project": "project_id", **case_scopes("case")},
    acts=_acts,
    conditions={
        "seat_held": lambda person, grant: bool(seats_held(person, grant)),
        "seat_social_partner": lambda person, grant: bool(seats_held(person, grant) & {*_SOCIAL_PARTNERS}),
        "window_w3": lambda _person, grant: grant.window == "W3",
        "approved_and_funded": lambda _person, grant: grant.state == "APPROVED",
    },
    visible_when={
        "seat_social_partner": lambda person: Q(
            case__seats__holder=person, case__seats__code__in=_SOCIAL_PARTNERS
        ),
    },
)
register(
    Contribution,
    # An office reads the money that pays for work in its country, so that it can report on it.
    scopes={
        "organisation": "donor_id",
        "project": "accounts__grant__project_id",
        **case_scopes("accounts__grant__case"),
    },
    visible_when={"own_organisation_row": lambda _person: Q()},
    conditions={"own_organisation_row": lambda _person, _contribution: True},
)
register(
    Lead,
    case="case_id",
    scopes={
        "case": "case_id",
        "country": "country_id",
        "region": "country__region",
        "organisation": "donor_id",
    },
)
