"""What is asked of an expert by a link."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Whether she can go: on all the days, on some, or not."""

    answer = forms.ChoiceField(
        label=_("Can you go?"), widget=forms.RadioSelect,
        choices=[("YES", _("Yes, on all these days")), ("PART", _("Yes, on some of them")), ("NO", _("No, not this time"))],
    )  # fmt: skip
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
