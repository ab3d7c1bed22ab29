"""Conditions on a survey file as people type them: labels where the file has labels, and no comparison in vain."""

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.condition_tree import names_in, text_of, tree_of

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey

MARKS = "<>=!"
AMONG: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Eq: ast.In, ast.NotEq: ast.NotIn}


def is_condition(text: str, columns: Sequence[str]) -> bool:
    """Say whether `text` is a condition such as ``age >= 15`` and not the name of a column."""
    return text not in columns and (any(mark in text for mark in MARKS) or " in " in text)


def columns_in(condition: str, columns: Sequence[str]) -> list[str]:
    """Return the names that a condition uses; it is itself one where a column has that name."""
    return names_in(condition, columns)


def in_codes(condition: str, survey: "Survey") -> str:
    """Return the condition with labels turned into codes, ``region == 'North'`` into ``region == 1``.

    A label of several codes means each of them: ``status == 'Other'`` becomes ``status in (8, 9)``. BadInput where a
    text is compared with a column of numbers without such a label, or a number with a text.
    """
    if condition in survey.table.column_names:
        return condition
    tree = tree_of(condition, survey.table.column_names)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        same = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        if same and isinstance(node.left, ast.Constant) and isinstance(node.comparators[0], ast.Name):
            node.left, node.comparators[0] = node.comparators[0], node.left
        if isinstance(node.left, ast.Name):
            _code(node, node.left.id, survey)
    return text_of(tree)


def _code(node: ast.Compare, name: str, survey: "Survey") -> None:
    """Put codes in the place of labels in one comparison of the column `name`."""
    for place, side in enumerate(node.comparators):
        if isinstance(side, ast.Tuple | ast.List | ast.Set):
            side.elts = [code for each in side.elts for code in _codes(each, name, survey)]
            continue
        codes = _codes(side, name, survey)
        if len(codes) == 1:
            node.comparators[place] = codes[0]
            continue
        among = AMONG.get(type(node.ops[place]))
        if among is None or len(node.ops) > 1:
            values = [code.value for code in codes if isinstance(code, ast.Constant)]
            raise shared_label(name, survey.value_labels[name][values[0]], values)
        node.ops[place], node.comparators[place] = among(), ast.Tuple(codes, ast.Load())


def shared_label(name: str, label: Any, codes: Sequence[Any]) -> BadInput:
    """Return the refusal of a label that stands for several codes where one is needed."""
    return BadInput(
        "estimate.shared_label",
        _("The label «{label}» of {column} stands for several codes: {codes}. Use the codes."),
        label=label,
        column=name,
        codes=", ".join(f"{code:g}" if isinstance(code, float) else str(code) for code in codes),
    )


def _codes(node: ast.expr, name: str, survey: "Survey") -> list[ast.expr]:
    """Return the codes that a label stands for; what is no label, as it is."""
    if not isinstance(node, ast.Constant) or node.value is None or name not in survey.table.column_names:
        return [node]
    labels = survey.value_labels.get(name, {})
    codes: list[ast.expr] = [ast.Constant(code) for code, label in labels.items() if label == node.value]
    if not codes:
        _check_kind(node, name, labels, survey)
    return codes or [node]


def _check_kind(node: ast.Constant, name: str, labels: Mapping[Any, str], survey: "Survey") -> None:
    """Raise BadInput where the value is not of the column's kind."""
    is_text = _holds_text(survey, name)
    if _holds_dates(survey, name):
        raise BadInput(
            "estimate.date_column",
            _(
                "The column {column} holds dates, which conditions do not compare. Make a column of its months or years."
            ),
            column=name,
        )
    if isinstance(node.value, str) and not is_text:
        raise _no_label(name, node.value, labels)
    if isinstance(node.value, int | float) and is_text:
        raise BadInput(
            "estimate.text_column",
            _(
                "The column {column} holds text, so {value} must stand in quotation marks: {column} == '{value}'."
            ),
            column=name,
            value=node.value,
        )


def _no_label(name: str, value: str, labels: Mapping[Any, str]) -> BadInput:
    if labels:
        return BadInput(
            "estimate.no_label",
            _("The column {column} has no label «{value}». Its labels: {labels}."),
            column=name,
            value=value,
            labels=", ".join(f"{code} {label}" for code, label in list(labels.items())[:20]),
        )
    return BadInput(
        "estimate.number_column",
        _("The column {column} holds numbers; compare it with a number, not with the text «{value}»."),
        column=name,
        value=value,
    )


def _holds_text(survey: "Survey", name: str) -> bool:
    import pyarrow as pa

    kind = survey.table.column(name).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _holds_dates(survey: "Survey", name: str) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_temporal(survey.table.column(name).type))
