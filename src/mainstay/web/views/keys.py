"""Keys for programs: made, listed, withdrawn by the person for whom they act."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.rules import TOKEN_DAYS
from mainstay.accounts.selectors import tokens_of
from mainstay.accounts.services import create_token
from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.frame import STAGE_NAMES
from mainstay.page.words import enumerated, parted
from mainstay.web.acts.catalogue import stages
from mainstay.web.api.addresses import PREFIX

#: What each part of the product is called where several of them make one stage.
NAMES: Mapping[str, Any] = {
    **STAGE_NAMES,
    "works": _("Works"), "skills": _("Skills"), "lessons": _("Lessons"), "library": _("Library"),
}  # fmt: skip


def _opened(scopes: Iterable[str]) -> str:
    """Return what a key opens in words: “read: Works, Fund”."""
    verbs: dict[str, list[str]] = {}
    for scope in scopes:
        verb, _colon, stage = scope.partition(":")
        verbs.setdefault(verb, []).append(str(NAMES.get(stage, stage)) if stage else gettext("everywhere"))
    words = {"read": gettext("read"), "write": gettext("read and write")}
    return parted(
        gettext("{verb}: {where}").format(verb=words.get(verb, verb), where=enumerated(where))
        for verb, where in verbs.items()
    )


class KeyForm(forms.Form):
    """What a key is for, what it opens, and until when."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    verb = forms.ChoiceField(
        label=_("What it may do"), choices=[("read", _("read")), ("write", _("read and write"))]
    )
    only = forms.MultipleChoiceField(
        label=_("Only in"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: everywhere that your own roles reach."),
    )  # fmt: skip
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(stage, NAMES.get(stage, stage)) for stage in stages()]
        self.fields["only"].choices = named  # type: ignore[attr-defined]

    def scopes(self) -> list[str]:
        """Return the scopes as a key holds them."""
        verb, only = self.cleaned_data["verb"], self.cleaned_data["only"]
        return [f"{verb}:{stage}" for stage in only] or [verb]


@door("accounts.create_token", methods=["GET", "HEAD", "POST"])
def my_keys(request: HttpRequest) -> HttpResponse:
    """Show one's keys and make one; the key itself is on this page once and never again."""
    person = who(request)
    form, key, status = KeyForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                key = create_token(
                    by=person, name=given["name"], scopes=form.scopes(), ends_on=given["ends_on"]
                )
                form, status = KeyForm(), 200
            except AppError as error:
                form.add_error(None, sentence(error.reason))
    today = clock.today()
    shown = {
        "form": form,
        "key": key,
        "tokens": [{"token": token, "opens": _opened(token.scopes)} for token in tokens_of(person)],
        "today": today,
        "days": TOKEN_DAYS,
        "description": f"/{PREFIX}openapi.json",
    }
    answer = render(request, "web/my_keys.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
