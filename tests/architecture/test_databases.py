"""What `./go test` tries on one database only touches none."""

import re

import pytest

from launch.checks import WITHOUT_DATABASE

ASKS = re.compile(r"django_db|live_server|\b(?:db|client|settings)\b(?=[,)])|from tests import builders")


@pytest.mark.parametrize("folder", WITHOUT_DATABASE)
def test_tests_that_run_once_ask_for_no_database(repository, folder):
    files = sorted((repository / folder).rglob("test_*.py"))
    assert files
    asking = [str(file.relative_to(repository)) for file in files if ASKS.search(file.read_text())]
    assert [] == [name for name in asking if not name.endswith("/test_databases.py")]
