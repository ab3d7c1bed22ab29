"""How each of the playbook's question types becomes constructs of XLSForm.

=================  ==========================================================================================
type               construct
=================  ==========================================================================================
consent            select_one yes/no, required; all that follows is asked only after a yes
int                integer, 0 or more
int_pair           group: integer _before, integer _now
int_0_10           integer from 0 to 10
int_table          group: one integer for each line (options, else total, women, men, youth)
percent_table      group: one integer 0–100 for each line, calculate _sum, which may not pass 100
money_pair         group: decimal _before, decimal _now
money_int          group: decimal _amount, integer _number (days, months)
money_date         group: decimal _amount, date _date
money_table        with options: group of one decimal for each line; else repeat: text _item, decimal _amount
select_one         select_one
select_multiple    select_multiple; an answer such as "none" excludes all others
text               text, several lines
months             select_multiple of the twelve months
likert5            select_one of five degrees, or no answer
checklist          with options: group of one select_one yes/partly/no/n.a. for each line; else repeat with it
matrix             with options: group of one select_one gains/loses for each line; else repeat: who, effect, why
table              repeat: columns as given, else text _item, decimal _number, text _remark
roster             repeat for each person: columns as given, else select_one _sex, integer _age, text _remark
skill_list         repeat: text _skill, select_one _level, _certificate, _tools
occ_table          repeat: text _occupation, select_one _isco, integer _number, decimal _wage
wg_ss              group: the six Washington Group questions, calculate _disability (1 or 0)
isco_isic          group: text _occupation, select_one _isco, text _activity, select_one _isic, _status
isco_isic_hours    isco_isic and integer _hours 0–168
isco_isic_money    isco_isic and decimal _income, select_one _contract, _insured
isic_form          group: text _activity, select_one _isic, integer _since, select_one _registered, _owner
geo_form           group: text _asset, decimal _size, text _unit, select_one _state, geopoint _place, image _photo
boq                repeat: text _activity, text _unit, decimal _quantity, select_one _soil
calc               calculate by its expression; without one, group: decimal _worker_days, integer _gangs, …
=================  ==========================================================================================
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mainstay.common.texts import noop as _

from . import lists
from .questions import Field, Form, Group, Kind, Node, Option, Question, Texts, expression

Build = Callable[[Question, Form], Node]
Listed = Sequence[tuple[str, str]]


def fixed(form: Form, listed: Listed) -> tuple[Option, ...]:
    """Return a fixed list of answers in the form's languages."""
    return tuple(Option(code, form.texts(msgid)) for code, msgid in listed)


def _field(question: Question, kind: Kind, **more: Any) -> Field:
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


def _part(question: Question, suffix: str, kind: Kind, label: Texts, **more: Any) -> Field:
    """Return one field of a question that has several."""
    name = f"{question.name}_{suffix}"
    return Field(name, kind, label, question=question.code, sensitivity=question.sensitivity, **more)


def _group(
    question: Question, children: Sequence[Node], *, repeat: bool = False, appearance: str = ""
) -> Group:
    relevant = expression(question.relevant)
    return Group(question.name, question.text, tuple(children), repeat, relevant, appearance)


def _bounded(form: Form, low: int, high: int | None = None) -> dict[str, Any]:
    """Return the constraint of a number between bounds, with its message."""
    if high is None:
        text, test = form.texts(_("At least {low}.")), f". >= {low}"
    else:
        text, test = form.texts(_("From {low} to {high}.")), f". >= {low} and . <= {high}"
    message = {language: each.format(low=low, high=high) for language, each in text.items()}
    return {"constraint": test, "message": message, "minimum": low, "maximum": high}


def _money(form: Form, label: str) -> dict[str, str]:
    texts = form.texts(label)
    return {
        language: f"{text} ({form.currency})" if form.currency else text for language, text in texts.items()
    }


def _integer(question: Question, form: Form) -> Node:
    return _field(question, "integer", **_bounded(form, 0))


def _integer_0_10(question: Question, form: Form) -> Node:
    return _field(question, "integer", **_bounded(form, 0, 10))


def _text(question: Question, form: Form) -> Node:
    return _field(question, "text", appearance="multiline")


