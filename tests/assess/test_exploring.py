"""An analyst ticks questions and groups and reads estimates with their errors, down to the interviews behind them."""

import csv
import io
import json

import pytest
from django.urls import reverse
from django.utils import translation

from mainstay.assess import services
from mainstay.assess.documents import words
from mainstay.assess.selectors.exploring import explore
from mainstay.assess.services.analysing import published
from mainstay.common.models import Area
from mainstay.statistics.survey import Design
from tests import builders
from tests.assess.field import fielded, household, taken
from tests.assess.test_estimating import interviews
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")

FAIR = "Q_WKR_14"
SAID = "I believe people like me have a fair chance"


def surveyed(men=40):
    """Return a survey of 100 women on the coast, of whom 40 agree, and of men in the hills, of whom half do."""
    assessment, form, analyst = fielded(strata={"coast": 3000, "hills": 1000})
    women = interviews(100, 40, RESP_STRATUM="coast")
    others = interviews(men, men // 2, sex="M", RESP_STRATUM="hills")
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate([*women, *others])])
    assessment.refresh_from_db()
    return assessment, analyst


def page(person, assessment, status=200, name="assess_explore", **asked):
    answer = client_of(person).get(reverse(name, args=[assessment.uid]), asked)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode()


def lines(person, assessment, **asked):
    return list(csv.DictReader(io.StringIO(page(person, assessment, export="csv", **asked).lstrip("\ufeff"))))


def test_before_anything_is_ticked_the_questions_and_groups_are_offered():
    assessment, analyst = surveyed()
    shown = page(analyst, assessment)
    assert SAID in shown
    assert '<option value="sex">' in shown
    assert "Tick the questions" in shown


def test_estimates_stand_with_the_error_of_the_design():
    assessment, analyst = surveyed()
    made = explore(assessment, module="WORKER", fields=[FAIR], by=[])
    agreeing = next(row.row for row in made.rows if ">=4" in row.asked.column)
    table = {
        "w": [30.0] * 100 + [25.0] * 40,
        "s": ["coast"] * 100 + ["hills"] * 40,
        "y": [1.0] * 40 + [0.0] * 60 + [1.0] * 20 + [0.0] * 20,
    }
    whole = Design(table, weights="w", strata="s").proportion_interval("y")[0]
    assert (whole.estimate, whole.se, whole.ci_low) == pytest.approx(
        (agreeing.estimate, agreeing.se, agreeing.ci_low), rel=1e-12
    )
    (row,) = [row for row in lines(analyst, assessment, ask=FAIR) if row["Answer"].endswith("or more")]
    assert ("42.5 %", "140") == (row["Estimate"], row["People asked"])


def test_groups_are_crossed_and_each_number_opens_the_interviews_behind_it():
    assessment, analyst = surveyed()
    shown = page(analyst, assessment, ask=FAIR, by=["sex", "stratum"])
    assert "women · coast" in shown
    opened = page(analyst, assessment, name="assess_behind", ask=FAIR, by="sex", open="0")
    assert "How was this computed?" in opened
    assert "by Taylor linearisation over the units drawn" in opened
    assert "<dt>Degrees of freedom</dt><dd>99</dd>" in opened
    behind = lines(analyst, assessment, name="assess_behind", ask=FAIR, by="sex", open="0")
    assert 100 == len(behind)
    assert {("women", "coast", "30.0")} == {
        (row["Sex"], row["Part of the sample"], row["Counts for"]) for row in behind
    }


def test_each_estimate_is_marked_by_the_rules_that_are_chosen_with_the_reason():
    assessment, analyst = surveyed()
    usual = {row["Answer"]: row["Use"] for row in lines(analyst, assessment, ask=FAIR)}
    assert "can be published" == next(use for answer, use in usual.items() if answer.endswith("or more"))
    assert "too unsure to publish" == next(
        row["Use"] for row in lines(analyst, assessment, ask=FAIR, by="sex") if row["Group"] == "men"
    )
    assert "and INE Chile (2020) asks for 60 or more" in page(analyst, assessment, ask=FAIR, by="sex")
    assert '<option value="eclac_2020" selected>' in page(analyst, assessment, ask=FAIR, rules="eclac_2020")


