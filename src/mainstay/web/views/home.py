"""The situation room: what needs me now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mainstay.page.doors import door
from mainstay.web import selectors


@door("web.read_home")
def situation_room(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: late clocks, her decisions and tasks, new alerts, her cases."""
    return render(request, "web/situation_room.html", selectors.needs_me_now(request.user))  # type: ignore[arg-type]
