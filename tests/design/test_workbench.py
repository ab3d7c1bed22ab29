"""The workbench answers: package against plan, what if, two options, what was said, what is lacking."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mainstay import playbook
from mainstay.common.errors import BadInput
from mainstay.design import selectors, services
from mainstay.partners.services import answer_point, record_point
from tests import builders
from tests.deliver.works.pages import client_of
from tests.design.plans import TODAY, budget, draft, heard, in_review, planned

pytestmark = pytest.mark.django_db(databases="__all__")


def page(person, name, project, status=200, **asked):
    answer = client_of(person).get(reverse(name, args=[project.uid]), asked)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode().replace("\u00a0", " ")


def send(person, name, project, status, given):
    answer = client_of(person).post(reverse(name, args=[project.uid]), given)
    assert status == answer.status_code, answer.content.decode()[-3000:]
    return answer


def filled(project):
    """Return the budget's form as a page shows it, unchanged."""
    from mainstay.design.forms import line_forms

    option = selectors.option_of(project)
    return {
        f"{form.prefix}-{name}": form.initial.get(name, "")
        for form in line_forms(option)
        for name in form.fields
    }


def test_the_package_page_tells_added_removed_and_why():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.remove_module(
        by=officer, project=project, code="WRK-01", phase="STABILISATION", reason="The army clears it."
    )
    services.add_module(
        by=officer, project=project, code="SKL-02", phase="STABILISATION", reason="Masons are short."
    )
    shown = page(officer, "design_package", project)
    assert "added: 1, removed: 1" in shown
    assert "The army clears it." in shown
    assert "Masons are short." in shown
    assert "SKL-02" in page(officer, "design_package", project, export="csv")


def test_a_level_without_a_module_is_named_with_what_the_package_offers():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    for row in project.modules.filter(level="macro"):
        services.remove_module(
            by=officer, project=project, code=row.code, phase=row.phase, reason="Too early"
        )
    macro = next(level for level in selectors.levels_of(project) if level.code == "macro")
    assert not macro.modules
    assert macro.offered
    shown = page(officer, "design_package", project)
    assert "Add a module, or write why this level is left out." in shown
    services.describe_design(by=officer, project=project, levels_reason="Policy follows later.")
    assert "Policy follows later." in page(officer, "design_package", project)


def test_the_matrix_names_groups_that_nobody_serves():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.set_targets(
        by=officer, project=project, targets=[{"indicator": "JB-02", "group": "older_workers", "value": 5}]
    )
    matrix = selectors.matrix_of(project)
    modules = playbook.current().modules
    served = {group for row in matrix.rows for group in modules[row.code].target_groups}
    assert {group for group in matrix.groups if group not in served} == set(matrix.unserved)
    assert matrix.targeted[matrix.groups.index("older_workers")]
    assert "Who is served by what" in page(officer, "design_package", project)


def test_a_higher_wage_is_tried_without_a_script_and_stores_nothing():
    project, officer = planned()
    before = selectors.labour_content_of(project)
    shown = page(officer, "design_budget", project, wage="6000")
    tried = selectors.variant_of(project, daily_wage_minor=6000)
    assert tried.content.worker_days < before.worker_days
    assert f"{tried.content.worker_days:,}" in shown
    project.refresh_from_db()
    assert before == selectors.labour_content_of(project)


