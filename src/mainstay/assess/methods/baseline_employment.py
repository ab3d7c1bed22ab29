"""Who worked where before the event, from people and national rates: a baseline where no table is at hand."""

from collections.abc import Mapping

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .jobs_lost import BaselineCell


def baseline_employment(
    people: Mapping[tuple[str, str], float],
    *,
    employment_rate: Mapping[str, float],
    sector_share: Mapping[str, float],
    own_account_share: Mapping[str, float],
) -> list[BaselineCell]:
    """Return the employed of each area, sector and sex.

    E_ags = P_as · e_s · h_g / Σh: P people of 15 and over of area a and sex s, e the national employment rate of
    that sex (as a share), h the share of sector g in employment. Sectors are split alike for both sexes and all
    areas, which understates women in services and hides local specialisation: a stop-gap until a table by area is
    found (Post-Disaster Needs Assessment, Guidelines Volume B, 2014, on baselines without local surveys).
    Unit: persons.

    >>> cells = baseline_employment(
    ...     {("A", "F"): 1000}, employment_rate={"F": 0.5}, sector_share={"farm": 0.6, "services": 0.2},
    ...     own_account_share={"F": 0.8})
    >>> [(cell.sector, cell.employed) for cell in cells]
    [('farm', 375.0), ('services', 125.0)]
    """
    whole = sum(sector_share.values())
    missing = sorted({sex for _area, sex in people if sex not in employment_rate})
    if missing or whole <= 0:
        raise BadInput(
            "baseline_employment",
            _("No employment rate for {sexes}, or no sector shares."),
            sexes=", ".join(missing) or "–",
        )
    return [
        BaselineCell(
            area, sector, sex, count * employment_rate[sex] * share / whole, own_account_share.get(sex, 0.0)
        )
        for (area, sex), count in people.items()
        for sector, share in sector_share.items()
    ]
