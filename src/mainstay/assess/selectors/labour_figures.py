"""The rates of the labour market by both standards beside each other, as everybody who may read them may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay import playbook
from mainstay.assess.models import Assessment
from mainstay.common.errors import BadInput

from .exploring import Explored
from .labour import LabourMarket, labour_market

#: The rates of a short table; the page has the others.
SHORT = ("LFPR", "EPOP", "LU1", "LU4", "LU1_YOUTH", "NEET", "INFORMAL")
CUTS = ("", "sex", "age_group")
#: The resolution in force, and the one before it.
STANDARDS = (19, 13)


@dataclass(frozen=True)
class LabourFigure:
    """One rate of one group by the standard in force, and by the one before where it can be shown beside it."""

    code: str
    name: str
    cut: str
    group: str
    made: Explored
    before: Explored | None


@dataclass(frozen=True)
class LabourFigures:
    """The rates, how many stay inside, and what the interviews told of each concept."""

    rows: Sequence[LabourFigure]
    kept: int
    market: LabourMarket


def labour_figures(assessment: Assessment) -> LabourFigures | None:
    """Return the rates over all, by sex and by age; None where no interview tells them or no estimate was computed."""
    if assessment.estimated_at is None:
        return None
    rows: list[LabourFigure] = []
    kept, market = 0, None
    for cut in CUTS:
        new, old = (_market(assessment, cut, icls) for icls in STANDARDS)
        if new is None:
            return None
        market = market or new
        others = {_key(one): one for one in old.rows} if old else {}
        wanted = [one for one in new.rows if one.asked.field in SHORT]
        kept += sum(one.inside for one in wanted)
        rows += [
            LabourFigure(one.asked.field, new.found.names[one.asked.field], cut, _key(one)[1], one, _beside(one, others.get(_key(one))))
            for one in wanted
            if not one.inside
        ]  # fmt: skip
    assert market is not None
    rows.sort(key=lambda row: (SHORT.index(row.code), CUTS.index(row.cut), row.group == "Men"))
    return LabourFigures(rows, kept, market)


def _market(assessment: Assessment, cut: str, icls: int) -> LabourMarket | None:
    try:
        return labour_market(assessment, by=cut, icls=icls)
    except BadInput:  # The form does not ask what the mapping needs: the page says what is missing.
        return None


def _key(one: Explored) -> tuple[str, str]:
    return one.asked.field, str(next(iter(one.row.domain.values()), ""))


def _beside(new: Explored, old: Explored | None) -> Explored | None:
    """Return the rate by the older standard where the two beside each other tell of no few people.

    Whom only one of the standards counts, a reader finds by taking one from the other.
    """
    if old is None or old.inside or old.holding is None or new.holding is None:
        return None
    fewest = playbook.current().assessment.limits.publish_cell_n
    moved = [abs(old.row.n - new.row.n), abs(old.holding - new.holding)]
    moved.append(abs((old.row.n - old.holding) - (new.row.n - new.holding)))
    return None if any(0 < count < fewest for count in moved) else old
