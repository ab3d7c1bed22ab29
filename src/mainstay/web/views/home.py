"""The situation room: what needs me now? And search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mainstay.common import notices
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.web import selectors


@door("web.read_home")
def situation_room(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: late clocks, her decisions and tasks, new alerts, her cases."""
    return render(request, "web/situation_room.html", selectors.needs_me_now(who(request)))


@door(SIGNED_IN, methods=["POST"])
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one's own notices as read."""
    notices.mark_read(who(request).pk)
    return redirect("home")


@door("web.search_records")
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words; a single hit opens by itself."""
    words = request.GET.get("q", "").strip()
    hits = selectors.found(who(request), words)
    if len(hits) == 1:
        return redirect(hits[0]["link"])
    if len(words) < 2:
        answer = gettext("Type at least two letters.")
    elif hits:
        answer = gettext("{count} found for “{words}”.").format(count=len(hits), words=words)
    else:
        answer = gettext("Nothing that you may see fits “{words}”.").format(words=words)
    return render(request, "web/search.html", {"hits": hits, "answer": answer})
