"""Texts, choices, consent, the Washington Group questions, and what is computed."""

from typing import Any

from mainstay.common.texts import noop as _
from mainstay.exchange.xlsform import lists
from mainstay.exchange.xlsform.questions import Field, Form, Node, Question, expression

from .parts import bounded, fixed, group, part, whole


def text(question: Question, form: Form) -> Node:
    """Return a text of several lines."""
    return whole(question, "text", appearance="multiline")


def select_one(question: Question, form: Form) -> Node:
    """Return a choice of one answer."""
    return whole(question, "select_one", options=question.options)


def select_multiple(question: Question, form: Form) -> Node:
    """Return a choice of several answers, in which an answer such as none excludes all others."""
    alone = [option.code for option in question.options if option.code in lists.ALONE]
    more: dict[str, Any] = {}
    if alone:
        single = " or ".join(f"selected(., '{code}')" for code in alone)
        more = {
            "constraint": f"not(({single}) and count-selected(.) > 1)",
            "message": form.texts(_("This answer cannot be combined with others.")),
        }
    return whole(question, "select_multiple", options=question.options, **more)


def consent(question: Question, form: Form) -> Node:
    """Return the question without whose yes nothing more is asked."""
    required = form.texts(_("Yes or no; without a yes nothing more is asked."))
    options = question.options or fixed(form, lists.YES_NO)
    text = question.name
    return Field(
        text,
        "select_one",
        question.text,
        question=question.code,
        options=options,
        required=True,
        message=required,
    )


def months(question: Question, form: Form) -> Node:
    """Return a choice among the twelve months."""
    return whole(question, "select_multiple", options=fixed(form, lists.MONTHS))


def likert(question: Question, form: Form) -> Node:
    """Return five degrees of agreement, or no answer."""
    return whole(
        question, "select_one", options=question.options or fixed(form, lists.AGREE), appearance="likert"
    )


def washington_group(question: Question, form: Form) -> Node:
    """Return the six questions of the short set and whether a disability is found."""
    answers = fixed(form, lists.DIFFICULTY)
    parts = [
        part(question, domain, "select_one", form.texts(text), options=answers)
        for domain, text in lists.WASHINGTON_GROUP
    ]
    test = " or ".join(f"${{{part.name}}} = '3' or ${{{part.name}}} = '4'" for part in parts)
    found = part(
        question,
        "disability",
        "calculate",
        form.texts(_("With a disability")),
        calculation=f"if({test}, 1, 0)",
    )
    return group(question, [*parts, found])


def calc(question: Question, form: Form) -> Node:
    """Return what is computed, or the fields for what was computed on paper."""
    if question.calculation:
        return whole(question, "calculate", calculation=expression(question.calculation))
    limits = bounded(form, 0)
    return group(
        question,
        [
            part(question, "worker_days", "decimal", form.texts(_("Worker-days by norm")), **limits),
            part(question, "gangs", "integer", form.texts(_("Gangs")), **limits),
            part(question, "days", "integer", form.texts(_("Duration in working days")), **limits),
            part(question, "tools", "text", form.texts(_("Tools"))),
        ],
    )
