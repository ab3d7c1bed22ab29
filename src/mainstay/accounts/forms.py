"""The forms of one's own password: each field named once, in words of this product."""

from typing import Any

from allauth.account import forms as given
from allauth.mfa.base.forms import ReauthenticateForm as GivenCode
from django.utils.translation import gettext_lazy as _


def _named(fields: Any, **labels: Any) -> None:
    """Give fields their labels; a label that stands in its field again is left out."""
    for name, label in labels.items():
        if name in fields:
            fields[name].label = label
    for field in fields.values():
        field.widget.attrs.pop("placeholder", None)


class ChangePassword(given.ChangePasswordForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Password until now"),
            "password1": _("New password"),
            "password2": _("New password once more"),
        }
        _named(self.fields, **labels)
        self.fields["oldpassword"].help_text = ""


class ResetPassword(given.ResetPasswordForm):
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields, email=_("E-mail"))


class Reauthenticate(given.ReauthenticateForm):
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields, password=_("Password"))


class ReauthenticateByCode(GivenCode):
    """A code of the authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields, code=_("Code of the authenticator app"))
