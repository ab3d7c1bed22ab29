"""Codes of an assessment in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext, gettext_lazy

from mainstay.assess.models import Assessment
from mainstay.assess.selectors.answers import ANY_HARMFUL
from mainstay.assess.selectors.places import place_names
from mainstay.assess.selectors.questionnaires import exchange_form, fields_asked, told

CONFIDENCE = {"HIGH": gettext_lazy("high"), "MEDIUM": gettext_lazy("medium"), "LOW": gettext_lazy("low")}
TOPICS = {
    "SCALE": gettext_lazy("Scale"), "GROUPS": gettext_lazy("Groups"), "INSTITUTIONS": gettext_lazy("Institutions"),
    "MARKETS": gettext_lazy("Markets"), "RIGHTS": gettext_lazy("Rights"), "CONFLICT": gettext_lazy("Conflict"),
    "NEEDS": gettext_lazy("Needs"),
}  # fmt: skip
VERDICTS = {
    "CONFIRMED": gettext_lazy("confirms"), "DISPUTED": gettext_lazy("disputes"), "ABSENT": gettext_lazy("did not come"),
}  # fmt: skip
SEXES = {
    "F": gettext_lazy("women"),
    "M": gettext_lazy("men"),
    "female": gettext_lazy("women"),
    "male": gettext_lazy("men"),
}
METHODS = {
    "random": gettext_lazy("by lot"), "systematic": gettext_lazy("every so many from the list"),
    "quota": gettext_lazy("until each kind was asked often enough"),
    "purposive": gettext_lazy("on purpose, so that no error can be told"),
}  # fmt: skip
STATISTICS = {
    "mean": gettext_lazy("mean"), "ratio": gettext_lazy("now for each one before"), "proportion": gettext_lazy("share"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The questions of an assessment as they were asked: label of each field, label of each answer."""

    labels: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, assessment: Assessment) -> "Asked":
        """Return what the forms of `assessment` asked, in the reader's language where a form has it."""
        labels: dict[str, str] = {}
        answers: dict[tuple[str, str], str] = {}
        for form in assessment.forms.select_related("assessment__country"):
            whole = {
                entry.code: told(entry.text, f"questions/{entry.code}/text")
                for entry in exchange_form(form).questions
            }
            for held in fields_asked(form):
                place = f"questions/{held.question}"
                question, part = whole.get(held.question, ""), told(held.label, f"{place}/text")
                labels[held.name] = part if part == question or not question else f"{question} {part}"
                answers |= {
                    (held.name, option.code): told(option.text, f"{place}/options/{option.code}")
                    for option in held.options
                }
        return cls(labels, answers)

    def question(self, name: str) -> str:
        """Return the label of a field; of a ratio, that of what it compares."""
        return self.labels.get(name) or self.labels.get(f"{name.removesuffix('_ratio')}_now") or name

    def place(self, code: str) -> str:
        """Return the name of a place where somebody was asked; each is looked up once."""
        if code not in self.places:
            self.places.update(place_names([code]))
        return self.places[code]

    def answer(self, name: str, level: str, statistic: str) -> str:
        """Return the label of an answer; without one, what was computed."""
        if not level:
            return str(STATISTICS.get(statistic, statistic))
        if level == ANY_HARMFUL:
            return gettext("Any way that does harm")
        if level.startswith(">="):
            least = self.answers.get((name, level[2:]), level[2:])
            return gettext("{degree}, or more").format(degree=least)
        return self.answers.get((name, level), level)
