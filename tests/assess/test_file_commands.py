"""Labour tables, calibrated weights and samples from files, without a database."""

import json

import pytest

from mainstay.exchange.surveys import read_survey
from tests.assess.on_files import DESIGN, estimate, run, stand_among_samples


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    return stand_among_samples(tmp_path, monkeypatch)


def test_the_labour_table_equals_the_share_of_the_same_people():
    told = run("labour", "people.csv", "--map", "labour.yaml", "--by", "sex", "--format", "json")
    assert 0 == told.exit_code, told.stderr
    rate = {row["domain"]["sex"]: row for row in json.loads(told.stdout) if row["variable"] == "EPOP"}
    mean = {
        row["domain"]["sex"]: row
        for row in estimate(*DESIGN, "--mean", "worked", "--where", "age >= 15", "--by", "sex")
    }
    assert mean["female"]["estimate"] == pytest.approx(rate["female"]["estimate"], rel=1e-12)
    assert mean["female"]["se"] == pytest.approx(rate["female"]["se"], rel=1e-12)
    assert "Employment" in rate["male"]["name"]


def test_what_each_concept_rests_on_is_told():
    told = run("labour", "people.csv", "--map", "labour.yaml", "--concepts", "--format", "json")
    used = {row["concept"]: row for row in json.loads(told.stdout)}
    assert "yes = 1; no = 0" == used["worked"]["codes"]
    assert "not asked" in used["absent"]["dropped"]


def test_the_employed_by_status_come_where_they_are_asked_for():
    words = ("labour", "people.csv", "--map", "labour.yaml", "--by", "sex", "--by", "", "--format", "json")
    plain, told = (json.loads(run(*words, *more).stdout) for more in ((), ("--statuses",)))
    shares = [row for row in told if row["variable"].startswith("ICSE93") and not row["domain"]]
    assert {"Employee", "Own-account worker"} <= {row["name"] for row in shares}
    assert 1 == pytest.approx(sum(row["estimate"] for row in shares))
    assert shares[0]["n"] == sum(row["cases"] for row in shares)
    assert plain == [row for row in told if not row["variable"].startswith("ICSE")]


def test_ages_that_run_backwards_are_refused_at_the_terminal():
    told = run("labour", "people.csv", "--map", "labour.yaml", "--working-age", "64..15")
    assert 2 == told.exit_code
    assert "the second age is below the first" in told.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--map", "nowhere.yaml"), "ARG-EPH"),
        (("--map", "ARG-EPH"), "there is no column CH06"),
        (("--map", "labour.yaml", "--by", "colour"), "no column or domain colour"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_by_place(words, told):
    found = run("labour", "people.csv", *words)
    assert 6 == found.exit_code
    assert told in found.stderr


def test_calibrated_weights_reach_the_totals_in_a_copy_of_the_file():
    words = ("calibrate", "people.csv", "--weight", "weight", "--totals", "totals.yaml", "--format", "json")
    told = run(*words, "--out", "weighted.parquet")
    assert 0 == told.exit_code, told.stderr
    assert 32_000 == pytest.approx(json.loads(told.stdout)[0]["sum_after"])
    rows = estimate(
        "--weight", "calibrated_weight", "--proportion", "sex", "--total", "sex", file="weighted.parquet"
    )
    reached = {row["level"]: row["estimate"] for row in rows if row["statistic"] == "total"}
    assert {"female": 16_500, "male": 15_500} == pytest.approx(reached)
    assert read_survey("people.csv").table["income"] == read_survey("weighted.parquet").table["income"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "w.csv", "--method", "magic"), "Choose one of rake"),
        (("--out", "w.sav"), "as .csv or .parquet"),
        (("--out", "w.csv", "--bounds", "0.5,2"), "neither a formula nor bounds"),
        (("--out", "w.csv", "--name", "age"), "has a column age already"),
        (("--out", "w.csv", "--method", "logit", "--bounds", "0.99,1.01"), "missed"),
    ],
)
def test_a_calibration_that_cannot_be_done_is_refused_and_writes_nothing(folder, words, told):
    found = run("calibrate", "people.csv", "--weight", "weight", "--totals", "totals.yaml", *words)
    assert 6 == found.exit_code, found.output
    assert told in found.stderr
    assert not list(folder.glob("w.*"))


def test_classes_that_were_joined_are_named_where_weights_are_made():
    answered = ("--answered", "worked is not None", "--classes", "town,sex", "--smallest", "15", "--join")
    told = run("calibrate", "people.csv", "--weight", "weight", *answered, "--out", "j.csv")
    assert 0 == told.exit_code, told.stderr
    assert "Classes with too few answers were joined (answered/selected): " in told.stderr