def _select_one(question: Question, form: Form) -> Node:
    return _field(question, "select_one", options=question.options)


def _select_multiple(question: Question, form: Form) -> Node:
    alone = [option.code for option in question.options if option.code in lists.ALONE]
    more: dict[str, Any] = {}
    if alone:
        single = " or ".join(f"selected(., '{code}')" for code in alone)
        more = {
            "constraint": f"not(({single}) and count-selected(.) > 1)",
            "message": form.texts(_("This answer cannot be combined with others.")),
        }
    return _field(question, "select_multiple", options=question.options, **more)


def _consent(question: Question, form: Form) -> Node:
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


def _months(question: Question, form: Form) -> Node:
    return _field(question, "select_multiple", options=fixed(form, lists.MONTHS))


def _likert(question: Question, form: Form) -> Node:
    return _field(
        question, "select_one", options=question.options or fixed(form, lists.AGREE), appearance="likert"
    )


def _pair(question: Question, form: Form, kind: Kind) -> Node:
    label = form.texts if kind == "integer" else lambda msgid: _money(form, msgid)
    limits = _bounded(form, 0)
    return _group(
        question,
        [
            _part(question, "before", kind, label(_("Before")), **limits),
            _part(question, "now", kind, label(_("Now")), **limits),
        ],
        appearance="field-list",
    )


def _lines(question: Question, form: Form) -> tuple[Option, ...]:
    return question.options or fixed(form, lists.PEOPLE)


def _suffix(option: Option) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in option.code)


def _int_table(question: Question, form: Form) -> Node:
    limits = _bounded(form, 0)
    return _group(
        question,
        [_part(question, _suffix(line), "integer", line.text, **limits) for line in _lines(question, form)],
        appearance="field-list",
    )


def _percent_table(question: Question, form: Form) -> Node:
    default = (("closed", _("Closed")), ("partly", _("Partly open")), ("open", _("Open")))
    lines = question.options or fixed(form, default)
    parts = [_part(question, _suffix(line), "integer", line.text, **_bounded(form, 0, 100)) for line in lines]
    total = " + ".join(f"coalesce(${{{part.name}}}, 0)" for part in parts)
    last = parts[-1]
    message = form.texts(_("Together these cannot be more than 100 per cent."))
    test = f"{last.constraint} and {total.replace('${' + last.name + '}', '.')} <= 100"
    parts[-1] = _part(
        question,
        _suffix(lines[-1]),
        "integer",
        last.label,
        constraint=test,
        message=message,
        minimum=0,
        maximum=100,
    )
    total_field = _part(question, "sum", "calculate", form.texts(_("Total")), calculation=total)
    return _group(question, [*parts, total_field])


def _money_int(question: Question, form: Form) -> Node:
    limits = _bounded(form, 0)
    return _group(
        question,
        [
            _part(question, "amount", "decimal", _money(form, _("Amount")), **limits),
            _part(question, "number", "integer", form.texts(_("For how many days")), **limits),
        ],
    )


def _money_date(question: Question, form: Form) -> Node:
    return _group(
        question,
        [
            _part(question, "amount", "decimal", _money(form, _("Amount")), **_bounded(form, 0)),
            _part(question, "date", "date", form.texts(_("Since which date"))),
        ],
    )


def _money_table(question: Question, form: Form) -> Node:
    limits = _bounded(form, 0)
    if question.options:
        parts = [
            _part(question, _suffix(line), "decimal", {**line.text}, **limits) for line in question.options
        ]
        return _group(question, parts, appearance="field-list")
    return _repeat(
        question, form, [("item", "text", _("What"), {}), ("amount", "decimal", _("Amount"), limits)]
    )


def _repeat(
    question: Question, form: Form, parts: Sequence[tuple[str, Kind, str, Mapping[str, Any]]]
) -> Node:
    """Return a repeat of the given columns, or of the type's own."""
    if question.columns:
        children = [build(column, form) for column in question.columns]
    else:
        children = [
            _part(question, suffix, kind, form.texts(label), **more) for suffix, kind, label, more in parts
        ]
    return _group(question, children, repeat=True)


