"""The XLSForm workbook: sheets survey, choices and settings, in all languages of the form."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from .building import nodes_of
from .questions import LANGUAGES, Field, Form, Group, Node, Option, Texts

_PLAIN = ("type", "name", "required", "relevant", "constraint", "calculation", "appearance", "parameters")
_BY_LANGUAGE = ("label", "hint", "constraint_message")


def write_xlsform(form: Form, *, to: str | os.PathLike[str] | BinaryIO) -> tuple[str, ...]:
    """Write the form's workbook to `to`; return the names of the fields that lack a text in some language.

    A missing text is filled with the default language's, so that nobody meets an empty question; the caller
    decides whether such a form may go to the field.
    """
    import xlsxwriter

    nodes = nodes_of(form)
    lists: dict[str, tuple[Option, ...]] = {}
    rows = [*_metadata(form), *_rows(nodes, form, lists)]
    book = xlsxwriter.Workbook(to, {"strings_to_formulas": False, "strings_to_numbers": False})
    try:
        book.set_properties({"title": form.form_id, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - fixed
        survey = [*_PLAIN[:2], *_headed("label", form), *_headed("hint", form), *_PLAIN[2:]]
        _write(book.add_worksheet("survey"), [*survey, *_headed("constraint_message", form)], rows)
        choices = [
            {"list_name": name, "name": option.code, **_texts("label", option.text, form)}
            for name, options in lists.items()
            for option in options
        ]
        _write(book.add_worksheet("choices"), ["list_name", "name", *_headed("label", form)], choices)
        settings = _settings(form)
        _write(book.add_worksheet("settings"), list(settings), [settings])
    finally:
        book.close()
    return tuple(_untranslated(nodes, form))


def language_header(code: str) -> str:
    """Return a language as XLSForm names it.

    >>> language_header("ar"), language_header("rn")
    ('Arabic (ar)', 'rn (rn)')
    """
    return f"{LANGUAGES.get(code, code)} ({code})"


def _headed(column: str, form: Form) -> list[str]:
    return [f"{column}::{language_header(code)}" for code in form.languages]


def _texts(column: str, texts: Texts, form: Form) -> dict[str, str]:
    """Return a text in each language, the default language's where one is missing."""
    default = texts.get(form.languages[0]) or next((text for text in texts.values() if text), "")
    return {
        f"{column}::{language_header(code)}": _one_line(texts.get(code) or default)
        for code in form.languages
        if default
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _metadata(form: Form) -> Iterator[dict[str, str]]:
    for kind in ("start", "end", "today", *(["deviceid"] if form.device else [])):
        yield {"type": kind, "name": kind}


def _settings(form: Form) -> dict[str, str]:
    settings = {
        "form_title": form.title.get(form.languages[0]) or next(iter(form.title.values())),
        "form_id": form.form_id,
        "version": form.version,
        "default_language": language_header(form.languages[0]),
        "style": "pages",
    }
    if form.public_key:
        settings["public_key"] = form.public_key
    if form.submission_url:
        settings["submission_url"] = form.submission_url
    return settings


def _rows(
    nodes: Sequence[Node], form: Form, lists: dict[str, tuple[Option, ...]]
) -> Iterator[dict[str, str]]:
    for node in nodes:
        if isinstance(node, Field):
            yield _field_row(node, form, lists)
            continue
        what = "repeat" if node.repeat else "group"
        yield {
            "type": f"begin_{what}",
            "name": node.name,
            "relevant": node.relevant,
            "appearance": node.appearance,
            **_texts("label", node.label, form),
        }
        yield from _rows(node.children, form, lists)
        yield {"type": f"end_{what}", "name": node.name}


def _field_row(field: Field, form: Form, lists: dict[str, tuple[Option, ...]]) -> dict[str, str]:
    kind: str = field.kind
    if field.kind in {"select_one", "select_multiple"}:
        kind = f"{field.kind} {_list_name(field.options, lists)}"
    row = {
        "type": kind,
        "name": field.name,
        "required": "yes" if field.required else "",
        "relevant": field.relevant,
        "constraint": field.constraint,
        "calculation": field.calculation,
        "appearance": field.appearance,
        "parameters": field.parameters,
        **_texts("hint", field.hint, form),
    }
    if field.kind != "calculate":
        row.update(_texts("label", field.label, form))
    if field.constraint:
        row.update(_texts("constraint_message", field.message, form))
    return row


def _list_name(options: tuple[Option, ...], lists: dict[str, tuple[Option, ...]]) -> str:
    """Return the name of the list with these options; equal lists are written once."""
    for name, known in lists.items():
        if known == options:
            return name
    codes = "_".join(option.code for option in options)
    digest = hashlib.sha256(repr(options).encode()).hexdigest()[:6]
    readable = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in codes)[:24]
    name = f"l_{readable}_{digest}"
    lists[name] = options
    return name


def _write(page: Any, headers: list[str], rows: list[dict[str, str]]) -> None:
    used = [
        header for header in headers if header in {"type", "name"} or any(row.get(header) for row in rows)
    ]
    for at, header in enumerate(used):
        page.write_string(0, at, header)
    for line, row in enumerate(rows, 1):
        for at, header in enumerate(used):
            if text := row.get(header, ""):
                page.write_string(line, at, text)


def _untranslated(nodes: Sequence[Node], form: Form) -> Iterator[str]:
    for node in nodes:
        texts = [node.label]
        if isinstance(node, Field):
            texts += [option.text for option in node.options]
        if any(not text.get(code) for text in texts for code in form.languages):
            yield node.name
        if isinstance(node, Group):
            yield from _untranslated(node.children, form)
