"""Scores that data can propose; people confirm or change them, each with its evidence."""

from collections.abc import Callable
from dataclasses import dataclass

Bounds = Callable[[float], int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A score that the data proposes (None: it cannot) and the sentence of evidence with its facts."""

    score: int | None
    value: float | None
    evidence: str


def affected_share(affected: float | None, population: float | None, *, bounds: Bounds) -> Proposal:
    """Return the score for the share of the population that is affected.

    >>> affected_share(60_000, 800_000, bounds=lambda share: sum(share >= b for b in (0.005, 0.02, 0.05, 0.1, 0.25))).score
    3
    """
    if affected is None or not population:
        return Proposal(None, None, "")
    share = affected / population
    return Proposal(bounds(share), share, f"{affected:,.0f} of {population:,.0f} people: {share:.1%}")


#: Shares of the jobs of the area that are lost, from which each score is proposed; anchors 4 and 5 are the playbook's.
JOB_LOSS = (0.005, 0.02, 0.08, 0.20, 0.50)


def job_loss(lost: float | None, baseline: float | None) -> Proposal:
    """Return the score for the share of jobs that is lost, by the anchors of severity.

    >>> job_loss(25_000, 100_000).score, job_loss(None, 100_000).score
    (4, None)
    """
    if lost is None or not baseline:
        return Proposal(None, None, "")
    share = lost / baseline
    return Proposal(
        sum(share >= bound for bound in JOB_LOSS), share, f"{lost:,.0f} of {baseline:,.0f} jobs: {share:.1%}"
    )


def fragility(*, g7plus: bool, fragile: bool | None, risk: float | None) -> Proposal:
    """Return the score for fragility by the lists: g7+ membership, the list of fragile situations, INFORM risk.

    g7+ and on the list: 5; g7+: 4; on the list: 3; else risk of 5.0 and more 2, of 3.5 and more 1, below 0.

    >>> [fragility(g7plus=g, fragile=f, risk=r).score for g, f, r in ((True, True, 7.0), (False, False, 5.2), (False, None, None))]
    [5, 2, None]
    """
    known = [f"g7+: {'yes' if g7plus else 'no'}"]
    if fragile is not None:
        known.append(f"list of fragile situations: {'yes' if fragile else 'no'}")
    if risk is not None:
        known.append(f"INFORM risk {risk:.1f}")
    if g7plus:
        return Proposal(5 if fragile else 4, risk, "; ".join(known))
    if fragile:
        return Proposal(3, risk, "; ".join(known))
    if risk is None:
        return Proposal(None, None, "")
    return Proposal(2 if risk >= 5.0 else 1 if risk >= 3.5 else 0, risk, "; ".join(known))


def expected_money(committed: float | None, likely: float | None, *, bounds: Bounds) -> Proposal:
    """Return the score for money: what is committed and half of what is likely, in US dollars of the next 12 months.

    >>> expected_money(1_000_000, 2_000_000, bounds=lambda usd: sum(usd >= b for b in (1, 500_000, 1_500_000, 3_000_000, 5_000_000))).score
    3
    """
    if committed is None and likely is None:
        return Proposal(None, None, "")
    value = (committed or 0.0) + 0.5 * (likely or 0.0)
    return Proposal(
        bounds(value), value, f"USD {committed or 0:,.0f} committed, USD {likely or 0:,.0f} likely"
    )
