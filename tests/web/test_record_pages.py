"""A record is called by words: no key, no code of the machine, no digest stands on its page or in its list."""

import pytest
from django.urls import reverse

from mainstay import playbook
from mainstay.accounts.permissions.registry import registered_models
from mainstay.cases.models import CaseTask
from mainstay.page.frame import rail
from mainstay.web.acts.catalogue import stages
from mainstay.web.acts.choices import LISTS, allowed_values
from mainstay.web.acts.finding import kinds_of
from mainstay.web.acts.naming import heading_of, words_of
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words.plurals import PLURALS
from mainstay.web.acts.words.values import value_called
from mainstay.web.acts.written import COLLECTIONS, marks_of
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")
#: Fields whose values are said by other means than a word for each: languages by their own names, months as numbers.
SAID_OTHERWISE = {"language", "sex", "months", "question"}


def page(person, address):
    answer = client_of(person).get(address)
    assert 200 == answer.status_code, answer.content[:300]
    return answer.content.decode()


def test_every_kind_that_can_be_listed_has_its_plural():
    listed = {kind.model._meta.label for floor in stages().values() for kind in kinds_of(floor).values()}
    assert set() == listed - set(PLURALS)


def _named_elsewhere(model, name):
    listed = COLLECTIONS.get((model._meta.label, name)) or LISTS.get(name, "")
    named = {code for one in listed.split() for code in playbook.current().collection(one)}
    return {"", *named, *marks_of(model, name)}


def test_every_value_to_which_a_table_holds_a_field_has_its_word():
    nameless = [
        (model._meta.label, field.name, code)
        for model in registered_models()
        for field in fields_of(model)
        if field.name not in SAID_OTHERWISE
        for code in set(allowed_values(model, field.name)) - _named_elsewhere(model, field.name)
        if not value_called(model._meta.label, field.name, code)
    ]
    assert [] == nameless


def test_a_task_is_called_by_what_is_to_be_done_and_says_when_it_is_late():
    case, coordinator = builders.case(), builders.person("TT_COORD")
    task = CaseTask.objects.filter(case=case).order_by("due_at").first() or CaseTask.objects.create(
        case=case,
        code="F30-07",
        title="Open the first site",
        stage="works",
        owner_role="CPO",
        due_at=case.onset_at,
    )
    shown = page(coordinator, reverse("record", args=["cases", "case-task", task.pk]))
    assert task.code not in shown.partition("<h1>")[2].partition("<h2>")[0]
    listed = page(coordinator, reverse("records", args=["cases", "case-task"]))
    assert "<h1>Tasks</h1>" in listed
    assert words_of(task) in listed
    assert "open" in listed.partition('class="lead"')[2].partition("</p>")[0]


def test_what_has_no_name_of_its_own_says_its_kind_before_that_of_another():
    from mainstay.cases.models import RuleWaiver

    assert heading_of(RuleWaiver(rule="travel_approval")).startswith("Rule waiver: Travel")
    assert words_of(builders.case()) == builders.case().name


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("/registers/advice/", "partners"), ("/records/works/roll/", "deliver"), ("/records/fund/lead/", "fund"),
        ("/skills/", "deliver"), ("/do/lessons/", "learn"), ("/watch/", "watch"),
    ],
)  # fmt: skip
def test_the_rail_marks_the_stage_wherever_its_pages_lie(path, stage):
    assert [stage] == [entry.code for entry in rail(path) if entry.current]
