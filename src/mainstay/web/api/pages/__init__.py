"""What the pages show, over HTTP: each list and each board by its own view, as rows and figures instead of a page.

A page is asked for its parts (`mainstay.page.parts`): the same view with the same rights, selectors and filters, so
that no list and no board is written twice. What the operation takes and gives is read from the view's source.
"""

from collections.abc import Iterator

from django.urls import get_resolver

from mainstay.page.doors import PUBLIC, SIGNED_IN, action_of, walk
from mainstay.web.acts.catalogue import stages

from .exceptions import NOT_HERE, why_not_here
from .operation import PageOperation

__all__ = ["NOT_HERE", "page_operations", "why_not_here"]
#: What the app of the whole shows belongs to the floor that its action names.
_WHOLE = "web"


def page_operations() -> Iterator[PageOperation]:
    """Yield the operation of each page of ours that can be read and is no exception."""
    for route, pattern in walk(get_resolver().url_patterns):
        view, name = pattern.callback, str(pattern.name or "")
        methods = getattr(view, "methods", ())
        ours = getattr(view, "__module__", "").startswith("mainstay.")
        if not ours or route.startswith("api/") or "GET" not in methods or why_not_here(name):
            continue
        action = action_of(view) or ""
        door = SIGNED_IN if action == PUBLIC else action  # a program always says for whom it asks
        yield PageOperation(name=name, route=route, view=view, stage=_stage(view), action=door)


def _stage(view: object) -> str:
    module = getattr(view, "__module__", "")
    stage = next((short for short, path in stages().items() if module.startswith(f"{path}.")), _WHOLE)
    head = (action_of(view) or "").partition(".")[0]
    return head if stage == _WHOLE and head in stages() else stage
