"""The warning indicators of countries, from readings and the playbook's thresholds."""

from collections.abc import Collection, Mapping
from datetime import date

from mainstay import playbook
from mainstay.common import clock
from mainstay.watch.methods.country_warning import (
    CountryWarning,
    GroundRule,
    IndicatorRule,
    Way,
    country_warning,
)
from mainstay.watch.methods.threshold import Threshold, threshold
from mainstay.watch.models import CountryThreshold

from .known import counted, editions, known_series

#: Readings that the warning needs lie at most so many years back.
YEARS_BACK = 8


def field_series(indicator: str) -> str:
    """Return the code of the series in which people enter an indicator's value themselves."""
    return f"field.{indicator}"


def indicator_rules() -> tuple[IndicatorRule, ...]:
    """Return the indicators of the playbook with their thresholds and the ways to their values."""
    book = playbook.current()
    rules = []
    for indicator in book.early_warning.values():
        derived = book.signals.derivations.get(indicator.code)
        ways = [Way(field_series(indicator.code))]
        if derived is not None:
            ways += [Way(series, derived.kind, derived.months) for series in derived.series]
        limits = {}
        for name in ("watch", "alert"):
            written = getattr(indicator, name)
            at = indicator.scale.index(written.level) + 1 if written.level is not None else written.at
            limits[name] = Threshold(float(at), at_least=indicator.direction == "up")
        rules.append(
            IndicatorRule(
                indicator.code,
                indicator.name,
                indicator.pillar,
                indicator.employment,
                indicator.unit,
                limits["watch"],
                limits["alert"],
                tuple(ways),
                indicator.weight,
                tuple(indicator.scale),
            )
        )
    return tuple(rules)


def ground_rules() -> tuple[GroundRule, ...]:
    """Return the slow measures under each pillar."""
    return tuple(
        GroundRule(row.code, row.pillar, row.series, row.low, row.high, row.weight)
        for row in playbook.current().signals.structural.values()
    )


def country_warnings(
    countries: Collection[str] | None = None, *, today: date | None = None
) -> Mapping[str, CountryWarning]:
    """Return the warning of each country of which anything is known, by its code; in three queries."""
    today = today or clock.today()
    rules, ground = indicator_rules(), ground_rules()
    series = {way.series for rule in rules for way in rule.ways} | {
        code for measure in ground for code in measure.series
    }
    since = date(today.year - YEARS_BACK, 1, 1)
    held = editions(counted(today=today), series=series, countries=countries, since=since)
    own = _own_thresholds(countries)
    return {
        iso3: country_warning(_with_own(rules, own.get(iso3, {})), ground, known_series(listed), today=today)
        for iso3, listed in sorted(held.items())
    }


def _own_thresholds(countries: Collection[str] | None) -> dict[str, dict[str, CountryThreshold]]:
    rows = CountryThreshold.objects.filter(in_force=True)
    if countries is not None:
        rows = rows.filter(country_id__in=countries)
    found: dict[str, dict[str, CountryThreshold]] = {}
    for row in rows:
        found.setdefault(row.country_id, {})[row.indicator] = row
    return found


def _with_own(
    rules: tuple[IndicatorRule, ...], own: Mapping[str, CountryThreshold]
) -> tuple[IndicatorRule, ...]:
    from dataclasses import replace

    return tuple(
        replace(rule, watch=threshold(own[rule.code].watch), alert=threshold(own[rule.code].alert))
        if rule.code in own
        else rule
        for rule in rules
    )
