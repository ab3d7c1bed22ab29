"""Before Django reads its settings: a folder of its own for the run, and the database that was asked for.

`MAINSTAY_TEST_DATABASE` is `sqlite` (files; the default) or `postgres`. Loaded by `-p tests.databases`, since a
conftest comes too late for that. Under xdist the first process prepares all, and the others inherit it.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import throwaway_cluster

REPOSITORY = Path(__file__).resolve().parent.parent
_opened = ExitStack()


def _prepare() -> None:
    home = Path(os.environ.get("MAINSTAY_VAR") or REPOSITORY / "var") / "test"
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=home))
    _opened.callback(shutil.rmtree, folder, ignore_errors=True)
    for name in ("test", "static"):
        (folder / name).mkdir()
    for name in [name for name in os.environ if name.startswith("MAINSTAY_") and "TEST" not in name]:
        del os.environ[name]
    os.environ["MAINSTAY_MODE"] = "embedded"
    os.environ["MAINSTAY_VAR"] = str(folder)
    os.environ["MAINSTAY_TEST_FOLDER"] = str(folder)
    if os.environ.get("MAINSTAY_TEST_DATABASE") == "postgres":
        os.environ["MAINSTAY_DATABASE"] = _opened.enter_context(throwaway_cluster())


if "PYTEST_XDIST_WORKER" not in os.environ:
    _prepare()


def pytest_report_header() -> str:
    """Say which database this run uses."""
    return f"database: {os.environ.get('MAINSTAY_TEST_DATABASE', 'sqlite')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what is long. On PostgreSQL leave out what asks for no database, or no more than others ask on both."""
    # Files with slow tests go first: one that began last would run alone at the end, beside idle cores.
    long = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item.path not in long)
    if os.environ.get("MAINSTAY_TEST_DATABASE") != "postgres":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks_for_a_database(item)])
    items[:] = [item for item in items if _asks_for_a_database(item)]


def _asks_for_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database") is not None:
        return False
    wanted = {"db", "transactional_db", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or bool(wanted & set(item.fixturenames))  # type: ignore[attr-defined]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server and remove the folder, in the process that made them."""
    _opened.close()


def finish() -> None:
    """Do to a database that was made from the models what migrations do beside tables."""
    from django.db import connection

    from mainstay.common import audit_guard
    from mainstay.learn.lessons.services import search_tables as lessons
    from mainstay.web.index import search_tables as whole

    audit_guard.set_up(connection)
    lessons.set_up(connection)
    whole.set_up(connection)
