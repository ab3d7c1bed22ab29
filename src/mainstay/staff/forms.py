"""What is asked of an expert by a link, and of who sits on a panel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.page.words import named


class AnswerForm(forms.Form):
    """Whether she can go: on all the days, on some, or not."""

    answer = forms.ChoiceField(
        label=_("Can you go?"), widget=forms.RadioSelect,
        choices=[("YES", _("Yes, on all these days")), ("PART", _("Yes, on some of them")), ("NO", _("No, not this time"))],
    )  # fmt: skip
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PanelForm(forms.Form):
    """The points of one panellist for each criterion of the interview, and what they rest on."""

    words = forms.CharField(
        label=_("What do your points rest on?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = playbook.current().competencies.recruitment
        scale = [(str(point), str(point)) for point in range(asks.interview_from, asks.interview_to + 1)]
        self.codes = list(playbook.current().interview)
        for code in self.codes:
            self.fields[f"points_{code}"] = forms.ChoiceField(
                label=named("interview", code), choices=[("", "–"), *scale]
            )
        self.order_fields([*(f"points_{code}" for code in self.codes), "words"])

    def points(self) -> dict[str, int]:
        """Return the points by criterion."""
        return {code: int(self.cleaned_data[f"points_{code}"]) for code in self.codes}
