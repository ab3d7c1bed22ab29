"""What is asked when a site stands still, and before it works again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.deliver.works.rules.sites import RESTART

REASONS = {"SECURITY": _("Security"), "WEATHER": _("Storm, flood, heat"), "HEALTH": _("Disease"), "MATERIAL": _("No material")}  # fmt: skip
#: What is looked at before a site restarts, in words.
POINTS = {
    "security_cleared": _("Security says that people may come back"),
    "workers_told": _("The workers are told the day"),
    "head_count": _("Everybody was counted"),
    "ground_safe": _("Ground, slopes and water are safe"),
    "tools_safe": _("Tools, scaffolds and wires are safe"),
    "distance": _("People can keep their distance"),
    "wash_points": _("There is water and soap"),
    "screening": _("Who comes is asked about illness"),
    "sick_pay": _("Who is ill is paid and stays at home"),
    "isolation_place": _("There is a place apart for who falls ill"),
    "material_there": _("The material is there"),
}


class StopForm(forms.Form):
    """Why the site stands still, in a word and in words; `pay` says for each reason how its days are paid."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the timeline; no names of workers."),
    )  # fmt: skip

    def __init__(self, *args: Any, pay: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = len({pay[code] for code in REASONS}) == 1
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, word if same else _paid(word, pay[code])) for code, word in REASONS.items()
        ]
        if same:
            self.fields["reason"].help_text = gettext("Whatever the reason: {rule}.").format(
                rule=pay["SECURITY"]
            )


def _paid(reason: Any, rule: str) -> str:
    return gettext("{reason}: {rule}").format(reason=reason, rule=rule)


class RestartForm(forms.Form):
    """The checklist of the reason that the site stood still for; each point is answered with yes or not at all."""

    def __init__(self, *args: Any, reason: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in RESTART[reason]:
            self.fields[point] = forms.BooleanField(label=POINTS[point], required=False)
        self.fields["restarts_on"] = forms.DateField(
            label=_("First day of work again"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )
