"""All addresses: each stage's own, sign-in, and language.

A view says which action of the rights data it needs (`mainstay.page.doors.door`); views that come from a library
are named here one by one. `DefaultDeny` refuses whatever is not named, and a system check stops the start.
"""

from importlib.util import find_spec

from django.urls import include, path
from django.views.i18n import set_language

from mainstay.page.doors import PUBLIC, SIGNED_IN, door, label_views
from mainstay.project.stages import APPS
from mainstay.web.api.addresses import PREFIX, ApiAddresses

_sign_in = include("allauth.urls")
label_views(
    _sign_in,
    {
        **dict.fromkeys(
            [
                "account_login",
                "account_logout",
                "account_signup",
                "account_inactive",
                "account_reset_password",
                "account_reset_password_done",
                "account_reset_password_from_key",
                "account_reset_password_from_key_done",
                "account_email_verification_sent",
                "account_confirm_email",
                "mfa_authenticate",
            ],
            PUBLIC,
        ),
        **dict.fromkeys(
            [
                "account_reauthenticate",
                "account_change_password",
                "account_set_password",
                "account_email",
                "mfa_index",
                "mfa_reauthenticate",
                "mfa_activate_totp",
                "mfa_deactivate_totp",
                "mfa_view_recovery_codes",
                "mfa_download_recovery_codes",
                "mfa_generate_recovery_codes",
            ],
            SIGNED_IN,
        ),
    },
)

urlpatterns = [
    path("sign-in/", _sign_in),
    ApiAddresses(PREFIX),
    path("language/", door(PUBLIC, methods=["POST"])(set_language), name="set_language"),
    *(
        path("", include(f"{app}.urls"))
        for app in reversed(APPS)
        if find_spec(app) is not None and find_spec(f"{app}.urls") is not None
    ),
]

handler400 = "mainstay.page.errors.bad_request"
handler403 = "mainstay.page.errors.not_allowed"
handler404 = "mainstay.page.errors.not_found"
handler429 = "mainstay.page.errors.too_many"
handler500 = "mainstay.page.errors.fault"
