"""Photographs of measured work: taken in without what the camera wrote into them, kept with a small copy."""

from io import BytesIO
from typing import BinaryIO

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import files
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.models import Attachment
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Measurement
from mainstay.deliver.works.rules.states import COUNTED
from mainstay.deliver.works.selectors.photos import photos_of
from mainstay.exchange.pictures import Picture, plain_picture, small_copy

LARGEST = 12 * 1024 * 1024
#: As many as show a drain from both ends and its middle, twice.
MOST = 6


def add_photo(*, by: Person, measurement: Measurement, stream: BinaryIO, name: str) -> Attachment:
    """Return the photograph attached to a measurement: JPEG or PNG, without place, owner and device.

    The place that a camera writes would tell where a person stood at which minute; the measurement says the site and
    the day, and that is enough. Kept as PERSONAL, since people stand in pictures; shown to who may read the roll.
    """
    with act("works.measure_roll", by=by, on=measurement.roll) as entry:
        if measurement.roll.state in COUNTED:
            raise RuleBroken(
                "roll_certified_photo",
                _(
                    "This roll is certified; what was measured on it stays as it was signed. Attach the photo to the case."
                ),
            )
        if photos_of([measurement.pk]).count() >= MOST:
            raise RuleBroken(
                "photos",
                _("A measurement has {most} photos at most. Measure the next part apart."),
                most=MOST,
            )
        picture = _taken(stream, name)
        kind = ".png" if picture.content_type == "image/png" else ".jpg"
        number = f"measurement-{measurement.pk}"
        made = files.attach(
            BytesIO(picture.content), name=number + kind, record=measurement, by=by.pk, data_class="PERSONAL", largest=LARGEST
        )  # fmt: skip
        files.attach(
            BytesIO(small_copy(picture)),
            name=f"{number}-small.jpg",
            record=made,
            by=by.pk,
            data_class="PERSONAL",
        )
        entry.note(measurement=measurement.pk, sha256=made.sha256)
    return made


def _taken(stream: BinaryIO, name: str) -> Picture:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise BadInput("file_too_large", _("{name} is larger than {limit} MB. Attach a smaller copy, or split it."), name=name, limit=limit)  # fmt: skip
    try:
        return plain_picture(content)
    except ValueError as fault:
        raise BadInput(
            "photo_kind",
            _(
                "{name} is no photo that can be read: JPEG or PNG of at most 60 million pixels. Take it again, or save it as JPEG."
            ),
            name=name,
        ) from fault
