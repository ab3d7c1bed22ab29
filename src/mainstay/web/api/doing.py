"""Acts over HTTP: what is given as JSON, files beside it; done once per key, and only on what the caller has seen."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Body, File, Form, Schema
from ninja.files import UploadedFile as NinjaFile

from mainstay.accounts.services import once
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.page.doors import who
from mainstay.web.acts.deeds import Deed
from mainstay.web.acts.downloads import download_of
from mainstay.web.acts.refusals import table_refusals
from mainstay.web.acts.shown import etag_of, plain, row_of
from mainstay.web.acts.values import given_values, reads_file, record_kind

from .shapes import input_of, require_text

#: What only a person does who has signed in: a program's key never makes another key or widens what it opens.
NOT_BY_KEY = {"create-token", "delegate-role", "break-glass", "request-restricted"}


#: What comes of these is shown once and kept nowhere, so no answer of theirs is kept to be given again.
SECRETS = {"create-token", "issue-card"}


class Stale(RuleBroken):
    """The record is not as the caller saw it: somebody changed it meanwhile."""

    status = 412


def act_operation(deed: Deed, name: str) -> Callable[..., Any]:
    """Return the operation of an act: a JSON body, or a form with files and the other values as JSON beside them."""
    shape = input_of(deed, f"{name}Values")
    files = [value for value in deed.values if reads_file(value)]

    def operation(request: HttpRequest, **given: Any) -> Any:
        body = given["values"]
        if isinstance(body, str):
            body = shape.model_validate(_json(body))
        values = body.model_dump(exclude_unset=True, exclude_none=True)
        for field, value in values.items():
            require_text(value, field)
        return _answer(
            request,
            deed,
            {**values, **{file.name: given[file.name] for file in files if given.get(file.name)}},
        )

    asked = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)]
    body: Any = Form("{}") if files else Body(...)
    asked.append(_named("values", str if files else shape, body))
    asked += [_named(file.name, NinjaFile, File(... if file.required else None)) for file in files]
    operation.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    return operation


def _named(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=default)


def _json(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except json.JSONDecodeError as fault:
        raise BadInput("not_json", _("values is no JSON (line {line}: {fault})."), line=fault.lineno, fault=fault.msg) from None  # fmt: skip


def _answer(request: HttpRequest, deed: Deed, given: Mapping[str, Any]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        result = _do(request, deed, given)
        if (file := download_of(deed, result)) is not None:
            return file
        return JsonResponse(_done(deed, result))
    if deed.name in SECRETS:
        raise BadInput("secret_not_kept", _("A secret comes of this act and is kept nowhere: call it without an Idempotency-Key."))  # fmt: skip
    if len(key) > 80:
        raise BadInput("key_long", _("Idempotency-Key has at most 80 characters."))
    asked = hashlib.sha256(f"{request.path}\0{_fingerprint(given)}".encode()).hexdigest()
    status, content, repeated = once(
        who(request), key, asked, lambda: (200, _done(deed, _do(request, deed, given)))
    )
    return JsonResponse({**content, "repeated": repeated}, status=status)


def _fingerprint(given: Mapping[str, Any]) -> str:
    return json.dumps({name: _content(value) for name, value in given.items()}, sort_keys=True, default=str)


def _content(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256(value.read()).hexdigest()
    value.seek(0)
    return digest


def _do(request: HttpRequest, deed: Deed, given: Mapping[str, Any]) -> Any:
    if deed.name in NOT_BY_KEY and hasattr(request, "token"):
        raise NotAllowed(
            "not_by_key", _("A program's key cannot make or lend rights. Sign in and do this yourself.")
        )
    seen = request.headers.get("If-Match", "").strip()
    with transaction.atomic():
        values = given_values(deed, given, who(request))
        if seen:
            _require_unchanged(deed, values, seen)
        with table_refusals():
            return deed.service(by=who(request), **values)


def _require_unchanged(deed: Deed, values: Mapping[str, Any], seen: str) -> None:
    first = next((value.name for value in deed.values if record_kind(value) and value.name in values), None)
    if first is None:
        raise BadInput("if_match", _("If-Match asks about a record, and this act takes none."))
    if seen not in {"*", f'"{etag_of(values[first])}"'}:
        raise Stale("changed_meanwhile", _("Somebody changed this since you read it. Read it again, then decide again."))  # fmt: skip


def _done(deed: Deed, result: Any) -> dict[str, Any]:
    if download_of(deed, result) is not None:
        raise BadInput("file_not_kept", _("A file comes of this act: call it without an Idempotency-Key."))
    return {"act": deed.name, "result": [*_rows(result)], "repeated": False}


def _rows(result: Any) -> Iterable[Any]:
    if result is None:
        return
    if isinstance(result, Model):
        yield row_of(result)
    elif isinstance(result, Schema):
        yield result.model_dump(mode="json")
    elif is_dataclass(result) and not isinstance(result, type):
        yield _safe(asdict(result))
    elif isinstance(result, Mapping):
        yield _safe(result)
    elif isinstance(result, Iterable) and not isinstance(result, str):
        for one in result:
            yield from _rows(one)
    else:
        yield _safe(result)


def _safe(value: Any) -> Any:
    if isinstance(value, Model):
        return row_of(value)
    if isinstance(value, Mapping):
        return {str(name): _safe(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(one) for one in value]
    value = plain(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
