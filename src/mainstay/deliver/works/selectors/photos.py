"""Photographs of measured work, for those who may read its roll."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.common.errors import NotFound
from mainstay.common.models import Attachment
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Measurement, Roll

from .sites import rolls_visible


def photos_of(measurements: Iterable[int]) -> QuerySet[Attachment]:
    """Return the photographs of measurements, the first taken in first."""
    keys = [str(key) for key in measurements]
    kind = Measurement._meta.label_lower
    return Attachment.objects.filter(record_kind=kind, record_id__in=keys).order_by("added_at", "pk")


def photos_of_roll(roll: Roll) -> dict[int, Sequence[Attachment]]:
    """Return the photographs of each measurement of a roll that was found through `rolls_visible`; in two queries."""
    keys = list(roll.measurements.values_list("pk", flat=True))
    found: dict[int, list[Attachment]] = {key: [] for key in keys}
    for photo in photos_of(keys):
        found[int(photo.record_id)].append(photo)
    return {key: tuple(photos) for key, photos in found.items()}


def photo_by(person: Person, uid: UUID | str, *, small: bool = False) -> Attachment:
    """Return the photograph at an address, or its small copy, when `person` may read the roll that it belongs to."""
    kind = Measurement._meta.label_lower
    photo = Attachment.objects.filter(uid=uid, record_kind=kind).first()
    reads = photo is not None and rolls_visible(person).filter(measurements=int(photo.record_id)).exists()
    if photo is None or not reads:
        raise NotFound("no_photo", _("There is no such photo, or its roll is not yours to read."))
    if not small:
        return photo
    copies = Attachment.objects.filter(record_kind=Attachment._meta.label_lower, record_id=str(photo.pk))
    return copies.first() or photo
