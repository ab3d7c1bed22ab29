"""The operation of one page: its view, asked for what the page is made of."""

import hashlib
import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import strip_tags
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field

from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, NotFound, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.page.doors import who
from mainstay.page.listing import PER_PAGE
from mainstay.page.parts import ask_for_parts
from mainstay.page.tables import ListTable
from mainstay.web.api.reading import refuse_strange
from mainstay.web.api.shapes import named_shape, require_text

from .cells import columns_typed, rows_of
from .figures import NOT_FIGURES, Figures, or_nothing, shape_of
from .source import source_of

_PART = re.compile(r"<(\w+):(\w+)>")
_WORD = Annotated[str, Field(min_length=1, max_length=200)]
_KINDS: Mapping[str, Any] = {
    "uuid": UUID, "str": _WORD, "slug": _WORD, "int": Annotated[int, Field(ge=0, le=2**62)],
}  # fmt: skip
#: What an address says so that a page shows itself and leads nobody on.
STAYS = {"home": {"room": "1"}}
_PAGING = ("page", "per_page", "sort")


class Line(Schema):
    """One row of a list: its record where it stands for one, the records that it speaks of, its columns."""

    model_config = ConfigDict(extra="allow")
    key: int | str | None = None
    uid: str | None = None
    links: dict[str, int | str] = {}


class Given(Schema):
    """What narrows a page."""

    model_config = ConfigDict(extra="forbid")


class Stands(Schema):
    """The figures on a page."""

    model_config = ConfigDict(extra="allow")


class Page(Schema):
    """What a page shows: its answer in words, its list page by page, its figures."""

    title: str
    answer: str
    rows: list[Line]
    total: int | None
    next: str | None
    figures: Stands


@dataclass(frozen=True, slots=True)
class PageOperation:
    """The operation that reads one page."""

    name: str
    route: str
    view: Callable[..., Any]
    stage: str
    action: str

    @property
    def code(self) -> str:
        """The page's name in addresses of the API."""
        return self.name.replace("_", "-")

    @property
    def address(self) -> str:
        """The address below the API's own: ``/watch/page/risk-board``."""
        parts = "".join(
            f"/{{{'uuid:' if kind == 'uuid' else 'int:' if kind == 'int' else ''}{name}}}"
            for kind, name in _PART.findall(self.route)
        )
        return f"/{self.stage}/page/{self.code}{parts}"

    @property
    def pascal(self) -> str:
        """The start of the names of its shapes."""
        return "".join(part.capitalize() for part in (*self.code.split("-"), "page"))

    @property
    def summary(self) -> str:
        """What the page shows, as its view says it."""
        return (inspect.getdoc(self.view) or f"Show {self.name}").partition("\n")[0]

    def shape(self) -> type[Schema]:
        """Return the shape of what it answers."""
        source = source_of(self.view)
        row: Any = Line
        if source.table is not None:
            columns = {name: (kind, None) for name, kind in columns_typed(source.table).items()}
            row = named_shape(f"{self.pascal}Row", Line, columns)
        figures = {
            name: (or_nothing(shape_of(kind)), None)
            for name, kind in source.figures.items()
            if name not in NOT_FIGURES and not name.startswith("_")
        }
        stands = named_shape(f"{self.pascal}Figures", Stands, figures)
        return named_shape(self.pascal, Page, {"rows": (list[row], ...), "figures": (stands, ...)})

    def asked(self) -> type[Schema]:
        """Return the shape of what narrows it: paging and order where it has a list, and its own filters."""
        source = source_of(self.view)
        fields: dict[str, Any] = {}
        if source.table is not None or self.lists:
            fields["page"] = (int, Field(1, ge=1, le=10**6, description="Which page of the list."))
            fields["per_page"] = (int, Field(PER_PAGE, ge=1, le=500, description="How many rows at most."))
        if source.table is not None:
            fields["sort"] = (
                (Literal[_orders(source.table)] | None, None) if _orders(source.table) else (None, None)
            )
        for name, many in source.asks.items():
            word: Any = Annotated[str, Field(max_length=200)]
            fields[name] = (list[word] | None, None) if many else (word | None, None)
        return named_shape(
            f"{self.pascal}Asked",
            Given,
            {name: kind for name, kind in fields.items() if kind != (None, None)},
        )

    @property
    def lists(self) -> bool:
        """Whether the page is a list."""
        return "listed" in inspect.unwrap(self.view).__code__.co_names

    def answering(self) -> Callable[..., Any]:
        """Return the operation itself."""
        shape = self.asked()

        def operation(request: HttpRequest, **given: Any) -> Any:
            narrowed = given.pop("asked", None)
            asked = narrowed.model_dump(exclude_unset=True, exclude_none=True) if narrowed else {}
            refuse_strange(request, shape)
            for name, value in {**asked, **given}.items():
                require_text(value, name)
            context = _context(self, request, given, asked)
            return _answered(request, _told(request, context, asked))

        parts = [_parameter("request", HttpRequest, inspect.Parameter.empty)]
        parts += [_parameter(name, _KINDS[kind], Path(...)) for kind, name in _PART.findall(self.route)]
        if shape.model_fields:
            parts.append(_parameter("asked", shape, Query(...)))
        operation.__signature__ = inspect.Signature(parts)  # type: ignore[attr-defined]
        return operation


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=default)


