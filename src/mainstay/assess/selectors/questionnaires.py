"""A stored form as the questionnaire that the exchange knows, and its fields."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from mainstay import playbook
from mainstay.assess.models import Assessment, Form

from .questions import entries_asked, opening_entry, respondent_entries

if TYPE_CHECKING:
    from mainstay.exchange.xlsform import Form as Questionnaire
    from mainstay.exchange.xlsform.questions import Field, Node

#: Fields in front of the questions that say who answered and where; they have columns of their own.
RESPONDENT = ("RESP_PLACE", "RESP_STRATUM", "RESP_CLUSTER", "RESP_SEX", "RESP_AGE")


def exchange_form(form: Form) -> "Questionnaire":
    """Return the questionnaire that `form` froze."""
    from mainstay.exchange.xlsform import Form as Questionnaire
    from mainstay.exchange.xlsform import question_of

    name = f"{form.assessment.reference}-{form.module}".replace("/", "_").replace("-", "_").lower()
    return Questionnaire(
        form_id=name,
        version=f"{form.number}.{form.sha256[:8]}",
        title=dict.fromkeys(form.languages, f"{form.assessment.title} – {form.module}"),
        questions=[question_of(entry) for entry in form.questions["questions"]],
        languages=tuple(form.languages),
        opening=question_of(form.questions["opening"]),
        currency=form.assessment.country.currency,
    )


def questions_held(module: str, stage: str, languages: list[str]) -> dict[str, Any]:
    """Return what a form of `module` asks at `stage` in these languages: the opening, then every question."""
    return {
        "opening": opening_entry(languages),
        "questions": [*respondent_entries(module, languages), *entries_asked(module, stage, languages)],
    }


def form_shown(assessment: Assessment, module: str, language: str) -> Form:
    """Return the newest form of a module as it was built; where none was, as it would be built now, not stored."""
    built = assessment.forms.filter(module=module).order_by("-number").first()
    if built is not None:
        return built
    languages = list(dict.fromkeys([language, "en"]))
    return Form(
        assessment=assessment, number=0, module=module, languages=languages, sha256="",
        questions=questions_held(module, assessment.stage, languages),
    )  # fmt: skip


def nodes_shown(form: Form, language: str) -> list[dict[str, Any]]:
    """Return a form as a person sees it: groups and fields in order, with their texts in one language."""
    from mainstay.exchange.xlsform.building import nodes_of

    classes = sensitivity_by_name(form)
    return [_node(node, language, classes) for node in nodes_of(exchange_form(form))]


def _node(node: "Node", language: str, classes: dict[str, str]) -> dict[str, Any]:
    def told(texts: Mapping[str, str]) -> str:
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    from mainstay.exchange.xlsform.questions import Group

    if isinstance(node, Group):
        inner = [_node(each, language, classes) for each in node.children]
        return {
            "name": node.name,
            "label": told(node.label),
            "repeat": node.repeat,
            "children": inner,
            "kind": "group",
        }
    return {
        "name": node.name, "kind": node.kind, "label": told(node.label), "hint": told(node.hint), "required": node.required,
        "relevant": node.relevant, "options": [told(option.text) for option in node.options],
        "class": class_of(node.name, classes),
    }  # fmt: skip


def fields_asked(form: Form) -> "Iterator[Field]":
    """Yield the fields of the form that stand once in each interview, without those about the respondent."""
    from mainstay.exchange.xlsform.building import fields_of, nodes_of

    for _path, field in fields_of(nodes_of(exchange_form(form))):
        if field.question and field.name not in RESPONDENT:
            yield field


def repeats_asked(form: Form) -> list[str]:
    """Return the names of the tables in the form: rows of persons, debts, works."""
    from mainstay.exchange.xlsform.building import nodes_of, repeats_of

    return [group.name for _path, group in repeats_of(nodes_of(exchange_form(form)))]


def sensitivity_by_name(form: Form) -> dict[str, str]:
    """Return the class of data of each field and each repeat of the form."""
    from mainstay.exchange.xlsform.questions import name_of

    return {
        name_of(entry["code"]): entry.get("sensitivity") or "ordinary"
        for entry in form.questions["questions"]
    }


def class_of(name: str, classes: dict[str, str]) -> str:
    """Return the class of data of the field `name`: that of the question at whose name it begins.

    >>> class_of("Q_HHD_10_seeing", {"Q_HHD_10": "sensitive", "Q_HHD_1": "ordinary"})
    'sensitive'
    """
    stems = [stem for stem in classes if name == stem or name.startswith(f"{stem}_")]
    return classes[max(stems, key=len)] if stems else "ordinary"


def told(texts: Mapping[str, str], key: str = "") -> str:
    """Return a text of a form in the reader's language, else in English, else in any that is there.

    Where the form was not built in that language and the playbook still says the same in English at `key`, the
    playbook's translation stands for it: read on a page, not aloud to people, it may be a draft. What every form says
    alike (“Yes”, “Occupation”) is translated with the product.
    """
    language = (get_language() or "en")[:2]
    english = texts.get("en", "")
    if language in texts or not (key and english):
        return texts.get(language) or english or next(iter(texts.values()), "")
    book = playbook.current()
    try:
        found, now = book.text(key, language), book.text(key).value
    except KeyError:  # an answer or a part that is the same in every form, or the playbook asks it no longer
        return gettext(english)
    known = now == english and found.status not in {"missing", "stale"}
    return found.value if known else gettext(english)
