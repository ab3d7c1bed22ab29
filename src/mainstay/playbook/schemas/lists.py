"""Code lists that several stages use."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named


class Status(Named):
    """A status of a person, and whether it may harm if it leaks."""

    sensitive: bool


class AgeBand(Named):
    """Ages from … to, both included; none: no upper end."""

    from_age: int = Field(ge=0)
    to_age: int | None = None


class PartnerType(Named):
    """A kind of organisation."""

    level: Literal["global", "regional", "national", "local"]
    examples: tuple[str, ...]
    contact_only: bool = False


class Criticality(Named):
    """How critical an activity is, and the risk that it may bear."""

    accept_risk: str


class WorkshopType(Named):
    """A kind of workshop."""

    days: int = Field(gt=0)
    audience: str


class GrievanceCategory(Named):
    """What a complaint is about and who gets it."""

    route: str
    zero_tolerance: bool = False


class Norm(Named):
    """What one worker does in a day: to be confirmed and tried on the site."""

    value: float = Field(gt=0)
    unit: str


class Candidate(Entry):
    """A context that the 2015 workshop named; for demonstration only."""

    texts: ClassVar[tuple[str, ...]] = ()
    iso3: str = Field(min_length=3, max_length=3)


class ReferenceListsFile(ContentFile):
    """reference_lists.yaml"""

    population_status: Catalogue[Status]
    age_bands: Catalogue[AgeBand]
    youth_bands: Catalogue[AgeBand]
    regions: Catalogue[Named]
    partner_types: Catalogue[PartnerType]
    partner_benefits: Catalogue[Named]
    donor_types: Catalogue[Named]
    programme_criticality: Catalogue[Criticality]
    risk_levels: Catalogue[Named]
    crisis_levels: Catalogue[Named]
    request_origins: Catalogue[Named]
    advice_states: Catalogue[Named]
    policy_states: Catalogue[Named]
    workshop_types: Catalogue[WorkshopType]
    capacity_support: Catalogue[Named]
    knowledge_types: Catalogue[Named]
    grievance_categories: Catalogue[GrievanceCategory]
    suspension_reasons: Catalogue[Named]
    rule_waivers: Catalogue[Named]
    productivity_norms: Catalogue[Norm]
    demo_candidates: Catalogue[Candidate]
    product_modules: Catalogue[Named]
    #: Units of the organisation that name a focal point in each region.
    office_units: Catalogue[Named]
    message_channels: Catalogue[Named]
    #: How long the certificate of a workshop, and so of a focal point, holds.
    certificate_months: int = Field(gt=0)


class TargetGroup(Named):
    """A group that a response reaches out to; in works or through services only."""

    status: tuple[str, ...] = ()
    in_works: bool = True
    who: str


class TargetGroupsFile(ContentFile):
    """target_groups.yaml"""

    target_groups: Catalogue[TargetGroup]


class Synonym(Entry):
    """Terms that mean the same to whoever searches, old names beside new."""

    texts: ClassVar[tuple[str, ...]] = ()
    words: tuple[str, ...] = Field(min_length=2)


class SynonymsFile(ContentFile):
    """synonyms.yaml"""

    synonyms: Catalogue[Synonym]
