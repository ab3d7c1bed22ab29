"""What answers each function is really there; what is not, says so."""

import ast

import pytest
from django.test import Client
from django.urls import reverse

from mainstay import playbook
from mainstay.cli.main import build
from mainstay.cli.mission_pages import mission_page
from mainstay.web.acts.catalogue import deeds
from mainstay.web.selectors.mission import counted, functions, routes

BOOK = playbook.load()


def test_every_function_of_the_founding_documents_has_its_line():
    assert list(BOOK.traceability) == list(BOOK.mission)
    assert 245 == len(functions()) == sum(counted(functions()).values())


def test_what_is_not_answered_or_in_part_says_what_is_missing():
    assert [] == [line.code for line in BOOK.mission.values() if not line.by and not line.missing]


@pytest.mark.parametrize("code", list(BOOK.mission_answers))
def test_pages_acts_and_commands_that_answer_are_there(code):
    answer = BOOK.mission_answers[code]
    assert answer.pages or answer.acts or answer.commands
    assert [] == [name for name in answer.pages if name not in routes()]
    for act in answer.acts:
        stage, _sep, verb = act.partition("/")
        assert verb in deeds(stage), act
    for command in answer.commands:
        assert _command(command), command


def _command(words):
    import typer

    held = typer.main.get_command(build())
    for word in words.split():
        held = getattr(held, "commands", {}).get(word)
        if held is None:
            return False
    return True


def test_every_test_that_is_named_is_there(repository):
    named = {test for answer in BOOK.mission_answers.values() for test in answer.tests}
    held = {}
    for test in named:
        path, _sep, name = test.partition("::")
        if path not in held:
            tree = ast.parse((repository / path).read_text(encoding="utf-8"))
            held[path] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in held[path], test


def test_every_answer_answers_something():
    used = {code for line in BOOK.mission.values() for code in line.by}
    assert set(BOOK.mission_answers) == used


def test_the_page_of_the_reference_is_up_to_date(repository):
    page = (repository / "docs/reference/mission.md").read_text(encoding="utf-8")
    assert page == mission_page(), "run: mainstay docs mission --write"


@pytest.mark.django_db(databases="__all__")
def test_the_page_counts_them_and_shows_what_is_not_there_yet():
    page = Client().get(reverse("product_mission")).content.decode()
    assert "Of 245 functions" in page
    assert 'id="S094"' in page
    not_yet = Client().get(reverse("product_mission"), {"state": "NOT_YET"}).content.decode()
    assert 'id="S026"' in not_yet
    assert 'id="S094"' not in not_yet
    one = Client().get(reverse("product_mission"), {"code": "S094"}).content.decode()
    assert "works/calculate-payroll" in one
    assert 'id="S026"' not in one
