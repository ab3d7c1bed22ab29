"""What I may see and why."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts import selectors
from mainstay.common.models import Country
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.frame import RAIL, STAGE_NAMES
from mainstay.page.listing import listed
from mainstay.page.words import counted, country_name, day, enumerated, named
from mainstay.web.tables import RightTable


class RightFilter(forms.Form):
    """What the list of rights is narrowed by."""

    words = forms.CharField(required=False, label=_("Contains"), max_length=60)
    stage = forms.ChoiceField(
        required=False,
        label=_("Stage"),
        choices=[
            ("", _("All")),
            ("accounts", STAGE_NAMES["accounts"]),
            ("cases", STAGE_NAMES["cases"]),
            *RAIL.items(),
        ],
    )


@door(SIGNED_IN)
def my_rights(request: HttpRequest) -> HttpResponse:
    """Show every action this person may do, with the role and the place that open it."""
    person = who(request)
    form = RightFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    countries = {row.pk: country_name(row.names, row.name) for row in Country.objects.all()}
    rows = _merged([_shown(row, countries) for row in selectors.rights_explained(person)])
    words = given.get("words", "").casefold()
    rows = [
        row
        for row in rows
        if words in f"{row['does']} {row['action']}".casefold()
        and (not given.get("stage") or row["action"].startswith(f"{given['stage']}."))
    ]
    actions = len({row["action"] for row in rows})
    text = ngettext("Your roles open {count} action.", "Your roles open {count} actions.", actions)
    shown = {
        "title": gettext("What I may see and why"),
        "question": gettext("What is open to me, because of which role, and where?"),
        "answer": counted(actions, text, none=gettext("No action fits.")),
        "roles": [
            {"name": named("roles", row.role), "where": _where(row.scope_kind, row.scope_key, countries), "until": day(row.ends_on) if row.ends_on else ""}
            for row in selectors.roles_held(person)
        ],
    }  # fmt: skip
    return listed(request, "web/my_rights.html", RightTable(rows), shown, name="my-rights", filters=form)


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row for each action, place, kind of data and condition, with all the roles that open it.

    What everybody may do without a condition says nothing of card and PIN, by which others do it.
    """
    free = {row["action"] for row in rows if not row["when"]}
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["role"] == "PUBLIC" and row["when"] and row["action"] in free:
            continue
        first = found.setdefault(
            (row["action"], row["where"], row["data"], row["when"]), {**row, "roles": []}
        )
        first["roles"].append(named("roles", row["role"]))
    return [{**row, "role": enumerated(dict.fromkeys(row["roles"]))} for row in found.values()]


def _shown(row: dict[str, Any], countries: dict[str, str]) -> dict[str, Any]:
    kind, _colon, key = str(row["held at"]).partition(":")
    role = str(row["role"])
    return {
        **row,
        "role": gettext("Everybody who is signed in") if role == "SIGNED_IN" else role,
        "does": named("actions", str(row["action"])) if named("actions", str(row["action"])) != row["action"] else row["does"],
        "stage": STAGE_NAMES.get(str(row["action"]).partition(".")[0], ""),
        "where": _where(kind, key, countries),
        "when": named("conditions", str(row["when"])),
    }  # fmt: skip


def _where(kind: str, key: str, countries: dict[str, str]) -> str:
    """Return a place in words: “everywhere”, “Comoros”, “one's own”."""
    if key in {"*", ""}:
        return named("scope_kinds", kind)
    name = countries.get(key, key)
    return name if kind in {"country", "region"} else f"{named('scope_kinds', kind)} {name}"
