"""The register in the browser: found by card or whole name, imported after a look, one worker opened."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mainstay.common import clock
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.models import ImportBatch, Worker
from mainstay.deliver.works.services.marking import mark_day
from tests.deliver.works import world
from tests.deliver.works.pages import client_of, posted, shown

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY = date(2020, 3, 2)


def given(rows):
    return SimpleUploadedFile("people.csv", world.csv_of(WORKERS, rows), content_type="text/csv")


def test_a_worker_is_found_by_card_whole_name_or_telephone(made):
    with clock.at(MONDAY):
        workers = world.employ(made, 3)
        whole = shown(made.cpo, "works_workers")
        assert "3 people registered, 33 % women; 3 at work." in whole
        by_name = shown(made.cpo, "works_workers", who=workers[1].name)
        assert workers[1].card in by_name
        assert workers[0].card not in by_name
        assert workers[2].card in shown(made.cpo, "works_workers", who="+962 79 0000003")
        assert "Nobody is registered here." in shown(made.cpo, "works_workers", who=workers[0].name[:3])


def test_names_leave_as_a_file_only_with_the_right_to_export(made):
    with clock.at(MONDAY):
        world.employ(made, 1)
        address = reverse("works_workers")
        assert 200 == client_of(made.timekeeper).get(address).status_code
        assert 403 == client_of(made.timekeeper).get(address, {"export": "csv"}).status_code
        assert "W-00001" in client_of(made.cpo).get(address, {"export": "csv"}).content.decode()


def test_the_page_of_a_worker_shows_days_but_telephone_and_pay_only_by_right(made):
    with clock.at(MONDAY):
        worker = world.employ(made, 1)[0]
        world.open_month(made, site_list=[made.site])
        mark_day(by=made.timekeeper, site=made.site, day=MONDAY, marks=[{"card": worker.card, "code": "P"}])
        for_keeper = shown(made.timekeeper, "works_worker", worker.uid)
        assert "At work. Days worked: 1; contracts: 1." in for_keeper
        assert "March 2020" in for_keeper
        assert str(worker.phone) not in for_keeper
        assert "No pay is calculated yet" not in for_keeper
        for_officer = shown(made.cpo, "works_worker", worker.uid)
        assert str(worker.phone) in for_officer
        assert "No pay is calculated yet" in for_officer


def test_a_worker_of_another_site_stays_shut(made):
    with clock.at(MONDAY):
        worker = world.register(made, world.worker_rows(1))[0]
        stranger = client_of(made.timekeeper).get(reverse("works_worker", args=[worker.uid]))
        assert 404 == stranger.status_code


def test_a_file_is_reported_cell_by_cell_before_anything_is_taken_in(made):
    with clock.at(MONDAY):
        rows = world.worker_rows(2)
        rows[1]["birth_year"] = 2010
        page = posted(made.cpo, "works_import", made.project.uid, file=given(rows)).content.decode()
        assert "1 cell is wrong; nothing was taken in." in page
        assert "birth_year" in page
        batch = ImportBatch.objects.get()
        marked = client_of(made.cpo).get(reverse("works_marked_file", args=[batch.uid]))
        assert b"PK" == b"".join(marked.streaming_content)[:2]
        assert 0 == Worker.objects.count()


def test_a_clean_file_is_taken_in_when_somebody_says_so(made):
    with clock.at(MONDAY):
        page = posted(
            made.cpo, "works_import", made.project.uid, file=given(world.worker_rows(2))
        ).content.decode()
        assert "2 people would be new, 0 corrected" in page
        assert 0 == Worker.objects.count()
        batch = ImportBatch.objects.get()
        page = posted(made.cpo, "works_take_in", batch.uid).content.decode()
        assert "2 people are registered, 0 corrected" in page
        assert 2 == Worker.objects.count()
        current = client_of(made.cpo).get(reverse("works_import_current", args=[made.project.uid]))
        assert b"PK" == current.content[:2]
