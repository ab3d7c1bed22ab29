"""The situation room: what needs me now? And search."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.common import notices
from mainstay.common.errors import NotFound, Reason
from mainstay.common.models import Notice
from mainstay.common.texts import noop
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.errors import sentence
from mainstay.page.words import number
from mainstay.web import selectors
from mainstay.web.selectors.constituents import own_door
from mainstay.web.selectors.notices import record_behind


class PlaceForm(forms.Form):
    """The country that the situation room is narrowed to."""

    place = forms.ChoiceField(required=False, label=_("Place"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("All my places")), *places]  # type: ignore[attr-defined]


#: With how many digits the number of a page is written at most.
LONGEST_PAGE = 6


@door("web.read_home")
def situation_room(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, of all places or one: late clocks, her decisions and tasks, alerts, her cases.

    Who only speaks for a constituent or a donor lands on her own page, which leads back here (``?room=1``).
    """
    person = who(request)
    own = own_door(person)
    if own and not {"room", "place"} & set(request.GET):
        return redirect(own)
    form = PlaceForm(request.GET or None, places=selectors.places_of(person))
    place = form.cleaned_data["place"] if form.is_valid() else ""
    shown = {**selectors.needs_me_now(person, place=place), "filters": form, "place": place}
    return render(request, "web/situation_room.html", shown)


@door(SIGNED_IN, methods=["POST"])
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one's own notices as read."""
    notices.mark_read(who(request).pk)
    return redirect("home")


@door(SIGNED_IN)
def open_notice(request: HttpRequest, key: int) -> HttpResponse:
    """Lead from one's own notice to what it is about; when that is not open any more, say so."""
    person = who(request)
    row = Notice.objects.filter(pk=key, person_id=person.pk).first()
    if row is None:
        raise NotFound("no_notice", noop("There is no such notice of yours."))
    address = record_behind(person, row)
    if address:
        return redirect(address)
    words = gettext("Something waits for you that is not shown here.")
    if not row.without_content:
        words = sentence(Reason(row.kind, row.msgid, row.facts))
    return render(request, "web/notice.html", {"words": words, "at": row.created_at})


@door("web.search_records")
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words, all kinds or one; a single record opens by itself."""
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    asked = request.GET.get("page", "")
    page = max(int(asked), 1) if asked.isdecimal() and len(asked) <= LONGEST_PAGE else 1
    result = selectors.found(who(request), words, kind=kind, page=page)
    if result.count == 1 and not kind and result.facets[0].code != "help":
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
