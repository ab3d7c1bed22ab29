"""What the constructs are made of: one field, a group, a repeat, the bounds of a number."""

from collections.abc import Mapping, Sequence
from typing import Any

from mainstay.common.texts import noop as _
from mainstay.exchange.xlsform import lists
from mainstay.exchange.xlsform.questions import (
    Field,
    Form,
    Group,
    Kind,
    Node,
    Option,
    Question,
    Texts,
    expression,
)


def fixed(form: Form, listed: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Return a fixed list of answers in the form's languages."""
    return tuple(Option(code, form.texts(msgid)) for code, msgid in listed)


def whole(question: Question, kind: Kind, **more: Any) -> Field:
    """Return the one field of a simple question, with what the question itself says."""
    if question.constraint:
        more.update(constraint=expression(question.constraint), message=question.message)
    return Field(
        question.name,
        kind,
        question.text,
        question=question.code,
        required=question.required,
        relevant=expression(question.relevant),
        hint=question.hint,
        sensitivity=question.sensitivity,
        **more,
    )


def part(question: Question, suffix: str, kind: Kind, label: Texts, **more: Any) -> Field:
    """Return one field of a question that has several."""
    name = f"{question.name}_{suffix}"
    return Field(name, kind, label, question=question.code, sensitivity=question.sensitivity, **more)


def group(
    question: Question, children: Sequence[Node], *, repeat: bool = False, appearance: str = ""
) -> Group:
    """Return a group, or a repeat, that shows the question's text."""
    relevant = expression(question.relevant)
    return Group(question.name, question.text, tuple(children), repeat, relevant, appearance)


def bounded(form: Form, low: int, high: int | None = None) -> dict[str, Any]:
    """Return the constraint of a number between bounds, with its message."""
    if high is None:
        text, test = form.texts(_("At least {low}.")), f". >= {low}"
    else:
        text, test = form.texts(_("From {low} to {high}.")), f". >= {low} and . <= {high}"
    message = {language: each.format(low=low, high=high) for language, each in text.items()}
    return {"constraint": test, "message": message, "minimum": low, "maximum": high}


def money(form: Form, label: str) -> dict[str, str]:
    """Return a label with the form's currency."""
    texts = form.texts(label)
    return {
        language: f"{text} ({form.currency})" if form.currency else text for language, text in texts.items()
    }


def lines_of(question: Question, form: Form) -> tuple[Option, ...]:
    """Return the lines of a table of people: as given, else total, women, men, youth."""
    return question.options or fixed(form, lists.PEOPLE)


def suffix_of(option: Option) -> str:
    """Return an option's code as the end of a field's name."""
    return "".join(letter if letter.isalnum() else "_" for letter in option.code)


def repeat(question: Question, form: Form, parts: Sequence[tuple[str, Kind, str, Mapping[str, Any]]]) -> Node:
    """Return a repeat of the given columns, or of the type's own."""
    from . import build

    if question.columns:
        children = [build(column, form) for column in question.columns]
    else:
        children = [
            part(question, suffix, kind, form.texts(label), **more) for suffix, kind, label, more in parts
        ]
    return group(question, children, repeat=True)