@pytest.mark.parametrize(
    ("totals", "method", "told"),
    [
        ("income: 12000", "rake", "totals of income cannot be used"),
        ("income: 12000", "poststratify", "totals of income cannot be used"),
        ("sex: {female: 1, male: 1}\nregion: {north: 1}", "poststratify", "as region:sex; 2 are given"),
    ],
)
def test_totals_that_a_method_cannot_take_are_refused_by_name(folder, totals, method, told):
    (folder / "t.yaml").write_text(totals)
    words = ("calibrate", "people.csv", "--weight", "weight", "--totals", "t.yaml", "--method", method)
    found = run(*words, "--out", "w.csv")
    assert 6 == found.exit_code, found.output
    assert told in found.stderr


KEYS = ("--keys", "region,sex", "--k", "4", "--drop", "town,household,rep_*")


@pytest.mark.parametrize(
    "words",
    [
        ("calibrate", "people.csv", "--weight", "weight", "--totals", "totals.yaml", "--out", "./people.csv"),
        ("disclose", "microdata", "people.csv", *KEYS, "--out", "people.csv", "--codebook", "c.txt"),
        ("disclose", "microdata", "people.csv", *KEYS, "--out", "r.csv", "--codebook", "people.csv"),
        ("disclose", "microdata", "people.csv", *KEYS, "--out", "r.csv", "--codebook", "r.csv"),
        ("disclose", "table", "people.csv", "--by", "region", "--out", "link.csv"),
        ("estimate", "people.csv", "--mean", "hours", "--out", "people.csv"),
        ("labour", "people.csv", "--map", "labour.yaml", "--out", "people.csv"),
        ("sample", "allocate", "strata.csv", "--total", "600", "--out", "strata.csv"),
    ],
)
def test_what_is_read_is_never_written_over(folder, words):
    (folder / "link.csv").hardlink_to(folder / "people.csv")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    found = run(*words)
    assert 6 == found.exit_code, found.output
    assert "is named twice" in found.stderr
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}


