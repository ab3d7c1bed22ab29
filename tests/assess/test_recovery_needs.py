"""What recovery needs is recorded, costed once, covered, sized by works, and stands once the baseline is approved."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from mainstay.assess import services
from mainstay.assess.models import RecoveryNeed, WorksScheme
from mainstay.assess.selectors.needs import needs_of
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry
from tests import builders
from tests.assess.field import TODAY, scoped
from tests.assess.test_approving import submitted, validated

pytestmark = pytest.mark.django_db


def support(assessment, officer, **told):
    """Record a need for works of 100 people at 300.00 each."""
    given = {
        "item": "cash for work", "horizon": "short", "beneficiaries": 100, "each_minor": 300_00, "currency": "USD",
        "source": "Household interviews", "as_of": TODAY,
    }  # fmt: skip
    return services.record_support(by=officer, assessment=assessment, **{**given, **told})


def tools(assessment, officer, **told):
    """Record a need for tools that were destroyed."""
    given = {
        "item": "household tools", "horizon": "medium", "damage_minor": 10_000_00, "better": Decimal("0.1"),
        "currency": "USD", "source": "Damage count", "as_of": TODAY,
    }  # fmt: skip
    return services.record_rebuilding(by=officer, assessment=assessment, **{**given, **told})


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_needs_add_up_by_horizon_at_the_price_rise_of_the_assessment():
    assessment, officer = scoped()
    support(assessment, officer)
    tools(assessment, officer)
    held = needs_of(assessment)
    assert (30_000_00, 11_000_00, 0) == tuple(each.cost for each in held.horizons)
    services.set_price_rise(
        by=officer, assessment=assessment, price_rise=Decimal("0.05"), source="Statistics"
    )
    held = needs_of(assessment)
    assert [3036817, 1155000, 0] == [each.cost for each in held.horizons]
    assert (3036817 + 1155000, "Statistics") == (held.whole.cost, held.price_source)


def test_what_another_chapter_has_is_counted_there_whatever_it_is_called():
    assessment, officer = scoped()
    support(
        assessment, officer, elsewhere_chapter="Transport", elsewhere_item="labour-based road works", elsewhere_minor=12_000_00
    )  # fmt: skip
    support(assessment, officer, item="labour-based road works", horizon="medium")
    held = needs_of(assessment)
    assert [12_000_00, 0] == [line.elsewhere for line in held.lines]
    assert (48_000_00, 12_000_00) == (held.whole.cost, held.whole.elsewhere)


def test_no_other_chapter_has_more_of_a_need_than_it_costs():
    assessment, officer = scoped()
    with pytest.raises(BadInput) as refused:
        support(
            assessment, officer, elsewhere_chapter="Transport", elsewhere_item="roads", elsewhere_minor=30_001_00
        )  # fmt: skip
    assert "need_elsewhere_more" == refused.value.code
    with pytest.raises(BadInput) as refused:
        support(assessment, officer, elsewhere_minor=100)
    assert "need_elsewhere" == refused.value.code
    assert not RecoveryNeed.objects.exists()


def test_a_need_that_cannot_be_costed_names_its_fields():
    assessment, officer = scoped()
    with pytest.raises(BadInput) as refused:
        support(
            assessment, officer, item=" ", horizon="soon", beneficiaries=0, source="", as_of=TODAY + timedelta(days=1)
        )  # fmt: skip
    assert {"item", "horizon", "beneficiaries", "source", "as_of"} == fields(refused)
    with pytest.raises(BadInput) as refused:
        tools(assessment, officer, better=Decimal(-1), damage_minor=10**18)
    assert {"better", "damage_minor"} == fields(refused)


def test_an_item_stands_once_in_a_horizon_and_in_one_currency():
    assessment, officer = scoped()
    support(assessment, officer)
    with pytest.raises(BadInput) as refused:
        support(assessment, officer, item="  Cash  for WORK ")
    assert "need_twice" == refused.value.code
    with pytest.raises(BadInput) as refused:
        support(assessment, officer, horizon="long", currency="EUR")
    assert "need_currency" == refused.value.code
    support(assessment, officer, horizon="long", currency="")
    assert {"USD"} == set(RecoveryNeed.objects.values_list("currency", flat=True))


def test_a_need_is_changed_with_a_reason_and_the_old_figure_is_on_record():
    assessment, officer = scoped()
    need = support(assessment, officer)
    with pytest.raises(BadInput):
        services.change_need(by=officer, need=need, reason=" ", beneficiaries=120)
    need.refresh_from_db()
    services.change_need(by=officer, need=need, reason="Second count", beneficiaries=120)
    entry = AuditEntry.objects.filter(action="assess.record_need").latest("pk")
    assert "Second count" == entry.reason
    assert [100, 120] == list(entry.facts["changes"]["beneficiaries"])
    assert 36_000_00 == needs_of(assessment).whole.cost
    with pytest.raises(BadInput) as refused:
        services.change_need(by=officer, need=need, reason="Mixed up", damage_minor=5)
    assert {"damage_minor"} == fields(refused)


def test_a_withdrawn_need_counts_nowhere_and_is_not_changed():
    assessment, officer = scoped()
    need = support(assessment, officer)
    services.withdraw_need(by=officer, need=need, reason="Counted by Transport")
    assert 0 == needs_of(assessment).whole.cost
    with pytest.raises(RuleBroken):
        services.change_need(by=officer, need=need, reason="Again", beneficiaries=2)
    with pytest.raises(RuleBroken):
        services.withdraw_need(by=officer, need=need, reason="Twice")
    support(assessment, officer)


def test_what_others_cover_leaves_a_gap_and_a_surplus_fills_no_other():
    assessment, officer = scoped()
    works, more = support(assessment, officer), tools(assessment, officer)
    told = {"by": officer, "source": "Letter", "as_of": TODAY}
    cover = services.record_cover(need=works, organisation="A bank", amount_minor=10_000_00, **told)
    services.record_cover(need=more, organisation="A fund", amount_minor=50_000_00, **told)
    assert [20_000_00, 0] == [line.gap.left for line in needs_of(assessment).lines]
    services.withdraw_cover(by=officer, cover=cover, reason="Not signed")
    assert 30_000_00 == needs_of(assessment).whole.left
    with pytest.raises(BadInput) as refused:
        services.record_cover(need=works, organisation="", amount_minor=0, **told)
    assert {"organisation", "amount_minor"} == fields(refused)


def sized(need, officer, **told):
    given = {
        "households": 1_000, "days": 60, "daily_wage_minor": 5_00, "labour_share": Decimal("0.6"),
        "overhead": Decimal("0.12"), "floor_minor": 4_50, "floor_source": "Agreement of the works",
    }  # fmt: skip
    return services.size_works(by=officer, need=need, **{**given, **told})


def test_a_works_scheme_sizes_the_need_that_it_fills():
    assessment, officer = scoped()
    need = support(assessment, officer)
    scheme = sized(need, officer)
    assert (60_000, 56_000_000, 4_50) == (scheme.worker_days, scheme.cost_minor, scheme.floor_minor)
    assert 56_000_000 == needs_of(assessment).whole.cost
    with pytest.raises(RuleBroken):
        services.change_need(by=officer, need=need, reason="Fewer", beneficiaries=900)
    sized(need, officer, households=900)
    need.refresh_from_db()
    assert 900 == need.beneficiaries
    with pytest.raises(RuleBroken):
        sized(tools(assessment, officer), officer)


def test_the_wage_of_a_scheme_never_lies_under_its_floor():
    assessment, officer = scoped()
    need = support(assessment, officer)
    with pytest.raises(BadInput) as refused:
        sized(need, officer, daily_wage_minor=4_49)
    assert "wage_under_floor" == refused.value.code
    with pytest.raises(BadInput) as refused:
        sized(need, officer, floor_minor=None)
    assert "no_floor" == refused.value.code
    scheme = sized(need, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorksScheme.objects.filter(pk=scheme.pk).update(wage_minor=4_49)


def test_the_legal_wage_of_the_country_is_a_floor_that_no_other_lowers():
    assessment, officer = scoped(
        case=builders.case(countries=["JOR"]), by=builders.person("CPO", "country", "JOR")
    )
    need = support(assessment, officer, currency="JOD")
    with pytest.raises(BadInput) as refused:
        sized(need, officer, daily_wage_minor=9_999, floor_minor=5_000)
    assert "wage_under_floor" == refused.value.code
    assert 10_000 <= sized(need, officer, daily_wage_minor=20_000).floor_minor


def test_needs_of_an_approved_assessment_stand():
    assessment, officer = submitted()
    need = support(assessment, officer)
    cover = services.record_cover(
        by=officer, need=need, organisation="A bank", amount_minor=1, source="Letter", as_of=TODAY
    )
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    need.refresh_from_db()
    need.assessment.refresh_from_db()
    for late in (
        lambda: support(assessment, officer, horizon="long"),
        lambda: services.change_need(by=officer, need=need, reason="Late", beneficiaries=1),
        lambda: services.withdraw_need(by=officer, need=need, reason="Late"),
        lambda: services.withdraw_cover(by=officer, cover=cover, reason="Late"),
        lambda: sized(need, officer),
        lambda: services.set_price_rise(by=officer, assessment=assessment, price_rise=Decimal(0), source="x"),
    ):
        with pytest.raises(RuleBroken) as refused:
            late()
        assert "not_open" == refused.value.code


def test_who_only_reads_an_assessment_records_no_need():
    assessment, _officer = scoped()
    with pytest.raises(NotAllowed):
        support(assessment, builders.person("CONST_GOV"))
