"""Which cells are sensitive on their own account, why, and how near nobody may come to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _

from .contributions import Contributions
from .lattice import Bools, Floats
from .rules import THRESHOLD


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of primary suppression; several may be asked for, each that holds is told.

    `threshold`: fewer contributing persons are too few (0 or 1 switches it off). `dominance` (n, k): the n
    largest hold more than the share k. `percent` p: the second largest can work out the largest within p %.
    `prior` q, beside `percent`: everybody knows everybody within q % beforehand (the pq rule; 100 is the p % rule).
    `secret` names dimensions whose category is a secret: a line whose people all stand in one category tells it
    of each of them (attribute disclosure), so that cell is sensitive and the line's zeros may be hidden.
    `zeros`: an empty cell is sensitive too ("none of them is paid"). `band`: a small cell of amounts is kept
    uncertain by this share of its value, up and down. `own_value`: who is alone in a cell knows its value.
    """

    threshold: int = THRESHOLD
    dominance: tuple[int, float] | None = None
    percent: float | None = None
    prior: float = 100.0
    secret: Sequence[str] = ()
    zeros: bool = False
    band: float = 0.1
    own_value: bool = True


@dataclass
class Demands:
    """For each cell whether it is sensitive (`why` not empty) and how uncertain a reader must stay.

    The reader's greatest possible value is at least value + `upper`, the least at most value − `lower`, and
    the two at least `sliding` apart. `telling` marks zeros that may be hidden.
    """

    why: dict[int, list[Reason]]
    upper: Floats
    lower: Floats
    sliding: Floats
    telling: Bools

    def ask(self, cell: int, reason: Reason, *, upper: float, lower: float, sliding: float = 0.0) -> None:
        """Make `cell` sensitive for `reason`; the widest of all that is asked holds."""
        self.why.setdefault(cell, []).append(reason)
        self.upper[cell] = max(self.upper[cell], upper)
        self.lower[cell] = max(self.lower[cell], lower)
        self.sliding[cell] = max(self.sliding[cell], sliding)


def demands_of(behind: Contributions, rules: Rules, structural: Bools) -> Demands:
    """Return what the rules ask of each cell.

    A small count asks that it can't be told from the threshold (`upper` = threshold − value) and an interval of
    the threshold; where persons are weighted, that many times the mean weight of the cell. A small cell of amounts
    asks for `band` of its value both ways. Dominance asks (Hundepool et al. 2012, 4.2.2) `upper` = largest n / k −
    total; the p % and pq rules p/q · largest − (total − two largest); `lower` the same, at most the value. A full
    cell asks that one person at least (amounts: `band`) may be elsewhere.
    """
    _check(rules, behind)
    size = behind.lattice.size
    asked = Demands({}, np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool))
    inner = behind.values[behind.lattice.inner & (behind.values > 0)]
    least = rules.band * float(np.median(inner)) if len(inner) else 1.0
    _small(behind, rules, asked, least)
    _dominated(behind, rules, asked)
    _full(behind, rules, asked)
    if rules.zeros:
        reason = Reason("disclosure.zero", _("Nobody stands here, and that tells."))
        for cell in np.flatnonzero((behind.persons == 0) & ~structural):
            wide = least if behind.one is None else max(rules.threshold, 1) * float(behind.one[cell])
            asked.ask(int(cell), reason, upper=wide, lower=0.0)
    asked.lower = np.minimum(asked.lower, behind.values)
    return asked


def _small(behind: Contributions, rules: Rules, asked: Demands, least: float) -> None:
    for cell in np.flatnonzero((behind.persons > 0) & (behind.persons < rules.threshold)):
        reason = Reason(
            "disclosure.small",
            _("Fewer than {threshold} persons stand behind it: {persons}."),
            {"threshold": rules.threshold, "persons": int(behind.persons[cell])},
        )
        value = float(behind.values[cell])
        if behind.one is not None:
            wide = rules.threshold * float(behind.one[cell])
            asked.ask(int(cell), reason, upper=wide - value, lower=0.0, sliding=wide)
        else:
            asked.ask(
                int(cell),
                reason,
                upper=max(rules.band * value, least if value == 0 else 0),
                lower=rules.band * value,
            )


def _dominated(behind: Contributions, rules: Rules, asked: Demands) -> None:
    values = behind.values
    if rules.dominance is not None:
        n, share = rules.dominance
        short = behind.largest(n) / share - values
        reason = Reason(
            "disclosure.dominated",
            _("The {n} largest contribute more than {share:.0%} of it."),
            {"n": n, "share": share},
        )
        _ask_all(behind, asked, short, reason)
    if rules.percent is not None:
        top = behind.largest(1)
        short = rules.percent / rules.prior * top - (values - behind.largest(2))
        reason = Reason(
            "disclosure.too_close",
            _("The second largest contributor can work out the largest within {percent:g} %."),
            {"percent": rules.percent},
        )
        _ask_all(behind, asked, short, reason)


def _ask_all(behind: Contributions, asked: Demands, short: Floats, reason: Reason) -> None:
    edge = 1e-9 * np.maximum(behind.values, 1.0)
    for cell in np.flatnonzero((short > edge) & (behind.values > 0)):
        asked.ask(int(cell), reason, upper=float(short[cell]), lower=float(short[cell]))


def _full(behind: Contributions, rules: Rules, asked: Demands) -> None:
    names = [axis.name for axis in behind.lattice.axes]
    for name in rules.secret:
        reason = Reason(
            "disclosure.full",
            _("All persons of its line have the same {dimension}, so it tells of each of them."),
            {"dimension": name},
        )
        for whole, parts in behind.lattice.lines(names.index(name)):
            if parts.shape[1] < 2:
                continue
            full = (behind.persons[parts] == behind.persons[whole][:, None]) & (behind.persons[parts] > 0)
            for line, part in np.argwhere(full):
                cell = int(parts[line, part])
                low = rules.band * behind.values[cell]
                if behind.one is not None:
                    low = max(1.0, np.ceil(rules.band * behind.persons[cell])) * behind.one[cell]
                asked.ask(cell, reason, upper=0.0, lower=float(low))
                asked.telling[parts[line]] = True


def _check(rules: Rules, behind: Contributions) -> None:
    names = [axis.name for axis in behind.lattice.axes]
    wrong = [name for name in rules.secret if name not in names]
    n, share = rules.dominance or (1, 0.5)
    in_range = n >= 1 and 0 < share < 1 and 0 < rules.band <= 1 and 0 < rules.prior <= 100
    if wrong or not in_range or rules.threshold < 0 or (rules.percent is not None and rules.percent <= 0):
        raise BadInput(
            "disclosure.rules",
            _(
                "The rules cannot be used: n is at least 1, k and band are shares between 0 and 1, p is above 0, q up "
                "to 100, and secret names dimensions of the table ({names})."
            ),
            names=", ".join(names),
        )
