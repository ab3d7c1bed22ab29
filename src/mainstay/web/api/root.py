"""The API put together: one operation for each list, each record, each page that shows figures, and each act."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

import pydantic
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import create_model

from mainstay import __version__
from mainstay.common.errors import AppError, BadInput, NotAllowed, NotFound, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.page.doors import SIGNED_IN, door, label_views
from mainstay.page.errors import problem
from mainstay.web.acts.catalogue import every_deed, stages
from mainstay.web.acts.finding import Kind, kinds_of

from .addresses import PREFIX
from .doing import act_operation
from .pages import page_operations
from .reading import list_operation, record_operation
from .shapes import Done, Listed, Refusal, row_shape
from .signing import WAYS
from .whole import ACTIONS, add_whole

ABOUT = """\
Every list, every record, every board and every act of Mainstay, by the same services and under the same rules as its
pages. What a page shows is read at `/{stage}/page/{name}`: its answer in words, its list by `page` and `per_page`, its
figures; a record among them stands with its fields where the caller may read it.

A program sends a key of its own, `Authorization: Bearer mst_…`, made on the page “Keys for programs” or by
`create-token`: it reads or also writes, in all stages or in one, until its day. Lists come by pages: `next` is the address
of the next one. A record carries an `ETag`; an act that is sent with `If-Match` is done only where nobody changed the
record meanwhile (412 otherwise). An act that is sent with `Idempotency-Key` is done once, however often it comes, for
24 hours. Amounts are whole minor units of their currency. What is refused comes as `application/problem+json`, its
sentences in the language of `Accept-Language`: English, French, Spanish or Arabic.
"""


@cache
def api() -> NinjaAPI:
    """Return the API with all its operations."""
    made = NinjaAPI(
        title="Mainstay", version=__version__, description=ABOUT, docs_url=None, openapi_url=None,
        urls_namespace="api", auth=[*WAYS],
    )  # fmt: skip
    _add_refusals(made)
    add_whole(made)
    for kind in every_kind():
        _add_kind(made, kind)
    for page in page_operations():
        made.get(
            page.address, summary=page.summary, tags=[page.stage], operation_id=f"{page.stage}_page_{page.code.replace('-', '_')}",
            url_name=f"{page.stage}-page-{page.code}", response=page.shape(),
        )(page.answering())  # fmt: skip
    for stage, deed in every_deed():
        made.post(
            f"/{stage}/do/{deed.name}", summary=deed.does, tags=[stage],
            operation_id=f"{stage}_do_{deed.name.replace('-', '_')}", url_name=f"{stage}-do-{deed.name}",
            response=Done,
        )(act_operation(deed, _pascal(f"{stage}-{deed.name}")))  # fmt: skip
    return made


def every_kind() -> Iterator[Kind]:
    """Yield every kind of record that can be listed."""
    for place in stages().values():
        yield from kinds_of(place).values()


def _add_kind(api: NinjaAPI, kind: Kind) -> None:
    name, code = _pascal(f"{kind.stage}-{kind.name}"), kind.name.replace("-", "_")
    words = str(kind.model._meta.verbose_name_plural)
    shape = row_shape(kind, f"{name}Row")
    page = create_model(f"{name}List", __base__=Listed, rows=(list[shape], ...))  # type: ignore[valid-type]
    api.get(
        f"/{kind.stage}/{kind.name}", summary=f"List {words}", tags=[kind.stage], operation_id=f"{kind.stage}_list_{code}",
        url_name=f"{kind.stage}-list-{kind.name}", response=page,
    )(list_operation(kind, name))  # fmt: skip
    api.get(
        f"/{kind.stage}/{kind.name}/{{int:key}}", summary=f"Read one of {words}", tags=[kind.stage],
        operation_id=f"{kind.stage}_read_{code}", url_name=f"{kind.stage}-read-{kind.name}",
        response=shape,
    )(record_operation(kind))  # fmt: skip


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("_", "-").split("-"))


def _add_refusals(api: NinjaAPI) -> None:
    @api.exception_handler(AppError)
    def refused(request: HttpRequest, error: AppError) -> HttpResponse:
        return problem(request, error)

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(request, _bad_input(error.errors))

    @api.exception_handler(pydantic.ValidationError)
    def not_valid_beside_files(request: HttpRequest, error: pydantic.ValidationError) -> HttpResponse:
        return problem(request, _bad_input(error.errors()))

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        words = _("Sign in, or send a key: Authorization: Bearer ….")
        return problem(request, NotAllowed("not_signed_in", words), status=401)

    @api.exception_handler(Http404)
    def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
        words = _("It may have moved, or it is not yours to see. Search, or go to the situation room.")
        return problem(request, NotFound("not_found", words))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        fault = BadInput("request", _("This request cannot be read: {fault}."), fault=str(error))
        return problem(request, fault, status=error.status_code)


def _bad_input(faults: Iterable[Mapping[str, Any]]) -> BadInput:
    problems = [
        Problem(
            _why(fault),
            field=".".join(
                str(part) for part in fault["loc"] if part not in {"body", "query", "form", "values", "asked"}
            ),
        )
        for fault in faults
    ]
    return BadInput("values", _("This cannot be used; nothing was changed."), problems=problems)


#: What is wrong with a value, by the code that the checker gives it.
FAULTS = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no value of this name here."),
    "date_from_datetime_parsing": _("This is no day. Write it as 2026-03-18."),
    "date_parsing": _("This is no day. Write it as 2026-03-18."),
    "datetime_parsing": _("This is no moment. Write it as 2026-03-18T14:00:00Z."),
    "datetime_from_date_parsing": _("This is no moment. Write it as 2026-03-18T14:00:00Z."),
    "int_parsing": _("This is no whole number."),
    "int_type": _("This is no whole number."),
    "decimal_parsing": _("This is no number."),
    "float_parsing": _("This is no number."),
    "bool_parsing": _("Write true or false."),
    "string_type": _("This is no text."),
    "list_type": _("This is no list."),
    "greater_than_equal": _("This is too small: {ge} is the least."),
    "less_than_equal": _("This is too large: {le} is the most."),
}


def _why(fault: Mapping[str, Any]) -> Reason:
    words = FAULTS.get(fault["type"])
    return (
        Reason(fault["type"], words, fault.get("ctx", {}))
        if words
        else Reason("value", "{fault}.", {"fault": fault["msg"]})
    )


def addresses() -> list[URLPattern]:
    """Return the addresses of the API, each named by the action that opens it."""
    actions = {
        f"{stage}-do-{deed.name}": deed.actions[0] if deed.actions else SIGNED_IN
        for stage, deed in every_deed()
    }
    actions |= ACTIONS
    actions |= {f"{page.stage}-page-{page.code}": page.action for page in page_operations()}
    for kind in every_kind():
        action = kind.reading[0] if len(kind.reading) == 1 else SIGNED_IN
        actions |= dict.fromkeys((f"{kind.stage}-list-{kind.name}", f"{kind.stage}-read-{kind.name}"), action)
    made = [
        pattern for pattern in api().urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    patterns = [path("openapi.json", describe, name="api-description"), *made]
    label_views((SimpleNamespace(urlpatterns=patterns),), actions)
    for pattern in made:
        view: Any = pattern.callback
        view.methods = ["POST"] if _writes(pattern.name or "") else ["GET"]
    return patterns


def _writes(name: str) -> bool:
    return "-do-" in name or name.endswith(("-stop", "-resume"))


@door("web.read_api_description")
def describe(request: HttpRequest) -> HttpResponse:
    """Answer with the description of the API, as OpenAPI."""
    return HttpResponse(description(), content_type="application/json")


@cache
def description() -> str:
    """Return the description of the API as OpenAPI 3.1, each operation with the shape of its refusals."""
    found = dict(api().get_openapi_schema(path_prefix=f"/{PREFIX}"))
    shapes = Refusal.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = shapes.pop("$defs", {})
    found["components"]["schemas"].update({**parts, "Refusal": shapes})
    refused = {"schema": {"$ref": "#/components/schemas/Refusal"}}
    for operation in (operation for at in found["paths"].values() for operation in at.values()):
        operation["responses"] = {str(status): held for status, held in operation["responses"].items()}
        operation["responses"]["default"] = {
            "description": "Refused: why, and the way out", "content": {"application/problem+json": refused},
        }  # fmt: skip
    return json.dumps(_without_titles(found), indent=0, sort_keys=True, ensure_ascii=False)


def _without_titles(found: Any) -> Any:
    """Return a description without the titles that repeat each name."""
    if isinstance(found, list):
        return [_without_titles(one) for one in found]
    if not isinstance(found, dict):
        return found
    kept = {
        name: _without_titles(held)
        for name, held in found.items()
        if name != "title" or not isinstance(held, str)
    }
    return {**kept, "title": found["title"]} if "version" in found and "title" in found else kept
