"""What share of trainees works, told from those who were reached, and whom to call next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: A class of fewer reached than this says too little of those who were not [J].
LEAST_REACHED = 5


@dataclass(frozen=True, slots=True)
class Traced:
    """One trainee: what is known of her, whether she was reached, whether she works, when somebody last tried."""

    number: str
    sex: str
    young: bool
    passed: bool
    reached: bool
    works: bool = False
    tried_on: date | None = None


@dataclass(frozen=True, slots=True)
class TracedShare:
    """The weighted share with its interval beside the plain one, and by how many classes it was weighted."""

    share: float
    low: float
    high: float
    plain: float
    reached: int
    people: int
    classes: int


def weighting_classes(people: Sequence[Traced]) -> list[tuple[object, ...]]:
    """Return the class of each person: by sex, age and result, as finely as five of every class were reached.

    Tried in turn: sex × under 30 × passed; sex × under 30; sex; all together.
    """
    for fine in (3, 2, 1, 0):
        classes = [(one.sex, one.young, one.passed)[:fine] for one in people]
        reached = Counter(key for key, one in zip(classes, people, strict=True) if one.reached)
        if fine == 0 or all(reached[key] >= LEAST_REACHED for key in set(classes)):
            return list(classes)
    return []


def traced_share(people: Sequence[Traced]) -> TracedShare | None:
    """Return the share of all trainees who work, each of those reached standing for the others of her class.

    weight = people of the class ÷ reached of the class (weighting-class adjustment for non-response: Kalton and
    Flores-Cervantes, *Journal of Official Statistics* 19 (2003) 81-97); the interval takes the reached for a random
    sample of their class without replacement, logit, 95 %. None when nobody was reached. It mends what the classes
    explain and nothing else: who works may be harder to reach within a class too.

    >>> crew = [Traced(str(n), "F", True, True, n < 10, n < 8) for n in range(20)]
    >>> crew += [Traced(str(n), "M", True, True, n < 45, n < 25) for n in range(20, 50)]
    >>> found = traced_share(crew)
    >>> round(found.share, 4), round(found.plain, 4), found.classes
    (0.44, 0.3714, 2)
    """
    from mainstay.statistics.survey import Design

    classes = weighting_classes(people)
    sizes = Counter(classes)
    reached = [(key, one) for key, one in zip(classes, people, strict=True) if one.reached]
    if not reached:
        return None
    answered = Counter(key for key, _one in reached)
    names = {key: str(place) for place, key in enumerate(sorted(sizes, key=str))}
    columns = {
        "works": [float(one.works) for _key, one in reached],
        "weight": [sizes[key] / answered[key] for key, _one in reached],
        "stratum": [names[key] for key, _one in reached],
        "size": [float(sizes[key]) for key, _one in reached],
    }
    plain = sum(one.works for _key, one in reached) / len(reached)
    if len(reached) == len(people):
        return TracedShare(plain, plain, plain, plain, len(people), len(people), len(sizes))
    design = Design(columns, weights="weight", strata="stratum", fpc="size", lonely="adjust")
    row = design.proportion_interval("works == 1")[0]
    share = row.estimate or 0.0
    low, high = (share if end is None else end for end in (row.ci_low, row.ci_high))
    return TracedShare(share, low, high, plain, len(reached), len(people), len(sizes))


def call_order(people: Sequence[Traced]) -> list[tuple[Traced, float]]:
    """Return whom to call, the first first, each with the share of her kind that was reached so far.

    First those whose kind (sex × under 30 × result) was reached least; among them who was never tried, then who was
    tried longest ago; then by number.
    """
    kinds = Counter((one.sex, one.young, one.passed) for one in people)
    reached = Counter((one.sex, one.young, one.passed) for one in people if one.reached)

    def covered(one: Traced) -> float:
        kind = (one.sex, one.young, one.passed)
        return reached[kind] / kinds[kind]

    waiting = [(one, covered(one)) for one in people if not one.reached]
    return sorted(waiting, key=lambda pair: (pair[1], pair[0].tried_on or date.min, pair[0].number))
