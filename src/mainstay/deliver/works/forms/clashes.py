"""What is asked when a clash of two sites is settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.deliver.works.models import MarkClash


class SettleForm(forms.Form):
    """Which of the two is true, and how one knows."""

    decision = forms.ChoiceField(label=_("Where was she?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How you know"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whom you asked and what you saw. Both sites read it; it stays with the day."),
    )

    def __init__(self, *args: Any, clash: MarkClash, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there, here = clash.against.roll.site, clash.roll.site
        stands = gettext("On {site}: the mark stays as it is").format(site=f"{there.code} {there.name}")
        claimed = gettext("On {site}: its mark counts, the other is superseded")
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ("STANDS", stands),
            ("CLAIMED", claimed.format(site=f"{here.code} {here.name}")),
        ]
