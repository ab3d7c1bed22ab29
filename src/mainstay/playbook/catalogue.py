"""A read-only collection of entries by code, in the order of their file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar, get_args


class Coded(Protocol):
    """What can stand in a catalogue: anything that has a code."""

    @property
    def code(self) -> str:
        """Its code, unique in the catalogue."""


EntryT = TypeVar("EntryT", bound=Coded)


class Catalogue(Mapping[str, EntryT], Generic[EntryT]):
    """Entries by code: ``book.modules["WRK-01"]``; iterating gives codes, `.values()` gives entries."""

    __slots__ = ("_by_code",)

    def __init__(self, entries: Iterable[EntryT] = ()) -> None:
        self._by_code: dict[str, EntryT] = {}
        for entry in entries:
            if entry.code in self._by_code:
                raise ValueError(f"the code {entry.code} stands twice")
            self._by_code[entry.code] = entry

    def __getitem__(self, code: str) -> EntryT:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def __repr__(self) -> str:
        return f"Catalogue({', '.join(self._by_code)})"

    def where(self, test: Callable[[EntryT], bool]) -> tuple[EntryT, ...]:
        """Return the entries for which `test` holds, in file order."""
        return tuple(entry for entry in self._by_code.values() if test(entry))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Let a schema say ``Catalogue[Module]``: a list of mappings in the file, a catalogue in the model."""
        from pydantic_core import core_schema

        entries_schema = core_schema.list_schema(handler.generate_schema(get_args(source)[0]))
        return core_schema.no_info_wrap_validator_function(
            lambda held, validate: held if isinstance(held, Catalogue) else cls(validate(held)),
            entries_schema,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda catalogue: [entry.model_dump(mode="json") for entry in catalogue.values()]
            ),
        )