def test_what_lies_between_groups_is_said_in_words_with_the_error_of_the_difference():
    assessment, analyst = surveyed()
    said = {
        (row["Group"], row["Answer"]): row["What can be said"]
        for row in lines(analyst, assessment, ask=FAIR, by="sex")
    }
    (alike,) = [
        words for (group, answer), words in said.items() if group == "men" and answer.endswith("or more")
    ]
    design = Design(
        {"s": ["c"] * 100 + ["h"] * 40, "w": [30.0] * 100 + [25.0] * 40, "y": [1] * 40 + [0] * 60 + [1] * 20 + [0] * 20},
        weights="w", strata="s",
    )  # fmt: skip
    (row,) = design.mean("y", by="s").differences("s")
    assert row.estimate == pytest.approx(0.1)
    assert f"between {100 * row.ci_low:.0f} and {100 * row.ci_high:.0f} points" in alike.replace(
        "\u2212", "-"
    )
    assert "Cannot be told apart from women" in alike
    assert "" == next(words for (group, _answer), words in said.items() if group == "women")


def test_small_groups_stay_with_who_may_read_interviews_and_no_group_stays_inside_alone():
    assessment, analyst = surveyed(men=4)
    officer = builders.person("CPO")
    assert {"women", "men"} == {row["Group"] for row in lines(analyst, assessment, ask=FAIR, by="sex")}
    assert [] == lines(officer, assessment, ask=FAIR, by="sex")
    assert reverse("assess_behind", args=[assessment.uid]) not in page(officer, assessment, ask=FAIR)
    page(officer, assessment, name="assess_behind", ask=FAIR, open="0", status=403)


def placed(*groups):
    """Return a survey with so many women of whom so many agree at each place, each place a part of the sample."""
    assessment, form, analyst = fielded(strata={name: 1000 for name, _n, _agree in groups})
    rows = [row for name, n, agree in groups for row in interviews(n, agree, place=name, RESP_STRATUM=name)]
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def test_several_small_groups_are_not_told_by_the_whole_less_the_others():
    assessment, _analyst = placed(("coast", 100, 40), ("hills", 3, 1), ("isle", 40, 20), ("town", 4, 2))
    shown = {row["Group"] for row in lines(builders.person("CPO"), assessment, ask=FAIR, by="place")}
    assert {"coast"} == shown


def test_nothing_is_said_of_how_far_a_group_lies_from_one_that_is_kept_back():
    assessment, _analyst = placed(("a", 4, 2), ("b", 100, 40), ("c", 100, 60), ("d", 40, 20))
    rows = lines(builders.person("CPO"), assessment, ask=FAIR, by="place")
    assert {"b", "c"} == {row["Group"] for row in rows}
    assert {""} == {row["What can be said"] for row in rows}


def test_a_place_that_is_known_by_its_code_is_shown_by_its_name():
    assessment, analyst = placed(("COM9", 60, 30), ("else", 60, 30))
    Area.objects.create(pcode="COM9", country=assessment.country, name="The north", source="synthetic")
    assert {"The north", "else"} == {row["Group"] for row in lines(analyst, assessment, ask=FAIR, by="place")}


def test_a_share_that_leaves_few_is_kept_back_like_a_share_of_few_counted_in_persons_not_weights():
    assessment, analyst = placed(("big", 60, 57), ("small", 60, 30))
    assert {"small", "big"} == {row["Group"] for row in lines(analyst, assessment, ask=FAIR, by="place")}
    assert [] == lines(builders.person("CPO"), assessment, ask=FAIR, by="place")


WAYS = "Q_HHD_08"