def _orders(table: type[ListTable]) -> tuple[str, ...]:
    names = [name for name, column in table.base_columns.items() if column.orderable is not False]
    return tuple(order for name in names for order in (name, f"-{name}"))


def _context(
    page: PageOperation, request: HttpRequest, given: Mapping[str, Any], asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the page is made of; where its list comes in its file only, the list with it."""
    context = _shown(page, request, given, asked, {})
    if source_of(page.view).rows_in_file and "table" not in context:
        context["table"] = _shown(page, request, given, asked, {"export": "rows"}).get("table")
    _refuse_faults(context, asked)
    return context


def _shown(
    page: PageOperation, request: HttpRequest, given: Mapping[str, Any], asked: Mapping[str, Any], more: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    address = QueryDict(mutable=True)
    for name, value in {**STAYS.get(page.name, {}), **more, **asked}.items():
        address.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    before, request.GET = request.GET, address  # type: ignore[assignment]
    parts = ask_for_parts(request)
    try:
        page.view(request, **given)
    finally:
        request.GET = before
        del request.asked_parts  # type: ignore[attr-defined]
    if not parts.contexts:
        raise NotFound(
            "leads_elsewhere",
            _("Nothing stands here for you: the page leads elsewhere, or is not ready yet."),
        )
    return parts.contexts[-1]


def _refuse_faults(context: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Raise `BadInput` where a page would pass over a filter: a value that it does not know, or a name of no use here."""
    form = context.get("filters") or context.get("form")
    if form is None or not hasattr(form, "fields"):
        return
    faults = form.errors.items() if form.is_bound else ()
    problems = [
        Problem(Reason("filter", "{fault}", {"fault": " ".join(map(str, words))}), field=name)
        for name, words in faults
        if name in asked
    ]
    strange = Reason("strange_filter", _("This list is not narrowed by this name."))
    problems += [
        Problem(strange, field=name) for name in asked if name in form.base_fields and name not in form.fields
    ]
    if problems:
        raise BadInput("filters", _("This list cannot be narrowed so."), problems=problems)


def _told(request: HttpRequest, context: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    person = who(request)
    table = context.get("table")
    found: dict[str, Any] = {
        "title": _words(context.get("title")), "answer": _words(context.get("answer")),
        "rows": [], "total": None, "next": None,
        "figures": Figures(person if isinstance(person, Person) else None).told(context),
    }  # fmt: skip
    if isinstance(table, ListTable):
        found |= _listed(request, table, asked)
    return found


def _words(given: Any) -> str:
    return strip_tags(str(given)) if isinstance(given, str) or hasattr(given, "_proxy____args") else ""


def _listed(request: HttpRequest, table: ListTable, asked: Mapping[str, Any]) -> dict[str, Any]:
    page = getattr(table, "page", None)
    if page is None:
        table.paginate(page=1, per_page=PER_PAGE)
        page = table.page
    wanted, pages = int(asked.get("page", 1)), page.paginator.num_pages
    rows = [*rows_of(table, page.object_list)] if wanted <= pages else []
    address = request.GET.copy()
    address["page"] = str(wanted + 1)
    following = request.build_absolute_uri(f"{request.path}?{address.urlencode()}")
    return {"rows": rows, "total": page.paginator.count, "next": following if wanted < pages else None}


def _answered(request: HttpRequest, told: Mapping[str, Any]) -> HttpResponse:
    content = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return HttpResponse(content, content_type="application/json", headers={"ETag": etag})
