"""The request form: four answers, the rest can follow; what is asked before it is sent; and the steps to its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.common.models import Country
from mainstay.decide.rules import ANSWER_WORDS, MANDATORY, OWN_INITIATIVE
from mainstay.page.words import country_name, named, told


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

    @property
    def rest_is_wrong(self) -> bool:
        """Whether something among what can follow has to be mended."""
        return any(name not in MANDATORY for name in self.errors)

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


#: How a choice of one is shown: each possibility in sight, none behind a list.
ONE_OF = forms.RadioSelect
ACROSS = forms.RadioSelect(attrs={"class": "across"})


class TriageForm(forms.Form):
    """What kind of crisis it is, and how fast it goes."""

    crisis_types = forms.MultipleChoiceField(
        label=_("What kind of crisis?"), widget=forms.CheckboxSelectMultiple
    )
    track = forms.ChoiceField(
        label=_("How fast?"), widget=ACROSS, choices=[("normal", _("normal")), ("fast", _("fast track"))]
    )
    level = forms.ChoiceField(
        label=_("Level of the crisis"), widget=ACROSS, choices=[(code, code) for code in ("L1", "L2", "L3")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, named("crisis_types", code)) for code in playbook.current().crisis_types]
        self.fields["crisis_types"].choices = kinds  # type: ignore[attr-defined]


class GatesForm(forms.Form):
    """The five gates, each yes, no or unknown, with the evidence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in playbook.current().eligibility.gates:
            self.fields[f"answer_{code}"] = forms.ChoiceField(
                label=f"{named('gates', code)} ({code})", help_text=told("gates", code, "rule"), widget=ACROSS,
                choices=[("YES", _("yes")), ("NO", _("no")), ("UNKNOWN", _("not known"))],
            )  # fmt: skip
            self.fields[f"evidence_{code}"] = forms.CharField(label=_("Evidence"), max_length=500)

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return the answer and the evidence of each gate."""
        given = self.cleaned_data
        return {
            code: (given[f"answer_{code}"], given[f"evidence_{code}"])
            for code in playbook.current().eligibility.gates
        }


class ScoreForm(forms.Form):
    """One criterion after the other, 0 to 5 by its anchors or not assessed, with the evidence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, rule in playbook.current().eligibility.criteria.items():
            choices: list[tuple[str, Any]] = [("", _("not assessed"))]
            choices += [
                (str(row.score), f"{row.score} – {told('criteria', code, f'anchors/{place}')}")
                for place, row in enumerate(rule.anchors)
            ]
            self.fields[f"score_{code}"] = forms.ChoiceField(
                label=f"{named('criteria', code)} ({code})",
                choices=choices,
                required=False,
                widget=ONE_OF,
            )
            self.fields[f"evidence_{code}"] = forms.CharField(
                label=_("Evidence"), help_text=told("criteria", code, "evidence"), max_length=500, required=False,
            )  # fmt: skip

    def scores(self) -> dict[str, tuple[int | None, str]]:
        """Return the score, or None for what was not assessed, and the evidence of each criterion."""
        given = self.cleaned_data
        return {
            code: (int(given[f"score_{code}"]) if given[f"score_{code}"] else None, given[f"evidence_{code}"])
            for code in playbook.current().eligibility.criteria
        }


class DiscussForm(forms.Form):
    """What was said where two scores differ."""

    criterion = forms.ChoiceField(label=_("Criterion"), widget=ONE_OF)
    words = forms.CharField(
        label=_("What was said?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.TypedChoiceField(
        label=_("The score that both stand by"), required=False, coerce=int, empty_value=None,
        choices=[("", _("none: the mean stands")), *((str(at), str(at)) for at in range(6))],
    )  # fmt: skip

    def __init__(self, *args: Any, codes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [(code, f"{named('criteria', code)} ({code})") for code in codes]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The answer, with reasons that the requester reads."""

    answer = forms.ChoiceField(
        label=_("The answer"),
        widget=ONE_OF,
        choices=[(code, _(words)) for code, words in ANSWER_WORDS.items()],
    )
    reasons = forms.CharField(
        label=_("Reasons"), help_text=_("The requester reads them in the letter."), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Conditions"), help_text=_("One in each line."), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class LetterForm(forms.Form):
    """The letter as it goes out."""

    text = forms.CharField(label=_("The letter"), max_length=8000, widget=forms.Textarea(attrs={"rows": 14}))


class OpenForm(forms.Form):
    """What the case is called."""

    name = forms.CharField(
        label=_("Name of the case"), help_text=_("Short: what, where. Without a name it takes the first words of the request."),
        required=False, max_length=120,
    )  # fmt: skip
