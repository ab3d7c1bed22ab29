"""Numbers and amounts: alone, before and now, in tables."""

from mainstay.common.texts import noop as _
from mainstay.exchange.xlsform.questions import Form, Kind, Node, Question

from .parts import bounded, fixed, group, lines_of, money, part, repeat, suffix_of, whole


def integer(question: Question, form: Form) -> Node:
    """Return a whole number, 0 or more."""
    return whole(question, "integer", **bounded(form, 0))


def integer_0_10(question: Question, form: Form) -> Node:
    """Return a whole number from 0 to 10."""
    return whole(question, "integer", **bounded(form, 0, 10))


def pair(question: Question, form: Form, kind: Kind) -> Node:
    """Return the same number before and now."""
    label = form.texts if kind == "integer" else lambda msgid: money(form, msgid)
    limits = bounded(form, 0)
    return group(
        question,
        [
            part(question, "before", kind, label(_("Before")), **limits),
            part(question, "now", kind, label(_("Now")), **limits),
        ],
        appearance="field-list",
    )


def int_table(question: Question, form: Form) -> Node:
    """Return a whole number for each line."""
    limits = bounded(form, 0)
    return group(
        question,
        [
            part(question, suffix_of(line), "integer", line.text, **limits)
            for line in lines_of(question, form)
        ],
        appearance="field-list",
    )


def percent_table(question: Question, form: Form) -> Node:
    """Return a percentage for each line; together at most 100."""
    default = (("closed", _("Closed")), ("partly", _("Partly open")), ("open", _("Open")))
    lines = question.options or fixed(form, default)
    parts = [part(question, suffix_of(line), "integer", line.text, **bounded(form, 0, 100)) for line in lines]
    total = " + ".join(f"coalesce(${{{part.name}}}, 0)" for part in parts)
    last = parts[-1]
    message = form.texts(_("Together these cannot be more than 100 per cent."))
    test = f"{last.constraint} and {total.replace('${' + last.name + '}', '.')} <= 100"
    parts[-1] = part(
        question,
        suffix_of(lines[-1]),
        "integer",
        last.label,
        constraint=test,
        message=message,
        minimum=0,
        maximum=100,
    )
    total_field = part(question, "sum", "calculate", form.texts(_("Total")), calculation=total)
    return group(question, [*parts, total_field])


def money_int(question: Question, form: Form) -> Node:
    """Return an amount and for how many days."""
    limits = bounded(form, 0)
    return group(
        question,
        [
            part(question, "amount", "decimal", money(form, _("Amount")), **limits),
            part(question, "number", "integer", form.texts(_("For how many days")), **limits),
        ],
    )


def money_date(question: Question, form: Form) -> Node:
    """Return an amount and since when."""
    return group(
        question,
        [
            part(question, "amount", "decimal", money(form, _("Amount")), **bounded(form, 0)),
            part(question, "date", "date", form.texts(_("Since which date"))),
        ],
    )


def money_table(question: Question, form: Form) -> Node:
    """Return an amount for each line, or as many lines as there are."""
    limits = bounded(form, 0)
    if question.options:
        parts = [
            part(question, suffix_of(line), "decimal", {**line.text}, **limits) for line in question.options
        ]
        return group(question, parts, appearance="field-list")
    return repeat(
        question, form, [("item", "text", _("What"), {}), ("amount", "decimal", _("Amount"), limits)]
    )
