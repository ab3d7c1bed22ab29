"""What is typed into a form and not sent yet: kept while it is typed, given back when the form is opened again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import draft_of
from mainstay.accounts.services import drop_draft, keep_draft
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.doors import PUBLIC, SIGNED_IN, door, who
from mainstay.page.words import hour

#: A draft belongs to the address that the form is sent to.
LONGEST = 200


@door(SIGNED_IN, methods=["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Keep the draft of the form that is sent to ``?at=``, or give it back; only its writer ever sees it."""
    place = request.GET.get("at", "")
    if not place.startswith("/") or len(place) > LONGEST:
        raise BadInput("draft_place", _("A draft belongs to a page of this site."))
    if request.method != "POST":
        told = gettext("This is your draft as you left it.")
        return JsonResponse({"content": draft_of(who(request), place), "told": told})
    content = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    keep_draft(by=who(request), place=place, content=content)
    return JsonResponse({"told": gettext("Saved at {time}.").format(time=hour(clock.now()))})


@door(PUBLIC)
def there(_request: HttpRequest) -> HttpResponse:
    """Say that somebody answers: a page asks before it sends a form, so that nothing typed goes into the void."""
    return HttpResponse(status=204)


class DropSentDrafts:
    """Forgets the draft of a form that was sent and taken: such an answer leads on to another page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        answer = self.get_response(request)
        if request.method == "POST" and answer.status_code == 302 and isinstance(request.user, Person):
            drop_draft(by=who(request), place=request.path[:LONGEST])
        return answer
