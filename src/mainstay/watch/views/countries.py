"""Countries: what threatens work here, how ready are we?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.cases.selectors import cases_visible
from mainstay.common.errors import NotFound
from mainstay.common.models import Country
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.maps import Place
from mainstay.page.units import measured
from mainstay.page.words import counted, country_name, named, number, said
from mainstay.watch.models import Reading, Series
from mainstay.watch.panels import country_answer
from mainstay.watch.selectors import alerts_visible, country_profile
from mainstay.watch.selectors.countries import countries_overview, readings_of, reported_waiting
from mainstay.watch.selectors.profile import Profile
from mainstay.watch.tables import ALERT_MARKS, CountryTable, ReadingTable, period_shown

GROUPS = {
    "labour": _("Labour"), "economy": _("Economy"), "risk": _("Risk"), "displacement": _("Displacement"),
    "conflict": _("Conflict: what happened"), "size": _("Size"),
}  # fmt: skip


#: The columns of the list that hold signals, and those of them that are about work.
LABOUR = ("unemployment", "youth_unemployment", "informality")
SIGNALS = (*LABOUR, "inform")


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
    signed_in = isinstance(who(request), Person)
    reads_alerts = signed_in and may_anywhere(who(request), "watch.read_alerts")
    places = [_place(row) for row in rows if row["country"].m49 and (row["alert"] or row["cases"])]
    shown = {
        "answer": _list_answer(rows, reads_alerts=reads_alerts, signed_in=signed_in),
        "reads_alerts": reads_alerts,
        "places": places,
        "legend": sorted({(place.mark, _legend(place.mark)) for place in places}),
    }
    # What is known of no country at all is said once, above, and not in a column of dashes.
    empty = tuple(name for name in SIGNALS if all(row[name] is None for row in rows)) if rows else ()
    table = CountryTable(rows, exclude=empty if signed_in else (*empty, "alert", "cases"))
    return listed(request, "watch/countries.html", table, shown, name="countries", filters=form)


def _list_answer(rows: list[dict[str, Any]], *, reads_alerts: bool, signed_in: bool) -> str:
    """Return where an alert or a case is open, and of how many countries a labour figure is known."""
    count = len(rows)
    alerts, cases = (sum(1 for row in rows if row[name]) for name in ("alert", "cases"))
    known = sum(1 for row in rows if any(row[name] is not None for name in LABOUR))
    said = []
    if reads_alerts:
        text = ngettext("{count} country has an open alert.", "{count} countries have an open alert.", alerts)
        said.append(counted(alerts, text, none=gettext("No alert is open.")))
    if signed_in:
        text = ngettext("{count} country has an open case.", "{count} countries have an open case.", cases)
        said.append(counted(cases, text, none=gettext("No case is open.")))
    text = ngettext(
        "Of {known} of {count} country a labour figure is known; missing is not zero.",
        "Of {known} of {count} countries a labour figure is known; missing is not zero.",
        count,
    )
    none = ngettext(
        "No labour figure of this {count} country was read yet: missing is not zero.",
        "No labour figure of these {count} countries was read yet: missing is not zero.",
        count,
    )
    facts = {"known": number(known), "count": number(count)}
    said.append((text if known else none).format(**facts) if count else gettext("No country fits."))
    return " ".join(said)


def _legend(mark: str) -> str:
    """Return what a mark on the map says."""
    words = {held: word for held, word in ALERT_MARKS.values() if held in {"waiting", "late"}}
    return str(words.get(mark, gettext("open case")))


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
        "answer": country_answer(profile, warned=reads),
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
        "title": _series_name(series),
        "answer": _series_answer(list(rows), series),
        "points": [
            (period_shown(row.on, series.period), row.value)
            for row in reversed(rows[:24])
            if row.state == "COUNTED"
        ],
    }
    return listed(request, "watch/series.html", ReadingTable(rows), shown, name=f"{country.pk}-{code}")


def _series_name(series: Series) -> str:
    """Return the name that the country's page gives a series, else its own."""
    for code, signal in playbook.current().signals.headline.items():
        if series.code in signal.series:
            return named("signals.headline", code)
    return series.name


def _series_answer(rows: Sequence[Reading], series: Series) -> str:
    """Return the last value in use and the one before it; of another edition it is said to be no comparison."""
    used = [row for row in rows if row.state == "COUNTED"]
    if not used:
        return gettext("No reading of this series is in use for this country.")
    last = used[0]
    said = [
        gettext("{value} in {period}.").format(
            value=measured(last.value, series.unit), period=period_shown(last.on, series.period)
        )
    ]
    before = next((row for row in used if row.on < last.on), None)
    if before is not None:
        facts = {
            "value": measured(before.value, series.unit),
            "period": period_shown(before.on, series.period),
        }
        text = (
            gettext("In {period} it was {value}.")
            if _edition(before) == _edition(last)
            else gettext("In {period} another edition said {value}: the two need not be comparable.")
        )
        said.append(text.format(**facts))
    return " ".join(said)


def _edition(row: Reading) -> int | None:
    return row.item.vintage_id if row.item else None
