"""Payments: confirmed one by one, tried again alone, never made twice, taken back by a contra entry."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.deliver.works.forms import CONFIRMATIONS
from mainstay.deliver.works.models import Arrear, Payment, Roll
from mainstay.deliver.works.selectors.owed import lines_owed
from mainstay.deliver.works.services import batches, paying
from mainstay.exchange.payments import validate_pain001
from tests.deliver.works import world

pytestmark = pytest.mark.django_db


def test_failed_payments_alone_are_tried_again_and_nobody_is_paid_twice(made):
    workers = world.employ(made, 3)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    owed, batch, _content = world.paid(made, opened)
    references = list(batch.payments.order_by("pk").values_list("reference", flat=True))
    rows = [
        {"reference": references[0], "paid": True, "paid_on": date(2020, 4, 3), "witnesses": "A; B"},
        {"reference": references[1], "paid": False, "failure": "not at home"},
        {"reference": references[2], "paid": True, "paid_on": date(2020, 4, 3), "witnesses": "A; B"},
    ]
    with clock.at(date(2020, 4, 4)):
        given = world.csv_of(CONFIRMATIONS, rows)
        done = paying.confirm_payments(by=made.payroll, batch=batch, given=given, filename="back.csv")
        assert {"paid": 2, "failed": 1, "skipped": 0} == dict(done)
        again = batches.create_batch(by=made.payroll, payroll=owed, channel="CASH")
    assert (True, 1) == (again.retry, again.payments_count)
    assert 2 == again.payments.get().attempt
    assert "APPROVED" == Roll.objects.get(pk=opened[0].pk).state  # one wage is still owed
    twice = Payment(
        batch=again, line=again.payments.get().line, worker=workers[0], amount_minor=1, reference="x"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    with clock.at(date(2020, 4, 5)), pytest.raises(AppError, match="Nobody on this payroll waits"):
        batches.create_batch(by=made.payroll, payroll=owed, channel="CASH")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"reference": "NOPE", "paid": True}, "reference", "unknown_payment"),
        ({"paid": True, "amount": "3.5", "witnesses": "A; B"}, "amount", "amount_differs"),
        ({"paid": False}, "failure", "failure_missing"),
        ({"paid": True}, "witnesses", "witnesses"),
    ],
)
def test_a_wrong_confirmation_changes_nothing(made, row, field, code):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    _owed, batch, _content = world.paid(made, opened)
    given = world.csv_of(CONFIRMATIONS, [{"reference": batch.payments.get().reference, **row}])
    with clock.at(date(2020, 4, 4)), pytest.raises(AppError) as refused:
        paying.confirm_payments(by=made.payroll, batch=batch, given=given, filename="back.csv")
    problem = refused.value.problems[0]
    assert (2, field, code) == (problem.row, problem.field, problem.reason.code)
    assert {"SENT"} == set(Payment.objects.values_list("state", flat=True))


def test_a_bank_file_is_valid_and_a_synthetic_one_pays_nobody(made, tmp_path):
    made.project.synthetic = True
    made.project.save()
    workers = world.employ(made, 2, channel="BANK", account="JO94CBJO0010000000000131000302")
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    _owed, _batch, (name, content) = world.paid(made, opened, channel="BANK")
    assert name.endswith(".xml")
    (tmp_path / name).write_bytes(content)
    assert [] == validate_pain001(tmp_path / name)
    assert b"JO94CBJO" not in content
    assert b"TEST" in content


def test_a_reversal_is_a_contra_entry_by_another_hand(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    owed, batch, _content = world.paid(made, opened)
    with clock.at(date(2020, 4, 5)):
        paying.confirm_all_paid(
            by=made.payroll, batch=batch, paid_on=date(2020, 4, 3), receipt="R", witnesses=["A", "B"]
        )
        payment = batch.payments.get()
        batches.request_reversal(by=made.payroll, payment=payment, reason="paid to a namesake")
        contra = batches.reverse_payment(by=made.approver, payment=payment, owed_again=True)
    assert (-10_000, payment.pk) == (contra.amount_minor, contra.reverses_id)
    assert 10_000 == Arrear.objects.get().amount_minor
    assert 0 == lines_owed(owed.project).count()
