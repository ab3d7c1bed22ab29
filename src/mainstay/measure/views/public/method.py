"""How figures are counted, what is not known, when they were last checked; and the sister programmes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from mainstay import playbook
from mainstay.common.models import Country
from mainstay.fund.selectors import donors_published
from mainstay.measure.selectors import public
from mainstay.measure.selectors.crosswalk import natural
from mainstay.measure.selectors.publications import publications_open
from mainstay.measure.views.crosswalk import code_words
from mainstay.page.doors import door, who
from mainstay.page.words import country_name, named, told


@door("measure.read_published")
def method_page(request: HttpRequest) -> HttpResponse:
    """Show how published figures are counted, what is hidden, what is not known, and what was corrected."""
    reader, book = who(request), playbook.current()
    newest = sorted(public.publications_newest(reader), key=lambda row: row.published_at, reverse=True)
    roles = public.publisher_roles(newest)
    codes = _codes_published(reader, [row.pk for row in newest])
    shown = {
        "newest": [(row, named("roles", roles[row.pk]) if roles[row.pk] else "–") for row in newest],
        "indicators": [
            (
                book.indicators[code],
                named("indicators", code),
                told("indicators", code, "in_words"),
                [code_words("sdg", goal) for goal in book.indicators[code].sdg],
            )
            for code in codes
        ],
        "words": [
            (named("definitions", word.code), _text(f"definitions/{word.code}/definition"))
            for word in book.definitions.values()
        ],
        "codes": [
            (code, named("attendance", code.code))
            for code in book.attendance.values()
            if code.counts_as_worked and code.paid == "always"
        ],
        "rules": [named("disclosure.rules", rule.code) for rule in book.disclosure.rules.values()],
        "grades": [
            (grade.code, named("evaluation.confidence_grades", grade.code))
            for grade in book.evaluation.confidence_grades.values()
        ],
        "least": book.disclosure.public.min_cell,
        "corrections": public.corrections(reader),
        "licence": settings.LICENCE,
    }
    return render(request, "measure/public/method.html", shown)


def _codes_published(reader: Any, keys: list[int]) -> list[str]:
    known = playbook.current().indicators
    found: set[str] = set()
    for definitions in (
        publications_open(reader).filter(pk__in=keys).values_list("content__definitions", flat=True)
    ):
        found |= set(definitions or ())
    return sorted(code for code in found if code in known)


def _text(key: str) -> str:
    try:
        return str(playbook.current().text(key, get_language() or "en"))
    except KeyError:
        return ""


@door("web.read_public_page")
def flagships_page(request: HttpRequest) -> HttpResponse:
    """Show the five flagship programmes as their own publications tell of them; nothing here is counted by us."""
    book = playbook.current()
    wanted = {iso3 for known in book.flagships.values() for iso3 in known.countries}
    names = {row.pk: country_name(row.names, row.name) for row in Country.objects.filter(pk__in=wanted)}
    shown = {
        "programmes": [_programme(code, names) for code in book.flagships],
        "source": book.files["flagships.yaml"].source,
        "donors": [
            {"synthetic": kind, "rows": rows} for kind, rows in donors_published(who(request)).items()
        ],
    }
    return render(request, "measure/public/flagships.html", shown)


def _programme(code: str, names: Mapping[str, str]) -> dict[str, Any]:
    book = playbook.current()
    known = book.flagships[code]
    counted = [entry for entry in book.indicators.values() if entry.programme in _names(code)]
    goals = Counter(goal for entry in counted for goal in entry.sdg)
    outputs = Counter(output for entry in counted for output in entry.pb_output_2022_23)
    return {
        "known": known,
        "name": named("flagships", code),
        "facts": list(known.facts.values()),
        "targets": list(known.targets.values()),
        "goals": [(goal, _goal(goal)) for goal in sorted(goals, key=natural)],
        "outputs": sorted(outputs, key=natural),
        "indicators": len(counted),
        "countries": [names.get(iso3, iso3) for iso3 in known.countries],
    }


def _goal(code: str) -> str:
    """Return the name of a goal or of one of its targets; empty where the playbook has none."""
    name = named("sdg_targets" if "." in code else "sdg_goals", code)
    return "" if name == code else name


def _names(code: str) -> set[str]:
    """Return how the catalogue of indicators calls a programme."""
    return {code, f"{code}+"}
