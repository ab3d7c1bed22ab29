"""The throw-away PostgreSQL really is one, for whoever runs the tests."""

from pathlib import Path

import psycopg
import pytest

from tests import postgres


@pytest.mark.parametrize(
    "programs", [postgres.find_programs(), *postgres.packaged_programs()[:1]], ids=["found", "packaged"]
)
def test_a_server_starts_for_this_user_and_is_gone_afterwards(programs):
    with postgres.throwaway_cluster(programs) as address:
        folder = address.partition("host=")[2]
        with psycopg.connect(f"host={folder} user=mainstay dbname=postgres") as connection:
            assert connection.execute("SELECT 40 + 2").fetchone() == (42,)
    assert not Path(folder).exists()
