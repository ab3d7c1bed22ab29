"""Do the files of the playbook agree with each other?

Each function of this package yields faults of one subject; `check` runs them all. A fault names file, place and what
to do, so that a domain expert can mend the content without reading code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fault import Fault

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook

__all__ = ["Fault", "check"]


def check(book: Playbook) -> list[Fault]:
    """Return every fault of `book`; an empty list if its files agree."""
    from .graphs import graph_faults
    from .numbers import number_faults
    from .references import reference_faults
    from .rights import rights_faults
    from .texts import text_faults

    subjects = (rights_faults, reference_faults, graph_faults, number_faults, text_faults)
    return [fault for subject in subjects for fault in subject(book)]
