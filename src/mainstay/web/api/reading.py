"""Lists and records over HTTP: by pages that follow a key, narrowed by their fields, each record with its mark."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import urlencode
from ninja import Query, Schema

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.common.errors import BadInput, NotAllowed, NotFound, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.web.acts.catalogue import acts_on
from mainstay.web.acts.finding import Kind, seen
from mainstay.web.acts.shown import etag_of, fields_of, row_of

from .shapes import filters_of, require_text

#: What narrows no field.
_PAGING = {"after", "limit", "total"}


def list_operation(kind: Kind, name: str) -> Callable[..., Any]:
    """Return the operation that lists the records of a kind which the caller may see, the latest first."""
    shape = filters_of(kind, f"{name}Filters")

    def operation(request: HttpRequest, asked: Query[shape]) -> Any:  # type: ignore[valid-type]
        person = _reader(request, kind)
        refuse_strange(request, shape)
        rows = seen(person, kind)
        given = asked.model_dump(exclude_unset=True, exclude_none=True)  # type: ignore[attr-defined]
        for field, value in given.items():
            rows = rows if field in _PAGING else _narrowed(kind, rows, field, value)
        limit = asked.limit  # type: ignore[attr-defined]
        counted = rows.count() if given.get("total") else None
        if "after" in given:
            rows = rows.filter(pk__lt=given["after"])
        found = list(rows[: limit + 1])
        more = len(found) > limit
        answer: dict[str, Any] = {
            "rows": [row_of(row) for row in found[:limit]],
            "next": None,
            "total": counted,
        }
        if more:
            kept = {**request.GET.dict(), "after": found[limit - 1].pk}
            answer["next"] = request.build_absolute_uri(f"{request.path}?{urlencode(kept)}")
        return JsonResponse(answer)

    return operation


def refuse_strange(request: HttpRequest, shape: type[Schema]) -> None:
    """Raise `BadInput` where an address narrows a list by a name that it does not know."""
    strange = sorted({*request.GET} - {*shape.model_fields})
    words = _("Nothing here is narrowed by this name. There are: {names}.")
    names = ", ".join(shape.model_fields)
    problems = [Problem(Reason("strange_filter", words, {"names": names}), field=name) for name in strange]
    if problems:
        raise BadInput("filters", _("This list cannot be narrowed so."), problems=problems)


def _narrowed(kind: Kind, rows: QuerySet[Model], field: str, value: Any) -> QuerySet[Model]:
    require_text(value, field)
    try:
        return rows.filter(**_narrowing(kind, field, value))
    except (ValidationError, ValueError, OverflowError):
        words = _("This list cannot be narrowed so.")
        raise BadInput("filters", words, problems=[Problem(Reason("filter", words), field=field)]) from None


def _narrowing(kind: Kind, field: str, value: Any) -> dict[str, Any]:
    """Return a filter as a query: days from and until are whole days, of moments in UTC."""
    name, _underscore, end = field.rpartition("_")
    if end not in {"from", "until"} or field in {column.name for column in fields_of(kind.model)}:
        return {field: value}
    day = value if end == "from" else value + timedelta(days=1)
    moments = kind.model._meta.get_field(name).get_internal_type() == "DateTimeField"
    limit = datetime.combine(day, time.min, tzinfo=UTC) if moments else day
    return {f"{name}__{'gte' if end == 'from' else 'lt'}": limit}


def record_operation(kind: Kind) -> Callable[..., Any]:
    """Return the operation that reads one record, with what the caller can do to it now."""

    def operation(request: HttpRequest, key: int) -> Any:
        person = _reader(request, kind)
        record = seen(person, kind).filter(pk=key).first() if 0 <= key < 2**62 else None
        if record is None:
            raise NotFound(
                "not_found",
                _("There is no such {record} here, or it is not yours to see."),
                record=str(kind.model._meta.verbose_name),
            )
        etag = f'"{etag_of(record)}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        can = [f"{stage}/{deed.name}" for stage, deed, _name in acts_on(person, record)]
        return JsonResponse({**row_of(record), "can": can}, headers={"ETag": etag})

    return operation


def _reader(request: HttpRequest, kind: Kind) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise NotAllowed("not_signed_in", _("Sign in, or send a key: Authorization: Bearer …."))
    if not any(may_anywhere(person, action) for action in kind.reading):
        raise NotAllowed("not_allowed", _("Your roles do not cover this list."))
    return person
