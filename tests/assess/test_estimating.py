"""From answers and baselines to estimates, losses, evidence."""

from datetime import date

import pytest

from mainstay.assess import services
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.jobs_lost import BaselineCell
from mainstay.assess.models import Estimate
from mainstay.assess.services.analysing import published
from mainstay.assess.services.losing import losses_total
from mainstay.common.errors import BadInput, RuleBroken
from tests import builders
from tests.assess.field import TODAY, fielded, scoped, taken, worker

pytestmark = pytest.mark.django_db


def interviews(count, agree, *, sex="F", **more):
    """Return interviews of which the first `agree` see a fair chance."""
    return [worker(sex=sex, Q_WKR_14="4" if at < agree else "2", **more) for at in range(count)]


def estimate(assessment, field, **where):
    return Estimate.objects.get(assessment=assessment, field=field, **{"domain": "", "level": "", **where})


def test_a_share_has_its_interval_and_its_n():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(40, 30))
    services.compute_estimates(by=analyst, assessment=assessment)
    row = estimate(assessment, "Q_WKR_14", level="4")
    assert (0.75, 40, True) == (row.value, row.n, row.representative)
    assert row.low < 0.75 < row.high <= 1


def test_strata_are_weighted_by_their_people():
    assessment, form, analyst = fielded(strata={"north": 3000, "south": 1000})
    rows = [*interviews(20, 20, RESP_STRATUM="north"), *interviews(20, 0, RESP_STRATUM="south")]
    taken(form, analyst, rows)
    services.compute_estimates(by=analyst, assessment=assessment)
    row = estimate(assessment, "Q_WKR_14", level="4")
    assert (0.75, True) == (round(row.value, 9), row.weighted)


def test_before_and_now_give_the_share_that_is_left():
    assessment, form, analyst = fielded(module="HOUSEHOLD")
    rows = [worker(Q_HHD_04_before="2", Q_HHD_04_now="1") for _each in range(12)]
    taken(form, analyst, rows)
    services.compute_estimates(by=analyst, assessment=assessment)
    assert 0.5 == estimate(assessment, "Q_HHD_04_ratio", statistic="ratio").value


def test_fewer_than_thirty_answers_are_not_representative():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(29, 20))
    services.compute_estimates(by=analyst, assessment=assessment)
    row = estimate(assessment, "Q_WKR_14", level="4")
    assert not row.representative
    assert "30" in row.note


def test_a_purposive_sample_has_no_design_error():
    assessment, form, analyst = fielded(method="purposive")
    taken(form, analyst, interviews(40, 30))
    services.compute_estimates(by=analyst, assessment=assessment)
    row = estimate(assessment, "Q_WKR_14", level="4")
    assert (None, None, False) == (row.low, row.se, row.representative)


def test_a_cell_under_ten_is_flagged_and_never_published():
    assessment, form, analyst = fielded()
    taken(form, analyst, [*interviews(40, 20), *interviews(6, 3, sex="M")])
    services.compute_estimates(by=analyst, assessment=assessment)
    men = estimate(assessment, "Q_WKR_14", level="4", domain="sex=M")
    assert men.too_small
    assert not [row for row in published(assessment.estimates.all()) if row.domain == "sex=M"]


def test_a_share_that_stands_for_a_few_is_not_published():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(40, 37))
    services.compute_estimates(by=analyst, assessment=assessment)
    assert not [row for row in published(assessment.estimates.filter(domain="")) if row.field == "Q_WKR_14"]


def test_restricted_answers_enter_no_estimate_without_the_extra_grant():
    assessment, form, analyst = fielded()
    taken(form, analyst, [worker(Q_WKR_09="papers_held", Q_WKR_14="4") for _each in range(12)])
    services.compute_estimates(by=analyst, assessment=assessment)
    assert not assessment.estimates.filter(field="Q_WKR_09").exists()
    assert assessment.estimates.filter(field="Q_WKR_14").exists()


def test_nothing_is_analysed_before_an_answer_is_in():
    assessment, _form, analyst = fielded()
    with pytest.raises(RuleBroken) as refused:
        services.compute_estimates(by=analyst, assessment=assessment)
    assert "no_answers" == refused.value.code


CELLS = [BaselineCell("KM1", "farming", "F", 20_000, 0.8), BaselineCell("KM1", "farming", "M", 10_000, 0.5)]


def estimated(assessment, officer, **more):
    given = {
        "baseline": CELLS,
        "exposure": {"KM1": 0.5},
        "impact": {"*": Range(0.3, 0.4, 0.5)},
        "span": services.Span(days=70, days_a_week=6),
        "source": "Labour force survey 2021",
        "as_of": date(2026, 3, 9),
    }
    return services.estimate_losses(by=officer, assessment=assessment, **{**given, **more})


