"""The labour market of an assessment by the international standards, on a page, from its own questions."""

import csv
import html
import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from django.urls import reverse

from mainstay.assess.methods.hourly_pay import Wage
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.labour import labour_market
from mainstay.assess.views.decent_work import decent_told
from mainstay.common.models import Area, Country
from tests import builders
from tests.assess.field import fielded, taken, worker
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def told(status, hours="", days="0", **more):
    """Return an interview with somebody who works so many hours, or who could work so many days."""
    return worker(Q_WKR_02_status=status, Q_WKR_02_hours=hours, Q_WKR_05=days, **more)


@pytest.fixture
def survey():
    assessment, form, analyst = fielded()
    rows = [
        *[told("employee", "40") for _each in range(50)],
        *[told("own_account", "20", sex="M") for _each in range(30)],
        *[told("none", "", "5", sex="M") for _each in range(20)],
    ]
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def page(person, assessment, status=200, name="assess_labour", **asked):
    answer = client_of(person).get(reverse(name, args=[assessment.uid]), asked)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode()


def rates(person, assessment, **asked):
    rows = csv.DictReader(io.StringIO(page(person, assessment, export="csv", **asked).lstrip("\ufeff")))
    return {(row.get("Group", ""), row["Answer"]): row["Estimate"] for row in rows}


def test_rates_follow_from_what_people_were_asked(survey):
    assessment, analyst = survey
    made = labour_market(assessment, by="")
    found = {row.asked.field: (row.row.estimate, row.row.n) for row in made.rows}
    assert ((0.8, 100), (0.375, 80)) == (found["EPOP"], found["VULNERABLE"])
    shown = page(analyst, assessment)
    assert "Employment-to-population ratio: 80.0\u00a0%." in shown
    assert "Not asked for in these interviews:" in shown
    assert "Q_WKR_02_status" in shown


def test_rates_stand_by_sex_and_age_and_small_groups_stay_with_who_may_read_interviews(survey):
    assessment, analyst = survey
    ratio = "Employment-to-population ratio"
    found = rates(analyst, assessment, by="sex")
    assert ("100.0 %", "60.0 %") == (found["women", ratio], found["men", ratio])
    shown = page(analyst, assessment, by="sex")
    assert f"{ratio} · women: 100.0\u00a0%." in shown
    assert "80.0 %" == rates(analyst, assessment, by="age_group")["25-34", ratio]
    vulnerable = "Own-account and contributing family workers (vulnerable)"
    assert ("men", vulnerable) in rates(analyst, assessment, by="sex")
    assert "80.0 %" == rates(builders.person("CPO"), assessment)["", ratio]


def lines(person, assessment, name="assess_labour", **asked):
    answer = client_of(person).get(reverse(name, args=[assessment.uid]), {"export": "csv", **asked})
    return list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))


def behind(person, assessment, rate, status=200, **asked):
    """Return the page on how a rate was computed, by the link on its estimate."""
    shown = page(person, assessment, **asked)
    links = {
        html.unescape(words).replace("\u00a0", " "): html.unescape(link)
        for link, words in re.findall(r'<a href="([^"]+labour/behind/[^"]+)">([^<]+)</a>', shown)
    }
    answer = client_of(person).get(links[rate])
    assert status == answer.status_code
    return answer.content.decode()


@pytest.fixture
def instrument():
    """Return an assessment that asked the whole interview: unemployment, underemployment, status, pay."""
    assessment, form, analyst = fielded()
    rows = [
        *[told("employee", "40", Q_WKR_24="no", Q_WKR_29="permanent", Q_WKR_28="") for _each in range(40)],
        *[told("own_account", "20", sex="M", Q_WKR_24="yes", Q_WKR_25="yes", Q_WKR_28="no") for _each in range(20)],
        *[told("own_account", "30", Q_WKR_24="no", Q_WKR_28="yes") for _each in range(4)],
        *[told("none", "", "5", sex="M", Q_WKR_33="yes", Q_WKR_34="friends") for _each in range(15)],
        *[told("none", "", "5", Q_WKR_33="no", Q_WKR_36="no", Q_WKR_38="yes") for _each in range(21)],
    ]  # fmt: skip
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def test_the_four_rates_of_underutilization_stand_on_the_page(instrument):
    assessment, analyst = instrument
    found = rates(analyst, assessment)
    unemployment = found["", "LU1: unemployment rate"]
    assert ("19.0 %", "44.3 %") == (
        unemployment,
        found["", "LU2: unemployment and time-related underemployment"],
    )
    assert ("36.0 %", "56.0 %") == (
        found["", "LU3: unemployment and potential labour force"], found["", "LU4: labour underutilization"],
    )  # fmt: skip
    assert "LU1: unemployment rate: 19.0\u00a0%." in page(analyst, assessment)


