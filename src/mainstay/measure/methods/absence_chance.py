"""How likely it is that nobody was absent."""


def absence_chance(days: int, *, usual: float = 0.03) -> float:
    """Return the chance that in `days` person-days nobody is absent, sick or on leave, if `usual` of days are.

    (1 - usual)^days, days taken as independent; an illness lasts longer than a day, so the true chance is somewhat
    higher. On sites of works 3 to 8 days in 100 are missed [J].

    >>> round(absence_chance(100), 3)
    0.048
    """
    if days < 0 or not 0 < usual < 1:
        raise ValueError("days count from 0, a usual share lies between 0 and 1")
    return float((1 - usual) ** days)
