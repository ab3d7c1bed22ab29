"""A survey of an office with its own ways: columns of several words, decimal commas, a typing fault in the mapping."""

import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from mainstay.exchange.surveys import read_survey
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.columns import Columns
from mainstay.statistics.survey.expression import truth_of
from tests.assess.on_files import estimate, refused, run

ROWS = """Âge;Sexe;A travaillé;Absent;Motif;Rech 1;Rech 2;Dispo;Heures eff.;Revenu;Pond.
34;Femme;Oui;;;;;;40,5;1200,5;10,5
40;Homme;Non;Non;;Oui;Non;Oui;;;20
22;Femme;Non;Non;;Non;Oui;Oui;;;10
19;Homme;Non;Non;;Non;Non;Non;;;10
51;Femme;Non;Oui;Congé;;;;;;10
50;Homme;Oui;;;;;;20;800,25;5
99;Homme;Non;Oui;Saison;Non;Non;Non;;;5
"""
MAPPING = """code: BOURG
name: Enquête du bourg
design: {weights: Pond.}
items:
- {code: age, column: Âge, missing: 99}
- {code: worked, column: A travaillé, codes: {"yes": Oui, "no": Non}}
- {code: absent, when: {"yes": "Absent == 'Oui' and Motif in ('Congé', 'Maladie')"}, rest: "no"}
- {code: searched, when: {"yes": "'Rech 1' == 'Oui' or `Rech 2` == 'Oui'"}, rest: "no"}
- {code: available, column: Dispo, codes: {"yes": Oui, "no": Non}}
- {code: hours_actual, column: Heures eff.}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bourg.csv").write_text(ROWS, encoding="cp1252")
    (tmp_path / "bourg.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def labour(folder, *changes, file="bourg.csv"):
    """Return what the labour table says with (old, new) texts in the mapping."""
    text = MAPPING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "changed.yaml").write_text(text, encoding="utf-8")
    return run("labour", file, "--map", "changed.yaml", "--format", "json")


def rates(told):
    assert 0 == told.exit_code, told.stderr
    return {row["variable"]: row["estimate"] for row in json.loads(told.stdout)}


def rewritten(folder, old, new):
    """Write the file again with another text in its cells."""
    assert old in ROWS
    (folder / "bourg.csv").write_text(ROWS.replace(old, new), encoding="cp1252")


def test_a_name_of_several_words_stands_in_a_condition_of_a_mapping(folder):
    found = rates(labour(folder))
    assert (25.5, 30) == (found["employed"], found["unemployed"])
    assert 30 / 55.5 == pytest.approx(found["LU1"])


@pytest.mark.parametrize("name", ["'Heures eff.'", "`Heures eff.`", '"Heures eff."'])
def test_a_name_of_several_words_stands_in_a_condition_at_the_terminal(name):
    (row,) = estimate("--mean", "Revenu", "--where", f"{name} > 30", file="bourg.csv")
    assert (1200.5, 1) == (row["estimate"], row["n"])
    (row,) = estimate("--proportion", f"30 < {name} <= 50", file="bourg.csv")
    assert (0.5, 2) == (row["estimate"], row["n"])


def test_a_text_is_a_column_only_where_one_is_expected():
    table = Columns(
        {"kind": ["own", "paid", "own"], "own": [1, 0, 1], "class": [0, 1, None], "nº": ["a", "b", "b"]}
    )
    for condition, held in (
        ("kind == 'own'", [1, 0, 1]),
        ("'own' == kind", [1, 0, 1]),
        ("not `own`", [0, 1, 0]),
        ("'own' == 1 and 'kind' != 'paid'", [1, 0, 1]),
        ("nº == 'a'", [1, 0, 0]),
        ("`class` is None or 'class' == 1", [0, 1, 1]),
    ):
        assert held == truth_of(table, condition).tolist(), condition


def test_a_condition_that_cannot_be_read_says_how_names_of_several_words_are_written():
    assert "stands in quotation marks" in refused(
        "--mean", "Revenu", "--where", "Heures eff. > 30", file="bourg.csv"
    )
    told = refused("--mean", "Revenu", "--where", "'Heures ef.' > 30", file="bourg.csv")
    assert "Heures ef.: there is no such column; did you mean Heures eff.?" in told


def test_a_code_that_a_condition_names_and_no_row_has_is_told(folder):
    told = labour(folder, ("`Rech 2` == 'Oui'", "`Rech 2` == 'Qui'"))
    assert "searched: the code Qui does not occur in the column Rech 2." in told.stderr
    assert "absent: the code Maladie does not occur in the column Motif." in told.stderr
    assert 20 == rates(told)["unemployed"]


def test_rows_are_counted_as_the_file_shows_them_everywhere_in_a_sentence(folder):
    told = labour(folder, (', "no": Non}}\n- {code: absent', "}}\n- {code: absent"))
    assert (
        "row 3, worked: the value Non of A travaillé is not mapped (5 rows, such as 3, 4, 5, 6, 8)"
        in told.stderr
    )
    told = labour(folder, ('or `Rech 2` == \'Oui\'"}, rest: "no"}', '"}}'))
    assert "searched: no condition holds in 6 rows, such as 2, 4, 5, 6, 7" in told.stderr


def test_a_column_written_otherwise_is_told_with_the_nearest_of_the_whole_file(folder):
    told = labour(folder, ("column: Dispo", "column: Dispos"), ("'Rech 1'", "'Rech 3'"), ("Pond.", "Poids"))
    assert "available: there is no column Dispos in the file, but there is Dispo;" in told.stderr
    assert "searched: there is no column Rech 3 in the file, but there is Rech" in told.stderr
    assert (
        "design/weights: there is no column Poids in the file; correct the name in the mapping" in told.stderr
    )


def test_a_word_of_a_mapping_that_is_not_known_is_told_with_the_one_that_may_be_meant(folder):
    told = labour(folder, ("items:", "itms:"), ("{weights:", "{wieghts:"))
    assert "items: is missing: add it" in told.stderr
    assert "itms: is not known here; did you mean items?" in told.stderr
    assert "design/wieghts: is not known here; did you mean weights?" in told.stderr
    told = labour(folder, ("column: Dispo", "zzz: Dispo"))
    assert "items/available/zzz: is not known here: correct the name, or take it out" in told.stderr


def test_a_file_whose_ending_says_no_format_is_refused_unless_the_format_is_named(folder):
    assert "Use one of .json, .csv" in refused("--mean", "Revenu", "--out", "table.foo", file="bourg.csv")
    assert not (folder / "table.foo").exists()
    told = run("estimate", "bourg.csv", "--mean", "Revenu", "--out", "table.foo", "--format", "csv")
    assert 0 == told.exit_code
    assert (folder / "table.foo").read_text().startswith("statistic,")


def test_the_way_out_of_a_design_stands_in_the_words_of_the_mapping(folder):
    told = labour(folder, ("{weights: Pond.}", "{weights: Pond., strata: Sexe, clusters: Âge}"))
    assert 0 == told.exit_code, told.stderr
    told = labour(folder, ("{weights: Pond.}", "{weights: Pond., strata: Âge, clusters: Sexe}"))
    assert "In the mapping, under design: nest: true." in told.stderr
    assert "--nest" not in told.stderr
    told = labour(folder, ("{weights: Pond.}", "{weights: Pond., strata: Sexe, clusters: Sexe, nest: true}"))
    assert "In the mapping, under design: lonely: adjust" in told.stderr
    assert "--lonely" not in told.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (";5\n99", ";cinq\n99", "row 7, Pond.: «cinq» is not a number"),
        (";5\n99", ";-5\n99", "row 7, Pond.: is missing or negative"),
        (";20\n22", ";\n22", "row 3, Pond.: is missing or negative"),
        ("34;Femme", "trente;Femme", "row 2, age: the value trente of Âge is no number (1 rows, such as 2)"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_by_row_and_column(folder, old, new, words):
    rewritten(folder, old, new)
    told = labour(folder)
    assert 6 == told.exit_code
    assert words in told.stderr


def test_of_a_column_of_many_texts_the_way_out_is_that_of_numbers(folder):
    ages = "".join(f"{age} ans;Femme;Oui;;;;;;40;1000;10\n" for age in range(20, 45))
    rewritten(folder, ROWS[ROWS.index("34;") :], ages)
    told = labour(folder)
    assert (
        "25 values of Âge are no numbers (25 rows, such as 2, 3, 4, 5, 6) and not shown; correct the cells"
        in told.stderr
    )


def test_weights_that_are_all_zero_are_refused(folder):
    lines = ROWS.splitlines()
    (folder / "bourg.csv").write_text(
        "\n".join([lines[0], *(line.rpartition(";")[0] + ";0" for line in lines[1:])]), encoding="cp1252"
    )
    for told in (labour(folder), run("estimate", "bourg.csv", "--weight", "Pond.", "--mean", "Revenu")):
        assert 6 == told.exit_code
        assert "The weight Pond. is 0 in every row" in told.stderr


@pytest.mark.parametrize("written", ["1 200,50", "1\u202f200,50", "1\u00a0200,50", "1.200,50", "1'200,50"])
def test_marks_between_thousands_are_named_and_no_mean_becomes_shares_of_each_value(folder, written):
    text = ROWS.replace("1200,5", written).replace("800,25", "1 800,25")
    (folder / "bourg.csv").write_text(text, encoding="utf-8")
    told = refused("--mean", "Revenu", file="bourg.csv")
    assert f"row 2, Revenu: «{written}» is not a number" in told
    assert "Take out what stands between thousands" in told


def test_an_empty_text_is_missing_in_parquet_as_in_csv(folder):
    table = pa.table({"kind": ["own", "", "paid", None], "w": [1, 2, 3, 4], "code": pa.array(["", "a", "a", "b"]).dictionary_encode()})  # fmt: skip
    parquet.write_table(table, folder / "people.parquet")
    read = read_survey(folder / "people.parquet").table.to_pydict()
    assert (["own", None, "paid", None], [None, "a", "a", "b"]) == (read["kind"], read["code"])
    rows = estimate("--weight", "w", "--proportion", "kind", file="people.parquet")
    assert {"own": 0.25, "paid": 0.75} == {row["level"]: row["estimate"] for row in rows}


def test_a_title_above_the_header_is_suspected_where_names_are_not_found(folder):
    (folder / "bourg.csv").write_text("Enquête 2026;;;\n;;;\n" + ROWS, encoding="cp1252")
    words = "most of its cells are empty; take out the lines above the names of the columns"
    assert words in refused("--mean", "Revenu", file="bourg.csv")
    assert words in labour(folder).stderr


def test_where_only_one_column_is_found_the_mark_between_cells_is_suspected(folder):
    told = refused("--mean", "Revenu", "--delimiter", ",", file="bourg.csv")
    assert "only one column was found; name what separates the cells with --delimiter" in told


def test_in_a_notebook_a_name_of_several_words_is_a_condition_too(folder):
    survey = read_survey(folder / "bourg.csv")
    (row,) = Design(survey.table, weights="Pond.").proportion_interval("'A travaillé' == 'Oui'")
    assert 15.5 / 70.5 == pytest.approx(row.estimate)
