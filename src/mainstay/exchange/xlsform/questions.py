"""What a questionnaire asks, as plain values; and the parts of a form that it becomes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

Texts = Mapping[str, str]
Translate = Callable[[str, str], str]

# As XLSForm names a language: «English (en)».
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
    "sw": "Swahili",
    "ht": "Haitian Creole",
    "fa": "Persian",
    "ps": "Pashto",
    "uk": "Ukrainian",
    "tr": "Turkish",
    "bn": "Bengali",
    "my": "Burmese",
    "ne": "Nepali",
    "so": "Somali",
    "am": "Amharic",
    "ti": "Tigrinya",
    "km": "Khmer",
    "id": "Indonesian",
    "tl": "Tagalog",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen, with its text by language."""

    code: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its code, its text by language, one of the playbook's types, and what belongs to the type.

    `options` are answers, or the lines of a checklist, matrix or table of numbers. `columns` are the
    questions asked in each line of a table or roster; without them the type's own stand. `relevant`,
    `constraint` and `calculation` are XLSForm expressions in which ``${Q-COM-01}`` names a question.
    """

    code: str
    text: Texts
    type: str
    options: tuple[Option, ...] = ()
    columns: tuple["Question", ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    message: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    calculation: str = ""
    sensitivity: str = ""

    @property
    def name(self) -> str:
        """The question's name in the form."""
        return name_of(self.code)


def _untranslated(msgid: str, _language: str) -> str:
    return msgid


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire: what it asks, in which languages, and what is noted beside the answers.

    `opening` is the consent that comes first; all else is asked only after a yes. `translate` gives the
    fixed texts (months, yes and no, the Washington Group questions) in each language. The device's
    identity is not recorded unless `device` says so. With a `public_key` each submission is encrypted on
    the device.
    """

    form_id: str
    version: str
    title: Texts
    questions: Sequence[Question]
    languages: tuple[str, ...] = ("en",)
    opening: Question | None = None
    translate: Translate = _untranslated
    currency: str = ""
    device: bool = False
    public_key: str = ""
    submission_url: str = ""

    def texts(self, msgid: str) -> dict[str, str]:
        """Return a fixed text in each of the form's languages."""
        return {language: self.translate(msgid, language) for language in self.languages}


Kind = Literal[
    "integer",
    "decimal",
    "text",
    "date",
    "select_one",
    "select_multiple",
    "geopoint",
    "image",
    "calculate",
    "note",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a submission: what is asked, and what its answer must be."""

    name: str
    kind: Kind
    label: Texts
    question: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    message: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    calculation: str = ""
    appearance: str = ""
    parameters: str = ""
    minimum: int | None = None
    maximum: int | None = None
    sensitivity: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together; with `repeat`, as often as there are things to tell."""

    name: str
    label: Texts
    children: tuple["Node", ...]
    repeat: bool = False
    relevant: str = ""
    appearance: str = ""


Node = Field | Group


def name_of(code: str) -> str:
    """Return `code` as a name that XLSForm takes: letters, digits and underscores, a letter first.

    >>> name_of("Q-COM-01"), name_of("3 rooms")
    ('Q_COM_01', 'q_3_rooms')
    """
    name = re.sub(r"[^A-Za-z0-9_]+", "_", code).strip("_")
    return name if name[:1].isalpha() else f"q_{name}"


def expression(text: str) -> str:
    """Return an expression with each ``${code}`` turned into the name of the form.

    >>> expression("selected(${Q-COM-02}, 'farm')")
    "selected(${Q_COM_02}, 'farm')"
    """
    return re.sub(r"\$\{([^}]+)\}", lambda found: "${" + name_of(found[1].strip()) + "}", text)


def question_of(entry: Mapping[str, Any], *, language: str = "en") -> Question:
    """Return the question that a playbook entry describes.

    Texts may be a string (then in `language`) or a mapping by language; options may be codes or mappings
    with ``code`` and ``text``. BadInput `question_unclear` names what is missing.
    """
    for needed in ("code", "text", "type"):
        if not entry.get(needed):
            raise BadInput(
                "question_unclear",
                _("A question of the playbook has no «{needed}»: {entry}. Add it there."),
                needed=needed,
                entry=str(dict(entry))[:120],
            )
    return Question(
        code=str(entry["code"]),
        text=_texts(entry["text"], language),
        type=str(entry["type"]),
        options=tuple(_option(option, language) for option in entry.get("options", ())),
        columns=tuple(question_of(column, language=language) for column in entry.get("columns", ())),
        required=bool(entry.get("required", False)),
        relevant=str(entry.get("relevant", "")),
        constraint=str(entry.get("constraint", "")),
        message=_texts(entry.get("message", {}), language),
        hint=_texts(entry.get("hint", {}), language),
        calculation=str(entry.get("calculation", "")),
        sensitivity=str(entry.get("sensitivity", "")),
    )


def _texts(given: Any, language: str) -> dict[str, str]:
    return dict(given) if isinstance(given, Mapping) else {language: str(given)}


def _option(given: Any, language: str) -> Option:
    if isinstance(given, Mapping):
        return Option(str(given["code"]), _texts(given.get("text", given["code"]), language))
    code = str(given)
    return Option(code, {language: code.replace("_", " ").capitalize()})