def sample(*words):
    told = run("sample", *words, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    return json.loads(told.stdout)


def test_sizes_follow_from_what_is_asked():
    assert [{"sample": 1, "completed": 385, "selected": 385}] == sample("size", "--margin", "0.05")
    assert 77 == sample("size", "--first", "0.5", "--second", "0.75", "--power", "0.9")[0]["completed"]
    assert 6 == run("sample", "size", "--share", "0.5").exit_code


def test_an_allocation_sums_to_the_total():
    rows = sample("allocate", "strata.csv", "--total", "600", "--rule", "neyman", "--minimum", "100")
    assert 600 == sum(row["sample"] for row in rows)
    assert 6 == run("sample", "allocate", "strata.csv", "--total", "600", "--exponent", "0.5").exit_code


def test_a_stratum_below_the_minimum_is_taken_whole_and_named(folder):
    (folder / "small.csv").write_text("stratum,size\nnorth,900\nisle,1\n")
    told = run("sample", "allocate", "small.csv", "--total", "50", "--format", "json")
    assert [49, 1] == [row["sample"] for row in json.loads(told.stdout)]
    assert "Taken whole, as they have fewer than the minimum: isle." in told.stderr


def test_households_are_drawn_in_the_areas_of_the_same_seed():
    frame = ("frame.csv", "--unit", "area", "--size", "households", "--stratum", "region", "--seed", "7")
    areas = sample("areas", *frame, "--count", "north=2,south=3,coast=0")
    drawn = sample(
        "households",
        "frame.csv",
        "listing.csv",
        *frame[1:],
        "--count",
        "north=2,south=3,coast=0",
        "--take",
        "5",
    )
    assert {row["unit"] for row in areas} == {row["unit"] for row in drawn}
    assert 25 == len(drawn)
    with open("listing.csv") as file:  # noqa: PTH123
        lines = file.read().splitlines()
    assert [row["unit"] for row in drawn] == [lines[row["row"] - 1].split(",")[0] for row in drawn]
    with open("frame.csv") as file:  # noqa: PTH123
        lines = file.read().splitlines()
    assert [row["unit"] for row in areas] == [lines[row["row"] - 1].split(",")[0] for row in areas]


TABLE = ("disclose", "table", "people.csv", "--by", "region,status", "--threshold", "5")


def test_a_table_is_given_out_without_its_small_cells():
    told = run(*TABLE, "--where", "worked == 1", "--format", "json")
    assert 0 == told.exit_code, told.stderr
    cells = json.loads(told.stdout)
    hidden = [cell for cell in cells if cell["status"] == "hidden"]
    assert hidden
    assert all(cell["value"] is None for cell in hidden)
    inside = json.loads(run(*TABLE, "--where", "worked == 1", "--inside", "--format", "json").stdout)
    assert [cell["status"] != "open" for cell in inside] == [cell["status"] == "hidden" for cell in cells]
    assert any("Fewer than 5" in cell["why"] for cell in inside)


def test_rows_without_a_category_are_named_or_get_one():
    told = run(*TABLE)
    assert 6 == told.exit_code
    assert "row 3, status" in told.stderr
    assert "none" in run(*TABLE, "--unknown", "none").stdout


def test_rows_whose_condition_cannot_be_told_are_counted():
    told = run(
        "disclose", "table", "people.csv", "--by", "region", "--where", "income >= 0", "--threshold", "5"
    )
    assert 0 == told.exit_code, told.stderr
    assert "99 rows left out, a value is missing: income >= 0" in told.stderr


def test_a_way_of_search_that_is_not_known_is_refused():
    told = run("disclose", "table", "people.csv", "--by", "region", "--method", "fast")
    assert 6 == told.exit_code
    assert "Choose one of optimal, quick" in told.stderr


def test_microdata_are_released_with_a_codebook(folder):
    words = (
        "disclose",
        "microdata",
        "people.csv",
        "--keys",
        "region,sex",
        "--k",
        "4",
        "--drop",
        "town,household,rep_*",
    )
    told = run(*words, "--out", "r.parquet", "--codebook", "c.csv")
    assert 0 == told.exit_code, told.stderr
    assert "stands in 4 or more" in told.stdout
    released = read_survey("r.parquet").table
    assert not {"town", "rep_1"} & set(released.column_names)
    assert (folder / "c.csv").read_text().startswith("name,label,role")
    told = run(*words, "--sensitive", "colour", "--out", "again.parquet", "--codebook", "c2.csv")
    assert 6 == told.exit_code
    assert not (folder / "again.parquet").exists()


CALIBRATE = ("calibrate", "people.csv", "--weight", "weight", "--format", "json")


def test_who_answered_stands_for_who_did_not_then_weights_are_trimmed_and_reach_totals():
    answered = ("--answered", "worked is not None", "--classes", "region,sex", "--smallest", "15")
    told = run(*CALIBRATE, *answered, "--trim", "20,230", "--totals", "totals.yaml", "--out", "w.parquet")
    assert 0 == told.exit_code, told.stderr
    first, second, third = json.loads(told.stdout)
    assert ["answered", "trimmed", "calibrated"] == [first["step"], second["step"], third["step"]]
    people = read_survey("people.csv", ["weight", "worked", "sex", "region"]).table.to_pylist()
    weights = read_survey("w.parquet").table["calibrated_weight"].to_pylist()
    assert first["sum_after"] == pytest.approx(sum(row["weight"] for row in people))
    assert second["trimmed"] > 0
    assert 32_000 == pytest.approx(third["sum_after"])
    assert all((weight == 0) == (row["worked"] is None) for row, weight in zip(people, weights, strict=True))
    alone = run(*CALIBRATE, *answered, "--out", "a.csv")
    made = dict(
        zip(
            ((r["region"], r["sex"], r["worked"]) for r in people),
            read_survey("a.csv").table["calibrated_weight"].to_pylist(),
            strict=True,
        )
    )
    same = [row for row in people if (row["region"], row["sex"]) == ("north", "male")]
    factor = sum(row["weight"] for row in same) / sum(
        row["weight"] for row in same if row["worked"] is not None
    )
    assert 0 == alone.exit_code
    some = next(row for row in reversed(same) if row["worked"] == 1)
    assert made["north", "male", 1] == pytest.approx(some["weight"] * factor)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Give --totals, --answered or --trim"),
        (("--answered", "worked == 1"), "give both or neither"),
        (("--answered", "worked is not None", "--classes", "colour"), "has no column colour"),
        (("--answered", "worked is not None", "--classes", "town,sex"), "fewer than 20"),
        (("--trim", "20"), "two numbers, as 20,400"),
        (("--trim", "1,2"), "between"),
    ],
)
def test_an_adjustment_that_cannot_be_made_is_refused(folder, words, told):
    found = run(*CALIBRATE, *words, "--out", "w.csv")
    assert 6 == found.exit_code, found.output
    assert told in found.stderr
    assert not (folder / "w.csv").exists()


