"""Windows, clocks and roll codes as the stages will ask for them."""

import pytest

from mainstay import playbook


@pytest.mark.parametrize(
    ("level", "ceiling"), [("L1", 100_000), ("L2", 150_000), ("L3", 200_000), (None, 200_000)]
)
def test_the_first_window_opens_wider_with_the_level_of_the_crisis(level, ceiling):
    assert ceiling == playbook.load().fund.windows["W1"].ceiling(level)


def test_first_paid_day_is_promised_sooner_after_a_sudden_disaster():
    target = playbook.load().sla["first_paid_day"]
    assert (10, "d") == target.allowance(crisis_type="DISASTER_RAPID")
    assert (30, "d") == target.allowance(crisis_type="CONFLICT")


def test_a_variant_may_count_in_another_unit():
    assert (10, "wd") == playbook.load().sla["approve_grant"].allowance(window="W2")
    assert (72, "h") == playbook.load().sla["approve_grant"].allowance(window="W1")


def test_a_worker_day_is_worked_and_paid_and_suspension_is_counted_apart():
    codes = playbook.load().attendance
    assert {"P", "H", "T", "X"} == {code.code for code in codes.values() if code.is_worker_day}
    assert "JB-15" == codes["PS"].counted_by
    assert not codes["PS"].counts_as_worked
    assert codes["PS"].counts_as_paid
