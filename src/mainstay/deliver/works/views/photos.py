"""Photographs of measured work."""

from django.http import FileResponse, HttpRequest

from mainstay.common import files
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.selectors.photos import photo_by
from mainstay.page.doors import door, who

SIZES = ("whole", "small")


@door("works.read_rolls")
def photo(request: HttpRequest, uid: str, size: str) -> FileResponse:
    """Return a photograph, whole or small; it stays in this reader's browser and nowhere between."""
    found = photo_by(who(request), uid, small=size == "small")
    path = files.path_of(found.sha256)
    if size not in SIZES or not path.exists():
        raise NotFound("no_photo", _("There is no such photo, or its roll is not yours to read."))
    answer = FileResponse(path.open("rb"), filename=found.name, content_type=found.content_type)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
