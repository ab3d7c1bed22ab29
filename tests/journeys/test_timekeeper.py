"""The timekeeper marks who worked today, on a telephone at the site."""

from playwright.sync_api import expect

from mainstay.deliver.works.models import Mark, Roll
from tests.journeys.conftest import overflow


def test_a_day_of_ten_hours_is_written_and_its_warning_shown(crisis, phone):
    page = phone(crisis.timekeeper)
    page.goto("/")
    expect(page.locator(".lead")).to_contain_text("2 rolls to mark today")
    page.get_by_role("link", name="S01 Drains of Moroni").click()
    expect(page.locator(".lead")).to_contain_text("0 of 9 marked")
    assert 0 == overflow(page)
    first = page.locator("ol.grid > li").first
    first.get_by_role("radio", name="Present").check()
    first.get_by_text("Other", exact=True).click()
    first.get_by_label("Hours of").fill("ten")
    page.get_by_role("button", name="Save, others were present").click()
    expect(page.get_by_text("“ten” is no number of hours")).to_be_visible()
    expect(first.get_by_role("radio", name="Present")).to_be_checked()
    expect(first.get_by_label("Hours of")).to_have_value("ten")
    assert not Mark.objects.filter(day=crisis.now.date()).exists()
    first.get_by_label("Hours of").fill("10")
    page.get_by_role("button", name="Save, others were present").click()
    expect(page.locator(".lead")).to_contain_text("9 of 9 marked")
    expect(page.locator(".messages")).to_contain_text("9 marks written")
    expect(page.locator(".messages .warning")).to_contain_text("Days of more than 8 hours: 1")
    expect(page.locator(".panel.attention")).to_contain_text("They are recorded and paid with overtime")
    expect(page.locator("ol.grid > li").first).to_contain_text("10 h")
    roll = Roll.objects.get(site=crisis.site, state="OPEN")
    assert [600] == list(Mark.objects.filter(roll=roll, minutes__isnull=False).values_list("minutes", flat=True))  # fmt: skip
