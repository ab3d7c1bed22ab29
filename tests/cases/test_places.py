"""Countries and their regions, from the shipped lists."""

import csv
from collections import Counter

import pytest

from mainstay.cases.methods.region import region
from mainstay.cases.services.places import REFERENCE, load_places
from mainstay.common.models import Area, Country, CountryYear


def test_every_country_of_the_list_has_a_region_of_the_programme():
    with (REFERENCE / "countries.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found = Counter(region(row["iso3"], m49_region=row["region"], subregion=row["subregion"]) for row in rows)
    assert sum(found.values()) == len(rows)
    assert {"Africa", "Arab States", "Asia and the Pacific", "Europe and Central Asia"} <= set(found)
    assert 20 >= found["Arab States"] >= 11


@pytest.mark.django_db
def test_loading_places_again_changes_nothing_and_keeps_the_offices():
    load_places()
    Country.objects.filter(pk="COM").update(has_office=True)
    before = (Country.objects.count(), CountryYear.objects.count(), Area.objects.count())
    load_places()
    assert before == (Country.objects.count(), CountryYear.objects.count(), Area.objects.count())
    assert Country.objects.get(pk="COM").has_office
    assert before[0] > 240


@pytest.mark.django_db
def test_countries_carry_what_the_programme_asks_of_them():
    load_places(only={"COM", "SOM"})
    comoros = Country.objects.get(pk="COM")
    assert ("KMF", True, True) == (comoros.currency, comoros.small_island, comoros.g7plus)
    assert CountryYear.objects.filter(country=comoros, fragile=True).exists()
