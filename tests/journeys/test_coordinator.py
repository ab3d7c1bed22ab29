"""The coordinator begins the day: what needs her, where the case stands, what a number was counted from."""

from playwright.sync_api import expect

from tests.journeys.conftest import overflow


def test_the_day_begins_with_what_waits_and_a_number_opens_down_to_its_rows(crisis, enter):
    page = enter(crisis.coordinator)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs me now?")
    expect(page.locator(".lead")).to_contain_text("1 decision waits for you")
    page.get_by_role("table").get_by_role("link", name="Cyclone Ilda").click()
    expect(page.locator(".lead")).to_contain_text("Day 17.")
    expect(page.get_by_text("Synthetic: a rehearsal, no real persons")).to_be_visible()
    figure = page.locator("li", has_text="worker-days").get_by_role("link", name="680")
    figure.click()
    expect(page.locator(".lead")).to_contain_text("680 worker-days")
    _down_to_rows(crisis, enter)


def _down_to_rows(crisis, enter):
    """The officer who answers for the monitoring opens the same number to its rows."""
    page = enter(crisis.monitor)
    page.reload()
    page.get_by_role("link", name="Open by site and month").click()
    row = page.get_by_role("row", name="S01 Drains of Moroni").first
    rows = row.get_by_role("link")
    count = rows.inner_text()
    rows.click()
    expect(page.locator(".lead")).to_contain_text(f"{count} rows")
    expect(page.locator(".lead")).to_contain_text("persons stand under a pseudonym")
    assert min(int(count), 50) == page.locator("tbody tr").count()


def test_pages_in_arabic_run_from_right_to_left_and_fit_a_small_telephone(crisis, phone):
    page = phone(crisis.coordinator, language="ar", width=360)
    for address in ("/", f"/cases/{crisis.case.reference}/", "/decide/", "/works/", "/watch/countries/COM/", "/fund/"):  # fmt: skip
        page.goto(address)
        assert "rtl" == page.locator("html").get_attribute("dir"), address
        assert 0 == overflow(page), address
        heading, link = page.locator("h1").bounding_box(), page.locator(".rail a").first.bounding_box()
        assert heading["x"] + heading["width"] / 2 > 150, address
        assert link["x"] + link["width"] > 300, address