def getting_by():
    """Return a survey of households: on the coast 4 of 104 do risky work, in the hills 30 of 70, on the isle 30 of 110."""
    rows = [household("coast", ways=["reduce_meals", "borrow_food"])] * 60
    rows += [household("coast", ways=["risky_work"])] * 4 + [household("coast")] * 40
    rows += [household("hills", ways=["reduce_meals", "risky_work"])] * 30
    rows += [household("hills", ways=["borrow_food"])] * 20 + [household("hills")] * 20
    rows += [household("isle", ways=["reduce_meals"])] * 50
    rows += [household("isle", ways=["risky_work", "borrow_food"])] * 30 + [household("isle")] * 30
    assessment, form, analyst = fielded(module="HOUSEHOLD", modules=["HOUSEHOLD"])
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def test_a_rare_answer_among_several_hides_itself_and_what_would_tell_it_but_not_its_question():
    assessment, analyst = getting_by()
    told = lines(builders.person("CPO"), assessment, ask=WAYS, by="place")
    shown = {(row["Group"], row["Answer"]): row["Estimate"] for row in told}
    assert {"isle"} == {group for group, answer in shown if answer == "Risky work"}
    assert {"coast", "hills", "isle"} == {group for group, answer in shown if answer == "Fewer meals"}
    assert "27.3 %" == shown["isle", "Risky work"].replace("\u00a0", " ")
    every = [
        row["Use"]
        for row in lines(analyst, assessment, ask=WAYS, by="place")
        if row["Answer"] == "Risky work"
    ]
    assert 2 == sum("small cell" in use for use in every)
    whole = {row["Answer"] for row in lines(builders.person("CPO"), assessment, ask=WAYS)}
    assert {"Risky work", "Fewer meals", "Any way that does harm"} <= whole


def test_what_is_stored_of_several_answers_hides_what_the_questions_by_groups_hide():
    assessment, analyst = getting_by()
    services.compute_estimates(by=analyst, assessment=assessment, domains=["place"])
    kept = published(assessment.estimates.filter(field=WAYS, level="risky_work"))
    assert "place=hills" not in {row.domain for row in kept}


def test_what_is_published_tells_no_group_by_the_whole_less_the_others():
    assessment, analyst = surveyed(men=4)
    services.compute_estimates(by=analyst, assessment=assessment)
    kept = published(assessment.estimates.filter(field=FAIR, value__isnull=False))
    assert {""} == {row.domain for row in kept}


def test_only_who_may_compute_estimates_explores():
    assessment, _analyst = surveyed()
    for role, status in (("CD", 403), ("CONST_WORK", 403)):
        page(builders.person(role), assessment, status=status)


def test_what_is_not_there_is_left_out_and_an_empty_survey_says_so():
    assessment, analyst = surveyed()
    shown = page(analyst, assessment, ask=["nonsense", FAIR], by=["nonsense", "sex"], module="NONE")
    page(analyst, assessment, name="assess_behind", ask=FAIR, open="9999", status=404)
    page(analyst, assessment, name="assess_behind", ask=FAIR, open="\u00b2", status=404)
    assert "estimates." in shown
    empty, _form, other = fielded()
    assert "No interview is in yet." in page(other, empty)


def test_questions_and_answers_of_an_english_form_are_read_in_the_language_of_the_reader():
    assessment, _analyst = surveyed()
    with translation.override("fr"):
        asked = words.Asked.of(assessment)
    english = words.Asked.of(assessment)
    lost = "Q_WKR_03"
    assert "Avez-vous perdu" in asked.question(lost)
    assert english.answer(lost, "lost", "proportion") != asked.answer(lost, "lost", "proportion")


def test_a_question_that_the_playbook_words_otherwise_now_stays_as_it_was_asked():
    assessment, _analyst = surveyed()
    form = assessment.forms.get()
    text = json.dumps(form.questions).replace("Did you lose", "Had you lost")
    assessment.forms.update(questions=json.loads(text))
    with translation.override("fr"):
        assert words.Asked.of(assessment).question("Q_WKR_03").startswith("Had you lost")
