"""The cases that are most like one: looked at before each new design."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mainstay.accounts.models import Person
from mainstay.cases.models import Case
from mainstay.cases.selectors import cases_visible
from mainstay.learn.lessons import rules
from mainstay.learn.lessons.models import Lesson, LessonTag

from .lessons import lessons_visible


@dataclass(frozen=True)
class SimilarCase:
    """A case that is like another one: how like, what they share, and its validated lessons."""

    case: Case
    points: int
    shared: Mapping[str, Collection[str]]
    lessons: Collection[Lesson]


def similar_cases(
    person: Person, case: Case, *, count: int = 3, components: Collection[str] = ()
) -> list[SimilarCase]:
    """Return the `count` cases most like `case` that `person` may see, with their lessons; those with lessons first.

    Crisis types weigh most, then phases and country, then components and region (`rules.LIKENESS`).
    """
    own = {**_traits(case), "component": set(components)}
    others = list(cases_visible(person).exclude(pk=case.pk))
    learned = _components([other.pk for other in others])
    by_case: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in lessons_visible(person).filter(state="VALIDATED", case__in=others):
        by_case[lesson.case_id or 0].append(lesson)
    found = []
    for other in others:
        traits = {**_traits(other), "component": learned[other.pk]}
        points = rules.likeness(own, traits)
        if points:
            shared = {kind: sorted(set(own[kind]) & set(traits[kind])) for kind in own}
            shared = {kind: codes for kind, codes in shared.items() if codes}
            found.append(SimilarCase(other, points, shared, by_case[other.pk]))
    found.sort(key=lambda one: (-one.points, not one.lessons, one.case.reference))
    return found[:count]


def _traits(case: Case) -> dict[str, set[str]]:
    places = list(case.countries.all())
    return {
        "crisis_type": {row.code for row in case.crisis_types.all()},
        "phase": {row.code for row in case.phases.all()},
        "country": {row.country_id for row in places},
        "region": {row.country.region for row in places},
    }


def _components(cases: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = LessonTag.objects.filter(kind="component", lesson__case__in=cases).values_list(
        "lesson__case", "code"
    )
    for case, code in rows:
        found[case].add(code)
    return found
