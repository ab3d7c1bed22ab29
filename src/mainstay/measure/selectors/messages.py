"""What was said in public: messages that a second person agreed to and that were published."""

from typing import Any

from mainstay.cases.models import Case
from mainstay.partners.models import Message

#: So many of the newest stand on the first public page.
NEWEST = 5


def messages_public(*, country: str = "") -> list[dict[str, Any]]:
    """Return the newest published messages, each with its version and whether its case is a rehearsal; in two queries."""
    rows = Message.objects.filter(state="PUBLISHED").order_by("-published_at")
    if country:
        rows = rows.filter(country=country)
    found = list(rows[:NEWEST])
    rehearsed = set(
        Case.objects.filter(
            pk__in=[row.case_key for row in found if row.case_key], synthetic=True
        ).values_list("pk", flat=True)
    )
    return [{"message": row, "synthetic": row.case_key in rehearsed} for row in found]
