"""Recording that a tool was used, with the evidence."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.common.models import Country
from mainstay.learn.library import rules
from mainstay.learn.library.models import Document, ToolUse


def log_use(
    *, by: Person, document: Document, kind: str, user_type: str, used_on: date, evidence: str, level: str = "national",
    country: Country | None = None, case: Case | None = None,
) -> ToolUse:  # fmt: skip
    """Return the record that a document was used (USE), asked for (REQUEST) or built in (INTEGRATION)."""
    places = [("country", country.iso3), ("region", country.region)] if country else []
    on = case if case is not None else places or [holding.scope for holding in holdings(by)]
    with act("learn.log_use", by=by, on=on) as entry:
        require(rules.why_not_use(kind=kind, evidence=evidence))
        made = ToolUse.objects.create(
            document=document,
            kind=kind,
            user_type=user_type,
            level=level,
            country=country,
            case=case,
            used_on=used_on,
            evidence=evidence.strip(),
            logged_by=by,
            logged_at=clock.now(),
        )
        entry.on(made)
        entry.note(document=document.pk, kind=kind)
    return made
