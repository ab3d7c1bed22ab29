"""How much of their working time people lose on each day after an event, until work is back."""

from dataclasses import dataclass
from math import exp, expm1, log

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

SHAPES = ("linear", "exponential", "step")
#: Part of the way back that an exponential return has gone at its date.
REACHED = 0.95


@dataclass(frozen=True, slots=True)
class RecoveryPath:
    """The share of working time lost, r(t), over days t since the event.

    `start` is lost at once (1: work stands still; below 1: a partial stoppage) and stays so for `still` days. Then
    work comes back until day `until`: ``linear`` evenly; ``exponential`` fast first, with 95 % of the way gone at
    `until`; ``step`` all on that day (nothing before). `left` is what stays lost for good. Jovel and Mudahar,
    *Damage, Loss and Needs Assessment Guidance Notes* (World Bank, 2010), vol. 2, for the even return.
    """

    shape: str
    until: float
    still: float = 0.0
    start: float = 1.0
    left: float = 0.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise BadInput(
                "recovery_path.shape",
                _("There is no recovery path {shape}. Choose one of: {shapes}."),
                shape=self.shape,
                shapes=", ".join(SHAPES),
            )
        if not 0 <= self.still <= self.until:
            raise BadInput(
                "recovery_path.days",
                _(
                    "Work begins to come back on day {still}, before it is back on day {until}: 0 ≤ first ≤ second."
                ),
                still=self.still,
                until=self.until,
            )
        if not 0 <= self.left <= self.start <= 1:
            raise BadInput(
                "recovery_path.share",
                _("Shares of time lost lie between 0 and 1, and what stays lost ({left}) not above {start}."),
                left=self.left,
                start=self.start,
            )

    def lost_at(self, day: float) -> float:
        """Return the share of working time lost on `day`.

        >>> path = RecoveryPath("linear", until=40, still=20)
        >>> path.lost_at(10), path.lost_at(30), path.lost_at(50)
        (1.0, 0.5, 0.0)
        """
        if day < self.still or (self.shape == "step" and day < self.until):
            return self.start
        if self.shape == "exponential" and self.until > self.still:
            return self.left + (self.start - self.left) * exp(-(day - self.still) / self._pace())
        if day >= self.until:
            return self.left
        gone = (day - self.still) / (self.until - self.still)
        return self.start - (self.start - self.left) * gone

    def days_lost(self, first: float, last: float) -> float:
        """Return ∫ r(t) dt from day `first` to day `last`, exactly: full days lost by one affected worker.

        While work stands still: r₀ · days. Linear: days · (r at their start + r at their end) / 2. Exponential with
        pace τ: r∞ · days + (r₀ − r∞) · τ · (e^(−u/τ) − e^(−v/τ)), u and v counted from `still`, τ = (until − still)
        / ln 20. Afterwards: `left` · days. Unit: calendar days.

        >>> RecoveryPath("linear", until=40, still=20).days_lost(0, 40)
        30.0
        >>> RecoveryPath("step", until=40, start=0.5).days_lost(0, 180)
        20.0
        >>> round(RecoveryPath("exponential", until=30).days_lost(0, 30), 6) == round(30 / log(20) * 0.95, 6)
        True
        """
        if not 0 <= first <= last:
            raise BadInput(
                "recovery_path.period",
                _("A period runs from day {first} to day {last}: 0 ≤ first ≤ last."),
                first=first,
                last=last,
            )
        turn = self.until if self.shape == "step" else self.still
        full = self.start * _overlap(first, last, 0.0, turn)
        end = float("inf") if self._never_ends() else self.until
        after = self.left * _overlap(first, last, end, float("inf")) if self.left else 0.0
        return full + self._returning(max(first, turn), min(last, end)) + after

    def _returning(self, first: float, last: float) -> float:
        if last <= first:
            return 0.0
        if not self._never_ends():
            return (last - first) * (self.lost_at(first) + self._before(last)) / 2
        pace, since = self._pace(), first - self.still
        faded = -exp(-since / pace) * expm1(-(last - first) / pace)
        return self.left * (last - first) + (self.start - self.left) * pace * faded

    def _before(self, day: float) -> float:
        return self.left if day >= self.until else self.lost_at(day)

    def _never_ends(self) -> bool:
        return self.shape == "exponential" and self.until > self.still

    def _pace(self) -> float:
        return (self.until - self.still) / -log(1 - REACHED)


def _overlap(first: float, last: float, low: float, high: float) -> float:
    return max(0.0, min(last, high) - max(first, low))
