"""Anybody reads in a minute what was done; nobody reads more than what was published."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mainstay.deliver.works.models import Site
from mainstay.measure.models import Publication
from mainstay.measure.services import (
    choose_indicators,
    compute_indicators,
    correct_figure,
    lock_definitions,
    publish_figures,
    withhold_figure,
)
from tests import builders as people

from . import builders
from .muster import marks

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def scene(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    cache.clear()
    project = builders.project()
    first, second = builders.officer(), builders.officer()
    choose_indicators(by=first, project=project, codes=["JB-01", "JB-02", "JB-06"])
    lock_definitions(by=first, project=project)

    def publish(rows, **said):
        builders.store(settings.FACTS_FOLDER, worker_day=rows)
        run = compute_indicators(by=first, project=project, last_on=date(2026, 6, 30))
        if old := said.pop("corrects", None):
            return correct_figure(by=second, publication=old, run=run, **said)
        return publish_figures(by=second, run=run, title="June", **said)

    return project, second, publish


def read(name, *args):
    answer = Client().get(reverse(name, args=args))
    assert 200 == answer.status_code
    return answer.content.decode()


def seen(page):
    """What a reader sees of a page: no tags, so that a digit in an address is no figure."""
    return re.sub(r"<[^>]*>", " ", page)


def test_the_first_page_says_in_words_what_was_done_and_who_checked_it(scene):
    project, second, publish = scene
    publish(builders.crew(project.pk, women=15, men=30))
    page = read("public")
    assert "450 days of paid work for 45 people" in page
    assert "Women worked 33\u00a0% of the days" in page
    assert "Monitoring and evaluation officer" in page
    assert second.name not in page
    assert reverse("public_country", args=["COM"]) in page
    assert "450 days of paid work" in read("public_country", "com")
    assert "450 days of paid work" in read("public_project", project.uid)


def test_every_way_on_the_page_of_figures_leads_somewhere(scene):
    project, _second, publish = scene
    made = publish(builders.crew(project.pk, women=15, men=30))
    page = read("public_figures", made.uid)
    ways = set(re.findall(r'href="#([^"]+)"', page)) - {"content"}
    assert ways <= set(re.findall(r'id="([^"]+)"', page))
    assert "JB-01" in ways
    assert "a half day counts 0.5" in page
    assert "of them at work" in page or "Where" not in page


def test_nothing_published_is_said_and_not_shown_as_zero(scene):
    assert "No figure is published yet" in read("public")
    assert 404 == Client().get(reverse("public_country", args=["COM"])).status_code
    assert "No figure is published yet" in read("public_data")


def test_a_hidden_cell_is_on_no_page_and_in_no_file(scene):
    project, _second, publish = scene
    made = publish(builders.crew(project.pk, women=4, men=30))
    pages = [read("public"), read("public_project", project.uid), read("public_figures", made.uid)]
    for page in pages:
        assert "Women worked" not in page
    assert "hidden: too few persons" in pages[2]
    lines = list(csv.DictReader(io.StringIO(read("public_all_figures", "csv").lstrip("\ufeff"))))
    women = next(line for line in lines if line["Code"] == "JB-02" and line["Group"] == "sex=F")
    men = next(line for line in lines if line["Code"] == "JB-02" and line["Group"] == "sex=M")
    assert ("", "") == (women["Value"], men["Value"])
    (told,) = json.loads(read("public_all_figures", "json"))["publications"]
    shown = {(row["code"], row["group"]): row["value"] for row in told["figures"]}
    assert (None, None, "34") == (shown["JB-02", "sex=F"], shown["JB-02", "sex=M"], shown["JB-02", ""])


def test_a_total_over_projects_adds_only_what_each_shows_and_says_of_how_many(scene, settings):
    project, second, publish = scene
    publish(builders.crew(project.pk, women=15, men=30))
    other = builders.project(case=project.case)
    first = builders.officer()
    choose_indicators(by=first, project=other, codes=["JB-01", "JB-06"])
    lock_definitions(by=first, project=other)
    builders.store(settings.FACTS_FOLDER, worker_day=builders.crew(other.pk, women=3, men=30))
    run = compute_indicators(by=first, project=other, last_on=date(2026, 6, 30))
    publish_figures(by=second, run=run, title="Other")
    page = read("public")
    assert "780 days of paid work" in page
    assert "780 days of paid work for" not in page  # of people only one project tells
    assert "Where it is published (1 of 2 projects), women worked 33\u00a0% of the days." in page
    assert 2 == page.count("of 1 of 2 projects")


def test_a_corrected_figure_keeps_its_old_address_and_says_so(scene):
    project, _second, publish = scene
    rows = builders.crew(project.pk, women=15, men=30)
    old = publish(rows)
    new = publish(
        [*rows, *marks(90, "PP", project=project.pk, sex="M")], corrects=old, reason="A roll came late"
    )
    page = read("public_figures", old.uid)
    assert "These figures were corrected." in page
    assert "A roll came late" in page
    assert reverse("public_figures", args=[new.uid]) in page
    assert "450 days of paid work for 45 people" in page
    assert "452 days of paid work for 46 people" in read("public")
    assert "A roll came late" in read("public_method")
    old_file = Client().get(reverse("public_figures_data", args=[old.uid, "csv"]))
    assert 200 == old_file.status_code


def test_withheld_figures_leave_their_reason_and_no_number(scene):
    project, second, publish = scene
    made = publish(builders.crew(project.pk, women=15, men=30))
    withhold_figure(by=second, publication=made, reason="A site came under threat")
    page = read("public_figures", made.uid)
    assert "A site came under threat" in page
    assert "450" not in seen(page)
    assert "450" not in seen(read("public"))
    assert 404 == Client().get(reverse("public_figures_data", args=[made.uid, "json"])).status_code
    assert 404 == Client().get(reverse("public_project", args=[project.uid])).status_code


def test_a_site_under_a_security_hold_is_in_no_public_count(scene):
    project, second, publish = scene
    publish(builders.crew(project.pk, women=15, men=30))
    shared = {"project": project, "shelved_by": second, "state": "ACTIVE", "opened_on": date(2026, 1, 5)}
    Site.objects.create(code="S1", name="Road of the north", **shared)
    Site.objects.create(code="S2", name="Hidden wadi", security_hold=True, hold_reason="threat", **shared)
    for page in (read("public"), read("public_project", project.uid)):
        assert "Hidden wadi" not in page
        assert "Road of the north" not in page  # places, never sites
        assert '<span class="big">1</span> site of works' in page


def test_synthetic_figures_say_so_and_are_never_added_to_real_ones(scene, settings):
    project, second, publish = scene
    publish(builders.crew(project.pk, women=15, men=30))
    other = builders.project(case=project.case)
    other.synthetic = True
    other.save(update_fields=["synthetic"])
    first = builders.officer()
    choose_indicators(by=first, project=other, codes=["JB-01"])
    lock_definitions(by=first, project=other)
    builders.store(settings.FACTS_FOLDER, worker_day=builders.crew(other.pk, women=20, men=30))
    run = compute_indicators(by=first, project=other, last_on=date(2026, 6, 30))
    made = publish_figures(by=second, run=run, title="Rehearsed")
    page = read("public")
    assert "450 days of paid work" in page
    assert "500 days of paid work" in page
    assert "950" not in seen(page)
    assert "Synthetic: a rehearsal" in page
    assert "Synthetic: a rehearsal" in read("public_figures", made.uid)
    lines = list(csv.DictReader(io.StringIO(read("public_all_figures", "csv").lstrip("\ufeff"))))
    assert {"yes", "no"} == {line["Synthetic"] for line in lines}


def test_files_carry_their_licence_their_address_and_a_codebook(scene, settings):
    settings.LICENCE = "CC BY-SA 4.0"
    project, _second, publish = scene
    made = publish(builders.crew(project.pk, women=15, men=30))
    assert "CC BY-SA 4.0" == Publication.objects.get(pk=made.pk).licence
    line = next(csv.DictReader(io.StringIO(read("public_figures_data", made.uid, "csv").lstrip("\ufeff"))))
    assert "CC BY-SA 4.0" == line["Licence"]
    assert line["Address"].endswith(reverse("public_figures", args=[made.uid]))
    told = json.loads(read("public_figures_data", made.uid, "json"))
    columns = {row["Code"] for row in csv.DictReader(io.StringIO(read("public_codebook").lstrip("\ufeff")))}
    assert set(told["columns"]) <= columns
    assert {"JB-01", "JB-02", "JB-06"} <= columns
    assert "CC BY-SA 4.0" in read("public_data")


def test_the_flagships_stand_apart_each_fact_with_its_date(scene):
    page = read("public_flagships")
    for name in ("Better Work", "IPEC+", "Safety + Health for All", "Social Protection Floors for All"):
        assert name in page
    assert page.count("As of") >= 5
    assert "None is counted here" in page
    assert "8.7" in page


def test_an_account_of_any_role_reads_the_public_pages_too(scene):
    client = Client()
    client.force_login(
        people.person("TIMEKEEPER"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert 200 == client.get(reverse("public")).status_code
    assert reverse("public") in Client().get(reverse("account_login")).content.decode()
