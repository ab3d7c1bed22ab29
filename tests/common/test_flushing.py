"""Tests that commit can empty the tables, and the audit's guard stands again afterwards."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from mainstay.common import audit
from mainstay.common.models import AuditEntry


@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_and_the_guard_stands_again():
    with transaction.atomic():
        audit.write(audit.Draft(action="cases.add_note", actor_id=None))
    call_command("flush", interactive=False, verbosity=0, database="default")
    assert 0 == AuditEntry.objects.count()
    with transaction.atomic():
        audit.write(audit.Draft(action="cases.add_note", actor_id=None))
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM common_auditentry")
