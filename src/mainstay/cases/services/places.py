"""Loading countries, their years and areas from the shipped lists."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.methods.region import region
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.models import Area, Country, CountryYear
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Row, Sheet, read_table

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
        names={lang: row[f"name_{lang}"] for lang in ("en", "fr", "es", "ar") if row[f"name_{lang}"]},
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


def set_office(*, by: Person, country: Country, has_office: bool) -> None:
    """Say whether the organisation has an office in a country: what the proposed lead depends on."""
    with act("accounts.configure_system", by=by) as entry:
        entry.note(country=country.pk)
        entry.change("has_office", country.has_office, has_office)
        country.has_office = has_office
        country.save(update_fields=["has_office"])


#: An office's own list of areas by P-code.
AREAS = Sheet(
    "areas",
    (
        Column("pcode", _("P-code"), required=True, max_length=20),
        Column("name", _("Name"), required=True, max_length=120),
        Column("country", _("Country (three letters)"), required=True, max_length=3),
        Column("level", _("Level"), "int", required=True, minimum=1, maximum=5),
        Column("parent", _("Parent (P-code)"), max_length=20),
    ),
    key=("pcode",),
    label=_("Areas"),
)


def load_areas(*, by: Person, path: Path) -> int:
    """Return how many areas were written from an office's own CSV or XLSX file.

    Columns: pcode, name, country (three letters), level (1 to 5), parent (a P-code, or empty). A fault in any row
    refuses the whole file and names row, field and way out; loading the file again changes nothing.
    """
    if not path.exists():
        raise BadInput("no_file", _("There is no file {name}."), name=path.name)
    staged = read_table(path, path.name, AREAS)
    given = {row.values.get("country") for row in staged.rows}
    known = set(Country.objects.filter(pk__in=given - {None}).values_list("pk", flat=True))
    staged = staged.with_problems(_link_problems(staged.rows, known))
    staged.require_clean()
    if not known:
        raise BadInput("no_rows", _("{name} holds no areas."), name=path.name)
    scopes = [("country", iso3) for iso3 in sorted(known)]
    with act("cases.edit_case", by=by, on=scopes) as entry:
        for iso3 in sorted(known):
            _require_country(by, iso3)
        _write_areas([row.values for row in staged.rows], source=path.name)
        entry.note(file=path.name, sha256=staged.sha256, countries=sorted(known))
        entry.bulk([[row.values.get(column.name) for column in AREAS.columns] for row in staged.rows])
    return len(staged.rows)


def _require_country(by: Person, iso3: str) -> None:
    from mainstay.accounts.permissions import require

    place = Country.objects.get(pk=iso3)
    require(by, "cases.edit_case", [("country", iso3), ("region", place.region)])


def _link_problems(rows: Sequence[Row], known: Collection[str]) -> Iterator[Problem]:
    named = {row.values.get("parent") for row in rows} - {None}
    there = {row.values.get("pcode") for row in rows} | set(
        Area.objects.filter(pk__in=named).values_list("pk", flat=True)
    )
    for row in rows:
        country, parent = row.values.get("country"), row.values.get("parent")
        if country and country not in known:
            yield _problem(
                row.number,
                "country",
                _("{value} is no country code of three letters. Write it as in COM or JOR."),
                country,
            )
        if parent and parent not in there:
            yield _problem(
                row.number,
                "parent",
                _("The parent {value} is neither loaded nor in this file. Add its row, or load it first."),
                parent,
            )


def _problem(number: int, field: str, msgid: str, value: str) -> Problem:
    return Problem(Reason("area", msgid, {"value": value}), row=number, field=field)


def _write_areas(rows: list[dict[str, Any]], *, source: str) -> None:
    made = [
        Area(
            pcode=row["pcode"],
            name=row["name"],
            country_id=row["country"],
            level=row["level"],
            parent_id=row.get("parent"),
            source=source[:120],
        )
        # A parent is written before what lies in it.
        for row in sorted(rows, key=lambda row: row["level"])
    ]
    Area.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["pcode"],
        update_fields=["name", "country", "level", "parent", "source"],
        batch_size=2000,
    )
