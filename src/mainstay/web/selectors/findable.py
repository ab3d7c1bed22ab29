"""What can be found by the search: each kind with the rows that enter, their words, who may see them, where they open.

A record enters only by its own public or internal fields that are named here; nothing restricted, no personal value,
no site under a security hold and no draft of a request does.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess.models import Assessment
from mainstay.cases.models import Case, Decision
from mainstay.decide.models import Request
from mainstay.decide.selectors import requests_visible
from mainstay.deliver.skills.models import Course
from mainstay.deliver.works.models import Site
from mainstay.design.models import Project
from mainstay.fund.models import Contribution, Grant
from mainstay.learn.lessons.models import Lesson, Recommendation
from mainstay.learn.library.models import Document
from mainstay.learn.library.selectors import documents_visible
from mainstay.measure.models import RegisterEntry
from mainstay.partners.models import Agreement, Consultation, Forum, Mechanism, Organisation, Roadmap
from mainstay.staff.models import TeamRequest
from mainstay.watch.models import Alert
from mainstay.web.acts.finding import kind_of_model
from mainstay.web.models import SearchEntry


@dataclass(frozen=True)
class Written:
    """What the search is to know of one thing."""

    key: str
    title: str
    note: str = ""
    body: Sequence[Any] = ()
    handle: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    guard: str = ""
    guard_id: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found; without a model it is shipped text that the action alone opens."""

    code: str
    name: Any
    many: Any
    action: str
    doors: tuple[str, ...]
    model: type[Model] | None = None
    write: Callable[[Any], Written] | None = None
    enters: Q = field(default_factory=Q)
    related: tuple[str, ...] = ()
    seen_by: Callable[[Person], QuerySet[Any]] | None = None
    contents: Callable[[], Iterable[Written]] | None = None

    def rows(self) -> QuerySet[Any]:
        """Return the records of this kind that enter."""
        assert self.model is not None
        return self.model._default_manager.filter(self.enters).select_related(*self.related).order_by("pk")

    def seen(self, person: Person) -> QuerySet[Any]:
        """Return the records of this kind that `person` may see."""
        assert self.model is not None
        if self.seen_by is not None:
            return self.seen_by(person)
        return visible(self.model._default_manager.all(), person, self.action)

    def address(self, entry: SearchEntry) -> str:
        """Return where `entry` opens: the page made for its kind, else the page that every record has."""
        for door in self.doors:
            name, _sep, mark = door.partition("#")
            with suppress(NoReverseMatch):
                return reverse(name, args=[entry.handle]) + (f"#{mark}" if mark else "")
        kind = kind_of_model(self.model) if self.model is not None else None
        if kind is None or entry.guard_id is None:
            return reverse("home")
        return reverse("record", args=[kind.stage, kind.name, entry.guard_id])


def _written(row: Any, title: str, *body: Any, note: str = "", handle: str = "") -> Written:
    return Written(str(row.pk), title, note, body, handle or str(getattr(row, "uid", "")))


def _named(collection: str, codes: Iterable[str]) -> str:
    known = playbook.current().collection(collection)
    return ", ".join(str(getattr(known[code], "name", code)) for code in codes if code in known)


def _case(row: Case) -> Written:
    types = _named("crisis_types", row.crisis_types.values_list("code", flat=True))
    places = [name for link in row.countries.all() for name in _names(link.country)]
    return _written(
        row,
        row.name,
        row.reference,
        types,
        *places,
        row.closing_words,
        note=row.reference,
        handle=row.reference,
    )


def _names(country: Any) -> list[str]:
    return [country.name, *country.names.values()] if country else []


def _request(row: Request) -> Written:
    names = row.country.names if row.country else {}
    title = f"{row.reference or ''} {row.country.name if row.country else ''}".strip()
    titles = {language: f"{row.reference or ''} {name}".strip() for language, name in names.items()}
    types = _named("crisis_types", row.crisis_types)
    body = (row.asked, row.what_happened, row.work_effects, row.other_actors, types, *_names(row.country))
    return Written(
        str(row.pk), title, row.reference or "", body, row.reference or str(row.uid), titles=titles
    )


def _document(row: Document) -> Written:
    return _written(row, row.title, row.abstract, row.authors, " ".join(map(str, row.topics)), note=row.kind)


def _team(row: TeamRequest) -> Written:
    area = _named("functional_areas", [row.functional_area]) or row.functional_area
    return _written(row, area, row.reference, row.terms, row.host, note=row.reference)


def _site(row: Site) -> Written:
    place = row.area.name if row.area else ""
    return _written(row, row.name, row.code, row.work_kind, place, row.project.title, note=row.code)


def _advice(row: RegisterEntry) -> Written:
    return _written(
        row, row.title, row.evidence, *_names(row.country), note=row.kind.replace("_", " ").lower()
    )


