"""Addresses of works."""

from django.urls import path, register_converter

from .views import rolls, sites


class DayConverter:
    """A day in an address: 2026-03-12."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> str:
        """Return the text; the view reads it and refuses what is no day."""
        return value

    def to_url(self, value: object) -> str:
        """Return the day as it stands in an address."""
        return str(value)


register_converter(DayConverter, "day")

urlpatterns = [
    path("works/", sites.site_list, name="works"),
    path("works/sites/<uuid:uid>/", sites.site_page, name="works_site"),
    path("works/rolls/", rolls.roll_list, name="works_rolls"),
    path("works/rolls/<uuid:uid>/", rolls.roll_page, name="works_roll"),
    path("works/rolls/<uuid:uid>/<day:day>/", rolls.day_page, name="works_roll_day"),
    path("works/rolls/<uuid:uid>/<day:day>/mark/", rolls.mark, name="works_mark"),
    path("works/rolls/<uuid:uid>/close/", rolls.close, name="works_close_roll"),
]
