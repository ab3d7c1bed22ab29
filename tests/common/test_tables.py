"""A new database is made by the migrations; those of the tests, made from the models, are the same."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.db.migrations.operations import AddField
from django.db.models import IntegerField

from mainstay.common.first_tables import CreateTogether

MIGRATE = """
import django; django.setup()
from mainstay.common import tables
tables.bring_up_to_date()
"""
#: As `tests/conftest.py` makes them.
FROM_MODELS = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from tests.databases import finish
settings.MIGRATION_MODULES = type("None", (), {"__contains__": lambda *_: True, "__getitem__": lambda *_: None})()
call_command("migrate", run_syncdb=True, verbosity=0)
finish()
"""


def _run(program, folder):
    environment = {
        **os.environ,
        "MAINSTAY_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mainstay.project.settings",
    }
    environment.pop("MAINSTAY_DATABASE", None)
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _shape(folder):
    """Return every table with its columns, keys and constraints, and every trigger and index, whatever their order."""
    with sqlite3.connect(folder / "mainstay.sqlite3") as database:
        shape = {}
        for kind, name, sql in database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'django_migrations'"
        ):
            shape[kind, name] = sql if kind != "table" else None
            if kind == "table":
                shape["columns", name] = sorted(
                    row[1:4] + row[5:] for row in database.execute(f'PRAGMA table_info("{name}")')
                )
                shape["keys", name] = sorted(
                    row[2:5] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')
                )
                shape["constraints", name] = sorted(re.findall(r'CONSTRAINT "(\w+)"', sql))
        return shape


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """The folder of a database that the migrations made, once for all tests here."""
    folder = tmp_path_factory.mktemp("migrated")
    _run(MIGRATE, folder)
    return folder


@pytest.mark.slow
def test_the_databases_of_the_tests_are_those_that_the_migrations_make(tmp_path, migrated):
    _run(FROM_MODELS, tmp_path)
    expected, actual = _shape(migrated), _shape(tmp_path)
    assert sorted(expected) == sorted(actual)
    assert {} == {key: (expected[key], actual[key]) for key in expected if expected[key] != actual[key]}
    with sqlite3.connect(migrated / "jobs.sqlite3") as jobs:
        names = {name for (name,) in jobs.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"common_job", "django_session", "django_tasks_database_dbtaskresult"} <= names
    assert not {name for name in names if name.startswith(("works_", "cases_", "accounts_"))}


@pytest.mark.slow
def test_bringing_up_to_date_again_changes_nothing(migrated):
    before = _shape(migrated)
    _run(MIGRATE, migrated)
    assert before == _shape(migrated)


def test_what_is_about_another_table_is_not_created_with_new_ones():
    with pytest.raises(ValueError, match="only what is about the new tables"):
        CreateTogether([AddField("forum", "places", IntegerField())])
