"""How far a project is on its way to a target."""

from decimal import ROUND_HALF_EVEN, Decimal


def progress(
    actual: Decimal | None, target: Decimal, *, baseline: Decimal | None = None, direction: str = "up"
) -> Decimal | None:
    """Return the part of the way to the target that is done, in percent to one place; None when it cannot be said.

    actual / target where more is better. Where less is better, the way starts at the baseline:
    (baseline - actual) / (baseline - target). `context` indicators have no better and no worse.

    >>> progress(Decimal(45), Decimal(60))
    Decimal('75.0')
    >>> progress(Decimal(6), Decimal(4), baseline=Decimal(10), direction="down")
    Decimal('66.7')
    """
    if actual is None or direction == "context":
        return None
    if direction == "down":
        if baseline is None or baseline == target:
            return None
        share = (baseline - actual) / (baseline - target)
    else:
        if not target:
            return None
        share = actual / target
    return (share * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def light(share: Decimal | None, *, elapsed: float, n: int, least_n: int = 10) -> str:
    """Return ``on_track``, ``behind``, ``far_behind``, or ``too_few`` where so few were counted that a colour misleads.

    On track is nine tenths of what the time that has passed would ask for, behind is six tenths [J].

    >>> light(Decimal(50), elapsed=0.5, n=200), light(Decimal(20), elapsed=0.5, n=200), light(Decimal(99), elapsed=1, n=4)
    ('on_track', 'far_behind', 'too_few')
    """
    if share is None or n < least_n:
        return "too_few"
    wanted = max(min(elapsed, 1.0), 0.0) * 100
    if not wanted or float(share) >= 0.9 * wanted:
        return "on_track"
    return "behind" if float(share) >= 0.6 * wanted else "far_behind"
