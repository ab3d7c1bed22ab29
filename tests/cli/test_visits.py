"""Each kind of page is looked at once by who reaches it first; a stopped look goes on."""

import pytest

from mainstay.cli.visits import Looker, Visit, keep, kept, kind_of

OFFICER = Looker("Said", "CPO")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/cases/MS-2026-0001/team/", "cases-x-team"),
        ("/cases/?seen=map", "cases-map"),
        ("/records/staff/mission/", "records-staff-x"),
        ("/", "situation-room-cpo"),
        ("/no-such-page/", "not-found"),
    ],
)
def test_a_kind_of_page_is_its_route_in_its_stage(path, kind):
    assert kind == kind_of(path, OFFICER)


def test_two_missions_of_two_meanings_are_two_kinds():
    one = kind_of("/staff/missions/0b5c6b00-0000-4000-8000-000000000000/", OFFICER)
    assert kind_of("/mission/", OFFICER) != one


@pytest.mark.parametrize("path", ["/sign-in/logout/", "/static/page/mainstay.css", "/cases/?export=csv"])
def test_what_is_no_page_is_passed_over(path):
    assert kind_of(path, OFFICER) is None


def test_a_stopped_look_goes_on_from_what_it_wrote_down(tmp_path):
    visit = Visit("cases", "/cases/", "CPO", "Said")
    pictures = {
        "cases-desk-en.png": {"kind": "cases", "bytes": 64_200, "faults": ["3 px wider than the screen"]}
    }
    keep(tmp_path, [visit], pictures)
    assert [Visit(**page) for page in kept(tmp_path)["pages"]] == [visit]
    assert kept(tmp_path)["pictures"] == pictures


def test_the_sheet_says_who_looked_where_at_what_weight_and_what_is_wrong(tmp_path):
    pictures = {
        "cases-desk-en.png": {"kind": "cases", "bytes": 64_200, "faults": ["3 px wider than the screen"]}
    }
    keep(tmp_path, [Visit("cases", "/cases/", "CPO", "Said")], pictures)
    sheet = (tmp_path / "index.html").read_text(encoding="utf-8")
    for told in ("Said (CPO), /cases/, 64 kB", "3 px wider than the screen", 'src="cases-desk-en.png"'):
        assert told in sheet
