"""All that a request found: estimates, what compares them, tests and regressions, as rows and as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .contrasting import comparison_lines, comparison_row
from .pairs import pairs_of
from .rows import printed, rows_of
from .testing import inference_rows, inference_text

if TYPE_CHECKING:
    from .asking import Answer, Asking
    from .testing import Inference

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers and inferences of a request with their rows; `compared` and `inferred` by answer and inference."""

    answers: Sequence["Answer"]
    inferences: Sequence["Inference"]
    estimates: Sequence[Row]
    compared: Sequence[Sequence[Row]]
    inferred: Sequence[Sequence[Row]]
    confidence: float

    @property
    def rows(self) -> list[Row]:
        """Estimates first, then comparisons, tests and coefficients."""
        return [*self.estimates, *(row for group in (*self.compared, *self.inferred) for row in group)]

    @property
    def notes(self) -> list[str]:
        """What is to be read beside the rows, each note once."""
        results = [
            *(answer.estimates for answer in self.answers), *(own.result for own in self.inferences)
        ]  # fmt: skip
        return list(dict.fromkeys(note for result in results for note in result.notes))

    def pairs(self) -> list[Row]:
        """Return the covariance of each pair of estimates of one call, and of coefficients of one regression."""
        return pairs_of(self.answers, self.inferences, self.rows)

    def __str__(self) -> str:
        blocks = [printed(self.answers, self.estimates, self.confidence)] if self.answers else []
        tables: dict[tuple[str, tuple[str, ...]], list[Mapping[str, Any]]] = {}
        for answer, rows in zip(self.answers, self.compared, strict=True):
            if rows:
                tables.setdefault((answer.table, answer.crossing), []).extend(rows)
        for (name, _crossing), own in tables.items():
            methods = dict.fromkeys(row["method"] for row in own)
            foot = f"{'; '.join(methods)} ({self.confidence:.0%} confidence)"
            blocks.append("\n".join([*([name] if name else []), *comparison_lines(own), "", foot]))
        blocks += [inference_text(*pair) for pair in zip(self.inferences, self.inferred, strict=True)]
        return "\n\n".join(blocks)


def findings(asking: "Asking") -> Findings:
    """Return all that `asking` gives."""
    answers, inferences = list(asking.answers()), list(asking.inferences())
    labels, several = asking.survey.value_labels, len(asking.request.tables) > 1
    named = several or any(table.name for table in asking.request.tables)

    def under(table: str, row: Row) -> Row:
        return {"table": table} | row if named else row

    compared = [
        [under(answer.table, comparison_row(each, labels, answer.shown_as)) for each in answer.comparisons]
        for answer in answers
    ]
    inferred = [[under(each.table, row) for row in inference_rows(each, labels)] for each in inferences]
    rows = rows_of(answers, asking.survey, tables=named)
    return Findings(answers, inferences, rows, compared, inferred, asking.request.confidence)
