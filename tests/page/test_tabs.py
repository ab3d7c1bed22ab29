"""The pages of a record stand in groups, and the group one is in is opened."""

from uuid import UUID

from mainstay.page.tabs import Group, Page, in_groups

RECORD = UUID(int=7)
GROUPS = [
    Group("Overview", [Page("assessment", "Overview")]),
    Group("Interviews", [Page("assess_forms", "Questions"), Page("assess_collection", "Collection")]),
    Group(
        "People", [Page("assess_institutions", "Institutions"), Page("assess_talks", "Talks", shown=False)]
    ),
    Group("Kept", [Page("assess_labour", "Labour market", shown=False)]),
]


def test_the_group_one_is_in_shows_its_pages_and_marks_the_one_that_is_read():
    rows = in_groups(GROUPS, "assess_collection", RECORD)
    assert [("Overview", ""), ("Interviews", "true"), ("Institutions", "")] == [
        tab[1:] for tab in rows["tabs"]
    ]
    assert [("Questions", ""), ("Collection", "page")] == [tab[1:] for tab in rows["within"]]
    assert f"/assess/{RECORD}/forms/" == rows["tabs"][1].link


def test_a_page_that_stands_alone_is_no_group_and_what_is_not_shown_has_no_link():
    rows = in_groups(GROUPS, "assess_institutions", RECORD)
    assert ("Institutions", "page") == rows["tabs"][2][1:]
    assert [] == rows["within"]
    assert not [tab for tab in rows["tabs"] if "talks" in tab.link or "labour" in tab.link]