def test_less_money_or_a_smaller_share_of_wages_pays_fewer_days_and_people():
    project, officer = planned()
    before = selectors.labour_content_of(project)
    less = selectors.variant_of(project, budget_minor=before.cost // 2).content
    smaller = Decimal(str(round(before.labour_share / 2, 3)))
    thinner = selectors.variant_of(project, labour_share=smaller).content
    for tried, given in (
        (less, {"budget": str(before.cost // 200)}),
        (thinner, {"share": str(100 * smaller)}),
    ):
        assert tried.worker_days < before.worker_days
        assert tried.workers < before.workers
        assert "As tried" in page(officer, "design_budget", project, **given)


def test_a_share_of_wages_that_cannot_be_is_refused_in_words():
    project, officer = planned()
    assert "no more of it can be wages" in page(officer, "design_budget", project, share="99.9")


def test_what_was_tried_becomes_the_plan_by_an_act():
    project, officer = planned()
    send(
        officer, "design_adopt", project, 302, {"wage": "4500", "days": "40", "share": "", "budget": "500000"}
    )
    project.refresh_from_db()
    content = selectors.labour_content_of(project)
    assert 4500 == project.daily_wage_minor
    assert content.cost <= 500_000_00 + 100
    assert content.cost > 490_000_00
    with pytest.raises(BadInput):
        services.adopt_variant(by=officer, project=project, daily_wage_minor=4500)


def test_budget_lines_are_filled_in_on_the_page_and_a_fault_keeps_what_was_typed():
    project, officer = planned()
    line = selectors.option_of(project).lines.get(module="WRK-01")
    given = filled(project) | {f"line-{line.pk}-quantity": "21000", f"line-{line.pk}-reason": "More debris"}
    send(officer, "design_budget", project, 302, given)
    line.refresh_from_db()
    assert (Decimal(21000), "More debris") == (line.quantity, line.reason)
    answer = send(officer, "design_budget", project, 422, given | {f"line-{line.pk}-quantity": "-4"})
    assert 'value="-4"' in answer.content.decode()
    send(officer, "design_budget", project, 302, given | {
        "line-new-title": "Radio messages", "line-new-unit": "week", "line-new-quantity": "8", "line-new-unit_cost": "150",
    })  # fmt: skip
    own = selectors.option_of(project).lines.get(title="Radio messages")
    assert (Decimal(8), 15000) == (own.quantity, own.unit_cost_minor)


def test_lines_that_were_typed_are_kept_until_they_are_stored_or_thrown_away():
    project, officer = planned()
    line = selectors.option_of(project).lines.get(module="WRK-01")
    typed = filled(project) | {f"line-{line.pk}-quantity": "7777"}
    send(officer, "design_keep", project, 200, typed)
    shown = page(officer, "design_budget", project)
    assert 'value="7777"' in shown
    assert "your draft as you left it" in shown
    line.refresh_from_db()
    assert 7777 != line.quantity
    send(officer, "design_forget", project, 302, {})
    assert 'value="7777"' not in page(officer, "design_budget", project)


def test_who_may_read_only_is_offered_no_form_and_refused_at_the_act():
    project, _officer = planned()
    reader = builders.person("ME")
    shown = page(reader, "design_budget", project)
    assert "Store the budget" not in shown
    assert "What if?" in shown
    send(reader, "design_adopt", project, 403, {"wage": "4500"})


def test_two_options_stand_side_by_side_without_a_total_score():
    project, officer = planned()
    assert "There is one option only" in page(officer, "design_options", project)
    services.add_option(
        by=officer,
        project=project,
        code="B",
        title="Cash first",
        first_day=7,
        women_share=Decimal("0.6"),
        copy_of="A",
    )
    shown = page(officer, "design_options", project)
    assert "Cash first does better in" in shown or "Cash first in" in shown
    assert "60 %" in shown
    assert "Hazardous debris" in page(officer, "project", project)


def test_points_and_comments_show_what_became_of_them_and_why():
    project, officer = planned()
    consultation = heard(project, officer)
    body = consultation.bodies.first()
    point = record_point(by=officer, body=body, words="Pay each week.")
    answer_point(by=officer, point=point, answer="REFUSED", reason="The bank pays by fortnight.")
    services.comment_design(
        by=builders.person("RO"), project=project, field="budget", words="Wages look low."
    )
    shown = page(officer, "design_voices", project)
    assert f"record-consultation/?about_kind=design&amp;about_key={project.pk}" in shown
    assert "Pay each week." in shown
    assert "The bank pays by fortnight." in shown
    assert "Wages look low." in shown
    assert "1 waiting for an answer" in shown
    assert "Wages look low." in page(officer, "design_voices", project, export="csv")


def test_the_overview_names_each_step_before_an_approval():
    project, officer = planned()
    shown = page(officer, "project", project)
    assert "Government, employers and workers were heard" in shown
    assert "Not heard on this design: government, employers, workers" in shown
    reviewed, officer = in_review()
    steps = selectors.approval_steps_of(reviewed)
    assert ["quality"] == [code for code, reason in steps.items() if reason]


def test_the_project_document_is_downloaded_as_word_file():
    project, officer = planned()
    client = client_of(officer)
    answer = client.get(reverse("design_document", args=[project.uid, "docx"]))
    assert b"PK" == answer.content[:2]
    assert "attachment" in answer["Content-Disposition"]
    assert 404 == client.get(reverse("design_document", args=[project.uid, "odt"])).status_code


def test_lines_that_count_other_days_than_their_wages_pay_are_told_and_stop_nothing():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    budget(project, officer)
    services.cost_design(
        by=officer, project=project, lines=[{"module": "WRK-01", "quantity": 100, "labour_share": "0.9"}]
    )
    content = selectors.labour_content_of(project)
    assert not content.adds_up
    told = "The budget lines count"
    assert told in page(officer, "project", project)
    shown = page(officer, "design_budget", project)
    assert told in shown
    assert "Worker-days that the lines count" in shown
    lacks = {lack.reason.code: lack.stops for lack in selectors.lacks_of(project)}
    assert lacks["days_apart"] is False


def test_a_plan_whose_lines_count_what_their_wages_pay_says_one_number():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.set_wage(
        by=officer, project=project, daily_wage_minor=3000, days_per_worker=Decimal(40), usd_rate=Decimal(500),
        usd_rate_on=TODAY,
    )  # fmt: skip
    line = {"module": "WRK-01", "quantity": 4000, "unit_cost_minor": 1500, "labour_share": "0.4"}
    services.cost_design(by=officer, project=project, lines=[line])
    services.set_targets(by=officer, project=project, targets=[
        {"indicator": "JB-01", "value": 4000}, {"indicator": "JB-02", "value": 100},
    ])  # fmt: skip
    shown = page(officer, "project", project)
    assert "4,000 worker-days for 100 persons at USD 60,000." in shown
    assert "The budget lines count" not in shown
    apart = {"days_apart", "target_days_apart", "target_people_apart"}
    assert not apart & {lack.reason.code for lack in selectors.lacks_of(project)}
    services.set_targets(by=officer, project=project, targets=[{"indicator": "JB-02", "value": 250}])
    assert "target_people_apart" in {lack.reason.code for lack in selectors.lacks_of(project)}
    listed = page_of_list(officer)
    assert "Planned together: 4,000 worker-days for 100 persons at USD 60,000." in listed
    assert "4000" in page_of_list(officer, export="csv")


def test_a_module_that_runs_on_after_the_end_is_named_and_what_changed_is_told():
    project, officer = draft(starts_on=TODAY, ends_on=TODAY + timedelta(days=70))
    services.choose_package(by=officer, project=project, phases=["STABILISATION"])
    shown = page(officer, "design_package", project)
    assert "runs on after the project ends" in shown or "run on after the project ends" in shown
    assert "WRK-02, SKL-01" not in shown  # modules are named, not numbered
    for row in project.modules.all():
        services.change_module(
            by=officer,
            project=project,
            code=row.code,
            phase=row.phase,
            reason="It ends with us.",
            weeks=Decimal(9),
        )
    shown = page(officer, "design_package", project)
    assert "after the project ends" not in shown
    assert "how long it runs" in shown


def page_of_list(person, **asked):
    return client_of(person).get(reverse("design"), asked).content.decode().replace("\u00a0", " ")