def _table(question: Question, form: Form) -> Node:
    return _repeat(
        question,
        form,
        [
            ("item", "text", _("What"), {}),
            ("number", "decimal", _("How many or how much"), {}),
            ("remark", "text", _("Remark"), {}),
        ],
    )


def _roster(question: Question, form: Form) -> Node:
    return _repeat(
        question,
        form,
        [
            ("sex", "select_one", _("Sex"), {"options": fixed(form, lists.SEX)}),
            ("age", "integer", _("Age in completed years"), _bounded(form, 0, 120)),
            ("remark", "text", _("Remark (no names)"), {}),
        ],
    )


def _skill_list(question: Question, form: Form) -> Node:
    yes_no = {"options": fixed(form, lists.YES_NO)}
    return _repeat(
        question,
        form,
        [
            ("skill", "text", _("Skill or trade"), {}),
            ("level", "select_one", _("How well"), {"options": fixed(form, lists.LEVEL)}),
            ("certificate", "select_one", _("With a certificate"), yes_no),
            ("tools", "select_one", _("With own tools"), yes_no),
        ],
    )


def _occ_table(question: Question, form: Form) -> Node:
    limits = _bounded(form, 0)
    return _repeat(
        question,
        form,
        [
            ("occupation", "text", _("Occupation"), {}),
            ("isco", "select_one", _("Occupation group"), {"options": fixed(form, lists.OCCUPATIONS)}),
            ("number", "integer", _("How many workers"), limits),
            ("wage", "decimal", _("Wage for a month"), limits),
        ],
    )


def _washington_group(question: Question, form: Form) -> Node:
    answers = fixed(form, lists.DIFFICULTY)
    parts = [
        _part(question, domain, "select_one", form.texts(text), options=answers)
        for domain, text in lists.WASHINGTON_GROUP
    ]
    test = " or ".join(f"${{{part.name}}} = '3' or ${{{part.name}}} = '4'" for part in parts)
    found = _part(
        question,
        "disability",
        "calculate",
        form.texts(_("With a disability")),
        calculation=f"if({test}, 1, 0)",
    )
    return _group(question, [*parts, found])


def _occupation_parts(question: Question, form: Form) -> list[Node]:
    return [
        _part(question, "occupation", "text", form.texts(_("Occupation, in the person's own words"))),
        _part(
            question,
            "isco",
            "select_one",
            form.texts(_("Occupation group")),
            options=fixed(form, lists.OCCUPATIONS),
        ),
        *_activity_parts(question, form),
        _part(question, "status", "select_one", form.texts(_("Working")), options=fixed(form, lists.STATUS)),
    ]


def _activity_parts(question: Question, form: Form) -> list[Node]:
    return [
        _part(question, "activity", "text", form.texts(_("What the business makes or does"))),
        _part(
            question,
            "isic",
            "select_one",
            form.texts(_("Branch of activity")),
            options=fixed(form, lists.ACTIVITIES),
        ),
    ]


def _isco_isic(question: Question, form: Form) -> Node:
    return _group(question, _occupation_parts(question, form))


def _isco_isic_hours(question: Question, form: Form) -> Node:
    label = form.texts(_("Hours worked in the last seven days"))
    hours = _part(question, "hours", "integer", label, **_bounded(form, 0, 168))
    return _group(question, [*_occupation_parts(question, form), hours])


def _isco_isic_money(question: Question, form: Form) -> Node:
    more = [
        _part(
            question, "income", "decimal", _money(form, _("Income of the last month")), **_bounded(form, 0)
        ),
        _part(
            question, "contract", "select_one", form.texts(_("Contract")), options=fixed(form, lists.CONTRACT)
        ),
        _part(
            question,
            "insured",
            "select_one",
            form.texts(_("Socially insured")),
            options=fixed(form, lists.YES_NO),
        ),
    ]
    return _group(question, [*_occupation_parts(question, form), *more])


def _isic_form(question: Question, form: Form) -> Node:
    more = [
        _part(question, "since", "integer", form.texts(_("Since which year")), **_bounded(form, 1800, 2100)),
        _part(
            question,
            "registered",
            "select_one",
            form.texts(_("Registered")),
            options=fixed(form, lists.YES_NO),
        ),
        _part(question, "owner", "select_one", form.texts(_("Owner")), options=fixed(form, lists.OWNER)),
    ]
    return _group(question, [*_activity_parts(question, form), *more])


