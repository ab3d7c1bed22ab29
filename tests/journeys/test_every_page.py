"""The pictures of the pages: one of each role walks from link to link, and every kind of page is found."""

from mainstay.cli.visits import lookers, reached


def test_each_role_reaches_pages_that_nobody_before_it_reached(chromium, live_server, crisis):
    who = [one for one in lookers() if one.role in {"CONST_WORK", "public"}]
    shut = []
    found = {
        visit.kind: visit.role
        for visit in reached(chromium, live_server.url, who, most=500, shut=shut.append)
    }
    assert found["organisation-const_work"] == "CONST_WORK"
    assert found["sign-in-login"] == "public"
