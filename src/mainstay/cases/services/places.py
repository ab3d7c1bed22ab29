"""Loading countries, their years and areas from the shipped lists."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import transaction

from mainstay.cases.methods.region import region
from mainstay.common.models import Area, Country, CountryYear

REFERENCE = Path(__file__).parents[1] / "reference"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def load_places(*, only: Collection[str] | None = None) -> None:
    """Write the shipped lists of countries, years and areas; what an office set itself (its offices) stays.

    `only` names the countries to write, by their three-letter codes.
    """
    with transaction.atomic():
        neighbours: dict[str, set[str]] = defaultdict(set)
        for pair in _rows("neighbours.csv"):
            neighbours[pair["a"]].add(pair["b"])
            neighbours[pair["b"]].add(pair["a"])
        countries = [
            _country(row, sorted(neighbours[row["iso3"]]))
            for row in _rows("countries.csv")
            if only is None or row["iso3"] in only
        ]
        shipped = [field.name for field in Country._meta.fields if field.name not in {"iso3", "has_office"}]
        Country.objects.bulk_create(
            countries, update_conflicts=True, unique_fields=["iso3"], update_fields=shipped
        )
        known = {country.iso3 for country in countries}
        CountryYear.objects.bulk_create(_years(known), ignore_conflicts=True, batch_size=2000)
        Area.objects.bulk_create(_areas(known), ignore_conflicts=True, batch_size=2000)


def _country(row: dict[str, str], neighbours: list[str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=int(row["m49"]) if row["m49"] else None,
        names={lang: row[f"name_{lang}"] for lang in ("en", "fr", "es") if row[f"name_{lang}"]},
        name=row["name_en"],
        region=region(row["iso3"], m49_region=row["region"], subregion=row["subregion"]),
        subregion=row["subregion"],
        currency=row["currency"].split(",")[0],
        capital=row["capital"],
        g7plus=row["g7plus"] == "True",
        least_developed=row["ldc"] == "True",
        landlocked_developing=row["lldc"] == "True",
        small_island=row["sids"] == "True",
        neighbours=neighbours,
    )


def _years(known: set[str]) -> list[CountryYear]:
    return [
        CountryYear(
            country_id=row["iso3"],
            fiscal_year=int(row["year_fiscal"]),
            income_group=row["income_group"],
            ida=row["ida"],
            fragile={"Yes": True, "No": False}.get(row["fcs"]),
        )
        for row in _rows("country_years.csv")
        if row["iso3"] in known
    ]


def _areas(known: set[str]) -> list[Area]:
    return [
        Area(pcode=row["code"], country_id=row["iso3"], name=row["admin1"], source="IFRC")
        for row in _rows("areas.csv")
        if row["iso3"] in known and row["code"] not in {"", "N.A"}
    ]