def _checklist(question: Question, form: Form) -> Node:
    answers = fixed(form, lists.DEGREE)
    if question.options:
        parts = [
            _part(question, _suffix(line), "select_one", line.text, options=answers)
            for line in question.options
        ]
        return _group(question, parts, appearance="field-list")
    return _repeat(
        question,
        form,
        [
            ("item", "text", _("What"), {}),
            ("state", "select_one", _("Is it there?"), {"options": answers}),
            ("remark", "text", _("Remark"), {}),
        ],
    )


def _matrix(question: Question, form: Form) -> Node:
    answers = fixed(form, lists.EFFECT)
    if question.options:
        parts = [
            _part(question, _suffix(line), "select_one", line.text, options=answers)
            for line in question.options
        ]
        return _group(question, parts, appearance="field-list")
    return _repeat(
        question,
        form,
        [
            ("who", "text", _("Which group"), {}),
            ("effect", "select_one", _("Gains or loses"), {"options": answers}),
            ("why", "text", _("Why"), {}),
        ],
    )


def _geo_form(question: Question, form: Form) -> Node:
    return _group(
        question,
        [
            _part(question, "asset", "text", form.texts(_("What it is"))),
            _part(question, "size", "decimal", form.texts(_("Size")), **_bounded(form, 0)),
            _part(question, "unit", "text", form.texts(_("Unit (m, m², m³, number)"))),
            _part(
                question,
                "state",
                "select_one",
                form.texts(_("State")),
                options=fixed(form, lists.ASSET_STATE),
            ),
            _part(question, "place", "geopoint", form.texts(_("Place of the site (never of a home)"))),
            _part(
                question,
                "photo",
                "image",
                form.texts(_("Photograph of the asset, no people")),
                parameters="max-pixels=1600",
            ),
        ],
    )


def _boq(question: Question, form: Form) -> Node:
    return _repeat(
        question,
        form,
        [
            ("activity", "text", _("Activity"), {}),
            ("unit", "text", _("Unit (m, m², m³, number)"), {}),
            ("quantity", "decimal", _("Quantity"), _bounded(form, 0)),
            ("soil", "select_one", _("Soil"), {"options": fixed(form, lists.SOIL)}),
        ],
    )


def _calc(question: Question, form: Form) -> Node:
    if question.calculation:
        return _field(question, "calculate", calculation=expression(question.calculation))
    limits = _bounded(form, 0)
    return _group(
        question,
        [
            _part(question, "worker_days", "decimal", form.texts(_("Worker-days by norm")), **limits),
            _part(question, "gangs", "integer", form.texts(_("Gangs")), **limits),
            _part(question, "days", "integer", form.texts(_("Duration in working days")), **limits),
            _part(question, "tools", "text", form.texts(_("Tools"))),
        ],
    )


TYPES: dict[str, Build] = {
    "int": _integer,
    "int_pair": lambda question, form: _pair(question, form, "integer"),
    "int_0_10": _integer_0_10,
    "int_table": _int_table,
    "money_pair": lambda question, form: _pair(question, form, "decimal"),
    "money_table": _money_table,
    "money_int": _money_int,
    "money_date": _money_date,
    "percent_table": _percent_table,
    "select_one": _select_one,
    "select_multiple": _select_multiple,
    "table": _table,
    "text": _text,
    "months": _months,
    "likert5": _likert,
    "roster": _roster,
    "wg_ss": _washington_group,
    "skill_list": _skill_list,
    "occ_table": _occ_table,
    "isco_isic": _isco_isic,
    "isco_isic_hours": _isco_isic_hours,
    "isco_isic_money": _isco_isic_money,
    "isic_form": _isic_form,
    "checklist": _checklist,
    "matrix": _matrix,
    "geo_form": _geo_form,
    "boq": _boq,
    "calc": _calc,
    "consent": _consent,
}


def build(question: Question, form: Form) -> Node:
    """Return the part of a form that a question becomes; KeyError for a type that nobody knows."""
    return TYPES[question.type](question, form)
