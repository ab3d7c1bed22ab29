"""The tutorial of a first response works as it is written, from an empty database to people who are paid."""

import pytest
from django.db import connection

from mainstay.deliver.works.models import Payment
from tests import builders
from tests.cli.walking import Walker, steps

pytestmark = pytest.mark.django_db(databases="__all__")
#: What the test database stands in for.
SET_UP = ("export ", "mainstay setup")


@pytest.mark.slow
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="its keys begin at 1, which only a new database of PostgreSQL does"
)
def test_the_first_response_can_be_walked_from_alert_to_pay(repository, tmp_path, monkeypatch, settings):
    settings.FACTS_FOLDER = tmp_path / "facts"
    monkeypatch.chdir(tmp_path)
    builders.operator()
    builders.country("COM")
    walker = Walker(tmp_path)
    page = (repository / "docs/tutorials/first-response.md").read_text(encoding="utf-8")
    for step in steps(page):
        if not step.command.startswith(SET_UP):
            walker.walk(step)
    assert {"PAID"} == set(Payment.objects.values_list("state", flat=True))
