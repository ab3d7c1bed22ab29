"""What the pages of the whole read, each from what the person may see."""

from .case import case_shown
from .home import case_board, case_places, case_rows, cases_answer, needs_me_now, places_of
from .search import found

__all__ = [
    "case_board",
    "case_places",
    "case_rows",
    "case_shown",
    "cases_answer",
    "found",
    "needs_me_now",
    "places_of",
]
