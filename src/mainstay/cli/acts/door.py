"""`mainstay <stage> do VERB name=value …` and `mainstay <stage> find KIND`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.page.terminal import As, Format, FormatOption, acting, emit, ready, refusals, say

if TYPE_CHECKING:
    from mainstay.web.acts.deeds import Deed

Verb = Annotated[str, typer.Argument(help="What is to be done; without it all that can be done is listed.")]
Values = Annotated[
    list[str] | None,
    typer.Argument(
        help="name=value; a list by naming it again, a table as @file.json; without any: what it takes."
    ),
]
Out = Annotated[Path | None, typer.Option("--to", help="Where a file goes that comes of it.")]
Kind = Annotated[str, typer.Argument(help="Kind of record; without it the kinds that can be listed.")]


def add_acts(stage: str, onto: typer.Typer) -> None:
    """Give a stage the commands `do` and `find`."""

    @onto.command("do")
    def do(
        verb: Verb = "",
        values: Values = None,
        to: Out = None,
        as_: As = "",
        format: FormatOption = Format.TABLE,
    ) -> None:
        """Do any act of this stage by its name, with the same rules as on its page."""
        if not verb or not values:
            _tell(stage, verb, format)
            return
        with acting(as_) as person:
            from mainstay.web.acts.refusals import table_refusals
            from mainstay.web.acts.values import values_of

            deed = _deed(stage, verb)
            with table_refusals():
                result = deed.service(by=person, **values_of(deed, values))
            _emit(result, to, format)

    @onto.command("find")
    def find(kind: Kind = "", as_: As = "", format: FormatOption = Format.TABLE) -> None:
        """List the records of a kind that you may see, with the key by which an act takes them."""
        with acting(as_) as person:
            from mainstay.web.acts.finding import kinds_of, records_of

            if not kind:
                emit([{"kind": name} for name in kinds_of(stage)], format)
                return
            emit(map(_row, records_of(person, stage, kind)), format)


def _deed(stage: str, verb: str) -> "Deed":
    from mainstay.web.acts.deeds import deeds_of

    deeds = deeds_of(stage)
    name = verb.replace("_", "-")
    if name not in deeds:
        near = get_close_matches(name, deeds, n=4, cutoff=0.4)
        raise NotFound(
            "no_deed",
            _("Nothing here is called {verb}. Near it are: {near}."),
            verb=verb,
            near=", ".join(near) or "–",
        )
    return deeds[name]


def _tell(stage: str, verb: str, format: Format) -> None:
    """Print what can be done, or what one deed takes."""
    ready()
    with refusals():
        from mainstay.web.acts.deeds import deeds_of
        from mainstay.web.acts.values import kind_of

        if not verb:
            emit(({"do": deed.name, "what it does": deed.does} for deed in deeds_of(stage).values()), format)
            return
        deed = _deed(stage, verb)
        say(deed.does)
        emit(
            (
                {
                    "value": value.name,
                    "needed": "yes" if value.required else "",
                    "what it is": kind_of(value),
                    "otherwise": "" if value.required or value.default in (None, "", ()) else value.default,
                }
                for value in deed.values
            ),
            format,
        )


def _emit(result: Any, to: Path | None, format: Format) -> None:
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], bytes):
        result = _write(Path(result[0]) if to is None else to, result[1])
    elif isinstance(result, bytes):
        result = _write(to or Path("result"), result)
    rows = list(_rows(result))
    if rows:
        emit(rows, format)
    else:
        say("done")


def _write(path: Path, content: bytes) -> dict[str, Any]:
    path.write_bytes(content)
    return {"file": str(path), "bytes": len(content)}


def _rows(result: Any) -> Iterator[Mapping[str, Any]]:
    from django.db.models import Model

    if result is None:
        return
    if isinstance(result, Model):
        yield _row(result)
    elif isinstance(result, Mapping):
        yield result
    elif is_dataclass(result) and not isinstance(result, type):
        yield asdict(result)
    elif isinstance(result, Iterable) and not isinstance(result, str):
        for one in result:
            yield from _rows(one)
    else:
        yield {"result": result}


def _row(record: Any) -> dict[str, Any]:
    return {
        "record": str(record._meta.verbose_name), "key": record.pk, "called": str(record),
        "state": getattr(record, "state", ""),
    }  # fmt: skip
