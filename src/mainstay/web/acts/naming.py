"""What a record is called on a page: in words, with the number that people know it by; never its key in the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.common.errors import Reason
from mainstay.common.models import Country
from mainstay.page.errors import sentence
from mainstay.page.words import country_name, day, named, said

from .shown import fields_of
from .words import kind_called

#: The fields that name a record in words, and those that hold the number by which people know it, the surest first.
WORDS = ("title", "name", "question", "what_for", "filename")
NUMBERS = ("reference", "number", "card")
#: Kinds whose code people say and write, as “S01” for a site; a code of the playbook is told by its name instead.
SAID_BY_CODE = frozenset({"works.Site", "skills.Course"})
#: Up to how many letters of a sentence a record is called by.
LETTERS = 90


@dataclass(frozen=True)
class Called:
    """How a kind is called that has no title of its own; `read` is what is read with it."""

    words: Callable[[Any], str]
    read: tuple[str, ...] = ()
    #: Whether the words are those of something else, so that the kind is said before them.
    borrowed: bool = False
    #: The fields that the words have said already.
    says: tuple[str, ...] = ()


def _cut(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LETTERS)


def _between(row: Any) -> str:
    return gettext("{start} to {end}").format(start=day(row.first_on), end=day(row.last_on))


def _sentence(row: Any) -> str:
    return sentence(Reason("entry", row.msgid, row.facts))


def _of_expert(path: str) -> Callable[[Any], str]:
    def words(row: Any) -> str:
        for name in path.split("."):
            row = getattr(row, name)
        return str(row.number)

    return words


def _indicator(definition: Any) -> str:
    found = named("indicators", definition.code)
    return str(definition.local_name or (found if found != definition.code else definition.name))


CALLED: Mapping[str, Called] = {
    "cases.CaseTask": Called(lambda row: said(row.title), says=("title", "code")),
    "cases.Lead": Called(lambda row: named("lead_models", row.model), borrowed=True, says=("model",)),
    "cases.RollAnswer": Called(lambda row: str(row.by.name), ("by",), borrowed=True, says=("by",)),
    "cases.RollCall": Called(lambda row: day(row.called_at), borrowed=True, says=("called_at",)),
    "cases.RuleWaiver": Called(lambda row: named("reference_lists.rule_waivers", row.rule), borrowed=True, says=("rule",)),
    "cases.Seat": Called(lambda row: named("seats", row.code), says=("code",)),
    "cases.TimelineEntry": Called(_sentence),
    "decide.Request": Called(lambda row: _cut(row.what_happened or row.asked)),
    "lessons.Recommendation": Called(lambda row: _cut(row.text), says=("text",)),
    "lessons.Review": Called(lambda row: str(row.case.name), ("case",), borrowed=True, says=("case",)),
    "measure.Baseline": Called(lambda row: _indicator(row.definition), ("definition",), borrowed=True, says=("definition",)),
    "measure.Computation": Called(_between, borrowed=True, says=("first_on", "last_on")),
    "measure.Definition": Called(_indicator, says=("name", "local_name", "code")),
    "measure.Publication": Called(
        lambda row: gettext("Figures to {day}").format(day=day(row.as_of)), says=("as_of", "title")
    ),
    "measure.Target": Called(lambda row: _indicator(row.definition), ("definition",), borrowed=True, says=("definition",)),
    "partners.Consultation": Called(lambda row: _cut(row.question), says=("question",)),
    "partners.ConsultationPoint": Called(lambda row: _cut(row.words), says=("words", "number")),
    "partners.ConsultedBody": Called(lambda row: str(row.organisation.name), ("organisation",), borrowed=True, says=("organisation",)),
    "partners.Contact": Called(lambda row: str(row.organisation.name), ("organisation",), borrowed=True, says=("organisation",)),
    "staff.CheckIn": Called(_of_expert("deployment.expert"), ("deployment__expert",), borrowed=True, says=("deployment",)),
    "staff.Clearance": Called(lambda row: named("clearances", row.code), says=("code",)),
    "staff.Deployment": Called(_of_expert("expert"), ("expert",), borrowed=True, says=("expert",)),
    "staff.PanelScore": Called(_of_expert("recruitment.expert"), ("recruitment__expert",), borrowed=True, says=("recruitment",)),
    "staff.Recruitment": Called(_of_expert("expert"), ("expert",), borrowed=True, says=("expert",)),
    "staff.Reference": Called(_of_expert("recruitment.expert"), ("recruitment__expert",), borrowed=True, says=("recruitment",)),
    "staff.Release": Called(_of_expert("deployment.expert"), ("deployment__expert",), borrowed=True, says=("deployment",)),
    "staff.TeamRequest": Called(lambda row: named("functional_areas", row.functional_area), says=("functional_area",)),
    "watch.PreparednessItem": Called(lambda row: named("preparedness_items", row.code), says=("code",)),
    "watch.Reading": Called(lambda row: said(row.series.name), ("series",), borrowed=True, says=("series",)),
    "watch.RiskBoard": Called(lambda row: day(row.held_at or row.called_at), borrowed=True),
    "watch.TriggerDrill": Called(lambda row: day(row.held_on), says=("held_on",)),
    "watch.TriggerResponse": Called(lambda row: named("triggers", named("early_warning", row.indicator)), says=("indicator",)),
    "works.Payroll": Called(_between, borrowed=True, says=("first_on", "last_on")),
    "works.Roll": Called(
        lambda row: gettext("{site}, {days}").format(site=row.site.name, days=_between(row)), ("site",), borrowed=True, says=("site", "first_on", "last_on")
    ),
}  # fmt: skip


def words_of(record: Model) -> str:
    """Return what a record is called in words; empty where neither itself nor what it belongs to has any."""
    if isinstance(record, Person):
        return record.name
    if isinstance(record, Country):
        return country_name(record.names, record.name)
    made = CALLED.get(record._meta.label)
    if made is not None:
        return made.words(record)
    own = own_words(type(record))
    text = said(str(getattr(record, own))) if own and getattr(record, own) else ""
    return text or number_of(record) or _of_another(record)


def own_words(model: type[Model]) -> str:
    """Return the field that names a kind in words; empty where it has none of its own."""
    names = {field.name for field in fields_of(model)}
    return next((name for name in WORDS if name in names), "")


def number_of(record: Model) -> str:
    """Return the number by which people know a record: its reference, its card, the code of a site."""
    name = number_field(type(record))
    return str(getattr(record, name) or "") if name else ""


def number_field(model: type[Model]) -> str:
    """Return the field that holds the number by which people know a kind; empty where there is none."""
    names = {field.name for field in fields_of(model) if field.get_internal_type() == "CharField"}
    told = ("code",) if model._meta.label in SAID_BY_CODE else ()
    return next((name for name in (*NUMBERS, *told) if name in names), "")


def _of_another(record: Model) -> str:
    for field in _links(type(record)):
        above = getattr(record, field.name)
        if above is not None and (words := words_of(above)):
            return words
    return ""


def _links(model: type[Model]) -> Iterator[Field[Any, Any]]:
    """Yield the links of a kind to what it may belong to, neither persons nor countries."""
    for field in fields_of(model):
        if field.many_to_one and field.related_model not in {Person, Country}:
            yield field


def heading_of(record: Model) -> str:
    """Return what a page about one record is headed by; the kind is said where the words are those of something else."""
    kind = capfirst(kind_called(type(record)))
    words = words_of(record)
    if not words:
        return kind
    return gettext("{kind}: {words}").format(kind=kind, words=words) if _borrows(record) else words


def _borrows(record: Model) -> bool:
    made = CALLED.get(record._meta.label)
    if made is not None:
        return made.borrowed
    own = own_words(type(record))
    return not (own and getattr(record, own))


def number_beside(record: Model) -> str:
    """Return the number of a record where its words are something else."""
    number = number_of(record)
    return "" if number == words_of(record) else number


def said_by_name(model: type[Model]) -> set[str]:
    """Return the fields of a kind that its name has said already."""
    made = CALLED.get(model._meta.label)
    own, number = own_words(model), number_field(model)
    if made is not None:
        return {*made.says, number}
    first = next((field.name for field in _links(model)), "") if not own and not number else ""
    return {own, number, first}


def read_with(model: type[Model]) -> tuple[str, ...]:
    """Return what a list of a kind reads with each record so that it can be called by its words."""
    made = CALLED.get(model._meta.label)
    return made.read if made is not None else ()