def test_a_rate_opens_to_its_formula_its_design_its_questions_and_its_interviews(instrument):
    assessment, analyst = instrument
    opened = behind(analyst, assessment, "19.0 %")
    assert re.search("<strong>Unemployed</strong>.*<strong>[(]Employed [+] Unemployed[)]</strong>", opened)
    facts = dict(re.findall("<dt>([^<]+)</dt><dd>([^<]*)</dd>", opened))
    assert ("79", "15", "78") == tuple(
        facts[name] for name in ("People asked", "Of these, those for whom it holds", "Degrees of freedom")
    )
    assert "Taylor linearisation; interval by the logit; ICLS-19" == facts["Method"]
    assert "Q_WKR_33" in opened, "what the search rests on"
    assert "Q_WKR_24" not in opened, "unemployment does not rest on the wish for more hours"
    assert "Employed: Worked for pay or profit" in opened
    rows = lines(analyst, assessment, name="assess_labour_behind", open="LU1.0")
    assert {
        ("Employed: Worked for pay or profit", "No"): 64,
        ("Unemployed: Looked for work and could start", "Yes"): 15,
    } == (Counter((row["What decided"], row["Counts in the rate"]) for row in rows))


def test_who_computes_and_reads_no_interviews_sees_the_formula_and_nobody(instrument):
    assessment, _analyst = instrument
    officer = builders.person("CPO")
    opened = behind(officer, assessment, "19.0 %")
    assert "Employed + Unemployed" in opened
    assert "The interviews behind it" not in opened
    assert "Worked for pay or profit" not in opened
    assert [] == lines(officer, assessment, name="assess_labour_behind", open="LU1.0")


def test_small_groups_are_neither_listed_nor_opened_for_who_reads_no_interviews(instrument):
    assessment, analyst = instrument
    officer = builders.person("CPO")
    vulnerable = "Own-account and contributing family workers (vulnerable)"
    assert {"women", "men"} == {
        row["Group"] for row in lines(analyst, assessment, by="sex") if row["Answer"] == vulnerable
    }
    assert not [row for row in lines(officer, assessment, by="sex") if row["Answer"] == vulnerable], (
        "four women"
    )
    for person, status in ((officer, 404), (analyst, 200)):
        page(person, assessment, name="assess_labour_behind", by="sex", open="VULNERABLE.0", status=status)
    assert "Owner-operator of a corporation without employees" in page(analyst, assessment)
    assert "Owner-operator of a corporation without employees" not in page(officer, assessment), "four people"


def test_the_employed_stand_by_status_and_each_share_opens(instrument):
    assessment, analyst = instrument
    shown = page(analyst, assessment)
    assert {"ICSE-93", "ICSE-18"} == set(re.findall("<caption>([^<]+)</caption>", shown))
    assert "Permanent employee" in shown
    opened = page(analyst, assessment, name="assess_labour_behind", open="ICSE18_41.0")
    assert "<strong>Permanent employee</strong>" in opened


def test_the_rules_of_reliability_can_be_chosen_and_stay_with_the_links(instrument):
    assessment, analyst = instrument
    marks = {
        rules: {row["Answer"]: row["Use"] for row in lines(analyst, assessment, rules=rules)}
        for rules in ("ine_chile", "ilo_cv")
    }
    assert marks["ine_chile"] != marks["ilo_cv"]
    shown = page(analyst, assessment, rules="ilo_cv", by="sex")
    assert '<option value="ilo_cv" selected>' in shown
    assert "by=place&amp;icls=19&amp;rules=ilo_cv" in shown


def test_a_place_that_is_known_by_its_code_is_shown_by_its_name(survey):
    assessment, analyst = survey
    (code,) = {row["Group"] for row in lines(analyst, assessment, by="place")}
    Area.objects.create(pcode=code, country=assessment.country, name="The north", source="synthetic")
    assert {"The north"} == {row["Group"] for row in lines(analyst, assessment, by="place")}


def test_a_rate_that_is_not_there_is_not_found(survey):
    assessment, analyst = survey
    for place in ("9999", "LU1.\u00b2", "", "LU1", "LU1.99", "LOW_PAY.0", "ICSE93_9.x"):
        page(analyst, assessment, name="assess_labour_behind", open=place, status=404)


