"""A baseline from what the watch stage knows of a country."""

from collections.abc import Mapping
from datetime import date

from mainstay.assess.methods.baseline_employment import baseline_employment
from mainstay.assess.methods.jobs_lost import BaselineCell
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch.selectors.known import counted, editions, known_series

_STEM = "socioeconomic."
RATES = {"F": "females_aged_15plus_employment_rate_percent", "M": "males_aged_15plus_employment_rate_percent"}
SECTORS = {
    "agriculture": "agriculture_workers_percent_of_employment",
    "industry": "industry_workers_percent_of_employment",
    "services": "service_workers_percent_of_employment",
}
OWN_ACCOUNT = {
    "F": "female_self_employed_percent_of_female_employment",
    "M": "male_self_employed_percent_of_male_employment",
}


def baseline_from_readings(
    country: str, people: Mapping[tuple[str, str], float], *, today: date
) -> tuple[list[BaselineCell], str]:
    """Return a baseline for areas of `country` and the sentence that names its sources and years.

    `people` gives those of 15 and over by area and sex. Raises `BadInput` that names the series that are missing.
    """
    wanted = {_STEM + name for table in (RATES, SECTORS, OWN_ACCOUNT) for name in table.values()}
    held = known_series(editions(counted(today=today), series=wanted, countries=[country]).get(country, {}))
    missing = sorted(
        name for name in wanted if name not in held and name.removeprefix(_STEM) not in OWN_ACCOUNT.values()
    )
    if missing:
        raise BadInput(
            "baseline_series",
            _("Watch knows nothing of {country} in: {series}. Update the sources, or give a baseline table."),
            country=country,
            series=", ".join(missing),
        )
    last = {name: series.points[-1] for name, series in held.items()}

    def shares(table: Mapping[str, str]) -> dict[str, float]:
        return {key: last[_STEM + name].value / 100 for key, name in table.items() if _STEM + name in last}

    cells = baseline_employment(
        people,
        employment_rate=shares(RATES),
        sector_share=shares(SECTORS),
        own_account_share=shares(OWN_ACCOUNT),
    )
    years = sorted({point.on.year for point in last.values()})
    editions_named = ", ".join(sorted({series.vintage for series in held.values()}))
    return cells, f"{editions_named}; {years[0]}–{years[-1]}; sectors split alike for both sexes"
