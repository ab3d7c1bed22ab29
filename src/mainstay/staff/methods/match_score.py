"""How well a person of the roster fits a request, with the reasons, and who cannot go at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Need:
    """What a request asks for."""

    functional_area: str
    min_level: int
    starts_on: date
    ends_on: date
    language: str = ""
    min_cefr: str = "B2"
    country: str = ""
    region: str = ""
    crisis_types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """What the roster knows of a person that matters for a match; nothing about health, nothing about sex."""

    key: int
    ready: bool
    levels: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    crisis_types: frozenset[str] = frozenset()
    available: Collection[tuple[date, date]] = ()
    confirmed_days_ago: int | None = None
    open_misconduct: bool = False
    rests_until: date | None = None
    rating: float | None = None
    refused_places: frozenset[str] = frozenset()


def exclusion(need: Need, one: Candidate) -> Reason | None:
    """Return the hard reason why `one` cannot go on this request, or None.

    An open misconduct case excludes with words that do not tell it to others.
    """
    if one.open_misconduct or not one.ready:
        return Reason("not_ready", _("Not ready: briefing, availability or a clearance is not in force."))
    if one.rests_until and one.rests_until >= need.starts_on:
        return Reason(
            "resting", _("Rests after a mission until {day}."), {"day": one.rests_until.isoformat()}
        )
    if not any(first <= need.starts_on and need.ends_on <= last for first, last in one.available):
        return Reason("not_available", _("Not available for the whole time."))
    if one.levels.get(need.functional_area, 0) < need.min_level:
        return Reason(
            "level",
            _("Level {has} in {area}; {wanted} is asked."),
            {
                "has": one.levels.get(need.functional_area, 0),
                "area": need.functional_area,
                "wanted": need.min_level,
            },
        )
    if need.language and _cefr(one, need.language) < CEFR.index(need.min_cefr):
        return Reason("language", _("Does not speak {language} well enough."), {"language": need.language})
    if need.country in one.refused_places:
        return Reason("place", _("Cannot enter or be insured for {country}."), {"country": need.country})
    return None


def _cefr(one: Candidate, language: str) -> int:
    level = one.languages.get(language)
    return CEFR.index(level) if level in CEFR else -1


def match_score(need: Need, one: Candidate, weights: Mapping[str, int]) -> dict[str, float]:
    """Return the points of each part, of at most its weight; their sum is the score (0–100).

    Parts: `functional_area` (all who pass the filter), `level` (above what is asked), `language` (CEFR),
    `country_or_region`, `crisis_type`, `availability` (how fresh the confirmation is: full at 0 days, none at 90),
    `performance` (mean rating of 5; unrated people get the middle, not zero). Weights are the playbook's.

    >>> need = Need("FA02", 2, date(2026, 1, 5), date(2026, 3, 5), language="pt")
    >>> one = Candidate(1, True, {"FA02": 4}, {"pt": "C2"}, confirmed_days_ago=0, rating=5)
    >>> sum(match_score(need, one, {"functional_area": 30, "level": 15, "language": 20}).values())
    65.0
    """
    share = {
        "functional_area": 1.0 if one.levels.get(need.functional_area, 0) >= need.min_level else 0.0,
        "level": min(1.0, 0.5 + 0.25 * (one.levels.get(need.functional_area, 0) - need.min_level)),
        "language": 1.0 if not need.language else max(0, _cefr(one, need.language)) / 5,
        "country_or_region": 1.0
        if need.country in one.countries
        else 0.5
        if need.region in one.regions
        else 0.0,
        "crisis_type": 1.0 if need.crisis_types & one.crisis_types else 0.0,
        "availability": max(0.0, 1 - (90 if one.confirmed_days_ago is None else one.confirmed_days_ago) / 90),
        "performance": 0.5 if one.rating is None else one.rating / 5,
    }
    return {part: round(weight * share[part], 2) for part, weight in weights.items()}
