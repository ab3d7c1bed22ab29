"""A stage uses another stage through its open rooms only; and nothing goes round the services.

The records of the spine (a person, a case, an organisation) may be named as types, since every service is given
some; they may not be queried or made outside their own app.
"""

import ast

import pytest

from tests.architecture.house import SPINE, STAGES, app_of, modules, once

OPEN_ROOMS = {"services", "selectors", "permissions", "rules", "methods", "events"}
#: The rehearsal stands where people stand: it fills in the files that they give and takes the papers that they take.
ROOMS_OF_A_DOOR = {"forms", "documents"}
BOUND = {*STAGES, *SPINE, "rehearsal"}
QUERIED = {"objects", "_default_manager", "_base_manager"}
SAVING = {"save", "delete"}
ROUND_THE_SERVICES = {
    "django.contrib.admin": "the admin goes round the services",
    "django.forms.ModelForm": "forms are plain: what they are given goes to a service",
    "django.db.models.signals": "stages tell one another by their events",
}


def fault_in_import(module, name):
    """Return why `module` may not import `name`, or None."""
    for way, why in ROUND_THE_SERVICES.items():
        if name == way or name.startswith(way + "."):
            return f"imports {name}: {why}"
    parts = tuple(name.split("."))
    if (
        parts[0] != "mainstay"
        or len(parts) < 3
        or parts[1] not in {*STAGES, *SPINE}
        or module.app[0] not in BOUND
    ):
        return None
    other = app_of(parts[1:])
    room = (*parts[1 + len(other) :], "")[0]
    if other == module.app or room in OPEN_ROOMS or (other[0] in SPINE and room == "models"):
        return None
    if module.app[0] == "rehearsal" and room in ROOMS_OF_A_DOOR:
        return None
    return f"imports {name}: {'.'.join(other)}.{room} is not an open room"


def foreign_records(module):
    """Yield where the module queries or makes a record of the spine that is not its own."""
    foreign = {
        name.rpartition(".")[2]
        for _, name in module.imports()
        if name.startswith(tuple(f"mainstay.{app}.models" for app in SPINE if app != module.app[0]))
    }
    for node in ast.walk(module.tree):
        used = (
            node.value
            if isinstance(node, ast.Attribute) and node.attr in QUERIED
            else getattr(node, "func", None)
        )
        if isinstance(used, ast.Name) and used.id in foreign:
            yield node.lineno, f"reaches for the table of {used.id}: ask its selectors or services"


def saving_models(module):
    """Yield the models that write in their own `save` or `delete`."""
    if module.room == "models":
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                yield from (
                    (f.lineno, f"{node.name} saves by itself: a service does")
                    for f in node.body
                    if isinstance(f, ast.FunctionDef) and f.name in SAVING
                )


@once
def faults_in(module):
    """Yield the imports over a border of one module, and its models that do a service's work."""
    for line, name in module.imports():
        fault = fault_in_import(module, name)
        if fault:
            yield line, fault
    if module.app[0] in BOUND:
        yield from foreign_records(module)
    yield from saving_models(module)


def faults(root):
    """List imports over a border, and models that do a service's work."""
    return [f"{module.shown}:{line} {fault}" for module in modules(root) for line, fault in faults_in(module)]


def test_stages_meet_in_their_open_rooms_only(repository):
    assert [] == faults(repository)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("fund/services.py", "from mainstay.watch.models import Alert"),
        ("fund/services.py", "def f():\n    from mainstay.watch import models"),
        ("deliver/works/selectors.py", "from mainstay.deliver.skills.models import Course"),
        ("fund/services.py", "from mainstay.cases.models import Case\nx = Case.objects.all()"),
        ("fund/services.py", "from mainstay.cases.models import Case\nx = Case(name='a')"),
        ("measure/facts.py", "from mainstay.cases.tables import CaseTable"),
        ("rehearsal/road.py", "from mainstay.deliver.works.models import Site"),
        ("watch/models.py", "from django.db import models\nclass A(models.Model):\n    def save(self): ..."),
        ("watch/forms.py", "from django.forms import ModelForm"),
        ("watch/apps.py", "from django.contrib import admin"),
        ("watch/receivers.py", "from django.db.models.signals import post_save"),
    ],
)
def test_an_import_over_a_border_is_caught(plant, place, text):
    assert any(f"{place}:" in fault for fault in faults(plant(f"src/mainstay/{place}", text)))


@pytest.mark.parametrize(
    "text",
    [
        "from mainstay.watch.services import raise_alert",
        "from mainstay.watch import selectors",
        "from .models import Grant\nx = Grant.objects.all()",
        "from mainstay.cases.models import Case\ndef f(case: Case) -> Case: return case",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from mainstay.watch.models import Alert",
    ],
)
def test_an_open_room_is_open(plant, text):
    assert not any(
        "fund/services.py:" in fault for fault in faults(plant("src/mainstay/fund/services.py", text))
    )
