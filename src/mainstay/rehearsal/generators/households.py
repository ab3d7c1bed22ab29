"""Synthetic interviews of an assessment: drawn from the seed, the same again from the same seed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from .working import chosen, work

if TYPE_CHECKING:
    from numpy.random import Generator

#: Interviews at full scale and at least; those who refuse are among them.
FULL, LEAST = 400, 60
REFUSE = 0.03
CLUSTER = 10
INTERVIEWERS = ("E1", "E2", "E3", "E4")
#: How likely each degree of agreement is, from 1 to 5, question by question.
DEGREES = {
    "Q_WKR_13": (0.08, 0.14, 0.22, 0.34, 0.22),
    "Q_WKR_14": (0.22, 0.30, 0.20, 0.19, 0.09),
    "Q_WKR_15": (0.06, 0.12, 0.20, 0.33, 0.29),
    "Q_WKR_16": (0.07, 0.14, 0.25, 0.34, 0.20),
}
CHANGES = (("lost", 0.31), ("reduced_hours", 0.34), ("unpaid_leave", 0.06), ("no_change", 0.29))
HEADS = (("man", 0.6), ("woman", 0.28), ("older_person", 0.1), ("person_under_18", 0.02))
COVERED = (("yes", 0.22), ("no", 0.7), ("dont_know", 0.08))
#: How likely each way of getting by is; where a woman is the head, harmful ones are half as likely again.
WAYS = {
    "reduce_meals": 0.46, "borrow_food": 0.38, "sell_tools": 0.2, "sell_animals": 0.17, "high_interest_debt": 0.27,
    "take_child_from_school": 0.13, "child_work": 0.16, "migrate": 0.09, "risky_work": 0.12, "marriage_of_girl": 0.015,
}  # fmt: skip
MILD = frozenset({"reduce_meals", "borrow_food", "migrate"})
CHANNELS = (("cash", 0.42), ("mobile_money", 0.21), ("bank", 0.25), ("no_preference", 0.12))


def interviews(count_at_full: int, scale: float) -> int:
    """Return how many are asked at a scale: never fewer than estimates need.

    >>> interviews(400, 0.005), interviews(400, 1)
    (60, 400)
    """
    return max(LEAST, round(count_at_full * scale))


def households(
    count: int, *, seed: int, places: Sequence[str], first: date, days: int = 8
) -> Iterator[dict[str, Any]]:
    """Yield one interview with a household after the other."""
    from numpy.random import default_rng

    draw, more = default_rng([seed, 1]), default_rng([seed, 4])
    for number in range(count):
        row = _opening("household", number, draw, seed=seed, places=places, first=first, days=days)
        if row["consent"] == "yes":
            before = 1 + int(draw.binomial(2, 0.35))
            row |= {
                "Q_HHD_04_before": before,
                "Q_HHD_04_now": int(draw.binomial(before, 0.58)),
                "Q_HHD_16": chosen(draw, CHANNELS),
            }
            row |= _got_by(more, harder=1 + 0.25 * (places.index(row["RESP_PLACE"]) % 3))
        yield row


def _got_by(draw: "Generator", *, harder: float) -> dict[str, Any]:
    """Return who heads a household, how it gets by and whether it is insured; `harder` raises what does harm."""
    head = chosen(draw, HEADS)
    pressed = harder * (1.5 if head == "woman" else 1.0)
    ways = [
        way
        for way, share in WAYS.items()
        if draw.random() < min(0.9, share * (1 if way in MILD else pressed))
    ]
    return {"Q_HHD_03": head, "Q_HHD_08": " ".join(ways) or "none", "Q_HHD_13": chosen(draw, COVERED)}


def workers(
    count: int, *, seed: int, places: Sequence[str], first: date, days: int = 8, wage: float = 10.0
) -> Iterator[dict[str, Any]]:
    """Yield one interview with a worker after the other; `wage` is what a usual day of work pays."""
    from numpy.random import default_rng

    draw, more = default_rng([seed, 2]), default_rng([seed, 3])
    for number in range(count):
        row = _opening("worker", number, draw, seed=seed, places=places, first=first, days=days)
        if row["consent"] == "yes":
            row |= {"Q_WKR_03": chosen(draw, CHANGES)}
            row |= {name: str(1 + int(draw.choice(5, p=shares))) for name, shares in DEGREES.items()}
            row |= work(more, row, wage=wage)
        yield row


def _opening(
    module: str, number: int, draw: "Generator", *, seed: int, places: Sequence[str], first: date, days: int
) -> dict[str, Any]:
    """Return what stands at the head of each interview; who refuses leaves nothing else."""
    cluster = number // CLUSTER
    place = places[cluster % len(places)]
    row = {
        "_uuid": str(uuid5(NAMESPACE_URL, f"synthetic:{seed}:{module}:{number}")),
        "today": (first + timedelta(days=cluster % days)).isoformat(),
        "interviewer": INTERVIEWERS[number % len(INTERVIEWERS)],
    }
    if draw.random() < REFUSE:
        return {**row, "consent": "no"}
    return {
        **row,
        "consent": "yes",
        "RESP_PLACE": place,
        "RESP_STRATUM": place,
        "RESP_CLUSTER": f"C{cluster:03d}",
        "RESP_SEX": "F" if draw.random() < 0.5 else "M",
        "RESP_AGE": 18 + int(draw.integers(0, 45)),
    }
