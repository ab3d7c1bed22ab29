"""The situation room: what needs me now? And search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.common import notices
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.words import number
from mainstay.web import selectors
from mainstay.web.selectors.constituents import own_door


@door("web.read_home")
def situation_room(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: late clocks, her decisions and tasks, new alerts, her cases.

    Who only speaks for a constituent or a donor lands on her own page, which leads back here (``?room=1``).
    """
    own = own_door(who(request))
    if own and "room" not in request.GET:
        return redirect(own)
    return render(request, "web/situation_room.html", selectors.needs_me_now(who(request)))


@door(SIGNED_IN, methods=["POST"])
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one's own notices as read."""
    notices.mark_read(who(request).pk)
    return redirect("home")


@door("web.search_records")
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words, all kinds or one; a single hit opens by itself."""
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    page = int(request.GET.get("page", "")) if request.GET.get("page", "").isdecimal() else 1
    result = selectors.found(who(request), words, kind=kind, page=max(page, 1))
    if result.count == 1 and not kind:
        return redirect(result.hits[0].link)
    if len(words) < 2:
        answer = gettext("Type at least two letters.")
    elif result.facets:
        total = sum(facet.count for facet in result.facets)
        answer = ngettext("{count} found for “{words}”.", "{count} found for “{words}”.", total).format(
            count=number(total), words=words
        )
    else:
        answer = gettext("Nothing that you may see fits “{words}”.").format(words=words)
    shown = {"words": words, "kind": kind, "page": page, "answer": answer, "result": result}
    return render(request, "web/search.html", shown)
