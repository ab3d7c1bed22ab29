"""The same figures under the codes of others: the goals, the programme and budget, Recommendation 205, a donor's logframe."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person

from .pages import framework_rows

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: The frames that a figure is read in, in the order of the page.
FRAMES = ("sdg", "pb", "r205", "donor")
#: A part of a code that is a letter stands behind every number.
LETTERS = 10_000


def crosswalk_rows(person: Person, project: "Project", frame: str) -> list[dict[str, Any]]:
    """Return a row for each code of a frame and each indicator that answers it, with the figure as it stands.

    Nothing is typed again: the codes were stored with the definition. An indicator without a code in the frame comes
    last, with an empty code, so that what is not covered is seen.
    """
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in framework_rows(person, project):
        for code in row["definition"].crosswalk.get(frame) or [""]:
            held[str(code)].append(row)
    ordered = sorted(held, key=lambda code: (not code, natural(code)))
    return [{**row, "frame_code": code} for code in ordered for row in held[code]]


def natural(code: str) -> list[tuple[int, str]]:
    """Return what puts codes in the order of their parts, letters after numbers.

    >>> sorted(["8.b", "8.10", "8.3", "1.1"], key=natural)
    ['1.1', '8.3', '8.10', '8.b']
    """
    return [
        (int(part), "") if part.isdecimal() else (LETTERS, part) for part in code.replace(",", ".").split(".")
    ]