RECORDS: tuple[Kind, ...] = (
    Kind("case", _("Case"), _("Cases"), "cases.read_cases", ("case",), Case, _case),
    Kind(
        "request", _("Request"), _("Requests"), "decide.read_requests", ("request",), Request, _request,
        enters=~Q(state="DRAFT"), related=("country",), seen_by=requests_visible,
    ),
    Kind(
        "decision", _("Decision"), _("Decisions"), "cases.read_decisions", ("case",), Decision,
        lambda row: _written(row, row.title, row.text, row.evidence, row.outcome, note=row.case.reference, handle=row.case.reference),
        related=("case",),
    ),
    Kind(
        "alert", _("Alert"), _("Alerts"), "watch.read_alerts", ("country#alerts",), Alert,
        lambda row: _written(row, row.title, row.reference, row.evidence, *_names(row.country), note=row.reference, handle=row.country_id),
        related=("country",),
    ),
    Kind(
        "assessment", _("Assessment"), _("Assessments"), "assess.read_assessments", ("assessment",), Assessment,
        lambda row: _written(row, row.title, row.reference, *_names(row.country), note=row.reference), related=("country",),
    ),
    Kind(
        "project", _("Project"), _("Projects"), "design.read_projects", ("project",), Project,
        lambda row: _written(row, row.title, row.reference, row.goal, row.root_causes, row.opportunity, *_names(row.country), note=row.reference),
        related=("country",),
    ),
    Kind(
        "site", _("Site"), _("Sites"), "works.read_sites", ("works_site",), Site, _site,
        enters=Q(security_hold=False), related=("area", "project"),
    ),
    Kind(
        "course", _("Course"), _("Courses"), "skills.read_courses", (), Course,
        lambda row: _written(row, row.title, row.code, row.provider, row.project.title, note=row.code), related=("project",),
    ),
    Kind(
        "grant", _("Grant"), _("Grants"), "fund.read_grants", (), Grant,
        lambda row: _written(row, row.what_for, row.reference, row.purpose, row.window, note=row.reference),
    ),
    Kind(
        "contribution", _("Contribution"), _("Contributions"), "fund.read_contributions", (),
        Contribution, lambda row: _written(row, row.title, row.reference, row.donor.name, row.donor.short_name, note=row.reference),
        related=("donor",),
    ),
    Kind(
        "team_request", _("Request for people"), _("Requests for people"), "staff.read_team_requests", (),
        TeamRequest, _team,
    ),
    Kind(
        "organisation", _("Organisation"), _("Organisations"), "partners.read_organisations", (),
        Organisation, lambda row: _written(row, row.name, row.short_name, row.services, *_names(row.country), note=row.short_name),
        enters=Q(merged_into__isnull=True), related=("country",),
    ),
    Kind(
        "agreement", _("Agreement"), _("Agreements"), "partners.read_agreements", (), Agreement,
        lambda row: _written(row, row.title, row.organisation.name, note=row.organisation.name), related=("organisation",),
    ),
    Kind(
        "consultation", _("Consultation"), _("Consultations"), "partners.read_consultations", ("consultation",),
        Consultation, lambda row: _written(row, row.question, *_names(row.country)), related=("country",),
    ),
    Kind(
        "mechanism", _("Dialogue mechanism"), _("Dialogue mechanisms"), "partners.read_mechanisms", (),
        Mechanism, lambda row: _written(row, row.name, *_names(row.country)), related=("country",),
    ),
    Kind(
        "forum", _("Coordination forum"), _("Coordination forums"), "partners.read_forums", (), Forum,
        lambda row: _written(row, row.name, row.employment_note, *_names(row.country)), related=("country",),
    ),
    Kind(
        "roadmap", _("Roadmap"), _("Roadmaps"), "partners.read_roadmaps", (), Roadmap,
        lambda row: _written(row, row.title, row.text, *_names(row.country)), related=("country",),
    ),
    Kind(
        "register", _("Register entry"), _("Register entries"), "measure.read_registers", (),
        RegisterEntry, _advice, related=("country",),
    ),
    Kind(
        "lesson", _("Lesson"), _("Lessons"), "learn.read_lessons", (), Lesson,
        lambda row: _written(row, row.title, row.learned, row.should),
    ),
    Kind(
        "recommendation", _("Recommendation"), _("Recommendations"), "learn.read_reviews", (),
        Recommendation, lambda row: _written(row, row.text, row.answer, row.review.case.name), related=("review__case",),
    ),
    Kind(
        "document", _("Document"), _("Documents"), "learn.read_library", (), Document, _document,
        enters=~Q(state="WITHDRAWN"), seen_by=documents_visible,
    ),
)  # fmt: skip
