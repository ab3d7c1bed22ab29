"""A dry run says what an import would do, and hides no change made meanwhile."""

from mainstay.exchange.tables import Column, Sheet, diff, read_table

SHEET = Sheet(
    "workers",
    (
        Column("worker", "Worker"),
        Column("name", "Name"),
        Column("days", "Days", "int"),
        Column("_version", "V", "int"),
    ),
    key=("worker",),
)
CURRENT = {
    ("W1",): {"name": "Amina", "days": 3, "_version": 1},
    ("W2",): {"name": "Omar", "days": 5, "_version": 4},
    ("W3",): {"name": "Zaid", "days": 1, "_version": 1},
}


def changes(text: str):  # type: ignore[no-untyped-def]
    rows = read_table(text.encode(), "w.csv", SHEET).rows
    return diff(rows, CURRENT, sheet=SHEET, version="_version")


def test_a_dry_run_tells_inserts_updates_unchanged_and_missing_apart() -> None:
    found = changes("worker,name,days\nW1,Amina,3\nW2,Omar,6\nW9,Nour,1\n")
    assert [row.values["worker"] for row in found.insert] == ["W9"]
    assert [(update.key, update.fields) for update in found.update] == [(("W2",), {"days": (5, 6)})]
    assert [row.values["worker"] for row in found.unchanged] == ["W1"]
    assert found.missing == (("W3",),)
    assert bool(found)


def test_a_column_that_the_file_lacks_changes_nothing() -> None:
    found = changes("worker,days\nW1,3\nW2,5\nW3,1\n")
    assert not found


def test_an_emptied_cell_is_a_change() -> None:
    found = changes("worker,name\nW1,\n")
    assert found.update[0].fields == {"name": ("Amina", None)}


def test_a_row_that_somebody_changed_after_the_export_is_not_overwritten() -> None:
    found = changes("worker,days,_version\nW1,4,1\nW2,9,3\n")
    assert [update.key for update in found.update] == [("W1",)]
    assert [(problem.row, problem.reason.code) for problem in found.stale] == [(3, "changed_since_export")]
