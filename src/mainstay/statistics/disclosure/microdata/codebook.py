"""The codebook of a released file: each variable, what was done to it and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `role` is "key", "sensitive", "weight" or "other"; `kind` text, number, date or yes/no.

    `levels` are its values with their rows (empty for numbers of many values); `n` counts rows with a value,
    `missing` those that came without, `blanked` those taken out. `recoded` and `suppressed` say in words what
    was done and why (empty: nothing). `rare_before` and `rare_after` count the rows whose value of this
    variable alone stands in fewer than k rows.
    """

    name: str
    label: str
    role: str
    kind: str
    levels: tuple[tuple[str, int], ...]
    n: int
    missing: int
    blanked: int
    recoded: str
    suppressed: str
    rare_before: int | None
    rare_after: int | None


@dataclass(frozen=True)
class Codebook:
    """The variables in their order; `facts` are sentences about the whole file, its risk before and after."""

    variables: Sequence[Variable]
    facts: Sequence[str]

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __getitem__(self, name: str) -> Variable:
        return next(variable for variable in self.variables if variable.name == name)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each variable as a dict; `levels` is a list of {"value", "n"}."""
        import dataclasses

        return [
            dataclasses.asdict(variable)
            | {"levels": [{"value": value, "n": n} for value, n in variable.levels]}
            for variable in self.variables
        ]

    def to_csv(self) -> str:
        """Return one line for each variable; levels as "value (n); …"."""
        import csv
        import io

        out = io.StringIO()
        rows = self.to_dicts()
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["name"], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"levels": "; ".join(f"{it['value']} ({it['n']})" for it in row["levels"])})
        return out.getvalue()

    def __str__(self) -> str:
        """Return the codebook as plain text to read."""
        parts = ["\n".join(self.facts)]
        for it in self.variables:
            lines = [
                f"{it.name}  {it.label}".rstrip(),
                f"  {it.kind}, {it.role}; n {it.n:,}, missing {it.missing:,}",
            ]
            lines += [f"  {text}" for text in (it.recoded, it.suppressed) if text]
            lines += [f"    {value}  {n:,}" for value, n in it.levels]
            parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"