def test_jobs_lost_stand_with_bounds_and_source_within_minutes():
    assessment, officer = scoped(stage="SNAPSHOT")
    estimated(assessment, officer)
    total = losses_total(assessment.losses.all())
    assert (4500, 6000, 7500) == (total["jobs"].low, total["jobs"].central, total["jobs"].high)
    assert pytest.approx(2 / 3) == total["women_share"]
    assert 360_000 == round(total["workdays"].central)  # 6,000 jobs x 60 working days
    assert "Labour force survey 2021" == total["source"]


def test_income_of_own_account_work_is_told_apart_from_wages():
    assessment, officer = scoped(stage="SNAPSHOT")
    rows = estimated(assessment, officer, earnings=services.Earnings(1000, 600, "KMF"))
    women = next(row for row in rows if row.sex == "F")
    assert 240_000 == round(women.workdays)
    assert (48_000 * 1000, 192_000 * 600) == (women.income_wage_minor, women.income_own_account_minor)


def test_losses_without_a_source_are_refused():
    assessment, officer = scoped(stage="SNAPSHOT")
    with pytest.raises(BadInput):
        estimated(assessment, officer, source=" ")


def source(kind, **more):
    return {"kind": kind, "citation": f"{kind} 1", "as_of": date(2026, 3, 9), **more}


def test_two_kinds_of_source_make_a_finding_sure_and_a_contradiction_unmakes_it():
    assessment, officer = scoped()
    finding = services.record_finding(
        by=officer, assessment=assessment, topic="SCALE", statement="Two in five lost work.",
        sources=[source("SURVEY"), source("CONSTITUENT")],
    )  # fmt: skip
    assert "HIGH" == finding.confidence
    services.add_source(
        by=officer,
        finding=finding,
        kind="ADMINISTRATIVE",
        citation="Register",
        as_of=date(2026, 3, 9),
        agrees=False,
    )
    assert "MEDIUM" == finding.confidence


def test_a_finding_without_a_source_is_refused():
    assessment, officer = scoped()
    with pytest.raises(BadInput):
        services.record_finding(
            by=officer, assessment=assessment, topic="SCALE", statement="Many.", sources=[]
        )


def test_an_option_costs_what_the_playbook_says_its_units_cost():
    assessment, officer = scoped()
    option = services.cost_option(
        by=officer, assessment=assessment, title="Clean-up", quantities={"WRK-01": 10_000}, first_day=10
    )
    assert (80_000_00, 180_000_00, 350_000_00) == (option.low_minor, option.typical_minor, option.high_minor)
    assert 10_000 == option.worker_days


def test_only_the_officers_of_the_case_read_an_assessment():
    from mainstay.assess.selectors import assessments_visible

    assessment, officer = scoped()
    assert [assessment] == list(assessments_visible(officer))
    builders.country("MDG")
    assert [] == list(assessments_visible(builders.person("CPO", "country", "MDG")))


def test_a_corrected_answer_keeps_the_old_value_and_makes_the_estimates_old():
    from mainstay.assess.models import Submission

    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(12, 6))
    services.compute_estimates(by=analyst, assessment=assessment)
    submission = Submission.objects.filter(assessment=assessment).first()
    made = services.correct_answer(
        by=analyst, submission=submission, field="Q_WKR_14", value="5", reason="Heard again on the recording"
    )
    assert ('"4"', "5") == (made.old, submission.answers["Q_WKR_14"])
    assert submission.assessment.answers_changed_at is not None


@pytest.mark.slow
def test_a_baseline_comes_from_what_watch_knows_with_its_years():
    from mainstay.assess.selectors.readings import baseline_from_readings
    from mainstay.watch.services import update_source

    assessment, officer = scoped(stage="SNAPSHOT")
    update_source(by=builders.operator(), code="socioeconomic")
    people = {("KM1", "F"): 10_000.0, ("KM1", "M"): 10_000.0}
    cells, source_named = baseline_from_readings("COM", people, today=TODAY)
    assert 6 == len(cells)
    assert 0 < sum(cell.employed for cell in cells) < 20_000
    estimated(assessment, officer, baseline=cells, source=source_named)
    assert source_named == losses_total(assessment.losses.all())["source"]


def test_a_country_that_watch_knows_nothing_of_is_named():
    from mainstay.assess.selectors.readings import baseline_from_readings

    builders.country("COM")
    with pytest.raises(BadInput) as refused:
        baseline_from_readings("COM", {("KM1", "F"): 1.0}, today=TODAY)
    assert "agriculture" in str(refused.value)
