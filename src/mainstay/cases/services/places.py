"""Loading countries, their years and areas from the shipped lists."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import transaction

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.methods.region import region
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.models import Area, Country, CountryYear
from mainstay.common.texts import noop as _

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


def set_office(*, by: Person, country: Country, has_office: bool) -> None:
    """Say whether the organisation has an office in a country: what the proposed lead depends on."""
    with act("accounts.configure_system", by=by) as entry:
        entry.note(country=country.pk)
        entry.change("has_office", country.has_office, has_office)
        country.has_office = has_office
        country.save(update_fields=["has_office"])


Rows = list[tuple[int, dict[str, str]]]

#: The columns of an office's own list of areas.
COLUMNS = ("pcode", "name", "country", "level", "parent")


def load_areas(*, by: Person, path: Path) -> int:
    """Return how many areas were written from an office's own CSV file.

    Columns: pcode, name, country (three letters), level (1 to 5), parent (a P-code, or empty). A fault in any row
    refuses the whole file and names row, field and way out; loading the file again changes nothing.
    """
    rows = _read_areas(path)
    known = set(
        Country.objects.filter(pk__in={row["country"] for _number, row in rows}).values_list("pk", flat=True)
    )
    problems = [*_row_problems(rows), *_link_problems(rows, known)]
    if problems:
        raise BadInput(
            "areas",
            _("{count} faults in {name}; nothing was loaded."),
            problems=problems,
            count=len(problems),
            name=path.name,
        )
    scopes = [("country", iso3) for iso3 in sorted(known)]
    with act("cases.edit_case", by=by, on=scopes) as entry:
        for iso3 in sorted(known):
            _require_country(by, iso3)
        _write_areas([row for _number, row in rows], source=path.name)
        entry.note(file=path.name, countries=sorted(known))
        entry.bulk([[row[name] for name in COLUMNS] for _number, row in rows])
    return len(rows)


def _require_country(by: Person, iso3: str) -> None:
    from mainstay.accounts.permissions import require

    place = Country.objects.get(pk=iso3)
    require(by, "cases.edit_case", [("country", iso3), ("region", place.region)])


def _read_areas(path: Path) -> Rows:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("no_file", _("There is no file {name}."), name=path.name) from None
    except UnicodeDecodeError:
        raise BadInput(
            "encoding", _("{name} is not written in UTF-8. Save it as “CSV UTF-8”."), name=path.name
        ) from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise BadInput(
            "columns", _("{name} lacks the columns: {columns}."), name=path.name, columns=", ".join(missing)
        )
    return [
        (number, {name: (row[name] or "").strip() for name in COLUMNS})
        for number, row in enumerate(reader, 2)
    ]


def _problem(number: int, field: str, msgid: str, value: str) -> Problem:
    return Problem(Reason("area", msgid, {"value": value}), row=number, field=field)


def _area_problems(number: int, row: dict[str, str]) -> Iterator[Problem]:
    for field in ("pcode", "name", "country"):
        if not row[field]:
            yield _problem(number, field, _("This cell is empty. Fill it."), "")
    if len(row["pcode"]) > 20:
        yield _problem(number, "pcode", _("{value} is longer than 20 characters."), row["pcode"])
    if row["level"] not in {"1", "2", "3", "4", "5"}:
        yield _problem(number, "level", _("“{value}” is no level from 1 to 5."), row["level"])


def _row_problems(rows: Rows) -> Iterator[Problem]:
    codes: set[str] = set()
    for number, row in rows:
        yield from _area_problems(number, row)
        if row["pcode"] in codes:
            yield _problem(number, "pcode", _("{value} stands twice in this file."), row["pcode"])
        codes.add(row["pcode"])


def _link_problems(rows: Rows, known: Collection[str]) -> Iterator[Problem]:
    parents = {row["parent"] for _number, row in rows if row["parent"]}
    there = {row["pcode"] for _number, row in rows} | set(
        Area.objects.filter(pk__in=parents).values_list("pk", flat=True)
    )
    for number, row in rows:
        if row["country"] and row["country"] not in known:
            yield _problem(
                number, "country", _("{value} is no country code of three letters."), row["country"]
            )
        if row["parent"] and row["parent"] not in there:
            yield _problem(
                number, "parent", _("The parent {value} is neither loaded nor in this file."), row["parent"]
            )


def _write_areas(rows: list[dict[str, str]], *, source: str) -> None:
    made = [
        Area(
            pcode=row["pcode"],
            name=row["name"][:120],
            country_id=row["country"],
            level=int(row["level"]),
            parent_id=row["parent"] or None,
            source=source[:120],
        )
        # A parent is written before what lies in it.
        for row in sorted(rows, key=lambda row: int(row["level"]))
    ]
    Area.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["pcode"],
        update_fields=["name", "country", "level", "parent", "source"],
        batch_size=2000,
    )
