"""Places of interviews and records by name: they are kept by code where the area is known, else in free words."""

from collections.abc import Iterable, Mapping

from mainstay.common.models import Area


def place_names(places: Iterable[str]) -> Mapping[str, str]:
    """Return the name of each place: that of its area, else the words themselves."""
    held = set(places)
    found = dict(Area.objects.filter(pcode__in=held - {""}).values_list("pcode", "name")) if held else {}
    return {place: found.get(place) or place for place in held}
