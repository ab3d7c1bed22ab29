"""Conditions on a survey file as people type them: labels where the file has labels, and no comparison in vain."""

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey

MARKS = "<>=!"


def is_condition(text: str, columns: Sequence[str]) -> bool:
    """Say whether `text` is a condition such as ``age >= 15`` and not the name of a column."""
    return text not in columns and (any(mark in text for mark in MARKS) or " in " in text)


def columns_in(condition: str, columns: Sequence[str]) -> list[str]:
    """Return the names that a condition uses; it is itself one where a column has that name."""
    if condition in columns:
        return [condition]
    return [node.id for node in ast.walk(_tree(condition)) if isinstance(node, ast.Name)]


def in_codes(condition: str, survey: "Survey") -> str:
    """Return the condition with labels turned into codes, ``region == 'North'`` into ``region == 1``.

    BadInput where a text is compared with a column of numbers without such a label, or a number with a text.
    """
    if condition in survey.table.column_names:
        return condition
    tree = _tree(condition)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            node.comparators = [_coded(each, node.left.id, survey) for each in node.comparators]
    return ast.unparse(tree)


def _coded(node: ast.expr, name: str, survey: "Survey") -> ast.expr:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        node.elts = [_coded(each, name, survey) for each in node.elts]
        return node
    if not isinstance(node, ast.Constant) or name not in survey.table.column_names:
        return node
    labels = survey.value_labels.get(name, {})
    codes = [code for code, label in labels.items() if label == node.value]
    if codes:
        return ast.copy_location(ast.Constant(codes[0]), node)
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
    return node


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


def _tree(condition: str) -> ast.Expression:
    try:
        return ast.parse(condition, mode="eval")
    except SyntaxError:
        raise BadInput(
            "survey.expression",
            _(
                "The condition {expression} cannot be read. Compare a column with a value, as in "
                "age >= 15 and status == 'employed' or region in ('north', 'south')."
            ),
            expression=condition,
        ) from None
