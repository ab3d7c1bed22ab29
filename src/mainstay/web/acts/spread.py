"""Acts that serve all registers by one service: at every door each register has its own, opened by its own right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mainstay.partners.selectors.registers import Register, own_registers, registers

from .deeds import Deed, Value


def spread(found: Mapping[str, Deed]) -> dict[str, Deed]:
    """Return acts by name, those of the registers as one for each register that has it."""
    made: dict[str, Deed] = {}
    for name, deed in found.items():
        serves = _SERVED.get(name)
        one_each = [deed] if serves is None else [_of(deed, register) for register in serves()]
        made |= {one.name: one for one in one_each}
    return dict(sorted(made.items()))


def _with_files() -> Iterator[Register]:
    return (register for register in registers() if register.takes_files)


_SERVED: Mapping[str, Callable[[], Iterator[Register]]] = {
    "attach-evidence": _with_files,
    "import-register": lambda: iter(own_registers()),
}


def _of(deed: Deed, register: Register) -> Deed:
    """Return an act for one register: its name says which, its line is a record of it."""

    def service(*, by: Any, **given: Any) -> Any:
        if "line" in given:
            given["line"] = str(getattr(given["line"], register.key))
        return deed.service(by=by, register=register.code, **given)

    values = tuple(
        Value("line", register.model, value.default) if value.name == "line" else value
        for value in deed.values
        if value.name != "register"
    )
    return replace(
        deed, name=f"{deed.name}-{register.code}", service=service, values=values, actions=(register.enters,),
        words_of=deed.name, about=register.title,
    )  # fmt: skip
