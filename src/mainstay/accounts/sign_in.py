"""How sign-in differs from the library's default: nobody opens an account for herself, and no name is asked."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from mainstay.common.crypto import decrypt, encrypt


class Adapter(DefaultAccountAdapter):
    """Accounts are given by an administrator, never taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no self-service account."""
        return False

    def populate_username(self, request: HttpRequest, user: object) -> None:
        """Leave out user names: people sign in by e-mail."""


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return encrypt(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret as it is used."""
        return decrypt(encrypted_text.encode())
