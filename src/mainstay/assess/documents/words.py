"""Codes of an assessment in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext, gettext_lazy

from mainstay import playbook
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.questionnaires import exchange_form, fields_asked

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

    def answer(self, name: str, level: str, statistic: str) -> str:
        """Return the label of an answer; without one, what was computed."""
        if not level:
            return str(STATISTICS.get(statistic, statistic))
        if level.startswith(">="):
            least = self.answers.get((name, level[2:]), level[2:])
            return gettext("{degree}, or more").format(degree=least)
        return self.answers.get((name, level), level)


def told(texts: Mapping[str, str], key: str = "") -> str:
    """Return a text of a form in the reader's language, else in English, else in any that is there.

    Where the form was not built in that language and the playbook still says the same in English at `key`, the
    playbook's translation stands for it: read on a page, not aloud to people, it may be a draft.
    """
    language = (get_language() or "en")[:2]
    english = texts.get("en", "")
    if language in texts or not (key and english):
        return texts.get(language) or english or next(iter(texts.values()), "")
    book = playbook.current()
    try:
        found, now = book.text(key, language), book.text(key).value
    except KeyError:  # the playbook asks it no longer
        return english
    return found.value if now == english and found.status not in {"missing", "stale"} else english
