"""Keys for programs: made, listed, withdrawn by the person for whom they act."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.rules import TOKEN_DAYS
from mainstay.accounts.selectors import tokens_of
from mainstay.accounts.services import create_token
from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.frame import RAIL
from mainstay.web.acts.catalogue import stages
from mainstay.web.api.addresses import PREFIX


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
        named = [(stage, RAIL.get(stage, stage)) for stage in stages()]
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
        "tokens": tokens_of(person),
        "today": today,
        "days": TOKEN_DAYS,
        "description": f"/{PREFIX}openapi.json",
    }
    answer = render(request, "web/my_keys.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
