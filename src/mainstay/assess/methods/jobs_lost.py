"""Jobs that a crisis took, by sector and sex, from who worked where before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .estimate_range import Range, sum_of_ranges


@dataclass(frozen=True, slots=True)
class BaselineCell:
    """How many people of one sex worked in one sector of one area before the event."""

    area: str
    sector: str
    sex: str
    employed: float
    own_account_share: float = 0.0


@dataclass(frozen=True, slots=True)
class LossCell:
    """The jobs lost in one sector by one sex, over all areas."""

    sector: str
    sex: str
    employed: float
    lost: Range
    own_account: Range

    @property
    def share(self) -> float:
        """The central estimate as a share of those who worked before."""
        return self.lost.central / self.employed if self.employed else 0.0


def jobs_lost(
    baseline: Iterable[BaselineCell],
    *,
    exposure: Mapping[str, float],
    impact: Mapping[str, Range],
) -> list[LossCell]:
    """Return the jobs lost by sector and sex, with ranges: a scenario, not a survey estimate.

    L_gs = Σ_a E_ags · x_a · i_g: E employed before in area a, sector g, sex s; x share of the area's people who
    were exposed; i share of the exposed who lost their job, a range per sector (``*`` for sectors not named).
    Bottom-up estimate of the Post-Disaster Needs Assessment, Guidelines Volume B, *Employment, Livelihoods and
    Social Protection* (2014). Unit: persons.

    >>> cells = [BaselineCell("A", "farm", "F", 10_000), BaselineCell("A", "farm", "M", 8_000)]
    >>> found = jobs_lost(cells, exposure={"A": 0.5}, impact={"*": Range(0.2, 0.4, 0.5)})
    >>> [(cell.sex, cell.lost.low, cell.lost.central, cell.lost.high) for cell in found]
    [('F', 1000.0, 2000.0, 2500.0), ('M', 800.0, 1600.0, 2000.0)]
    """
    listed = list(baseline)
    _refuse(listed, exposure, impact)
    cells: dict[tuple[str, str], list[tuple[BaselineCell, Range]]] = {}
    for cell in listed:
        rate = impact.get(cell.sector, impact.get("*"))
        assert rate is not None
        lost = rate.scaled(cell.employed * exposure[cell.area])
        cells.setdefault((cell.sector, cell.sex), []).append((cell, lost))
    return [
        LossCell(
            sector,
            sex,
            sum(cell.employed for cell, _lost in parts),
            sum_of_ranges(lost for _cell, lost in parts),
            sum_of_ranges(lost.scaled(cell.own_account_share) for cell, lost in parts),
        )
        for (sector, sex), parts in cells.items()
    ]


def _refuse(listed: list[BaselineCell], exposure: Mapping[str, float], impact: Mapping[str, Range]) -> None:
    problems = []
    for row, cell in enumerate(listed, start=1):
        if cell.area not in exposure:
            reason = Reason("jobs_lost.area", _("no exposure is given for area {area}"), {"area": cell.area})
            problems.append(Problem(reason, row=row, field="area"))
        if cell.sector not in impact and "*" not in impact:
            reason = Reason(
                "jobs_lost.sector", _("no impact is given for {sector}, nor for *"), {"sector": cell.sector}
            )
            problems.append(Problem(reason, row=row, field="sector"))
        if cell.employed < 0 or not 0 <= cell.own_account_share <= 1:
            problems.append(
                Problem(
                    Reason("jobs_lost.value", _("employed is negative, or a share not within 0 to 1")),
                    row=row,
                )
            )
    problems += [
        Problem(Reason("jobs_lost.exposure", _("a share lies between 0 and 1")), field=area)
        for area, share in exposure.items()
        if not 0 <= share <= 1
    ]
    problems += [
        Problem(Reason("jobs_lost.impact", _("a share lies between 0 and 1")), field=sector)
        for sector, rate in impact.items()
        if rate.high > 1
    ]
    if problems:
        raise BadInput("jobs_lost", _("The baseline, exposure or impact cannot be used."), problems=problems)
