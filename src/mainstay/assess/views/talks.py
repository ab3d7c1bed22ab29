"""What groups said when they sat together, and whether women were heard alone."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay.assess import selectors
from mainstay.assess.models import Assessment
from mainstay.assess.tables import TalkTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted

from .shown import found, on_top


@door("assess.read_group_talks")
def talks_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the talks with groups, what was said in them by topic, and what harms those who get by with it."""
    assessment = found(request, uid, "assess.read_group_talks")
    rows = selectors.talk_rows(assessment)
    shown = {
        **on_top(who(request), assessment, "assess_talks"),
        "answer": _answer(assessment, len(rows)),
        "unheard": selectors.women_unheard(assessment),
        "topics": selectors.said_by_topic(assessment),
    }
    return listed(request, "assess/talks.html", TalkTable(rows), shown, name="group-talks")


def _answer(assessment: Assessment, talks: int) -> str:
    """Return how many groups were heard, and whether women were among them alone."""
    held = counted(
        talks,
        ngettext("{count} group was heard.", "{count} groups were heard.", talks),
        none=gettext("No group was heard yet."),
    )
    if not selectors.women_heard(assessment):
        unheard = gettext("Women were not heard alone yet; the approval asks for it.")
        return f"{held} {unheard}"
    return held
