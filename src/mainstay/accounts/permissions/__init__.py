"""Who may, against the database: how records answer to scopes, what follows from it, and the door's default deny.

A stage registers each of its records once::

    register(Roll, case="site__project__case_id", scopes={"site": "site_id", **case_scopes("site__project__case")})

From that come both `require` (may this person do this to this record) and `visible` (which records may she see),
so that the two cannot drift apart.
"""

from mainstay.accounts.models import (
    ApiToken,
    Breach,
    BreakGlass,
    DataRequest,
    Delegation,
    Person,
    RestrictedGrant,
    RoleAssignment,
)

from .door import DefaultDeny
from .holding import forget, holdings, ties_of
from .policy import may, may_anywhere, may_each, require, why_not
from .registry import (
    Registered,
    case_of,
    home_of,
    places_round,
    register,
    register_condition,
    register_home,
    register_places,
    register_ties,
    registered_models,
    registration,
    scopes_of,
)
from .sight import get_visible, visible

__all__ = [
    "DefaultDeny",
    "Registered",
    "case_of",
    "forget",
    "get_visible",
    "holdings",
    "home_of",
    "may",
    "may_anywhere",
    "may_each",
    "places_round",
    "register",
    "register_condition",
    "register_home",
    "register_places",
    "register_ties",
    "registered_models",
    "registration",
    "require",
    "scopes_of",
    "ties_of",
    "visible",
    "why_not",
]

register(Person, scopes={"own": "pk"})
register(
    BreakGlass,
    scopes={"own": "person_id"},
    acts=lambda opened: {
        "accounts.break_glass": {opened.person_id},
        "accounts.review_break_glass": {opened.reviewed_by_id},
    },
)
register(Breach, scopes={"own": "reported_by_id"})
register(DataRequest, scopes={"own": "person_id"})
register(Delegation, scopes={"own": "giver_id"})
register(RoleAssignment, scopes={"own": "person_id"})
register(
    RestrictedGrant,
    scopes={"own": "person_id"},
    acts=lambda grant: {"accounts.request_restricted": {grant.person_id}},
)
register(ApiToken, scopes={"own": "person_id"})
