"""Occupation and activity: what a person does, what a business does."""

from mainstay.common.texts import noop as _
from mainstay.exchange.xlsform import lists
from mainstay.exchange.xlsform.questions import Form, Node, Question

from .parts import bounded, fixed, group, money, part


def _occupation_parts(question: Question, form: Form) -> list[Node]:
    return [
        part(question, "occupation", "text", form.texts(_("Occupation, in the person's own words"))),
        part(
            question,
            "isco",
            "select_one",
            form.texts(_("Occupation group")),
            options=fixed(form, lists.OCCUPATIONS),
        ),
        *_activity_parts(question, form),
        part(question, "status", "select_one", form.texts(_("Working")), options=fixed(form, lists.STATUS)),
    ]


def _activity_parts(question: Question, form: Form) -> list[Node]:
    return [
        part(question, "activity", "text", form.texts(_("What the business makes or does"))),
        part(
            question,
            "isic",
            "select_one",
            form.texts(_("Branch of activity")),
            options=fixed(form, lists.ACTIVITIES),
        ),
    ]


def isco_isic(question: Question, form: Form) -> Node:
    """Return occupation, activity and status."""
    return group(question, _occupation_parts(question, form))


def isco_isic_hours(question: Question, form: Form) -> Node:
    """Return occupation, activity, status and hours."""
    label = form.texts(_("Hours worked in the last seven days"))
    hours = part(question, "hours", "integer", label, **bounded(form, 0, 168))
    return group(question, [*_occupation_parts(question, form), hours])


def isco_isic_money(question: Question, form: Form) -> Node:
    """Return occupation, activity, status, income, contract and insurance."""
    more = [
        part(question, "income", "decimal", money(form, _("Income of the last month")), **bounded(form, 0)),
        part(
            question, "contract", "select_one", form.texts(_("Contract")), options=fixed(form, lists.CONTRACT)
        ),
        part(
            question,
            "insured",
            "select_one",
            form.texts(_("Socially insured")),
            options=fixed(form, lists.YES_NO),
        ),
    ]
    return group(question, [*_occupation_parts(question, form), *more])


def isic_form(question: Question, form: Form) -> Node:
    """Return what a business does, since when, registered or not, and whose it is."""
    more = [
        part(question, "since", "integer", form.texts(_("Since which year")), **bounded(form, 1800, 2100)),
        part(
            question,
            "registered",
            "select_one",
            form.texts(_("Registered")),
            options=fixed(form, lists.YES_NO),
        ),
        part(question, "owner", "select_one", form.texts(_("Owner")), options=fixed(form, lists.OWNER)),
    ]
    return group(question, [*_activity_parts(question, form), *more])
