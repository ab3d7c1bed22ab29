"""Lost workdays as full-time jobs of a year, kept apart from persons who lost their job."""

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .estimate_range import Range


def job_equivalents(workdays: Range, *, workdays_per_year: int) -> Range:
    """Return how many full-time jobs of one year the lost workdays are.

    F = D / Y; Y is the number of working days of a year in the country and is published with the figure (220 to
    260; Post-Disaster Needs Assessment, Guidelines Volume B, 2014). A job-equivalent is no person: 220 workers
    who each lost one day are one. Unit: job-years.

    >>> job_equivalents(Range(22_000, 44_000, 66_000), workdays_per_year=220)
    Range(low=100.0, central=200.0, high=300.0)
    """
    if not 100 <= workdays_per_year <= 366:
        raise BadInput(
            "job_equivalents.year",
            _("A year has 100 to 366 working days, not {days}."),
            days=workdays_per_year,
        )
    return workdays.scaled(1 / workdays_per_year)
