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
checklist          with options: group of one select_one yes/partly/no/n.a. for each line, text _what_else; else repeat
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

from collections.abc import Callable

from mainstay.exchange.xlsform.questions import Form, Node, Question

from . import answers, numbers, tables, work

Build = Callable[[Question, Form], Node]

TYPES: dict[str, Build] = {
    "int": numbers.integer,
    "int_pair": lambda question, form: numbers.pair(question, form, "integer"),
    "int_0_10": numbers.integer_0_10,
    "int_table": numbers.int_table,
    "money_pair": lambda question, form: numbers.pair(question, form, "decimal"),
    "money_table": numbers.money_table,
    "money_int": numbers.money_int,
    "money_date": numbers.money_date,
    "percent_table": numbers.percent_table,
    "select_one": answers.select_one,
    "select_multiple": answers.select_multiple,
    "table": tables.table,
    "text": answers.text,
    "months": answers.months,
    "likert5": answers.likert,
    "roster": tables.roster,
    "wg_ss": answers.washington_group,
    "skill_list": tables.skill_list,
    "occ_table": tables.occ_table,
    "isco_isic": work.isco_isic,
    "isco_isic_hours": work.isco_isic_hours,
    "isco_isic_money": work.isco_isic_money,
    "isic_form": work.isic_form,
    "checklist": tables.checklist,
    "matrix": tables.matrix,
    "geo_form": tables.geo_form,
    "boq": tables.boq,
    "calc": answers.calc,
    "consent": answers.consent,
}


def build(question: Question, form: Form) -> Node:
    """Return the part of a form that a question becomes; KeyError for a type that nobody knows."""
    return TYPES[question.type](question, form)
