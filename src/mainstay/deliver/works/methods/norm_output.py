"""What a measured quantity amounts to by the norm of a day, and whether the norm is fair."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NormOutput:
    """Days at the norm that a quantity stands for, and the share of the norm that was reached (None: not known)."""

    tasks: float | None
    reached: float | None


def norm_output(*, quantity_milli: int, worked_centi: int, norm_milli: int | None) -> NormOutput:
    """Return how many days' tasks a quantity is, and the share of the norm that the days on the roll reached.

    tasks = quantity ÷ norm; reached = quantity ÷ (days worked × norm). Quantities are thousandths of the task's unit,
    days are hundredths. Without a norm neither is known; without days there is no share.
    Source: ILO, Guide to productivity norms of labour-based road works (task work: one norm is one day's task).

    >>> norm_output(quantity_milli=90_000, worked_centi=4_000, norm_milli=2_500)
    NormOutput(tasks=36.0, reached=0.9)
    """
    if not norm_milli:
        return NormOutput(None, None)
    tasks = quantity_milli / norm_milli
    return NormOutput(tasks, tasks / (worked_centi / 100) if worked_centi else None)


def proposed_norm(*, norm_milli: int, below: int, workers: int, most_below: float = 0.2) -> int | None:
    """Return the lower norm to try when more than a fifth of the workers miss the present one, or None.

    One tenth less than the norm that failed. Source: dossier §2.8 (norms are trial-checked; flagged when more than
    20 % of workers miss their task).

    >>> proposed_norm(norm_milli=2_500, below=3, workers=10), proposed_norm(norm_milli=2_500, below=2, workers=10)
    (2250, None)
    """
    return norm_milli * 9 // 10 if workers and below / workers > most_below else None


def unit_rate_for(*, day_minor: int, norm_milli: int) -> int:
    """Return the rate of a measured unit at which a full task earns the wage of a day, rounded up.

    unit = ⌈day ÷ norm⌉. A task that was made smaller and keeps its unit rate would earn less for the same day.
    Units: money in minor units, the norm in thousandths of the task's unit.

    >>> unit_rate_for(day_minor=2_500, norm_milli=3_000), unit_rate_for(day_minor=2_500, norm_milli=2_700)
    (834, 926)
    """
    return -(-day_minor * 1000 // norm_milli)
