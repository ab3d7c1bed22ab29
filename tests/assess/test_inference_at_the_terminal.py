"""Contrasts, tests and regressions of `mainstay assess estimate` equal those of R `survey`."""

import csv
import json
from pathlib import Path

import pytest
import yaml

from tests.assess.on_files import DESIGN, estimate, refused, run, stand_among_samples
from tests.statistics.survey.test_core_equals_r_survey import DESIGNS, expected, people
from tests.statistics.survey.test_quantiles import rows_of, same

ORACLE = Path(__file__).resolve().parents[1] / "statistics" / "survey" / "oracle"
CLUSTERED = {"weight": "weight", "strata": "region", "cluster": "town", "nest": True}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    return stand_among_samples(tmp_path, monkeypatch)


def asked(folder, file="people.csv", **spec):
    """Return the rows of a request in YAML."""
    (folder / "spec.yaml").write_text(yaml.safe_dump(spec))
    return estimate("--spec", "spec.yaml", file=file)


def as_r_asks(row):
    """Return the words of a test as R's fixture has them in ours."""
    if row["kind"] != "t":
        return row["asked"].replace(" + ", " * ")
    return {"income ~ 0": "income = 0", "I(age - hours) ~ 0": "age - hours"}.get(row["asked"], row["asked"])


def test_tests_of_a_file_equal_those_of_r(folder):
    rows = [row for row in rows_of("tests.csv", "clustered") if not row["domain"]]
    tables = [
        {"test": [as_r_asks(row)]} | ({} if row["kind"] == "t" else {"test_statistic": row["kind"]})
        for row in rows
    ]
    found = asked(folder, ORACLE / "people.csv", design=CLUSTERED, tables=tables)
    for mine, row in zip(found, rows, strict=True):
        keys = {"value": "value", "df": "df", "p": "p"}
        keys |= {"estimate": "estimate", "ci_low": "low", "ci_high": "high"} if row["kind"] == "t" else {}
        keys |= {} if row["kind"] == "t" else {"df_error": "df_error"}
        assert [] == [ours for ours, theirs in keys.items() if not same(mine[ours], row[theirs])], (row, mine)


def test_tests_in_the_groups_of_a_crossing_equal_those_of_r_on_the_part(folder):
    rows = [
        row
        for row in rows_of("tests.csv", "clustered")
        if row["domain"] == "male" and row["kind"] in {"t", "F"}
    ]
    table = {"by": "sex", "test": [as_r_asks(row) for row in rows]}
    found = asked(folder, ORACLE / "people.csv", design=CLUSTERED, tables=[table])
    mine = [row for row in found if row["domain"] == {"sex": "male"}]
    assert len(rows) == len(mine)
    assert all(same(own["p"], row["p"]) for own, row in zip(mine, rows, strict=True))


@pytest.mark.parametrize(("family", "formula"), [
    ("gaussian", "income ~ sex * region"), ("binomial", "employed ~ age + region"), ("poisson", "hours ~ age + sex"),
])  # fmt: skip
def test_coefficients_of_a_file_equal_those_of_r(folder, family, formula):
    rows = [
        row
        for row in rows_of("regressions.csv", "clustered")
        if row["formula"] == formula and not row["domain"]
    ]
    found = asked(
        folder, ORACLE / "people.csv", design=CLUSTERED, tables=[{"regress": formula, "family": family}]
    )
    assert {"coefficient"} == {row["statistic"] for row in found}
    for mine, row in zip(found, rows, strict=True):
        keys = {"estimate": "estimate", "se": "se", "p": "p", "ci_low": "low", "ci_high": "high", "df": "df"}
        assert [] == [ours for ours, theirs in keys.items() if not same(mine[ours], row[theirs])], (row, mine)


