"""Labels of a file in the place of its codes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey


def worded(survey: "Survey", name: str, table: Any = None) -> Any:
    """Return a column of `table` (the survey's own) with labels in place of codes; one without labels as it is.

    A number of which most values have no label stays a number: labels of its refusals make it no code.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    column = (survey.table if table is None else table).column(name)
    labels = survey.value_labels.get(name, {})
    codes = column.unique()
    known = [code for code in codes.to_pylist() if code is not None]
    if not known or 2 * sum(code in labels for code in known) <= len(known):
        return column
    texts = [None if code is None else str(labels.get(code, code)) for code in codes.to_pylist()]
    return pa.array(texts, pa.string()).take(pc.index_in(column, codes).combine_chunks())
