"""Whatever comes in, the API answers as it describes itself and never with a fault of ours (schemathesis)."""

import json
from datetime import timedelta
from itertools import islice

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mainstay.accounts.services import assign_role, create_token
from mainstay.common import clock
from mainstay.web.api.root import description
from tests import builders
from tests.web.kept import crisis

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.slow]
ROLES = (
    "CPO",
    "CD",
    "RM",
    "FUND",
    "ME",
    "ROSTER",
    "PAY_OFF",
    "SITE_ENG",
    "TT_COORD",
    "KM",
    "SAF_OFF",
    "TRAIN",
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def headers(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    settings.STAGING_FOLDER = tmp_path / "staging"
    crisis()
    many = builders.person("TT_COORD")
    for role in ROLES:
        other = builders.person(role)
        held = other.roles.get()
        if role != "TT_COORD":
            assign_role(
                by=builders.operator(),
                person=many,
                role=role,
                scope_kind=held.scope_kind,
                scope_key=held.scope_key,
            )
    key = create_token(by=many, name="Fuzz", scopes=["write"], ends_on=clock.today() + timedelta(days=9))
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def one_connection():
    """Keep the connection of the test open between calls, as the test client does."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


def test_whatever_comes_in_the_api_answers_as_it_says(headers, one_connection, pytestconfig):
    """Each of the two databases takes every second operation, so that a whole run tries all; `--full` all on both."""
    schema = schemathesis.openapi.from_dict(json.loads(description()))
    schema.app = WSGIHandler()
    whole = pytestconfig.getoption("--full")
    examples = 30 if whole else 2
    tried, faults = 0, {}
    first, step = (0, 1) if whole else (int(connection.vendor == "postgresql"), 2)
    for found in islice(schema.get_all_operations(), first, None, step):
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                tried += _try(operation, mode, headers, examples)
            except (Exception, BaseExceptionGroup) as fault:  # noqa: BLE001 - each operation is tried, and all faults are told together
                faults[operation.label] = str(fault)[:500]
    assert {} == faults
    assert tried > 400


def _try(operation, mode, headers, examples):
    tried = 0

    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(
        max_examples=examples, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def answer(case):
        nonlocal tried
        tried += 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        answer()
    except hypothesis.errors.Unsatisfiable:
        return 0
    return tried
