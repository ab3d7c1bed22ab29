"""The frame of every change to a plan: free in a draft, small and explained later, otherwise a revision."""

from collections.abc import Iterator
from contextlib import contextmanager

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.audit import Draft
from mainstay.common.errors import require
from mainstay.design.methods.change_share import change_share
from mainstay.design.models import Project
from mainstay.design.rules import EDITABLE, why_not_change
from mainstay.design.selectors import amounts_of, approved_amounts


@contextmanager
def changing(action: str, *, by: Person, project: Project, reason: str = "") -> Iterator[Draft]:
    """Check the right, run the change, and refuse it afterwards if it moved an approved plan too far.

    The block runs in one transaction: a change that goes beyond the limit is undone as a whole.
    """
    with act(action, by=by, on=project, reason=reason) as entry:
        project.refresh_from_db(fields=["state"])
        if project.state not in EDITABLE:
            require(why_not_change(state=project.state, share=0, what="", limit=1, reason=reason))
        yield entry
        if project.state not in EDITABLE:
            change = change_share(approved_amounts(project) or {}, amounts_of(project))
            limit = playbook.current().design_rules.limits.budget_change_share
            require(
                why_not_change(
                    state=project.state, share=change.share, what=change.what, limit=limit, reason=reason
                )
            )
            entry.note(change=change.what, share=round(change.share, 4))
