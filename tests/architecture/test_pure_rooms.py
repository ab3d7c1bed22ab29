"""Rules, methods, statistics, exchange and the pure half of common know no Django, no clock, no chance."""

import ast

import pytest

from tests.architecture.house import SPINE, STAGES, modules, once

FORBIDDEN = (
    "django", "random", "secrets", "time", "mainstay.common.clock", "mainstay.common.models", "mainstay.common.jobs",
    "os.environ",
)  # fmt: skip
ROOMS_WITH_TABLES = {
    "models",
    "services",
    "selectors",
    "permissions",
    "views",
    "forms",
    "tables",
    "api",
    "cli",
    "tasks",
}
CLOCK_CALLS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "uuid4", "uuid1", "urandom")
SEEDED = {"default_rng", "Generator", "SeedSequence", "PCG64", "Philox"}


def fault_in_import(name):
    """Return why a pure module may not import `name`, or None."""
    if any(name == bad or name.startswith(bad + ".") for bad in FORBIDDEN):
        return f"imports {name}"
    parts = name.split(".")
    if parts[0] == "mainstay" and {*STAGES, *SPINE} & set(parts[1:2]) and ROOMS_WITH_TABLES & set(parts[2:4]):
        return f"imports {name}, which is not pure"
    return None


def fault_in_call(call):
    """Return why a pure module may not make `call`, or None."""
    name = ast.unparse(call.func)
    if name.endswith(CLOCK_CALLS):
        return f"calls {name}: the moment, or the identity, comes as an argument"
    drawn = name.rpartition(".")[2]
    if name.rpartition(".")[0] in {"np.random", "numpy.random"} and drawn not in SEEDED:
        return f"draws with {name}: draw from a generator with a seed"
    if drawn in {"default_rng", "SeedSequence", "PCG64"} and not (call.args or call.keywords):
        return f"calls {name} without a seed"
    return None


@once
def faults_in(module):
    """Return what makes one module impure, with its lines."""
    told = [(line, fault_in_import(name)) for line, name in module.imports()]
    told += [(n.lineno, fault_in_call(n)) for n in ast.walk(module.tree) if isinstance(n, ast.Call)]
    return [(line, fault) for line, fault in told if fault]


def faults(root):
    """List what makes a pure module impure."""
    pure = (module for module in modules(root) if module.is_pure)
    return [f"{module.shown}:{line} {fault}" for module in pure for line, fault in faults_in(module)]


def test_pure_rooms_are_pure(repository):
    assert [] == faults(repository)


@pytest.mark.parametrize(
    "text",
    [
        "from django.db import models",
        "def f():\n    import random",
        "from datetime import date\ndef f():\n    return date.today()",
        "from mainstay.common.clock import today",
        "from mainstay.common import clock",
        "import numpy as np\nx = np.random.normal()",
        "import numpy as np\nx = np.random.default_rng()",
        "from .models import Alert",
        "from uuid import uuid4\nx = uuid4()",
    ],
)
@pytest.mark.parametrize("place", ["watch/rules.py", "fund/methods/burn_rate.py", "deliver/works/rules.py"])
def test_an_impure_line_in_a_pure_room_is_caught(plant, place, text):
    name = place.rpartition("/")[2]
    assert any(name in fault for fault in faults(plant(f"src/mainstay/{place}", text)))


def test_a_seeded_generator_is_fine(plant):
    root = plant("src/mainstay/watch/rules.py", "import numpy as np\nx = np.random.default_rng(7)\n")
    assert not any("watch/rules.py" in fault for fault in faults(root))
