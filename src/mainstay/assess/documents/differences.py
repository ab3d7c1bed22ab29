"""What lies between two groups, or between two surveys, in a plain sentence: the same on pages and in documents.

A difference of shares is told in points: whole ones, or with one decimal in the whole sentence where all of its
numbers are under ten points or one of them would be told as 0. Any other difference is told as a number.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from mainstay.assess.methods.share_difference import Difference
from mainstay.page.words import counted, number

if TYPE_CHECKING:
    from mainstay.statistics.survey.contrasts import Contrast


def gap_of(found: "Contrast | None") -> Difference | None:
    """Return how far a group lies from the first; None where no error could be told."""
    if found is None or found.estimate is None or found.ci_low is None or found.ci_high is None:
        return None
    return Difference(found.estimate, found.ci_low, found.ci_high)


def between_groups(gap: Difference, group: str, *, share: bool) -> str:
    """Return how far a group lies above or below `group`, or that the two cannot be told apart."""
    if not gap.told_apart:
        words = gettext("Cannot be told apart from {group}: the difference lies between {low} and {high} points.") if share else gettext("Cannot be told apart from {group}: the difference lies between {low} and {high}.")  # fmt: skip
    elif gap.value > 0:
        words = gettext("{size} points more than {group}; between {low} and {high}.") if share else gettext("{size} more than {group}; between {low} and {high}.")  # fmt: skip
    else:
        words = gettext("{size} points less than {group}; between {low} and {high}.") if share else gettext("{size} less than {group}; between {low} and {high}.")  # fmt: skip
    return words.format(group=group, **_sizes(gap, share=share))


def between_surveys(gap: Difference | None, *, share: bool) -> str:
    """Return how far something rose or fell, that it cannot be told, or why nothing can be said."""
    if gap is None:
        return gettext(
            "People were not chosen by lot in both surveys: what lies between them cannot be told."
        )
    if not gap.told_apart:
        words = gettext("Cannot be told apart: the difference lies between {low} and {high} points.") if share else gettext("Cannot be told apart: the difference lies between {low} and {high}.")  # fmt: skip
    elif gap.value > 0:
        words = gettext("Rose by {size} points; between {low} and {high}.") if share else gettext("Rose by {size}; between {low} and {high}.")  # fmt: skip
    else:
        words = gettext("Fell by {size} points; between {low} and {high}.") if share else gettext("Fell by {size}; between {low} and {high}.")  # fmt: skip
    return words.format(**_sizes(gap, share=share))


def drawn_told(shared: int) -> str:
    """Return whether two rounds asked in the same places of the sample, and what that does to the error of a difference."""
    words = ngettext("Both rounds asked in {count} same place of the sample: what the answers there have in common counts in the error of each difference.", "Both rounds asked in {count} same places of the sample: what the answers there have in common counts in the error of each difference.", shared)  # fmt: skip
    return counted(shared, words, none=gettext("The rounds were drawn apart: no place of the sample is known to be in both, so the errors of both add up."))  # fmt: skip


def _sizes(gap: Difference, *, share: bool) -> dict[str, str]:
    """Return the size of a difference and its ends; the ends without a sign, smaller first, where it is told apart."""
    ends = sorted((abs(gap.low), abs(gap.high))) if gap.told_apart else [gap.low, gap.high]
    sizes = {"size": abs(gap.value), "low": ends[0], "high": ends[1]}
    if not share:
        return {name: number(size, 2) for name, size in sizes.items()}
    told = [100 * size for name, size in sizes.items() if gap.told_apart or name != "size"]
    small = max(map(abs, told)) < 10 or any(0 < abs(size) < 0.5 for size in told)
    return {name: number(100 * size, 1 if small else 0) for name, size in sizes.items()}
