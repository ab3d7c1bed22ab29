"""How alike two registrations are: points for what agrees, taken away for what contradicts."""

from dataclasses import dataclass

#: From this many points a human looks at a pair.
CANDIDATE = 6

POINTS = {
    "name": 4, "sound": 3, "birth_date": 3, "birth_year": 2, "birth_near": 1, "area": 1, "household": 2, "phone": 3,
    "account": 4, "sex_differs": -3, "birth_far": -3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registration:
    """What of a registration is compared: digests of personal texts, never the texts."""

    name: str
    sound: str
    sex: str
    birth_date: object
    birth_year: int | None
    area: str
    household: str
    phone: str
    account: str


def likeness(one: Registration, other: Registration) -> tuple[int, list[str]]:
    """Return the points of a pair and which features gave them, the strongest first.

    Points: same name 4 (or same sound 3), account 4, phone 3, date of birth 3 (or year 2, one year apart 1),
    household 2, area 1; different sex −3, birth years more than two apart −3. A pair from 6 points is shown to a
    person, who decides; nothing is merged by points alone. Own weights, to be set by the organisation.

    >>> one = Registration("n", "s", "F", None, 1990, "JO21", "h", "p", "")
    >>> likeness(one, one)
    (12, ['name', 'phone', 'household', 'birth_year', 'area'])
    """
    found: list[str] = []
    if one.name and one.name == other.name:
        found.append("name")
    elif one.sound and one.sound == other.sound:
        found.append("sound")
    found += [feature for feature in ("account", "phone", "household", "area") if _same(one, other, feature)]
    if one.birth_date is not None and one.birth_date == other.birth_date:
        found.append("birth_date")
    elif one.birth_year is not None and other.birth_year is not None:
        apart = abs(one.birth_year - other.birth_year)
        found += ["birth_year"] if apart == 0 else ["birth_near"] if apart == 1 else []
        found += ["birth_far"] if apart > 2 else []
    if one.sex != other.sex:
        found.append("sex_differs")
    found.sort(key=lambda feature: -POINTS[feature])
    return sum(POINTS[feature] for feature in found), found


def _same(one: Registration, other: Registration, feature: str) -> bool:
    value = getattr(one, feature)
    return bool(value) and value == getattr(other, feature)
