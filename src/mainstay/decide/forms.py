"""The request form: four answers, the rest can follow; and what is asked before it is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.common.models import Country
from mainstay.decide.rules import MANDATORY, OWN_INITIATIVE
from mainstay.page.words import country_name, named


class DraftForm(forms.Form):
    """What happened, what it does to work, what is asked; nothing is required before it is sent."""

    country = forms.ChoiceField(label=_("Which country?"), required=False)
    what_happened = forms.CharField(
        label=_("What happened?"), help_text=_("Two or three sentences: when, where, to whom."), required=False,
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    work_effects = forms.CharField(
        label=_("What does it do to work?"), help_text=_("Which jobs, wages, workplaces, how many people if you know."),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    asked = forms.CharField(
        label=_("What do you ask for?"), help_text=_("Paid works, advice, training, an assessment, money …"), required=False,
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    crisis_types = forms.MultipleChoiceField(
        label=_("What kind of crisis?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    onset_on = forms.DateField(
        label=_("When did it begin?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    people_affected = forms.IntegerField(label=_("People affected"), required=False, min_value=0)
    jobs_lost = forms.IntegerField(label=_("Jobs lost"), required=False, min_value=0)
    urgency = forms.CharField(label=_("Until when is help needed?"), required=False, max_length=200)
    other_actors = forms.CharField(
        label=_("Who else helps?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    may_share = forms.BooleanField(label=_("You may show this to partners"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted(
            (country_name(row.names, row.name), row.pk)
            for row in Country.objects.only("iso3", "name", "names")
        )
        self.fields["country"].choices = [("", "–"), *((key, name) for name, key in countries)]  # type: ignore[attr-defined]
        kinds = [(code, named("crisis_types", code)) for code in playbook.current().crisis_types]
        self.fields["crisis_types"].choices = kinds  # type: ignore[attr-defined]

    @property
    def first(self) -> list[Any]:
        """The four answers without which nothing is sent."""
        return [self[name] for name in MANDATORY]

    @property
    def rest(self) -> list[Any]:
        """What can follow."""
        return [field for field in self if field.name not in MANDATORY]

    def answers(self) -> dict[str, Any]:
        """Return every answer that can be used, however many others cannot."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if name != "country"}
        return {name: [*value] if name == "crisis_types" else value for name, value in found.items()}

    @property
    def chosen_country(self) -> Country | None:
        """The country that was chosen."""
        self.is_valid()
        return Country.objects.filter(pk=self.cleaned_data.get("country") or "").first()


class SendForm(forms.Form):
    """Who asks, and by which right."""

    origin = forms.ChoiceField(label=_("In whose name do you ask?"))
    requester = forms.CharField(label=_("Name of the organisation, or your own"), max_length=160)
    mandate = forms.CharField(
        label=_("Your function there"),
        required=False,
        max_length=300,
        help_text=_("So that we know whom to call."),
    )
    contact = forms.CharField(label=_("Telephone or e-mail"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origins = playbook.current().lists.request_origins
        self.fields["origin"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(
                (code, named("reference_lists.request_origins", code))
                for code in origins
                if code != OWN_INITIATIVE
            ),
        ]