def test_where_nobody_answered_what_decides_no_rate_is_made_up():
    assessment, form, analyst = fielded()
    taken(form, analyst, [worker(n=place + 1) for place in range(20)])
    assert "No interview is in yet in which somebody answered" in page(analyst, assessment, by="sex")
    assert {} == rates(analyst, assessment)


def test_only_an_assessment_that_asks_for_work_has_the_page_and_only_for_who_computes(survey):
    assessment, _analyst = survey
    page(builders.person("CD"), assessment, status=403)
    household, _form, analyst = fielded(module="HOUSEHOLD")
    assert "No interview is in yet in which somebody answered" in page(analyst, household)
    overview = client_of(analyst).get(reverse("assess_explore", args=[household.uid])).content.decode()
    assert reverse("assess_labour", args=[household.uid]) not in overview


@pytest.fixture
def paid():
    """Return an assessment in which employees told their pay: 60 women at 10 an hour, 34 men at 20, 6 at 1."""
    assessment, form, analyst = fielded()

    def employee(amount, **more):
        pay = {"Q_WKR_31_amount": amount, "Q_WKR_31_number": "2", "Q_WKR_32": "8", "Q_WKR_23": "40"}
        return told("employee", "40", Q_WKR_29="permanent", Q_WKR_24="no", **pay, **more)

    rows = [
        *[employee("160") for _each in range(60)],
        *[employee("320", sex="M") for _each in range(34)],
        *[employee("16", sex="M") for _each in range(6)],
        *[told("own_account", "60", sex="M", Q_WKR_23="60", Q_WKR_24="no") for _each in range(20)],
    ]
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def decent(person, assessment, **asked):
    """Return the lines of the section on decent work: measure, group, estimate, people asked."""
    section = (
        page(person, assessment, **asked)
        .partition("<h2>Decent work</h2>")[2]
        .partition("<details")[0]
        .partition("</table>")[0]
    )
    lines = [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", line) for line in section.split("<tr>")[2:]]
    return [tuple(html.unescape(re.sub("<[^>]+>", "", cell)).replace("\xa0", " ") for cell in line) for line in lines]  # fmt: skip


def test_what_work_pays_stands_below_the_rates_with_its_currency(paid):
    assessment, analyst = paid
    found = {line[0]: (line[1], line[3]) for line in decent(analyst, assessment)}
    currency = assessment.country.currency
    assert (f"12.86 {currency}", "100") == found["Hourly earnings of employees: mean"]
    assert ("6.0 %", "100") == found["Employees with low pay"]
    assert ("41.7 %", "100") == found["Gender pay gap by the mean"]
    assert ("16.7 %", "120") == found["Employed who work excessive hours"]
    assert f"Pay is in {currency} for an hour of work" in page(analyst, assessment)


def test_a_measure_opens_to_its_formula_its_limits_and_its_interviews(paid):
    assessment, analyst = paid
    opened = behind(analyst, assessment, "6.0 %")
    assert re.search("Those paid less per hour.*divided by.*Employees whose pay and hours are known", opened)
    facts = dict(re.findall("<dt>([^<]+)</dt><dd>([^<]*)</dd>", opened))
    assert ("100", "6") == (facts["People asked"], facts["Of these, those for whom it holds"])
    assert {"Q_WKR_31_amount", "Q_WKR_31_number", "Q_WKR_32"} <= set(re.findall("Q_WKR_[0-9a-z_]+", opened))
    assert "Low pay: less than this part of the median" in opened
    assert "methods/decent_work" in opened
    money = behind(analyst, assessment, f"12.86 {assessment.country.currency}")
    assert f"{assessment.country.currency} for an hour of work" in money
    assert "Of these, those for whom it holds" not in money


def test_measures_of_few_people_stay_with_who_may_read_interviews(paid):
    assessment, analyst = paid
    officer = builders.person("CPO")
    low = "Employees with low pay"
    assert ["6.0 %"] == [line[1] for line in decent(analyst, assessment) if line[0] == low]
    assert not [line for line in decent(officer, assessment) if line[0] == low], "six people"
    assert {"men", "women"} == {line[1] for line in decent(analyst, assessment, by="sex") if line[0] == low}
    assert not [line for line in decent(officer, assessment, by="sex") if line[0] == low]
    assert "Hourly earnings of employees: mean" in {line[0] for line in decent(officer, assessment)}
    for person, status in ((officer, 404), (analyst, 200)):
        page(person, assessment, name="assess_labour_behind", open="LOW_PAY.0", status=status)


def test_what_the_interviews_did_not_ask_of_decent_work_is_named(paid, survey):
    assessment, analyst = paid
    shown = page(analyst, assessment)
    assert re.search("Not asked for in these interviews:[^<]*Injuries at work in 12 months", shown)
    assert "The playbook knows no minimum wage of this country" in shown
    other, analyst = survey
    shown = page(analyst, other)
    assert re.search("Not asked for in these interviews:[^<]*Hourly earnings of employees: mean", shown)
    assert "Pay is in" not in shown


def test_where_few_are_underpaid_nothing_tells_how_many_they_are(paid):
    assessment, analyst = paid
    Country.objects.filter(pk=builders.country("JOR").pk).update(currency="JOD")
    Assessment.objects.filter(pk=assessment.pk).update(country=Country.objects.get(pk="JOR"))
    assessment.refresh_from_db()
    found = {line[0]: line[1] for line in decent(analyst, assessment)}
    below, missed = "Employees paid less than the minimum wage", "What they miss of the minimum wage"
    assert ("6.0 %", "20.0 %") == (found[below], found[missed])
    assert "Minimum wage: JOD 260.00 per month for 48 hours a week" in page(analyst, assessment)
    assert not {below, missed} & {line[0] for line in decent(builders.person("CPO"), assessment)}


def test_a_measure_that_is_opened_is_computed_with_its_family_alone_and_is_the_same(paid):
    assessment, _analyst = paid
    whole = labour_market(assessment, by="sex", statuses=True, decent=True)
    for code, family in {
        "LOW_PAY": {"LOW_PAY"},
        "DEFICITS": {"DEFICITS", "DEFICITS_MANY", "DEFICITS_DEPTH", "DEFICITS_ADJUSTED"},
    }.items():
        part = labour_market(assessment, by="sex", decent=code)
        assert code in {row.row.variable for row in part.decent.rows} <= family
        places = [place for place in whole.placed if place.partition(".")[0] in family]
        assert [whole.placed[place] for place in places] == [part.placed[place] for place in places]
        for place in places:
            mine, theirs = (made.decent.found.behind(made.placed[place].row)[0] for made in (part, whole))
            assert mine.tolist() == theirs.tolist()


@pytest.mark.parametrize(
    ("wage", "words"),
    [
        (Wage(2.5, "hour"), "JOD 2.50 per hour (law)."),
        (Wage(20, "day"), "JOD 20.00 per day of 8 hours (law)."),
        (Wage(260, "month"), "JOD 260.00 per month for 48 hours a week (law)."),
    ],
)
def test_a_minimum_wage_is_told_with_the_hours_that_it_is_for(paid, wage, words):
    made = labour_market(paid[0], by="", decent=True)
    limits = replace(made.decent.found.limits, minimum=wage, currency="JOD")
    held = replace(made.decent, found=replace(made.decent.found, limits=limits), minimum_source="law")
    shown = decent_told(replace(made, decent=held), [{"use": row} for row in held.rows], closely=True)
    assert [f"Minimum wage: {words}"] == [line for line in shown["said"] if "Minimum wage" in line]


def test_what_was_asked_and_could_not_be_computed_is_told_with_its_reason():
    assessment, form, analyst = fielded()
    rows = [told("employee", "40", Q_WKR_23="50", Q_WKR_29="permanent", Q_WKR_31_amount="160", Q_WKR_31_number="2", Q_WKR_32="8") for _each in range(30)]  # fmt: skip
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    shown = page(analyst, assessment)
    assert re.search(
        "Not computed: Gender pay gap by the mean; Gender pay gap by the median. Nowhere is the pay", shown
    )
    officer = page(builders.person("CPO"), assessment)
    assert "Not computed" not in officer
    assert "Some measures are not shown: too few people stand behind them, or none." in officer


def test_where_every_measure_is_too_small_the_section_says_so_and_shows_none():
    assessment, form, analyst = fielded()
    rows = [told("employee", "40", Q_WKR_23="50") for _each in range(3)]
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    assert decent(analyst, assessment)
    officer = builders.person("CPO")
    assert not decent(officer, assessment)
    section = page(officer, assessment).partition("<h2>Decent work</h2>")[2].partition("<details")[0]
    assert "No rate can be shown." in section
    assert "<table" not in section
