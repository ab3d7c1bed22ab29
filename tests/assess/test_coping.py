"""How people get by: shares with intervals, harm first, few people held back, and never by a restricted answer."""

import csv
import io
from collections import Counter

import pytest
from django.urls import reverse

from mainstay.assess import services
from mainstay.assess.documents.report import assessment_report
from mainstay.assess.selectors.answers import ANY_HARMFUL
from mainstay.assess.selectors.coping import NONE, getting_by
from mainstay.common.models import Area
from mainstay.rehearsal.generators.households import households
from mainstay.statistics.survey import Design
from tests import builders
from tests.assess.field import TODAY, fielded, household, scoped, taken, women_talk
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def asked(*, rare=4):
    """Return a survey: on the coast 30 of 80 let a child work, in the hills 20 and on the isle `rare` of 60."""
    rows = [household("coast", ways=["child_work", "borrow_food"])] * 30
    rows += [household("coast", "M", ways=["borrow_food", "high_interest_debt"])] * 20 + [
        household("coast")
    ] * 30
    rows += [household("hills", "M", ways=["child_work", "high_interest_debt"])] * 20
    rows += [household("hills", ways=["borrow_food"])] * 20 + [household("hills", "M")] * 20
    rows += [household("isle", ways=["child_work", "borrow_food"])] * rare
    rows += [household("isle", "M", ways=["borrow_food", "high_interest_debt"])] * (40 - rare)
    rows += [household("isle")] * 20
    heads = ("man", "woman")
    details = [{"n": at + 1, "Q_HHD_03": heads[at % 2], "Q_HHD_06": "resident"} for at in range(len(rows))]
    assessment, form, analyst = fielded(module="HOUSEHOLD", modules=["HOUSEHOLD"])
    taken(form, analyst, [row | more for row, more in zip(rows, details, strict=True)])
    assessment.refresh_from_db()
    return assessment, analyst


def page(person, assessment, status=200, **given):
    answer = client_of(person).get(reverse("assess_coping", args=[assessment.uid]), given)
    assert status == answer.status_code
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def lines(person, assessment, **given):
    return list(csv.DictReader(io.StringIO(page(person, assessment, export="csv", **given).lstrip("\ufeff"))))


def test_any_harm_comes_first_then_harmful_ways_with_what_is_done_then_others_and_none():
    assessment, _analyst = asked()
    rows = getting_by(assessment).overall
    assert (ANY_HARMFUL, NONE) == (rows[0].way, rows[-1].way)
    harmful = [row.harmful for row in rows]
    assert sorted(harmful, reverse=True) == harmful
    child = next(row for row in rows if row.way == "child_work")
    assert child.explored.row.estimate == pytest.approx(54 / 200)
    assert child.explored.row.ci_low < 54 / 200 < child.explored.row.ci_high
    assert "refer child to school" in child.way_out
    assert rows[0].explored.row.estimate == pytest.approx((30 + 20 + 20 + 40) / 200)


def test_displacement_is_never_a_group():
    assessment, analyst = asked()
    assert ["place", "sex", "Q_HHD_03"] == list(getting_by(assessment).groups)
    assert lines(analyst, assessment) == lines(analyst, assessment, by="Q_HHD_06")


def test_a_rare_way_is_held_back_at_its_place_and_one_other_and_the_map_says_so_to_everybody():
    assessment, analyst = asked()
    officer = builders.person("CPO")
    told = {(row["Group"], row["Answer"]) for row in lines(officer, assessment, by="place")}
    assert {"coast"} == {group for group, answer in told if answer == "A child worked"}
    assert {"coast", "hills", "isle"} == {group for group, answer in told if answer == "Borrowed food"}
    for person in (analyst, officer):
        shown = page(person, assessment)
        assert 2 <= shown.count("not shown")
        assert "too few people stand behind it" in shown


def test_the_page_tells_harm_and_each_number_opens_how_it_was_computed():
    assessment, analyst = asked()
    shown = page(analyst, assessment, by="sex")
    for words in (
        "Any way that does harm: 55 % (",
        "Borrowed food 55 %",
        "refer child to school",
    ):
        assert words in shown, words
    behind = reverse("assess_behind", args=[assessment.uid])
    start = shown.index(f'href="{behind}') + len('href="')
    opened = client_of(analyst).get(shown[start : shown.index('"', start)].replace("&amp;", "&"))
    assert "How was this computed?" in opened.content.decode()
    assert behind not in page(builders.person("CPO"), assessment, by="sex")


def test_what_groups_said_stands_beside_the_shares_and_both_are_for_who_computes_estimates():
    assessment, analyst = asked()
    women_talk(assessment, analyst)
    assert "Boys carry loads at the market." in page(analyst, assessment)
    page(builders.person("CONST_WORK", "country", "COM"), assessment, status=403)


def test_two_places_of_one_name_keep_a_column_each():
    assessment, analyst = asked(rare=20)
    for code in ("hills", "isle"):
        Area.objects.create(pcode=code, country=assessment.country, name="The north", source="synthetic")
    shown = page(analyst, assessment)
    assert 2 == shown.count('<th scope="col"><bdi>The north</bdi></th>')


def test_where_nobody_was_asked_the_page_says_which_interview_to_hold():
    assessment, officer = scoped()
    assert getting_by(assessment) is None
    shown = page(officer, assessment)
    assert "No interview is in yet." in shown
    assert "Question modules: Household income, coping and social protection." in shown


def test_the_report_tells_how_people_get_by_without_what_is_held_back():
    assessment, analyst = asked()
    titles = [part.heading for part in assessment_report(assessment).sections]
    assert "How people get by" not in titles
    services.compute_estimates(by=analyst, assessment=assessment)
    assessment.refresh_from_db()
    (part,) = [part for part in assessment_report(assessment).sections if part.heading == "How people get by"]
    told = {(row[0], row[1]) for row in part.table.rows}
    assert ("A child worked (harmful)", "everybody") in told
    assert ("Any way that does harm", "isle") in told
    assert not told & {("A child worked (harmful)", "hills"), ("A child worked (harmful)", "isle")}
    assert "refer child to school" in part.table.caption


def test_the_report_estimates_each_question_once_over_all_people_and_once_by_each_group(monkeypatch):
    assessment, analyst = asked()
    services.compute_estimates(by=analyst, assessment=assessment)
    assessment.refresh_from_db()
    made = Counter()
    for statistic in ("mean", "proportion_interval", "ratio"):
        monkeypatch.setattr(Design, statistic, counted(getattr(Design, statistic), made))
    assessment_report(assessment)
    assert 3 == len([by for *_way, column, by in made if column == "Q_HHD_08=child_work"])
    assert {} == {asked: count for asked, count in made.items() if count > 1}


def counted(estimate, made):
    """Return `estimate`, which counts in `made` what it is asked, by what."""

    def asked_for(design, *columns, by=(), **how):
        made[estimate.__name__, *columns, tuple([by] if isinstance(by, str) else by)] += 1
        return estimate(design, *columns, by=by, **how)

    return asked_for


def test_the_synthetic_households_say_how_they_get_by_and_the_same_again_from_the_same_seed():
    drawn = [list(households(200, seed=7, places=["A", "B"], first=TODAY)) for _each in range(2)]
    assert drawn[0] == drawn[1]
    ways = [row["Q_HHD_08"].split() for row in drawn[0] if row["consent"] == "yes"]
    assert all(ways)
    assert all(["none"] == each or "none" not in each for each in ways)
    assert 20 < sum("child_work" in each for each in ways) < 80
