"""Lists of things and persons, checklists, and the form of a site."""

from mainstay.common.texts import noop as _
from mainstay.exchange.xlsform import lists
from mainstay.exchange.xlsform.questions import Form, Node, Question

from .parts import bounded, fixed, group, part, repeat, suffix_of


def table(question: Question, form: Form) -> Node:
    """Return as many lines as there are things to tell."""
    return repeat(
        question,
        form,
        [
            ("item", "text", _("What"), {}),
            ("number", "decimal", _("How many or how much"), {}),
            ("remark", "text", _("Remark"), {}),
        ],
    )


def roster(question: Question, form: Form) -> Node:
    """Return a line for each person, without names."""
    return repeat(
        question,
        form,
        [
            ("sex", "select_one", _("Sex"), {"options": fixed(form, lists.SEX)}),
            ("age", "integer", _("Age in completed years"), bounded(form, 0, 120)),
            ("remark", "text", _("Remark (no names)"), {}),
        ],
    )


def skill_list(question: Question, form: Form) -> Node:
    """Return a line for each skill."""
    yes_no = {"options": fixed(form, lists.YES_NO)}
    return repeat(
        question,
        form,
        [
            ("skill", "text", _("Skill or trade"), {}),
            ("level", "select_one", _("How well"), {"options": fixed(form, lists.LEVEL)}),
            ("certificate", "select_one", _("With a certificate"), yes_no),
            ("tools", "select_one", _("With own tools"), yes_no),
        ],
    )


def occ_table(question: Question, form: Form) -> Node:
    """Return a line for each occupation."""
    limits = bounded(form, 0)
    return repeat(
        question,
        form,
        [
            ("occupation", "text", _("Occupation"), {}),
            ("isco", "select_one", _("Occupation group"), {"options": fixed(form, lists.OCCUPATIONS)}),
            ("number", "integer", _("How many workers"), limits),
            ("wage", "decimal", _("Wage for a month"), limits),
        ],
    )


def checklist(question: Question, form: Form) -> Node:
    """Return whether each thing is there, and what else there is."""
    answers = fixed(form, lists.DEGREE)
    if question.options:
        parts = [
            part(question, suffix_of(line), "select_one", line.text, options=answers)
            for line in question.options
        ]
        parts.append(part(question, "what_else", "text", form.texts(_("Other"))))
        return group(question, parts, appearance="field-list")
    return repeat(
        question,
        form,
        [
            ("item", "text", _("What"), {}),
            ("state", "select_one", _("Is it there?"), {"options": answers}),
            ("remark", "text", _("Remark"), {}),
        ],
    )


def matrix(question: Question, form: Form) -> Node:
    """Return who gains and who loses."""
    answers = fixed(form, lists.EFFECT)
    if question.options:
        parts = [
            part(question, suffix_of(line), "select_one", line.text, options=answers)
            for line in question.options
        ]
        return group(question, parts, appearance="field-list")
    return repeat(
        question,
        form,
        [
            ("who", "text", _("Which group"), {}),
            ("effect", "select_one", _("Gains or loses"), {"options": answers}),
            ("why", "text", _("Why"), {}),
        ],
    )


def geo_form(question: Question, form: Form) -> Node:
    """Return what is known of one site or asset."""
    return group(
        question,
        [
            part(question, "asset", "text", form.texts(_("What it is"))),
            part(question, "size", "decimal", form.texts(_("Size")), **bounded(form, 0)),
            part(question, "unit", "text", form.texts(_("Unit (m, m², m³, number)"))),
            part(
                question,
                "state",
                "select_one",
                form.texts(_("State")),
                options=fixed(form, lists.ASSET_STATE),
            ),
            part(question, "place", "geopoint", form.texts(_("Place of the site (never of a home)"))),
            part(
                question,
                "photo",
                "image",
                form.texts(_("Photograph of the asset, no people")),
                parameters="max-pixels=1600",
            ),
        ],
    )


def boq(question: Question, form: Form) -> Node:
    """Return a line for each quantity of work."""
    return repeat(
        question,
        form,
        [
            ("activity", "text", _("Activity"), {}),
            ("unit", "text", _("Unit (m, m², m³, number)"), {}),
            ("quantity", "decimal", _("Quantity"), bounded(form, 0)),
            ("soil", "select_one", _("Soil"), {"options": fixed(form, lists.SOIL)}),
        ],
    )
