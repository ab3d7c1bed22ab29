"""No question of the playbook is lost on the way to the field."""

import pytest

from mainstay import playbook
from mainstay.assess import rules
from mainstay.assess.selectors.questionnaires import exchange_form, fields_asked, form_shown, nodes_shown
from mainstay.exchange.xlsform import nodes_of
from mainstay.exchange.xlsform.questions import Field
from tests.assess.field import scoped

pytestmark = pytest.mark.django_db
MODULES = sorted(playbook.load().assessment_modules)


def answered(nodes):
    """Yield every field that takes an answer, also those of rows."""
    for node in nodes:
        if isinstance(node, Field):
            if node.kind != "note":
                yield node
        else:
            yield from answered(node.children)


def labels(shown):
    """Yield what a person reads of a form."""
    for node in shown:
        yield node["label"]
        yield from labels(node.get("children", ()))


@pytest.mark.parametrize("module", MODULES)
def test_each_question_that_is_asked_at_a_stage_is_a_field_of_its_form(module):
    assessment, _officer = scoped()
    questions = playbook.current().assessment_modules[module].questions.values()
    for place, stage in enumerate(rules.STAGES):
        assessment.stage = stage
        form = form_shown(assessment, module, "en")
        fields = {field.question for field in answered(nodes_of(exchange_form(form)))}
        due = {
            one.code for one in questions if rules.STAGES.index(one.stage) <= place and one.type != "consent"
        }
        assert not due - fields, stage


@pytest.mark.parametrize("kind", ["UNION", "EMPLOYERS_BODY"])
def test_what_an_institution_can_do_and_needs_is_asked_line_by_line(kind):
    assessment, _officer = scoped()
    asked = playbook.current().assessing.institution_kinds[kind]
    form = form_shown(assessment, asked.module, "en")
    fields = [field.question for field in fields_asked(form)]
    lists = [code for code in (*asked.capacity_questions, *asked.needs_questions) if fields.count(code) > 3]
    assert 2 == len(lists), "what can be done, and what is needed"
    assert {"Legal help", "Helpdesk"} & set(labels(nodes_shown(form, "en")))
