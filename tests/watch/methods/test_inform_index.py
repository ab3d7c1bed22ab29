"""INFORM Risk from its raw indicators equals what is published, step by step."""

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from mainstay.common.errors import BadInput
from mainstay.watch.feeds.index_tables import read_table
from mainstay.watch.feeds.inform_sheets import SHIPPED
from mainstay.watch.methods.composite_index import Table, composite_index
from mainstay.watch.methods.composite_index.models import model, model_names
from mainstay.watch.methods.composite_index.rounding import rounded

PUBLISHED = Path(__file__).parents[1] / "published"
HEADLINES = {
    "risk": "INFORM RISK", "hazard": "HAZARD & EXPOSURE", "vulnerability": "VULNERABILITY",
    "coping": "LACK OF COPING CAPACITY",
}  # fmt: skip


def computed(release):
    tree = model(f"inform-risk-{release}")
    return composite_index(tree, read_table(SHIPPED / f"inform_risk_{release}_indicators.csv", tree))


def published(release, part):
    if part == "components":
        with gzip.open(PUBLISHED / f"inform_{release}_components.csv.gz", "rt", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))
    with (SHIPPED / f"inform_risk_{release}_{part}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def differs(ours, theirs, *, exactly):
    if theirs in {"", None}:
        return not math.isnan(ours)
    return ours != float(theirs) if exactly else not math.isclose(ours, float(theirs), rel_tol=1e-9)


@pytest.mark.parametrize("release", [2024, 2025])
def test_every_component_of_every_country_equals_the_published_one(release):
    scores, wrong, cells = computed(release), [], 0
    for row in published(release, "components"):
        place = scores.table.row_of(row.pop("iso3"))
        for code, value in row.items():
            cells += 1
            exactly = scores.tree.nodes[code].digits is not None
            if differs(scores.values[code][place], value, exactly=exactly):
                wrong.append((scores.table.units[place], code, scores.values[code][place], value))
    assert [] == wrong
    assert 27_000 < cells


@pytest.mark.parametrize("release", [2024, 2025])
def test_dimensions_risk_rank_and_class_equal_the_published_ones(release):
    scores = computed(release)
    ranks = scores.ranks()
    rows = published(release, "scores")
    assert 191 == len(rows) == len(scores.table)
    for row in rows:
        place = scores.table.row_of(row["ISO3"])
        ours = [float(scores.values[code][place]) for code in HEADLINES]
        assert [float(row[name]) for name in HEADLINES.values()] == ours
        assert (float(row["Rank"]), row["RISK CLASS"]) == (ranks[place], scores.class_of(place))


@pytest.mark.parametrize("release", [2022, 2023])
def test_the_trees_of_2022_and_2023_equal_their_workbooks_formulas(release):
    tree = model(f"inform-risk-{release}")
    held = json.loads((PUBLISHED / "inform_formulas_by_hand.json").read_text(encoding="utf-8"))[str(release)]
    names = held[0]["inputs"]
    columns = {
        name: np.array([np.nan if row["inputs"][name] is None else row["inputs"][name] for row in held])
        for name in names
    }
    scores = composite_index(tree, Table(units=tuple(f"C{n}" for n in range(len(held))), columns=columns))
    assert 100 < len(held[0]["scores"])
    for place, row in enumerate(held):
        wrong = [
            (code, float(scores.values[code][place]), value)
            for code, value in row["scores"].items()
            if differs(float(scores.values[code][place]), value, exactly=tree.nodes[code].digits is not None)
        ]
        assert [] == wrong


@pytest.mark.parametrize("name", ["inform-risk-2024", "inform-risk-2025"])
def test_goalposts_of_the_tree_are_those_of_the_workbook(name):
    tree = model(name)
    posts = {
        f"{row['sheet']}!{row['col']}": (float(row["min"]), float(row["max"]))
        for row in published(tree.about["release"], "ranges")
    }
    ours = {node.place: node.goalposts for node in tree.nodes.values() if node.place}
    assert posts == ours


def test_no_model_reads_anything_but_indicators_denominators_and_goalposts():
    kinds = {"column", "children"}
    for name in model_names():
        for node in model(name).nodes.values():
            assert (bool(node.column), bool(node.children)) in {(True, False), (False, True)}, kinds


def test_drought_and_aid_are_divided_by_the_population_of_each_countrys_own_year():
    tree = model("inform-risk-2025")
    table = read_table(SHIPPED, tree)
    years = table.measured["AJ"]
    assert 1 < len(set(years[~np.isnan(years)]))
    scores = composite_index(tree, table)
    row = int(np.flatnonzero(years == 2022)[0])
    aid = sum(table.columns[letter][row] for letter in ("AJ", "AK", "AL"))
    per_head = aid / table.series["population"][2022][row] * 1e6
    assert rounded(min(per_head, 500) / 50, 1) == scores.values["aid_per_capita"][row]


def test_an_export_of_another_year_is_refused_with_the_model_to_take():
    with pytest.raises(BadInput, match="inform-risk-2024"):
        read_table(SHIPPED / "inform_risk_2024_indicators.csv", model("inform-risk-2025"))


def test_a_country_without_data_has_no_score_and_leaves_the_others_as_they_are(tmp_path):
    lines = (SHIPPED / "inform_risk_2025_indicators.csv").read_text(encoding="utf-8").splitlines()
    empty = next(number for number, line in enumerate(lines) if ",FRA," in line)
    width = len(next(csv.reader([lines[empty]])))
    lines[empty] = ",".join(["France", "FRA", *["No data"] * (width - 2)])
    (tmp_path / "inform_risk_2025_indicators.csv").write_text("\n".join(lines), encoding="utf-8")
    tree = model("inform-risk-2025")
    scores, whole = composite_index(tree, read_table(tmp_path, tree)), computed(2025)
    row = scores.table.row_of("FRA")
    assert math.isnan(scores.top[row])
    assert math.isnan(scores.ranks()[row])
    others = np.arange(len(scores.table)) != row
    assert (whole.top[others] == scores.top[others]).all()


def test_a_word_among_the_numbers_is_refused_with_row_and_column(tmp_path):
    text = (SHIPPED / "inform_risk_2025_indicators.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    cells = next(csv.reader([lines[1]]))
    cells[2] = "many"
    lines[1] = ",".join(cells)
    (tmp_path / "inform_risk_2025_indicators.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_table(tmp_path, model("inform-risk-2025"))
    assert ["row 2, C: “many” is no number and no gap such as “No data”"] == [
        str(p) for p in refused.value.problems
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.55, 2.6),
        (2.5499999999999994, 2.6),
        (2.549999, 2.5),
        (1.45, 1.5),
        (-0.05, -0.1),
        (9.95, 10.0),
        (0.049, 0.0),
    ],
)
def test_numbers_are_rounded_as_a_spreadsheet_rounds_them(value, shown):
    assert shown == float(rounded(np.array([value]), 1)[0])


def export(part):
    with (SHIPPED / f"inform_risk_2025_{part}.csv").open(encoding="utf-8") as stream:
        return list(csv.reader(stream))


def numbers(row):
    return [float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row]


def years_measured(letters):
    """Return the rows of the sheet “Indicator Date”: years under the letters of “Indicator Data”."""
    codes = {row[0]: row[1] for row in export("columns")[1:]}
    head, *rows = export("dates")
    places = [head.index(codes[name]) if codes.get(name) in head else None for name in letters[2:]]
    return [["", row[0], *("" if at is None else row[at] for at in places)] for row in rows]


def workbook(place, *, blank=""):
    """Write the shipped exports of 2025 as a workbook has them, with nonsense where the published scores stand."""
    data, tree = export("indicators"), model("inform-risk-2025")
    letters = [name.partition("|")[0] for name in data[0]]
    survey = ["Survey Year", "", *(tree.survey_years.get(name, "2011-2021") for name in letters[2:])]
    cells = [["" if cell == blank else cell for cell in numbers(row)] for row in data[1:]]
    sheets = {
        "INFORM Risk 2025 (a-z)": [["", "", "INFORM RISK"], *([["", "", 99.9]] * 191)],
        "Indicator Data": [[], data[0], survey, [], [], *cells],
        "Population Data": [[], [], *map(numbers, export("population"))],
        "Indicator Date": [[], [], [], [], *map(numbers, years_measured(letters))],
    }
    with xlsxwriter.Workbook(place) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        for name in ("Hazard & Exposure", "Vulnerability", "Lack of Coping Capacity"):
            sheet = book.add_worksheet(name)
            for row in export("ranges")[1:]:
                if row[0] == name:
                    sheet.write(f"{row[1]}3", float(row[4]))
                    sheet.write(f"{row[1]}4", float(row[3]))
    return place


def test_a_workbook_gives_the_same_as_the_exports_and_no_score_is_read(tmp_path):
    tree = model("inform-risk-2025")
    table = read_table(workbook(tmp_path / "INFORM_Risk_2025.xlsx"), tree)
    assert 84 <= len(table.goalposts)
    ours, theirs = composite_index(tree, table), computed(2025)
    assert ours.table.units == theirs.table.units
    for code, node in tree.nodes.items():  # raw cells differ in the seventeenth digit, as they are written
        tolerance = 1e-14 if node.digits is None else 0
        np.testing.assert_allclose(ours.values[code], theirs.values[code], rtol=tolerance)


def test_a_blank_cell_of_a_workbook_is_zero_as_its_formulas_take_it(tmp_path):
    tree = model("inform-risk-2025")
    table = read_table(workbook(tmp_path / "INFORM_Risk_2025.xlsx", blank="No data"), tree)
    row = table.row_of("AFG")
    assert 0.0 == table.columns["N"][row]
    assert 0.0 == composite_index(tree, table).values["evd_absolute"][row]


def test_what_is_no_workbook_is_refused(tmp_path):
    place = tmp_path / "INFORM.xlsx"
    place.write_text("nothing", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be opened as a workbook"):
        read_table(place, model("inform-risk-2025"))
