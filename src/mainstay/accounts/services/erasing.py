"""Erasing what is held about a person, while totals, ledgers and the audit chain stay whole.

A stage that holds personal data says how it forgets one subject::

    @forgets("worker")
    def forget_worker(key: str) -> int: ...        # returns how many records it emptied
"""

from collections.abc import Callable
from datetime import timedelta

from mainstay import playbook
from mainstay.accounts import permissions
from mainstay.accounts.models import DataRequest, Delegation, Person, RestrictedGrant, RoleAssignment
from mainstay.accounts.selectors import holders_of
from mainstay.common import audit, clock, notices
from mainstay.common.errors import BadInput, NotFound, RuleBroken
from mainstay.common.models import Notice
from mainstay.common.texts import noop as _

from .acts import act

Forget = Callable[[str], int]
_forgetters: dict[str, Forget] = {}


def forgets(kind: str) -> Callable[[Forget], Forget]:
    """Register the decorated function: it empties what is held about the subject ``kind:key``."""

    def register(function: Forget) -> Forget:
        _forgetters[kind] = function
        return function

    return register


def erase_person(*, by: Person, subject: str, reason: str) -> int:
    """Return how many records were emptied of what they held about `subject` (``person:12``, ``contact:4``).

    The audit keeps that something was done and by whom; the personal values in it can no longer be read, since
    their key is gone, and the chain still verifies.
    """
    with act("accounts.erase_person", by=by, reason=reason) as entry:
        if not reason.strip():
            raise BadInput(
                "reason_missing", _("Write on whose request, or by which rule, the data are erased.")
            )
        return _erase(subject, entry)


def _erase(subject: str, entry: audit.Draft) -> int:
    kind, _sep, key = subject.partition(":")
    if kind not in _forgetters or not key:
        raise BadInput(
            "unknown_subject",
            _("A subject is written as kind:key. Kinds are: {kinds}."),
            kinds=", ".join(sorted(_forgetters)),
        )
    emptied = _forgetters[kind](key)
    audit.erase_subject(subject)
    entry.note(subject=subject, emptied=emptied)
    return emptied


def erase_as_asked(*, by: Person, request: DataRequest, answer: str, cannot_be_undone: bool) -> int:
    """Erase what is held about a person who asked for it, and answer her; totals and the audit chain stay.

    Returns how many records were emptied. `cannot_be_undone` must be said: nothing brings the data back.
    """
    with act("accounts.erase_person", by=by, on=request) as entry:
        if request.kind != "delete":
            raise RuleBroken("not_asked_to_delete", _("This person did not ask to be deleted."))
        if not cannot_be_undone:
            raise BadInput("not_sure", _("Say that you know it: what is erased cannot be brought back."))
        emptied = _erase(request.subject or f"person:{request.person_id}", entry)
        _answer(request, answer, by, entry)
    return emptied


@forgets("person")
def _forget_account(key: str) -> int:
    person = Person.objects.filter(pk=key).first() if key.isdigit() else None
    if person is None:
        raise NotFound("no_such_person", _("There is no such account."))
    if person.email.endswith("@mainstay.invalid"):
        raise RuleBroken("own_account", _("This account is the system's own, or erased already."))
    today = clock.today()
    yesterday = today - timedelta(days=1)
    for model in (RoleAssignment, RestrictedGrant):
        model._default_manager.filter(person=person, starts_on__lte=yesterday).exclude(
            ends_on__lt=today
        ).update(ends_on=yesterday)
        model._default_manager.filter(person=person, starts_on__gte=today).delete()
    Delegation.objects.filter(giver=person, ends_on__gte=today, starts_on__lte=yesterday).update(
        ends_on=yesterday
    )
    emptied, _kinds = Notice.objects.filter(person_id=person.pk).delete()
    _forget_sign_in(person)
    person.email, person.name = f"erased-{person.pk}@mainstay.invalid", "–"
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["email", "name", "is_active", "password"])
    permissions.forget(person)
    return emptied + 1


def _forget_sign_in(person: Person) -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()


def ask_data_request(*, by: Person, kind: str, words: str = "", subject: str = "") -> DataRequest:
    """Return the request of a person to see, correct or delete what is held about her; answered in thirty days.

    Who has no account is named by `subject` (``worker:12``) once she has shown by her card who she is; `by` is then the system.
    """
    with act(
        "accounts.ask_data_request", by=by, on=by, met={"own_card"} if subject else frozenset()
    ) as entry:
        if kind not in DataRequest.KINDS:
            raise BadInput("unknown_kind", _("One asks to: {kinds}."), kinds=", ".join(DataRequest.KINDS))
        now = clock.now()
        days = playbook.current().sla["answer_data_request"].value
        made = DataRequest.objects.create(
            person=by,
            subject=subject,
            kind=kind,
            words=words.strip(),
            asked_at=now,
            due_at=now + timedelta(days=days),
        )
        entry.on(made)
        entry.note(asks=kind)
        notices.tell(
            holders_of(["DPO"], []),
            "data_request",
            _("A person asks to {request} the data held about her. Answer by {due}."),
            key=f"data_request:{made.pk}",
            request=kind,
            due=made.due_at.date().isoformat(),
        )
    return made


def answer_data_request(*, by: Person, request: DataRequest, answer: str) -> None:
    """Answer a person's request about her data."""
    with act("accounts.answer_data_request", by=by, on=request) as entry:
        _answer(request, answer, by, entry)
        # Who asked without an account reads the answer where she asked.
        notices.tell(
            [] if request.subject else [request.person_id],
            "data_answered",
            _("Your request about your data was answered: {answer}"),
            key=f"data_request:{request.pk}:answered",
            answer=request.answer,
        )


def _answer(request: DataRequest, answer: str, by: Person, entry: audit.Draft) -> None:
    if request.answered_at is not None:
        raise RuleBroken("answered", _("This request was answered already."))
    if not answer.strip():
        raise BadInput("answer_missing", _("Write the answer."))
    request.answer, request.answered_by, request.answered_at = answer.strip(), by, clock.now()
    request.save(update_fields=["answer", "answered_by", "answered_at"])
    entry.note(late=clock.now() > request.due_at)


def remind_data_requests() -> int:
    """Tell data protection officers of requests whose time is nearly over; return how many."""
    now = clock.now()
    waiting = DataRequest.objects.filter(
        answered_at__isnull=True, reminded_at__isnull=True, due_at__lte=now + timedelta(days=7)
    )
    system, found = Person.objects.system(), list(waiting)
    for request in found:
        with act("accounts.remind_data_request", by=system, on=request) as entry:
            notices.tell(
                holders_of(["DPO", "TT_CHAIR"], []),
                "data_request_due",
                _("A request about a person's data is due by {due}."),
                key=f"data_request:{request.pk}:due",
                due=request.due_at.date().isoformat(),
            )
            entry.note(due=request.due_at)
            request.reminded_at = now
            request.save(update_fields=["reminded_at"])
    return len(found)
