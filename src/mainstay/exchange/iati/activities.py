"""What an activity file says, as plain values. Codes are those of the IATI 2.03 codelists.

Texts are mappings from ISO 639-1 language to text. No contact and no person has a place here; locations are
sites, never homes, and are written no finer than two decimals of a degree.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: identifier (such as XM-DAC-41302), type (40 = multilateral), name."""

    ref: str
    name: Texts
    type: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation and its role: 1 funding, 2 accountable, 3 extending, 4 implementing."""

    organisation: Organisation
    role: str
    activity: str = ""


@dataclass(frozen=True, slots=True)
class ActivityDate:
    """A date of the activity: 1 planned start, 2 actual start, 3 planned end, 4 actual end."""

    type: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Recipient:
    """A country (ISO 3166-1 alpha-2) or, with a vocabulary, a region, and its share in per cent."""

    code: str
    percentage: Decimal | None = None
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A site: reference, name, place (latitude, longitude), class (3 = site), exactness 2 = approximate."""

    ref: str
    name: Texts
    place: tuple[float, float] | None = None
    administrative: tuple[str, str, str] | None = None
    location_class: str = "3"


@dataclass(frozen=True, slots=True)
class Sector:
    """A purpose: vocabulary 1 is the OECD DAC's five digits; share in per cent within the vocabulary."""

    code: str
    percentage: Decimal | None = None
    vocabulary: str = "1"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: vocabulary 2 is the Sustainable Development Goals, 3 their targets."""

    code: str
    vocabulary: str = "3"
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PolicyMarker:
    """A policy marker of the OECD DAC (1 = gender equality) and its significance (0, 1, 2)."""

    code: str
    significance: str
    vocabulary: str = "1"


@dataclass(frozen=True, slots=True)
class HumanitarianScope:
    """The emergency (type 1) or appeal (type 2) that is answered: GLIDE (vocabulary 1-2) or OCHA plan (2-1)."""

    type: str
    vocabulary: str
    code: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of a period of at most a year: type 1 original, 2 revised; status 1 indicative, 2 committed."""

    start: dt.date
    end: dt.date
    value: Decimal
    currency: str
    value_date: dt.date
    type: str = "1"
    status: str = "2"


@dataclass(frozen=True, slots=True)
class PlannedDisbursement:
    """Money that is planned to go to another organisation in a period."""

    start: dt.date
    end: dt.date
    value: Decimal
    currency: str
    value_date: dt.date
    provider: Organisation | None = None
    receiver: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money that moved: type 1 incoming funds, 2 outgoing commitment, 3 disbursement, 4 expenditure, …"""

    type: str
    day: dt.date
    value: Decimal
    currency: str
    value_date: dt.date
    description: Texts = field(default_factory=dict)
    provider: Organisation | None = None
    receiver: Organisation | None = None
    ref: str = ""
    humanitarian: bool = False


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A public document: address, media type, title, categories (A02 = objectives), languages, date."""

    url: str
    format: str
    title: Texts
    categories: Sequence[str]
    languages: Sequence[str] = ()
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of an indicator: baseline, target or actual, for everybody or for one dimension (sex: women).

    A value of None is not known; it is written as no value, never as zero.
    """

    value: Decimal | int | None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    comment: Texts = field(default_factory=dict)
    year: int | None = None
    day: dt.date | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A period of an indicator with its targets and actuals."""

    start: dt.date
    end: dt.date
    targets: Sequence[Measure] = ()
    actuals: Sequence[Measure] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: measure 1 unit, 2 percentage, 3 nominal, 4 ordinal, 5 qualitative."""

    title: Texts
    measure: str
    periods: Sequence[Period] = ()
    description: Texts = field(default_factory=dict)
    baselines: Sequence[Measure] = ()
    ascending: bool = True
    aggregation: bool = True
    references: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A result: type 1 output, 2 outcome, 3 impact, 9 other; whether its values may be added up."""

    type: str
    title: Texts
    indicators: Sequence[Indicator]
    description: Texts = field(default_factory=dict)
    aggregation: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the money: type 1 policy, 2 performance, 3 fiduciary."""

    type: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: status 1 pipeline, 2 implementation, 3 finalisation, 4 closed, 5 cancelled, 6 suspended."""

    identifier: str
    reporting: Organisation
    title: Texts
    descriptions: Sequence[tuple[str, Texts]]
    participants: Sequence[Participant]
    status: str
    dates: Sequence[ActivityDate]
    currency: str = "USD"
    language: str = "en"
    humanitarian: bool = False
    hierarchy: int = 1
    scope: str = ""
    recipients: Sequence[Recipient] = ()
    locations: Sequence[Location] = ()
    sectors: Sequence[Sector] = ()
    tags: Sequence[Tag] = ()
    humanitarian_scopes: Sequence[HumanitarianScope] = ()
    policy_markers: Sequence[PolicyMarker] = ()
    collaboration_type: str = ""
    flow_type: str = ""
    finance_type: str = ""
    aid_type: str = ""
    tied_status: str = ""
    budgets: Sequence[Budget] = ()
    planned_disbursements: Sequence[PlannedDisbursement] = ()
    transactions: Sequence[Transaction] = ()
    documents: Sequence[DocumentLink] = ()
    related: Sequence[tuple[str, str]] = ()
    conditions: Sequence[Condition] = ()
    results: Sequence[Result] = ()