def test_labels_work_in_crossings_of_totals(folder):
    import pyreadstat

    frame = read_survey("people.csv", ["weight", "sex", "region"]).table.to_pandas()
    frame["sex"] = frame["sex"].map({"male": 1.0, "female": 2.0})
    pyreadstat.write_sav(frame, folder / "p.sav", variable_value_labels={"sex": {1: "Man", 2: "Woman"}})
    cells = "\n".join(
        f"  {region}:{sex}: 5000" for region in ("north", "south", "coast") for sex in ("Man", "Woman")
    )
    (folder / "t.yaml").write_text(f"region:sex:\n{cells}\n")
    words = ("--weight", "weight", "--totals", "t.yaml", "--method", "poststratify", "--out", "w.csv")
    found = run("calibrate", "p.sav", *words)
    assert 0 == found.exit_code, found.stderr
    weights = read_survey("w.csv").table
    assert 30_000 == pytest.approx(sum(weights["calibrated_weight"].to_pylist()))


def test_measures_of_decent_work_follow_the_table_with_their_units():
    words = ("labour", "people.csv", "--map", "labour.yaml", "--format", "json")
    plain, told = (
        json.loads(run(*words, *more).stdout)
        for more in ((), ("--decent-work", "--minimum-wage", "450/month"))
    )
    found = {row["variable"]: row for row in told}
    assert [row["variable"] for row in plain] == [row["variable"] for row in told][: len(plain)]
    assert ("XTS per hour", "share", "persons") == tuple(
        found[code]["unit"] for code in ("EARNINGS_MEAN", "BELOW_MINIMUM", "employed")
    )
    low = found["LOW_PAY"]
    assert 0 < low["cases"] < low["n"]
    assert "low pay" in low["name"]


def test_pay_by_the_hour_is_what_estimate_gives_of_the_same_people(folder):
    given = read_survey(folder / "people.csv").table.to_pylist()
    paid = [
        row for row in given if row["status"] == "employee" and row["hours"] and row["income"] is not None
    ]
    weight = sum(row["weight"] for row in paid)
    mean = sum(row["weight"] * row["income"] / (row["hours"] * 52 / 12) for row in paid) / weight
    told = run("labour", "people.csv", "--map", "labour.yaml", "--decent-work", "--format", "json")
    rows = {row["variable"]: row for row in json.loads(told.stdout)}
    assert (mean, len(paid)) == (
        pytest.approx(rows["EARNINGS_MEAN"]["estimate"]),
        rows["EARNINGS_MEAN"]["n"],
    )


def test_what_was_asked_of_decent_work_and_could_not_be_computed_is_said_with_its_reason(folder):
    men = read_survey("people.csv").table.to_pandas().query("sex == 'male'")
    men.to_csv(folder / "men.csv", index=False)
    words = ("labour", "men.csv", "--map", "labour.yaml", "--decent-work", "--minimum-wage", "1/month")
    told = " ".join(run(*words).stderr.split())
    assert (
        "not computed: Gender pay gap by the mean, Gender pay gap by the median. Nowhere is the pay" in told
    )
    assert "What they miss of the minimum wage. Nobody stands in its denominator: Employees paid less" in told


def test_reliability_marks_the_measures_of_decent_work_too():
    words = ("labour", "people.csv", "--map", "labour.yaml", "--decent-work", "--reliability", "ine_chile")
    rows = json.loads(run(*words, "--format", "json").stdout)
    assert "unpublishable" == next(row["reliability"] for row in rows if row["variable"] == "EARNINGS_MEAN")


def test_limits_of_decent_work_are_told_with_what_it_rests_on():
    words = ("--decent-work", "--minimum-wage", "450/month", "--concepts", "--format", "json")
    told = run("labour", "people.csv", "--map", "labour.yaml", *words)
    used = {row["concept"]: row for row in json.loads(told.stdout)}
    assert ("income", "450/month") == (used["pay"]["column"], used["minimum_wage"]["codes"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--minimum-wage", "450/month"), "goes with --decent-work"),
        (("--decent-work", "--minimum-wage", "450"), "an amount and its time"),
        (("--decent-work", "--poverty-line", "0"), "a poverty line is above 0"),
    ],
)
def test_a_limit_that_cannot_be_read_is_refused_with_its_option(words, told):
    found = run("labour", "people.csv", "--map", "labour.yaml", *words)
    assert 2 == found.exit_code
    assert told in " ".join(found.stderr.replace("│", " ").split())
