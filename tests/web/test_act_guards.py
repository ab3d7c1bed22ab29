"""What is offered can be done: a button that is certain to be refused is not shown, and the page says why."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template

import mainstay
from mainstay.common.models import AuditEntry
from mainstay.deliver.skills.models import Course
from mainstay.deliver.works.models import Site
from mainstay.design.models import Project
from mainstay.fund.models import Grant
from mainstay.learn.lessons.models import Recommendation
from mainstay.staff.models import Deployment, TeamRequest
from mainstay.watch.models import RiskBoard
from mainstay.web.acts.catalogue import OpenAct, acts_on, deed_named, every_deed, shut
from mainstay.web.acts.guards import reading
from mainstay.web.acts.onward import first_of
from mainstay.web.acts.values import record_kind
from tests import builders

#: How a template or a view says which acts alone it shows.
NARROWED = r"""(?:what_can_be_done [^%]*\bonly=|"acts_only": )"([a-z -]+)\""""

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def officer():
    return builders.person("CPO")


def refusal(stage, verb, record, person):
    deed = deed_named(stage, verb)
    name = next(value.name for value in deed.values if record_kind(value) is type(record))
    return shut(deed, name, record, person)


@pytest.mark.parametrize(
    ("stage", "verb", "record"),
    [
        ("works", "open-site", Site(state="ACTIVE")),  # a move in a helper
        ("staff", "refuse-team-request", TeamRequest(state="FILLED")),
        ("staff", "select-candidate", TeamRequest(state="ASKED")),  # a list that is not there
        ("staff", "check-in", Deployment(state="CANCELLED")),
        ("lessons", "answer-recommendation", Recommendation(state="ACCEPTED")),  # a verb that is typed
        ("design", "add-module", Project(state="IN_REVIEW")),  # a guard in a context manager
        ("design", "activate-project", Project(state="DRAFT")),  # a move after a change
        ("skills", "enrol-trainees", Course(state="CLOSED")),
        ("skills", "trace-trainees", Course(state="RUNNING", ends_on=date(2999, 12, 31))),
        ("skills", "trace-trainees", Course(state="CANCELLED", ends_on=date(2020, 1, 1))),
    ],
    ids=lambda value: value if isinstance(value, str) else value.state,
)
def test_what_its_service_refuses_for_the_record_alone_is_shut(stage, verb, record, officer):
    record.pk = 1
    assert refusal(stage, verb, record, officer) is not None


@pytest.mark.parametrize(
    ("stage", "verb", "record"),
    [
        ("works", "open-site", Site(state="READY")),
        ("works", "record-finding", Site(state="HANDED_OVER")),
        ("staff", "approve-team-request", TeamRequest(state="ASKED")),
        ("lessons", "answer-recommendation", Recommendation(state="ASKED")),
        ("design", "add-module", Project(state="DRAFT")),
        ("skills", "start-course", Course(state="APPROVED")),
        # its last day has gone by, and nobody recorded the end
        ("skills", "trace-trainees", Course(state="RUNNING", ends_on=date(2020, 1, 1))),
    ],
    ids=lambda value: value if isinstance(value, str) else value.state,
)
def test_what_depends_on_what_is_typed_stays_open(stage, verb, record, officer):
    record.pk = 1
    assert refusal(stage, verb, record, officer) is None


def test_the_reason_is_the_services_own(officer):
    from mainstay.common import clock

    board = RiskBoard(pk=1, held_at=clock.now())
    assert "was held on" in str(refusal("watch", "hold-board", board, officer))
    assert refusal("watch", "hold-board", RiskBoard(pk=1), officer) is None


def test_reading_the_guards_of_every_act_changes_nothing(officer):
    case, people = builders.case(), [officer, builders.person("TT_COORD"), builders.person("CD")]
    before = AuditEntry.objects.count()
    state = {name: value for name, value in vars(case).items() if name != "_state"}
    for person in people:
        acts_on(person, case)
    assert before == AuditEntry.objects.count()
    assert state == {name: value for name, value in vars(case).items() if name != "_state"}


def test_a_response_that_runs_is_not_activated_again_and_an_open_case_not_opened(officer):
    case, coordinator = builders.case(), builders.person("TT_COORD")
    offered = {deed.name for _stage, deed, _name in acts_on(coordinator, case)}
    assert not {"reopen-case", "accept-lead", "approve-level-3"} & offered
    assert {"convene-team", "add-note"} & offered


def shown(person, record, arguments=""):
    request = HttpRequest()
    request.user, request.path = person, "/here/"
    page = Template("{% load acts %}{% what_can_be_done record " + arguments + " %}")
    return page.render(Context({"request": request, "record": record}))


def test_the_acts_that_the_page_names_stand_before_the_others():
    case, coordinator = builders.case(), builders.person("TT_COORD")
    page = shown(coordinator, case, 'first="add-task add-note"')
    ahead, _more, others = page.partition("<details")
    assert ahead.index("Add task") < ahead.index("Add note")
    assert "Fill a seat" not in ahead
    assert "Fill a seat" in others
    assert "more things you can do here" in others


def test_a_page_can_leave_the_acts_of_one_stage_or_some_by_name():
    case, coordinator = builders.case(), builders.person("TT_COORD")
    assert "Ask for people" in shown(coordinator, case)
    page = shown(coordinator, case, 'stage="cases"')
    assert "Add task" in page
    assert "Ask for people" not in page
    alone = shown(coordinator, case, 'only="add-note"')
    assert "Add note" in alone
    assert "<details" not in alone
    assert "Add task" not in alone


def test_the_acts_that_a_page_is_narrowed_to_are_acts():
    told = [
        names
        for path in Path(mainstay.__path__[0]).rglob("*")
        if path.suffix in {".html", ".py"}
        for names in re.findall(NARROWED, path.read_text("utf-8"))
    ]
    known = {deed.name for _stage, deed in every_deed()}
    assert len(told) > 4
    assert [] == [name for names in told for name in names.split() if name not in known]


def test_the_state_asks_for_what_leads_on_never_for_what_leads_back(officer):
    grant, rows = Grant(pk=1, state="DRAFT"), []
    for verb in ("withdraw-grant", "submit-grant"):
        deed = deed_named("fund", verb)
        rows.append(OpenAct("fund", deed, "grant", reading(deed, "grant", grant, officer).moves))
    assert ["submit-grant"] == [row.deed.name for row in first_of(grant, rows)]
