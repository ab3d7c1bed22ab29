"""The audit finds whatever was done to it, and the database refuses to do it."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from mainstay.common import audit, audit_guard
from mainstay.common.models import AuditAnchor, AuditChain, AuditEntry, AuditValue, SubjectKey
from tests import builders

pytestmark = pytest.mark.django_db


def _write(count=5, chain="case:1"):
    for number in range(count):
        audit.write(audit.Draft(action="cases.add_note", actor_id=1, chain=chain, facts={"number": number}))


def _faults():
    return [(fault.code, fault.facts["chain"], fault.facts["number"]) for fault in audit.verify()]


def test_an_untouched_chain_verifies():
    _write()
    audit.anchor()
    assert [] == _faults()


@pytest.mark.parametrize(
    "change",
    [{"facts": {"number": 7}}, {"actor_id": 2}, {"reason": "x"}, {"action": "cases.close_case"}, {"rows": 3}],
)
def test_a_changed_entry_is_found(change):
    _write()
    with audit_guard.lifted(connection):
        AuditEntry.objects.filter(number=3).update(**change)
    assert [("audit_changed", "case:1", 3)] == _faults()


def test_an_entry_that_was_changed_and_hashed_anew_breaks_the_link_behind_it():
    _write()
    entry = AuditEntry.objects.get(number=3)
    entry.facts = {"number": 7}
    with audit_guard.lifted(connection):
        AuditEntry.objects.filter(number=3).update(facts=entry.facts, hash=audit._hash(entry, "case:1"))
    assert [("audit_unlinked", "case:1", 4)] == _faults()


def test_a_missing_entry_is_found():
    _write()
    with audit_guard.lifted(connection):
        AuditEntry.objects.filter(number=3).delete()
    assert ("audit_missing", "case:1", 3) in _faults()


def test_a_chain_that_was_cut_off_is_found():
    _write()
    with audit_guard.lifted(connection):
        AuditEntry.objects.filter(number__gt=3).delete()
    assert [("audit_cut_off", "case:1", 3)] == _faults()


def test_a_chain_that_was_cut_off_with_its_head_is_found_by_the_anchor():
    _write()
    audit.anchor()
    last = AuditEntry.objects.get(number=3)
    with audit_guard.lifted(connection):
        AuditEntry.objects.filter(number__gt=3).delete()
    AuditChain.objects.filter(key="case:1").update(length=3, head=last.hash)
    assert [("audit_rewritten", "case:1", 5)] == _faults()


def test_a_chain_that_was_written_anew_is_found_by_the_anchor():
    _write()
    audit.anchor()
    with audit_guard.lifted(connection):
        AuditEntry.objects.all().delete()
    AuditChain.objects.update(length=0, head="")
    _write(count=6)
    assert ("audit_rewritten", "case:1", 5) in _faults()


def test_an_inserted_entry_is_found():
    _write()
    chain = AuditChain.objects.get(key="case:1")
    copy = AuditEntry.objects.get(number=5)
    copy.pk, copy.number, copy.chain = None, 6, chain
    copy.previous = copy.hash
    copy.hash = audit._hash(copy, "case:1")
    copy.save(force_insert=True)
    assert [("audit_cut_off", "case:1", 6)] == _faults()


def test_a_forged_anchor_is_found():
    _write()
    note = audit.anchor()
    with audit_guard.lifted(connection):
        AuditAnchor.objects.filter(pk=note.pk).update(heads={"case:1": [5, "0" * 64]})
    assert [("anchor_forged", "", note.pk)] == _faults()


def test_a_deleted_chain_is_found_by_the_anchor():
    _write()
    audit.anchor()
    with audit_guard.lifted(connection):
        AuditEntry.objects.all().delete()
        AuditChain.objects.all().delete()
    assert [("audit_rewritten", "case:1", 5)] == _faults()


@pytest.mark.parametrize(
    "touch",
    [
        lambda: AuditEntry.objects.filter(number=1).update(reason="x"),
        lambda: AuditEntry.objects.filter(number=1).delete(),
        lambda: AuditAnchor.objects.update(signature="x"),
        lambda: AuditAnchor.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_or_delete_what_the_audit_wrote(touch):
    _write()
    audit.anchor()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        touch()
    assert [] == _faults()


def test_an_entry_cannot_be_written_twice_under_one_number():
    _write(count=1)
    entry = AuditEntry.objects.get()
    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


def test_erasing_a_person_removes_the_values_and_leaves_the_chain_verifying():
    draft = audit.Draft(action="works.edit_worker", actor_id=1)
    draft.change_personal("worker:12", "birth_year", 2001, 1999)
    draft.change_personal("worker:13", "birth_year", 1980, 1981)
    entry = audit.write(draft)
    assert 2 == len(audit.read_values(entry))
    audit.anchor()
    audit.erase_subject("worker:12")
    assert [{"field": "birth_year", "old": 1980, "new": 1981}] == audit.read_values(entry)
    assert SubjectKey.objects.get(subject="worker:12").secret is None
    assert [] == _faults()


def test_a_personal_value_stands_nowhere_in_the_clear():
    draft = audit.Draft(action="accounts.invite_person", actor_id=1)
    draft.change_personal("person:9", "email", None, "salma@example.org")
    entry = audit.write(draft)
    held = f"{entry.facts}{entry.digests}{[bytes(value.content) for value in AuditValue.objects.all()]}"
    assert "salma" not in held


def test_case_time_and_real_time_are_both_kept():
    from datetime import date

    from mainstay.common import clock

    with clock.at(date(2020, 3, 18)):
        entry = audit.write(audit.Draft(action="cases.add_note", actor_id=None))
    assert date(2020, 3, 18) == entry.case_at.date()
    assert entry.at.year > 2020


def test_each_act_of_a_service_leaves_one_entry():
    operator = builders.operator()
    before = AuditEntry.objects.count()
    from mainstay.accounts.services import invite_person

    invite_person(by=operator, email="new@example.org", name="New")
    assert before + 1 == AuditEntry.objects.count()
