"""The consultation that an initiative of our own owes to government, employers and workers."""

from collections.abc import Mapping

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.decide import rules
from mainstay.decide.models import Request


def record_consultation(*, by: Person, request: Request, said: Mapping[str, str]) -> Request:
    """Return the initiative whose consultation is recorded: what each of the three constituents said."""
    require(
        rules.why_not_consult(
            own=request.own_initiative, bodies=[body for body, words in said.items() if words.strip()]
        )
    )
    with act("decide.record_consultation", by=by, on=request) as entry:
        request.consulted_at, request.consultation = (
            clock.now(),
            {body: words.strip() for body, words in said.items()},
        )
        request.save(update_fields=["consulted_at", "consultation"])
        late = rules.consultation_overdue(
            own=True, due_on=request.consult_due_on, consulted=False, today=clock.today()
        )
        entry.note(bodies=sorted(said), late=late)
    return request
