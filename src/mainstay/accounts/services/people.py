"""Giving and closing accounts."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mainstay.accounts.models import Person
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _

from .acts import act


def invite_person(
    *,
    by: Person,
    email: str,
    name: str,
    language: str = "en",
    password: str | None = None,
    synthetic: bool = False,
) -> Person:
    """Return a new account; without a password its owner sets one by the reset mail."""
    with act("accounts.invite_person", by=by) as entry:
        if Person.objects.filter(email__iexact=email).exists():
            raise RuleBroken(
                "email_taken", _("{email} already has an account. Give that account the role."), email=email
            )
        person = Person(
            email=email.strip().lower(), name=name.strip(), language=language, synthetic=synthetic
        )
        if password is None:
            person.set_unusable_password()
        else:
            _check_password(password, person)
            person.set_password(password)
        person.save()
        entry.on(person)
        entry.change_personal(f"person:{person.pk}", "email", None, person.email)
        if password is None:
            notices.tell(
                [person.pk],
                "invited",
                _("You have an account. Set your password here; then sign in with your e-mail."),
                key=f"person:{person.pk}:invited",
                link="/sign-in/password/reset/",
            )
    return person


def set_password(*, by: Person, person: Person, password: str) -> None:
    """Set the password of an account, by the right to invite; its owner is told, without the password."""
    with act("accounts.invite_person", by=by, on=person) as entry:
        _check_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        entry.note(password_set=True)
        notices.tell(
            [person.pk],
            "password_set",
            _("An administrator set your password. If you did not ask for it, set another one now."),
            key=f"password:{person.pk}:{clock.now():%Y%m%d%H%M%S}",
            link="/sign-in/password/reset/",
        )


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        problems = [Problem(Reason("password", text), field="password") for text in error.messages]
        raise BadInput("password", _("Choose another password."), problems=problems) from None


def deactivate_person(*, by: Person, person: Person, reason: str) -> None:
    """Close an account: nobody can sign in with it; what its owner did stays on record."""
    with act("accounts.deactivate_person", by=by, on=person, reason=reason) as entry:
        if by == person:
            raise RuleBroken(
                "own_account", _("You cannot close your own account. Ask another administrator.")
            )
        entry.change("is_active", person.is_active, False)
        person.is_active = False
        person.save(update_fields=["is_active"])


def reactivate_person(*, by: Person, person: Person, reason: str) -> None:
    """Open a closed account again, by the right to invite."""
    with act("accounts.invite_person", by=by, on=person, reason=reason) as entry:
        entry.change("is_active", person.is_active, True)
        person.is_active = True
        person.save(update_fields=["is_active"])


def edit_own_account(
    *, by: Person, name: str | None = None, language: str | None = None, digits: str | None = None
) -> None:
    """Change one's own name, the language in which one is written to, and the digits that Arabic comes with.

    `digits` are ``arab`` (٣) or ``latn`` (3); empty follows the place that one works for.
    """
    with act("accounts.edit_own_account", by=by, on=by) as entry:
        if language is not None:
            entry.change("language", by.language, language)
            by.language = language
        if digits is not None:
            entry.change("digits", by.digits, digits)
            by.digits = digits
        if name is not None:
            entry.change_personal(f"person:{by.pk}", "name", by.name, name.strip())
            by.name = name.strip()
        by.full_clean(exclude=["password"])
        by.save(update_fields=["name", "language", "digits"])


#: The two own accounts act at any case time, also in a rehearsal of what happened years ago.
BEFORE_EVERYTHING = date(1970, 1, 1)


def ensure_own_accounts() -> None:
    """Make the accounts of the system itself and of the machine's operator; nobody can sign in with them.

    The operator may add people and give roles, which is how the first administrator comes in.
    """
    from mainstay.accounts.models import OPERATOR_EMAIL, SYSTEM_EMAIL, RoleAssignment

    for email, name, role in ((SYSTEM_EMAIL, "Mainstay", "SYSTEM"), (OPERATOR_EMAIL, "Operator", "ADMIN")):
        person, made = Person.objects.get_or_create(email=email, defaults={"name": name, "password": "!"})
        if made:
            RoleAssignment.objects.create(
                person=person,
                role=role,
                scope_kind="system",
                scope_key="*",
                starts_on=BEFORE_EVERYTHING,
            )
