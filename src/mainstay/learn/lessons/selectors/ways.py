"""The pages of what is learned that are open to a reader."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere

#: The pages of what is learned with the action that each needs; the library is open to everybody.
PAGES = {
    "learn": "learn.read_lessons", "reviews": "learn.read_reviews", "recommendations": "learn.read_reviews", "library": "",
}  # fmt: skip


def pages_of_learning(reader: Person | AnonymousUser, page: str) -> list[tuple[str, str, bool]]:
    """Return the pages of what is learned that are open to `reader`, `page` being the one that is shown."""
    if not isinstance(reader, Person):
        return []
    names = {
        "learn": gettext("Lessons"), "reviews": gettext("After-action reviews"),
        "recommendations": gettext("Recommendations"), "library": gettext("Library"),
    }  # fmt: skip
    return [
        (reverse(name), names[name], name == page)
        for name, action in PAGES.items()
        if not action or may_anywhere(reader, action)
    ]
