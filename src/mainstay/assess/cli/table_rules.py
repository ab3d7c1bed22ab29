"""Rules of a protected table and ladders of a release, as YAML files say them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from .request import Names, read_as, read_yaml

if TYPE_CHECKING:
    from mainstay.statistics.disclosure import Rules

OF_RULES = ("threshold", "dominance", "percent", "prior", "secret", "zeros", "band", "own_value")
OF_SEARCH = ("cost", "margin_cost", "method", "gap")


def _worded(given: Any) -> Any:
    """Return a mapping with its codes as texts, as the categories of a table are."""
    return {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else given


def _step(given: Any) -> Any:
    return _worded(given) if isinstance(given, dict) else given


Groups = Annotated[dict[str, str], BeforeValidator(_worded)]
Step = Annotated[dict[str, str] | list[float], BeforeValidator(_step)]


class TableRules(BaseModel):
    """What a rules file may say; what it leaves out is as the command says or has by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: int | None = None
    dominance: tuple[int, float] | None = None
    percent: float | None = None
    prior: float | None = None
    secret: Names | None = None
    zeros: bool | None = None
    band: float | None = None
    own_value: bool | None = None
    cost: str | None = None
    margin_cost: float | None = None
    method: str | None = None
    gap: float | None = None
    hierarchies: dict[str, Groups] = {}
    structural: list[list[str | int]] = []

    def rules(self, given: dict[str, Any]) -> "Rules":
        """Return the rules; what the command gives goes before the file."""
        from mainstay.statistics.disclosure import Rules

        words = {name: getattr(self, name) for name in OF_RULES}
        words |= {name: value for name, value in given.items() if value is not None}
        return Rules(**{name: value for name, value in words.items() if value is not None})

    @property
    def search(self) -> dict[str, Any]:
        """The rest, as `protect_table` takes it."""
        words = {name: getattr(self, name) for name in OF_SEARCH}
        found = {name: value for name, value in words.items() if value is not None}
        cells = [[str(part) for part in cell] for cell in self.structural]
        return found | {"hierarchies": self.hierarchies, "structural": cells}


class Ladders(BaseModel):
    """The steps of each key from fine to coarse, {value: group} or the edges of bands, and how dear each key is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ladders: dict[str, list[Step]] = {}
    importance: dict[str, float] = {}


def table_rules(place: Path | None) -> TableRules:
    """Return the rules in a YAML file, or none."""
    return TableRules() if place is None else read_as(TableRules, read_yaml(place), source=place.name)
