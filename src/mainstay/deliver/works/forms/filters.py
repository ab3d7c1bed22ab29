"""What lists of works are narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.deliver.works.tables import ROLL_MARKS, SITE_MARKS


class SiteFilter(forms.Form):
    """What the list of sites is narrowed by."""

    case = forms.CharField(required=False, label=_("Case"), max_length=24)
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[("", _("All")), *((code, word) for code, (_mark, word) in SITE_MARKS.items())],
    )


class RollFilter(forms.Form):
    """What the list of rolls is narrowed by."""

    case = forms.CharField(required=False, label=_("Case"), max_length=24)
    site = forms.CharField(required=False, label=_("Site"), max_length=24)
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", _("All")),
            ("late", _("late: over and not closed")),
            *((code, word) for code, (_mark, word) in ROLL_MARKS.items()),
        ],
    )
