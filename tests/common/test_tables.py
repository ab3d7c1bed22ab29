"""A database that is made from the models is the one that the migrations make."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest

MAKE = "import django; django.setup()\nfrom mainstay.common import tables\nprint(tables.bring_up_to_date())"
MIGRATE = "import django; django.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)"


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
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
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


@pytest.mark.slow
def test_a_new_database_is_the_one_that_the_migrations_make(tmp_path):
    made, migrated = tmp_path / "made", tmp_path / "migrated"
    _run(MAKE, made)
    _run(MIGRATE, migrated)
    expected, actual = _shape(migrated), _shape(made)
    assert sorted(expected) == sorted(actual)
    assert {} == {key: (expected[key], actual[key]) for key in expected if expected[key] != actual[key]}


def test_a_database_is_new_once(tmp_path):
    assert ["True", "False"] == [_run(MAKE, tmp_path), _run(MAKE, tmp_path)]


def test_a_start_that_was_killed_goes_on_where_it_stopped(tmp_path):
    _run(MAKE, tmp_path)
    with sqlite3.connect(tmp_path / "mainstay.sqlite3") as database:
        database.execute("DELETE FROM django_migrations")
        database.execute("DROP TRIGGER common_auditentry_no_delete")
    assert "True" == _run(MAKE, tmp_path)
    with sqlite3.connect(tmp_path / "mainstay.sqlite3") as database:
        triggers = {
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
    assert "common_auditentry_no_delete" in triggers
