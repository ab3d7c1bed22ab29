"""What outsiders may read: published versions, the newest by default, old ones by their own address."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.common.audit import canonical
from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _
from mainstay.measure.models import Publication


def publications_open(person: Person | AnonymousUser) -> QuerySet[Publication]:
    """Return the versions in force."""
    found = visible(Publication.objects.all(), person, "measure.read_published")
    return found.filter(state="PUBLISHED").select_related("project", "published_by")


def publication_found(person: Person | AnonymousUser, uid: UUID) -> dict[str, Any]:
    """Return a publication by its address, also an old version: its figures, or the reason why they are withheld.

    `newer` is the address of the version that corrected it. Content that no longer fits its checksum is refused.
    """
    found = get_visible(Publication.objects.all(), person, "measure.read_published", uid=uid)
    check_content(found)
    newer = (
        Publication.objects.filter(series=found.series, version__gt=found.version)
        .order_by("-version")
        .first()
    )
    return {
        "uid": found.uid,
        "title": found.title,
        "version": found.version,
        "state": found.state,
        "as_of": found.as_of,
        "reason": found.reason,
        "correction": newer.reason if newer else "",
        "newer": newer.uid if newer else None,
        "synthetic": found.synthetic,
        "licence": found.licence,
        "content": None if found.state == "WITHHELD" else found.content,
    }


def check_content(publication: Publication) -> None:
    """Raise `AppError` when the stored content is not what was published."""
    import hashlib

    if hashlib.sha256(canonical(publication.content)).hexdigest() != publication.sha256:
        raise AppError(
            "publication_changed",
            _("The content of {title} was changed after it was published. Restore it from the backup."),
            title=publication.title,
        )
