"""What was said in public: messages that a second person agreed to and that were published."""

from typing import Any

from mainstay.cases.selectors import cases_rehearsed
from mainstay.partners import selectors as partners

#: So many of the newest stand on the first public page.
NEWEST = 5


def messages_public(*, country: str = "") -> list[dict[str, Any]]:
    """Return the newest published messages, each with its version and whether its case is a rehearsal; in two queries."""
    rows = partners.messages_public()
    found = list((rows.filter(country=country) if country else rows)[:NEWEST])
    rehearsed = cases_rehearsed([row.case_key for row in found if row.case_key])
    return [{"message": row, "synthetic": row.case_key in rehearsed} for row in found]
