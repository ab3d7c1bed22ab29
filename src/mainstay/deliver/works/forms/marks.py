"""What is asked when a mark is put right."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.page.words import named

#: What stands for taking a mark away altogether.
TAKE_AWAY = "-"


class CorrectionForm(forms.Form):
    """What the day truly was, the hours where they were not normal, and why the mark is wrong."""

    code = forms.ChoiceField(label=_("What the day was"), widget=forms.RadioSelect)
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(24),
        help_text=_("Empty for a normal day."),
    )
    reason = forms.CharField(
        label=_("Why the mark is wrong"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The old value stays beside the new one. A second person reads this and signs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(code, named("attendance", code)) for code in playbook.current().attendance]
        self.fields["code"].choices = [*codes, (TAKE_AWAY, _("Not on this roll: take the mark away"))]  # type: ignore[attr-defined]
