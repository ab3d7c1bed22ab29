"""Who can be registered, merged, selected, contracted; sentences for those who cannot."""

from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.periods import age_on
from mainstay.common.texts import noop as _


def why_not_register(
    *, name: str, born: date | None, birth_year: int | None, on: date, least_age: int
) -> Reason | None:
    """Return why a person cannot be registered for works: certainly too young, or born at an impossible time.

    An unknown age is no refusal: it opens a verification, and nobody starts while that is open. From a birth year
    alone only the age that is certain counts: whoever may already be of age is verified, not refused.
    """
    year = born.year if born is not None else birth_year
    if year is None:
        return None
    if year > on.year or on.year - year > 110 or (born is not None and born > on):
        return Reason(
            "impossible_birth",
            _("Born in {year}: that cannot be on {day}. Check the year with the person."),
            {"year": year, "day": on},
        )
    oldest = on.year - year if born is None else age_on(on, born=born) or 0
    if oldest >= least_age:
        return None
    return Reason(
        "too_young",
        _(
            "Refused: {name} was born in {year} and would be {age}; works take people from {least} (safeguard SG-AGE-01). Offer training instead."
        ),
        {"name": name, "year": year, "age": oldest, "least": least_age},
    )


def age_in_doubt(*, born: date | None, birth_year: int | None, proof: str, on: date, least_age: int) -> bool:
    """Return whether the age must be verified before a start: no proof, unknown, or of age only perhaps.

    >>> age_in_doubt(born=None, birth_year=None, proof="", on=date(2020, 3, 1), least_age=18)
    True
    """
    age = age_on(on, born=born, birth_year=birth_year)
    return age is None or not proof or age < least_age


def why_not_merge(*, same_project: bool, shared_days: int, merged_already: bool) -> Reason | None:
    """Return why two records cannot be made one now."""
    if not same_project:
        return Reason(
            "other_project", _("The two are registered in different projects. Decide in one of them.")
        )
    if merged_already:
        return Reason(
            "merged_already",
            _("One of the two was merged before. Undo that first, or merge with the record that was kept."),
        )
    if shared_days:
        return Reason(
            "both_marked",
            _("Both records have marks on the same {count} days. Correct the wrong marks first, then merge."),
            {"count": shared_days},
        )
    return None


def why_not_select(
    *, published_on: date, held_on: date, witnesses: int, method: str, seed: str
) -> Reason | None:
    """Return why a selection is not fair enough to be recorded."""
    if published_on > held_on:
        return Reason(
            "criteria_late",
            _("Criteria are published before a selection is held (SG-SEL-01). Publish them, then select."),
        )
    if method == "LOTTERY" and not seed.strip():
        return Reason("no_seed", _("A lottery needs a seed that was said aloud before it (SG-SEL-01)."))
    if witnesses < 2:
        return Reason("witnesses", _("A selection needs two witnesses by name (SG-SEL-01)."))
    return None