def core(folder):
    """Write the persons of R's contrasts as a file."""
    table = people()
    with (folder / "core.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))
    return "core.csv"


def words_of(design):
    """Return the options of a design of the library."""
    names = {"weights": "weight", "strata": "strata", "clusters": "cluster", "fpc": "fpc"}
    words = []
    for name, value in design.items():
        if name in names:
            words += [
                part
                for each in ([value] if isinstance(value, str) else value)
                for part in (f"--{names[name]}", each)
            ]
        elif value is True:
            words.append(f"--{name}")
    return words


def test_contrasts_of_a_file_equal_those_of_r(folder):
    name = "two_stage"
    theirs = {row["statistic"]: row for row in expected(name)}
    words = (*words_of(DESIGNS[name]), "--mean", "income,age")
    of_sex = estimate(
        *words_of(DESIGNS[name]), "--mean", "income", "--by", "sex", "--compare", "sex:female",
        "--contrast", "sex: male / female", file=core(folder),
    )  # fmt: skip
    of_columns = estimate(
        *words, "--contrast", "income - 2 age", "--contrast", "income / age", file="core.csv"
    )
    found = {
        "difference": of_sex[-2],
        "difference of variables": of_columns[-2],
        "quotient of variables": of_columns[-1],
    }
    for what, mine in found.items():
        want = [float(theirs[what][key]) for key in ("estimate", "se", "df")]
        assert want == pytest.approx([mine[key] for key in ("estimate", "se", "df")], rel=1e-9), what
    assert ["difference", "quotient"] == [row["statistic"] for row in of_sex[-2:]]
    assert ("male - female", "mean", {}) == (of_sex[-2]["contrast"], of_sex[-2]["of"], of_sex[-2]["domain"])


def test_sub_totals_come_with_the_cells_and_the_whole_also_for_quantiles():
    words = (*DESIGN, "--total", "worked", "--quantile", "income:0.5", "--where", "age >= 15")
    rows = estimate(*words, "--by", "region,sex", "--margins")
    for crossing in ("region,sex", "region", "sex", ""):
        names = [name for name in crossing.split(",") if name]
        part = [
            row for row in rows if {n for n, value in row["domain"].items() if value is not None} == {*names}
        ]
        alone = estimate(*words, "--by", crossing)
        assert [(row["statistic"], row["estimate"], row["se"], row["n"]) for row in alone] == [
            (row["statistic"], pytest.approx(row["estimate"]), pytest.approx(row["se"]), row["n"])
            for row in part
        ]
    shown = run("estimate", "people.csv", *words, "--by", "region,sex", "--margins").stdout
    assert "(all)   (all)   total" in shown


def test_a_group_is_compared_with_the_whole_and_levels_with_each_other():
    rows = estimate(
        *DESIGN, "--mean", "worked", "--by", "sex", "--margins", "--contrast", "sex: female - (all)"
    )
    female, _male, whole, gap = rows
    assert gap["estimate"] == pytest.approx(female["estimate"] - whole["estimate"])
    assert gap["se"] < (female["se"] ** 2 + whole["se"] ** 2) ** 0.5
    middle = (*DESIGN, "--quantile", "income:0.5", "--by", "sex", "--margins")
    female, _male, whole, gap = estimate(*middle, "--contrast", "sex: female - (all)")
    assert gap["estimate"] == pytest.approx(female["estimate"] - whole["estimate"])
    assert 0 < gap["se"] < (female["se"] ** 2 + whole["se"] ** 2) ** 0.5
    levels = estimate(*DESIGN, "--proportion", "status", "--compare", "status:employee", "--by", "sex")
    gaps = [row for row in levels if row["statistic"] == "difference"]
    assert {("family - employee", "female"), ("own account - employee", "male")} <= {
        (row["contrast"], row["domain"]["sex"]) for row in gaps
    }


def test_several_comparisons_stand_in_one_option_and_a_mean_is_tested_against_nothing():
    rows = estimate(*DESIGN, "--mean", "worked", "--by", "region,sex", "--compare", "sex:male,region:coast")
    names = [row["contrast"] for row in rows if row["statistic"] == "difference"]
    assert {"female - male", "north - coast", "south - coast"} == set(names)
    one, same = estimate(*DESIGN, "--test", "income ~ 1", "--test", "income = 0")
    assert one["value"] == same["value"] > 10


def test_a_condition_is_compared_under_the_words_that_asked_for_it(folder):
    rows = estimate(*DESIGN, "--proportion", "age>=30", "--by", "sex", "--compare", "sex")
    assert {"age>=30"} == {row["variable"] for row in rows}
    people = (folder / "people.csv").read_text()
    (folder / "again.csv").write_text(people + people.splitlines()[-1] + "\n")
    same = ("--round", "again=again.csv", "--mean", "towns", "--compare", "round")
    nothing = estimate("--weight", "weight", "--strata", "region", *same, "--where", "region == 'north'")[-1]
    assert (0, 0, None) == (nothing["estimate"], nothing["se"], nothing["df"])
    assert (
        "–"
        in run("estimate", "people.csv", "--strata", "region", *same, "--where", "region == 'north'").stdout
    )


def test_notes_stand_under_the_table_and_beside_rows_that_are_for_machines():
    words = ("estimate", "people.csv", "--strata", "town", "--lonely", "collapse", "--mean", "hours")
    note = "The weights do not sum to a population"
    assert note in run(*words).stdout
    rows = run(*words, "--format", "json")
    assert 1 == len(json.loads(rows.stdout))
    assert note in rows.stderr


def test_one_file_is_not_two_rounds_that_were_drawn_apart():
    told = run(
        "estimate", "people.csv", "--round", "again=people.csv", "--mean", "hours", "--compare", "round"
    )
    assert 6 == told.exit_code
    assert "people and again are estimates from one table" in told.stderr


def test_rounds_of_a_panel_keep_what_they_share_and_others_do_not(folder):
    rounds = (
        "--round",
        "May",
        "--round",
        "June=people_june.csv",
        "--compare",
        "round:May",
        "--mean",
        "worked",
    )
    panel = estimate(*DESIGN, *rounds, "--panel")
    apart = estimate(*DESIGN, *rounds)
    assert ["May", "June"] == [row["domain"]["round"] for row in panel[:2]]
    assert panel[-1]["estimate"] == pytest.approx(apart[-1]["estimate"])
    assert panel[-1]["se"] < 0.6 * apart[-1]["se"]
    assert apart[-1]["se"] == pytest.approx((apart[0]["se"] ** 2 + apart[1]["se"] ** 2) ** 0.5)
    tested = estimate(*DESIGN, "--round", "June=people_june.csv", "--test", "worked ~ sex")
    assert [{"round": "people"}, {"round": "June"}] == [row["domain"] for row in tested]


def test_pairs_hold_the_covariance_that_contrasts_are_made_from(folder):
    rows = estimate(*DESIGN, "--mean", "income", "--by", "sex", "--compare", "sex", "--pairs", "p.json")
    pairs = {
        (pair["first"], pair["second"]): pair["covariance"]
        for pair in json.loads((folder / "p.json").read_text())
    }
    assert rows[0]["se"] ** 2 == pytest.approx(pairs[1, 1])
    gap = pairs[1, 1] + pairs[2, 2] - 2 * pairs[1, 2]
    assert rows[2]["se"] == pytest.approx(gap**0.5)
    slopes = estimate(*DESIGN, "--regress", "income ~ age + sex", "--pairs", "q.csv")
    with (folder / "q.csv").open() as file:
        own = {(line["first"], line["second"]): float(line["covariance"]) for line in csv.DictReader(file)}
    assert [own[str(k), str(k)] ** 0.5 for k in (1, 2, 3)] == pytest.approx([row["se"] for row in slopes])


def test_labels_name_the_groups_of_tests_and_coefficients(folder):
    import pyreadstat

    from mainstay.exchange.surveys import read_survey

    frame = read_survey("people.csv", ["weight", "sex", "income", "region", "worked"]).table.to_pandas()
    frame["sex"] = frame["sex"].map({"male": 1.0, "female": 2.0})
    labels = {"sex": {1: "Man", 2: "Woman"}, "income": {-9: "Refused"}}
    pyreadstat.write_sav(frame, folder / "people.sav", variable_value_labels=labels)
    words = ("--weight", "weight", "--test", "income ~ sex", "--regress", "income ~ sex", "--mean", "income")
    rows = estimate(*words, "--by", "", "--where", "sex in ('Man', 'Woman')", file="people.sav")
    assert "mean of income is the same for sex = Woman and sex = Man" == rows[1]["hypothesis"]
    assert ["(intercept)", "sex = Woman"] == [row["level"] for row in rows[2:]]
    gap = estimate(
        "--weight", "weight", "--mean", "income", "--by", "sex", "--compare", "sex:Man", file="people.sav"
    )
    assert ("Woman - Man", pytest.approx(rows[1]["estimate"])) == (gap[-1]["contrast"], gap[-1]["estimate"])
    assert gap[-1]["estimate"] == estimate(
        "--weight", "weight", "--mean", "income", "--by", "sex", "--contrast", "sex: 2 - 1", file="people.sav"
    )[-1]["estimate"]  # fmt: skip


def test_a_group_in_which_a_test_cannot_be_made_is_told_and_the_others_have_theirs(folder):
    lines = (folder / "people.csv").read_text().splitlines()
    kept = [line for line in lines if not (line.startswith("coast") and ",female," in line)]
    (folder / "some.csv").write_text("\n".join(kept))
    words = ("estimate", "some.csv", *DESIGN, "--test", "income ~ sex", "--by", "region", "--format", "json")
    found = run(*words)
    assert ["north", "south"] == [row["domain"]["region"] for row in json.loads(found.stdout)]
    assert "Not made, income ~ sex in region = coast: The column sex has 1 groups" in found.stderr
    assert "has 1 groups" in refused(*DESIGN, "--test", "income ~ sex", "--by", "sex")


def test_the_mean_that_is_tested_in_each_of_many_groups_is_that_of_the_group():
    tested = estimate(*DESIGN, "--test", "age = 30", "--by", "household,region,sex")
    means = estimate(*DESIGN, "--mean", "age", "--by", "household,region,sex")
    assert len(means) > 16
    assert [(row["domain"], row["n"]) for row in means] == [(row["domain"], row["n"]) for row in tested]
    assert [row["estimate"] for row in means] == pytest.approx([row["estimate"] for row in tested])
    assert [row["se"] for row in means] == pytest.approx([row["se"] for row in tested])


def test_a_sample_of_which_nothing_is_told_is_taken_for_a_simple_one_and_says_so():
    told = run("estimate", "people.csv", "--mean", "hours").stderr
    assert "errors are those of a simple random sample" in told
    assert "simple random" not in run("estimate", "people.csv", "--mean", "hours", *DESIGN).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--mean", "hours", "--compare", "sex"), "Put it into by"),
        (("--mean", "hours", "--by", "sex", "--compare", "sex:f"), "It has: female, male"),
        (("--mean", "hours", "--by", "sex", "--contrast", "sex: female-male"), "cannot be read"),
        (("--mean", "hours", "--by", "sex", "--contrast", "sex: female / male - x"), "cannot be read"),
        (("--mean", "hours", "--mean", "income", "--contrast", "hours - income"), "in one list"),
        (("--compare", "sex", "--test", "income ~ sex"), "none is asked for"),
        (("--mean", "hours", "--margins"), "by names none"),
        (("--test", "income"), "cannot be read"),
        (("--test", "income ~ region"), "has 3 groups"),
        (("--test", "income ~ colour"), "no such column"),
        (("--regress", "income"), "no two sides"),
        (("--regress", "income ~ age", "--family", "gamma"), "Choose one of gaussian"),
        (("--mean", "hours", "--family", "poisson"), "for a regression"),
        (("--mean", "hours", "--panel"), "rounds names none"),
        (("--mean", "hours", "--round", "a", "--round", "b"), "named once each"),
        (("--mean", "hours", "--pairs", "p.txt"), "let the name end so"),
        (("--mean", "hours", "--purposive", "--by", "sex", "--compare", "sex"), "no covariance"),
        (("--mean", "hours", "--spec", "estimate.yaml", "--margins"), "write --mean there"),
    ],
)
def test_what_cannot_be_compared_or_tested_is_refused_with_the_way_out(words, told):
    assert told in refused(*words)
