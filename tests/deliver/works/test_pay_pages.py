"""Payrolls and batches in the browser: pay is owed to all until it is there, failed ones alone are tried again."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mainstay.common import clock
from mainstay.deliver.works.forms import CONFIRMATIONS
from mainstay.deliver.works.models import Payment, PaymentBatch
from mainstay.deliver.works.services import batches, payroll
from tests.deliver.works import world
from tests.deliver.works.pages import client_of, posted, shown

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY = date(2020, 3, 2)


@pytest.fixture
def opened(made):
    made.people = world.employ(made, 3)
    return world.certified(made, made.people, world.mark_rows(made.people, [MONDAY]))


def confirmations(rows):
    return SimpleUploadedFile("back.csv", world.csv_of(CONFIRMATIONS, rows), content_type="text/csv")


def test_a_payroll_says_whom_it_owes_and_opens_to_lines_rolls_and_workers(made, opened):
    with clock.at(date(2020, 4, 2)):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        assert "JOD 30 is still owed on 1 payroll." in shown(made.payroll, "works_payrolls")
        page = shown(made.payroll, "works_payroll", owed.uid)
        assert "3 people, JOD 30; 3 wait in no batch (JOD 30); pay is owed to all" in page
        assert reverse("works_certificate", args=[opened[0].uid]) in page
        assert reverse("works_worker", args=[made.people[0].uid]) in page
        lines = client_of(made.payroll).get(reverse("works_payroll", args=[owed.uid]), {"export": "csv"})
        assert 3 == lines.content.decode().count("W-0000")


def test_a_batch_is_looked_at_before_it_is_made_and_printed_with_names(made, opened):
    with clock.at(date(2020, 4, 2)):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        asked = shown(made.payroll, "works_make_batch", owed.uid, "CASH")
        assert "3 people would be paid; JOD 30." in asked
        assert 0 == PaymentBatch.objects.count()
        page = posted(made.payroll, "works_make_batch", owed.uid, "CASH").content.decode()
        assert "waits for its signatures" in page
        batch = PaymentBatch.objects.get()
        batches.approve_batch(by=made.approver, batch=batch)
        batches.approve_batch(by=made.director, batch=batch)
        paper = shown(made.payroll, "works_pay_list", batch.uid)
        assert all(str(worker.name) in paper for worker in made.people)
        answer = client_of(made.payroll).post(reverse("works_payment_file", args=[batch.uid]))
        assert "attachment" in answer["Content-Disposition"]
        batch.refresh_from_db()
        assert "EXPORTED" == batch.state


def test_a_bank_file_is_not_written_without_who_pays(made, opened):
    with clock.at(date(2020, 4, 2)):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        for worker in made.people:
            worker.channel, worker.account = "BANK", "JO94CBJO0010000000000131000302"
            worker.save()
        batch = batches.create_batch(by=made.payroll, payroll=owed, channel="BANK")
        assert "3 accounts to confirm" in shown(made.payroll, "works_batch", batch.uid)
        batches.approve_batch(by=made.approver, batch=batch)
        batches.approve_batch(by=made.director, batch=batch)
        refused = posted(made.payroll, "works_payment_file", batch.uid).content.decode()
        assert "Nothing was sent" in refused
        answer = posted(
            made.payroll, "works_payment_file", batch.uid, payer="Works", account="JO1", bank="CBJOJOAX"
        )
        assert b"pain.001" in answer.content


def test_failed_payments_stay_owed_and_are_tried_again_alone(made, opened):
    owed, batch, _content = world.paid(made, opened)
    references = list(batch.payments.order_by("pk").values_list("reference", flat=True))
    rows = [
        {"reference": one, "paid": True, "paid_on": date(2020, 4, 3), "witnesses": "A; B"}
        for one in references[1:]
    ]
    with clock.at(date(2020, 4, 4)):
        wrong = posted(
            made.payroll,
            "works_confirm",
            batch.uid,
            file=confirmations([{"reference": references[0], "paid": False}]),
        )
        assert "Say why" in wrong.content.decode()
        assert not Payment.objects.filter(state="FAILED").exists()
        rows.append({"reference": references[0], "paid": False, "failure": "not at home"})
        page = posted(made.payroll, "works_confirm", batch.uid, file=confirmations(rows)).content.decode()
        assert "2 paid, 1 failed" in page
        assert "1 failed and is still owed" in page
        assert "Try the failed again, they alone" in page
        asked = shown(made.payroll, "works_make_batch", owed.uid, "CASH")
        assert "1 was tried before and failed" in asked
        assert "not at home" in asked
        assert "JOD 10 is still owed" in shown(made.payroll, "works_payrolls")


def test_a_batch_waits_in_the_situation_room_for_those_who_have_not_signed(made, opened):
    with clock.at(date(2020, 4, 2)):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        batch = batches.create_batch(by=made.payroll, payroll=owed, channel="CASH")
        assert "1 payment batch to sign" in shown(made.approver, "home")
        batches.approve_batch(by=made.approver, batch=batch)
        assert "payment batch to sign" not in shown(made.approver, "home")
        assert "1 payment batch to sign" in shown(made.director, "home")
