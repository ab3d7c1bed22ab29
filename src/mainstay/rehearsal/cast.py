"""The cast: named synthetic persons with real roles, who come in through the same services as everyone."""

from dataclasses import dataclass

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import person_by_email
from mainstay.accounts.services import assign_role, invite_person
from mainstay.common.errors import NotFound


@dataclass(frozen=True)
class Part:
    """One person of the cast: how she is called in the story, her role, and where she holds it."""

    key: str
    name: str
    role: str
    scope: str
    scope_key: str = "*"


def parts(country: str, region: str) -> tuple[Part, ...]:
    """Return the cast for a country: every role that the road needs, each another person where duties are separated."""
    return (
        Part("officer", "Rana Synthetic", "CPO", "country", country),
        Part("designer", "Yusuf Synthetic", "CPO", "country", country),
        Part("director", "Helen Synthetic", "CD", "country", country),
        Part("region", "Idris Synthetic", "RO", "region", region),
        Part("coordinator", "Marta Synthetic", "TT_COORD", "global"),
        Part("member", "Paulo Synthetic", "TT_MEM", "global"),
        Part("second_member", "Aiko Synthetic", "TT_MEM", "global"),
        Part("third_member", "Lars Synthetic", "TT_MEM", "global"),
        Part("chair", "Nomsa Synthetic", "TT_CHAIR", "global"),
        Part("fund", "Viktor Synthetic", "FUND", "global"),
        Part("treasurer", "Ines Synthetic", "FUND", "global"),
        Part("mobiliser", "Tariq Synthetic", "RM", "global"),
        Part("roster", "Olga Synthetic", "ROSTER", "global"),
        Part("doctor", "Samir Synthetic", "MED", "global"),
        Part("security", "Grace Synthetic", "SEC", "global"),
        Part("insurance", "Pedro Synthetic", "INSUR", "global"),
        Part("safety", "Dana Synthetic", "SAF_OFF", "country", country),
        Part("monitor", "Leila Synthetic", "ME", "country", country),
        Part("second_monitor", "Jonas Synthetic", "ME", "country", country),
        Part("knowledge", "Amara Synthetic", "KM", "global"),
        Part("ministry", "Ministry Synthetic", "CONST_GOV", "country", country),
        Part("operator", "Administrator Synthetic", "ADMIN", "system"),
        Part("protector", "Noor Synthetic", "DPO", "global"),
    )


def address(part: Part | str) -> str:
    """Return the e-mail of a part (or of its key): an address that cannot exist."""
    key = part if isinstance(part, str) else part.key
    return f"{key.replace('_', '-')}@synthetic.invalid"


def call(part: Part, *, by: Person, password: str | None = None) -> Person:
    """Return the account of a part with its role, invited by the operator unless an earlier story did."""
    try:
        person = person_by_email(address(part))
    except NotFound:
        person = invite_person(by=by, email=address(part), name=part.name, password=password, synthetic=True)
    if part.role:
        assign_role(
            by=by,
            person=person,
            role=part.role,
            scope_kind=part.scope,
            scope_key=part.scope_key,
            reason="rehearsal",
        )
    return person
