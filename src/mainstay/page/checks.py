"""Checks that stop the start."""

from typing import Any

from django.core.checks import Error, register
from django.urls import get_resolver

from mainstay.common.errors import AppError

from .doors import PUBLIC, SIGNED_IN, action_of, walk


@register()
def the_playbook_can_be_read(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Return an error when the playbook in force cannot be read: above all, a fault in an organisation's folder."""
    from mainstay.playbook import current

    try:
        current()
    except AppError as fault:
        return [
            Error(
                str(fault),
                hint="MAINSTAY_PLAYBOOK names the folder; `mainstay playbook check` tells more.",
                id="mainstay.E002",
            )
        ]
    return []


@register()
def every_address_names_its_action(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Return an error for each address whose view names no action of the rights data."""
    from mainstay.playbook import current

    if the_playbook_can_be_read(app_configs):
        return []  # said already, and without the rights data nothing can be named
    known = {*(action.code for action in current().actions.values()), PUBLIC, SIGNED_IN}
    return [
        Error(
            f"The address /{route} names {action_of(pattern.callback) or 'no action'}.",
            hint='Put @door("<stage>.<verb_noun>") on its view, and the action into playbook/content/rights.',
            id="mainstay.E001",
        )
        for route, pattern in walk(get_resolver().url_patterns)
        if action_of(pattern.callback) not in known and not route.startswith(SHUT)
    ]


#: Addresses of libraries that we leave shut: nobody named them, so `DefaultDeny` refuses them.
SHUT = "sign-in/"
