"""What I may see and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mainstay.accounts import selectors
from mainstay.page.doors import SIGNED_IN, door


@door(SIGNED_IN)
def my_rights(request: HttpRequest) -> HttpResponse:
    """Show every action this person may do, with the role and the place that open it."""
    rows = selectors.rights_explained(request.user)  # type: ignore[arg-type]
    return render(request, "web/my_rights.html", {"rows": rows})
