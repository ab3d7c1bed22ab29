"""The coordinator begins the day: what needs her, where the case stands, what a number was counted from."""

from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Error, expect

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


def test_every_page_in_arabic_runs_from_right_to_left_and_fits_a_small_telephone(crisis, phone):
    seen, faults = set(), []
    for person in (crisis.monitor, crisis.coordinator, crisis.timekeeper):
        page = phone(person, language="ar", width=360)
        for address in _reached(page, seen):
            shown = page.evaluate("[document.dir, document.querySelectorAll('main h1').length]")
            wide = overflow(page)
            if shown != ["rtl", 1] or wide:
                faults.append(f"{address}: {shown}, {wide} px too wide")
    assert [] == faults
    assert {"home", "case", "country", "works_roll_day", "indicator", "indicator_rows"} <= seen


def _reached(page, seen):
    """Yield one address of each kind of page that links lead to from the situation room, standing on it."""
    seen.discard("home")  # each person begins there
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        name = resolve(urlsplit(path).path).url_name
        if name in seen or "export=" in path or path.startswith(("/sign-in/", "/api/")):
            continue
        seen.add(name)
        try:
            page.goto(path)
        except Error as stopped:
            if "Download is starting" not in stopped.message:
                raise
            continue
        yield path
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
        waiting += [link.partition("#")[0] for link in links]
