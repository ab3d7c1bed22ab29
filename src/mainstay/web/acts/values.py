"""A value as it is typed, made what the service takes; and in words what that is."""

import json
import shutil
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import NoneType, UnionType
from typing import Any, BinaryIO

from django.db.models import Model
from django.utils.timezone import get_current_timezone, is_naive

from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, NotFound, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.exchange.tables.source import Given

from .deeds import Deed, Value
from .meeting import may_meet
from .records import no_record, record_named

_MANY = (Sequence, Collection, Iterable, list, tuple, set)
_PLAIN = {int: "a whole number", bool: "yes or no", date: "a day, as 2026-03-18", float: "a number"}


def given_values(deed: Deed, given: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Return what a deed is called with, from values as JSON or a form gives them; never from a file of this machine.

    A record is named by key, reference or code; a file is an open one with its `name`. Raises `BadInput` that names
    each value which is missing, unknown or cannot be read; the record that the act is done to is unknown as well where
    `person` may neither see it nor do the act to it.
    """
    problems = [_unknown(deed, name) for name in _strange(deed, given)]
    problems += _missing(deed, given)
    _refuse(deed, problems)
    known = {value.name: value for value in deed.values}
    first = next((value.name for value in deed.values if record_kind(value) and given.get(value.name)), None)
    found: dict[str, Any] = {}
    for name, value in given.items():
        try:
            found[name] = _taken(known.get(name) or Value(name, deed.more), value)
            if name == first and not may_meet(person, deed, found[name]):
                raise no_record(type(found[name]), str(value), field=name)
        except BadInput as error:
            problems += error.problems
        except NotFound as error:
            problems.append(Problem(error.reason, field=name))
    _refuse(deed, problems)
    _add_filenames(deed, found, {name: getattr(value, "name", "") for name, value in given.items()})
    return found


def _taken(value: Value, given: Any) -> Any:
    kind = bare(value.type)
    if reads_file(value):
        return _uploaded(kind, given, value.name)
    if (record := record_kind(value)) is not None:
        return None if given is None else record_named(record, str(given), field=value.name)
    member = many_of(kind)
    if member is not None and isinstance(given, list):
        return [_taken(Value(value.name, member), one) for one in given]
    if isinstance(given, str) and kind is Any:
        return given
    return None if given is None and not value.required else _checked(kind, given, value.name)


def _uploaded(kind: Any, given: Any, name: str) -> Any:
    if not hasattr(given, "read"):
        reason = Reason("no_upload", _("A file is needed here: send it with the form."))
        raise BadInput("values", reason.msgid, problems=[Problem(reason, field=name)])
    if kind is not Path:
        return BytesIO(given.read())
    from django.conf import settings

    settings.STAGING_FOLDER.mkdir(parents=True, exist_ok=True)
    suffix = Path(str(given.name)).suffix
    with NamedTemporaryFile(dir=settings.STAGING_FOLDER, suffix=suffix, delete=False) as stored:
        shutil.copyfileobj(given, stored)
    return Path(stored.name)


def values_of(deed: Deed, typed: Sequence[str]) -> dict[str, Any]:
    """Return what a deed is called with, from texts of the form name=value; a name that comes again gives a list."""
    texts = _by_name(deed, typed)
    known = {value.name: value for value in deed.values}
    _refuse(deed, _missing(deed, texts))
    found: dict[str, Any] = {}
    for name, given in texts.items():
        found[name] = _read(known.get(name) or Value(name, deed.more), given)
    _add_filenames(deed, found, {name: text[0] for name, text in texts.items()})
    return found


def _add_filenames(deed: Deed, found: dict[str, Any], files: Mapping[str, str]) -> None:
    """Name a file after itself where its name is asked for and was not given."""
    known = {value.name: value for value in deed.values}
    for name, value in known.items():
        if name in {"filename", "name"} and value.required and name not in found:
            found[name] = next(
                Path(files[one]).name for one in files if one in known and reads_file(known[one])
            )


def _by_name(deed: Deed, typed: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    problems = []
    for text in typed:
        name, equals, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or _strange(deed, [name]):
            problems.append(_unknown(deed, text))
        found.setdefault(name, []).append(value)
    _refuse(deed, problems)
    return found


def _strange(deed: Deed, names: Iterable[str]) -> list[str]:
    return [] if deed.more is not None else sorted({*names} - {value.name for value in deed.values})


def _unknown(deed: Deed, text: str) -> Problem:
    reason = _("“{text}” is no value of {deed}. Write name=value; the names are: {names}.")
    names = ", ".join(sorted(value.name for value in deed.values))
    facts = {"text": text, "deed": deed.name, "names": names}
    return Problem(Reason("no_value", reason, facts), field=text.partition("=")[0].strip())


def _missing(deed: Deed, texts: Mapping[str, Any]) -> list[Problem]:
    file = any(value.name in texts and reads_file(value) for value in deed.values)
    missing = [
        value
        for value in deed.values
        if value.required and value.name not in texts and not (file and value.name in {"filename", "name"})
    ]
    reason = _("{name} is needed: {kind}. Add {name}=….")
    return [
        Problem(
            Reason("value_missing", reason, {"name": value.name, "kind": kind_of(value)}), field=value.name
        )
        for value in missing
    ]


def _refuse(deed: Deed, problems: list[Problem]) -> None:
    if problems:
        raise BadInput(
            "values",
            _("{deed} cannot be done with these values; nothing was changed."),
            deed=deed.name,
            problems=problems,
        )


def record_kind(value: Value) -> type[Model] | None:
    """Return the kind of record that a value is, or None where it is none."""
    kind = bare(value.type)
    return kind if isinstance(kind, type) and issubclass(kind, Model) else None


def reads_file(value: Value) -> bool:
    """Return whether a value is a file that is read."""
    kind = bare(value.type)
    return (
        kind is BinaryIO
        or kind == Given
        or (kind is Path and not writes_file(value))
        or value.name == "given"
    )


def writes_file(value: Value) -> bool:
    """Return whether a value says where a file goes."""
    return value.name == "to" and bare(value.type) in (Path, str | BinaryIO)


def bare(kind: Any) -> Any:
    """Return a type without its “or nothing”."""
    if typing.get_origin(kind) in {typing.Union, UnionType} and kind != Given:
        parts = [part for part in typing.get_args(kind) if part is not NoneType]
        return parts[0] if len(parts) == 1 else typing.Union[tuple(parts)]  # noqa: UP007 - parts are known at run time only
    return kind


def many_of(kind: Any) -> Any:
    """Return the type of the members where a type is a list of single values, else None."""
    origin, members = typing.get_origin(kind), typing.get_args(kind)
    if origin not in _MANY or not members:
        return None
    member = members[0]
    if origin is tuple and members[1:] != (Ellipsis,):
        return None
    simple = member is str or (isinstance(member, type) and (issubclass(member, Model) or member in _PLAIN))
    return member if simple else None


def _read(value: Value, texts: list[str]) -> Any:
    kind = bare(value.type)
    if writes_file(value):
        return Path(texts[-1]) if kind is Path else texts[-1]
    if reads_file(value):
        return _file(kind, texts[-1], value.name)
    member = many_of(kind)
    if member is None:
        return _read_one(kind, texts[-1], value.name)
    if len(texts) == 1 and texts[0].startswith(("[", "@")):
        texts = [str(one) for one in _json(texts[0], value.name)]
    return [_read_one(member, text, value.name) for text in texts]


def _read_one(kind: Any, text: str, name: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Model):
        return record_named(kind, text, field=name)
    if kind is str:
        return _content(text, name) if text.startswith("@") else text
    if kind is Any:
        return _json(text, name) if text.startswith(("[", "{", "@")) else text
    if kind is bool:
        text = {"yes": "true", "no": "false"}.get(text.strip().lower(), text)
    return _checked(kind, _json(text, name) if text.startswith(("[", "{", "@")) else text, name)


def _checked(kind: Any, given: Any, name: str) -> Any:
    from pydantic import ConfigDict, TypeAdapter, ValidationError
    from pydantic.errors import PydanticUserError

    try:
        try:
            adapter: TypeAdapter[Any] = TypeAdapter(kind, config=ConfigDict(arbitrary_types_allowed=True))
        except PydanticUserError:  # a dataclass brings its own
            adapter = TypeAdapter(kind)
        found = adapter.validate_python(given)
    except ValidationError as faults:
        problems = [
            Problem(
                Reason(
                    "value",
                    _("“{given}”: {fault}."),
                    {"given": str(fault["input"])[:60], "fault": fault["msg"]},
                ),
                field=".".join((name, *map(str, fault["loc"]))),
            )
            for fault in faults.errors()
        ]
        raise BadInput(
            "value", _("{name} cannot be read; nothing was changed."), name=name, problems=problems
        ) from None
    if isinstance(found, datetime) and is_naive(found):
        return found.replace(tzinfo=get_current_timezone())
    return found


def _file(kind: Any, text: str, name: str) -> Any:
    path = Path(text.removeprefix("@"))
    if not path.is_file():
        raise BadInput("no_file", _("{name}: there is no file {file}."), name=name, file=str(path))
    return BytesIO(path.read_bytes()) if kind is BinaryIO else path


def _content(text: str, name: str) -> str:
    path: Path = _file(Path, text, name)
    return path.read_text(encoding="utf-8")


def _json(text: str, name: str) -> Any:
    content = _content(text, name) if text.startswith("@") else text
    try:
        return json.loads(content)
    except json.JSONDecodeError as fault:
        raise BadInput(
            "not_json",
            _("{name} is no JSON (line {line}: {fault})."),
            name=name,
            line=fault.lineno,
            fault=fault.msg,
        ) from None


def kind_of(value: Value) -> str:
    """Return in words what a value must be."""
    kind = bare(value.type)
    if reads_file(value) or writes_file(value):
        return "a file" if reads_file(value) else "where the file goes"
    if (member := many_of(kind)) is not None:
        return f"{_kind(member)}; may come again"
    return _kind(kind)


def _kind(kind: Any) -> str:
    if kind is str or kind is Any:
        return "text"
    if kind is datetime:
        return "a moment, as 2026-03-18T14:00"
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Model):
        return f"{kind._meta.verbose_name} by reference, code or key"
    if getattr(kind, "__name__", "") == "Decimal":
        return "a decimal number"
    shape = str(kind).replace("collections.abc.", "").replace("typing.", "").replace("decimal.", "")
    return f"JSON, or @file.json: {shape.rpartition('.')[2] if shape.startswith('<class') else _short(shape)}".rstrip(
        "'>"
    )


def _short(shape: str) -> str:
    """Return a type as it is written, without the modules of its names."""
    import re

    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", shape)
