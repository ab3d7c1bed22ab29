"""Countries: what threatens work here, how ready are we?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.cases.selectors import cases_visible
from mainstay.common.errors import NotFound
from mainstay.common.models import Country
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.maps import Place
from mainstay.page.words import country_name, named, said
from mainstay.watch.models import Series
from mainstay.watch.panels import country_answer
from mainstay.watch.selectors import alerts_visible, country_profile
from mainstay.watch.selectors.countries import countries_overview, readings_of, reported_waiting
from mainstay.watch.selectors.profile import Profile
from mainstay.watch.tables import ALERT_MARKS, CountryTable, ReadingTable, period_shown

GROUPS = {
    "labour": _("Labour"), "economy": _("Economy"), "risk": _("Risk"), "displacement": _("Displacement"),
    "conflict": _("Conflict: what happened"), "size": _("Size"),
}  # fmt: skip


class CountryFilter(forms.Form):
    """What the list of countries is narrowed by."""

    words = forms.CharField(required=False, label=_("Name or code"))
    region = forms.ChoiceField(required=False, label=_("Region"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = Country.objects.order_by("region").values_list("region", flat=True).distinct()
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((name, said(name)) for name in names if name),
        ]


@door("watch.read_profile")
def country_list(request: HttpRequest) -> HttpResponse:
    """Show all countries; a search that fits one opens it."""
    form = CountryFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    rows = countries_overview(who(request), words=given.get("words", ""), region=given.get("region", ""))
    if given.get("words") and len(rows) == 1 and "export" not in request.GET:
        return redirect("country", rows[0]["country"].pk)
    rows.sort(key=lambda row: (not row["alert"], not row["cases"]))  # the rest stay in their order
    shown = {
        "count": len(rows),
        "reads_alerts": isinstance(who(request), Person) and may_anywhere(who(request), "watch.read_alerts"),
        "alerts": sum(1 for row in rows if row["alert"]),
        "cases": sum(row["cases"] for row in rows),
        "places": [_place(row) for row in rows if row["country"].m49 and (row["alert"] or row["cases"])],
    }
    table = CountryTable(rows, exclude=() if isinstance(who(request), Person) else ("alert", "cases"))
    return listed(request, "watch/countries.html", table, shown, name="countries", filters=form)


def _place(row: dict[str, Any]) -> Place:
    country = row["country"]
    mark, word = ALERT_MARKS.get(row["alert"], ("open", gettext("open case")))
    label = f"{country_name(country.names, country.name)}: {word}"
    return Place(country.m49, label, reverse("country", args=[country.pk]), mark)


def _around(country: Country) -> list[int]:
    """Return the M49 codes of a country's neighbours, for its map."""
    codes = Country.objects.filter(pk__in=country.neighbours).values_list("m49", flat=True)
    return [code for code in codes if code is not None]


@door("watch.read_profile")
def country_page(request: HttpRequest, iso3: str) -> HttpResponse:
    """Show one country: the answer in words, labour signals first, warning, readiness, alerts, cases."""
    person = who(request)
    profile = country_profile(person, iso3)
    country = profile.country
    place = [("country", country.pk), ("region", country.region)]
    signed_in = isinstance(person, Person)
    reads = signed_in and may(person, "watch.read_readings", place)
    shown: dict[str, Any] = {
        "profile": profile,
        "name": country_name(country.names, country.name),
        "answer": country_answer(profile),
        "groups": _groups(profile),
        "opens": reads,
        "around": _around(country),
        "warning": profile.warning if reads else None,
        "reported": list(reported_waiting(person, country)[:20]) if reads else [],
        "missing": [named("signals.headline", line.code) for line in profile.signals if line.value is None],
    }
    if signed_in:
        alerts = alerts_visible(person).filter(country=country)[:10]
        shown["alerts"] = [(alert, *ALERT_MARKS[alert.state]) for alert in alerts]
        shown["cases"] = (
            cases_visible(person).filter(countries__country=country).order_by("state", "-opened_at")
        )
    return render(request, "watch/country.html", shown)


def _groups(profile: Profile) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": name,
            "lines": [
                {"line": line, "name": named("signals.headline", line.code),
                 "history": [(point.on.isoformat(), point.value) for point in line.history]}
                for line in profile.group(code)
                if line.value is not None
            ],
        }
        for code, name in GROUPS.items()
        if any(line.value is not None for line in profile.group(code))
    ]  # fmt: skip


@door("watch.read_readings")
def series_page(request: HttpRequest, iso3: str, code: str) -> HttpResponse:
    """Show every reading of one series for one country, with its source and edition."""
    country = Country.objects.filter(pk=iso3.upper()).first()
    series = Series.objects.filter(code=code, forecasts_violence=False).first()
    if country is None or series is None:
        raise NotFound("unknown_series", noop("There is no such series here, or it is not yours to see."))
    rows = readings_of(who(request), country, code)
    shown = {
        "country": country,
        "name": country_name(country.names, country.name),
        "series": series,
        "points": [
            (period_shown(row.on, series.period), row.value)
            for row in reversed(rows[:24])
            if row.state == "COUNTED"
        ],
    }
    return listed(request, "watch/series.html", ReadingTable(rows), shown, name=f"{country.pk}-{code}")
