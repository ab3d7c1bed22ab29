"""How deep the roster is: ready people by field, language, sex and region, against targets; and who runs out soon."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, require
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.page.words import named
from mainstay.staff import rules
from mainstay.staff.models import Clearance, Deployment, Expert

from . import experts_visible

#: Who runs out within so many days is named, so that she can be renewed in time.
SOON = 60


@dataclass(frozen=True, slots=True)
class FieldDepth:
    """One functional area: how many are on the roster, are taken by a mission, could go today, are women of these."""

    code: str
    name: str
    members: int
    taken: int
    ready: int
    women: int
    target: int
    expiring: int

    @property
    def gap(self) -> int:
        """How many are missing to the target."""
        return max(self.target - self.ready, 0)


@dataclass(frozen=True, slots=True)
class RosterDepth:
    """The roster in counts, without a name; `ready` could go today, `taken` are on a mission or named for one."""

    fields: Sequence[FieldDepth]
    languages: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]
    members: int
    taken: int
    ready: int
    women: int
    expiring: int
    target_women_share: float

    @property
    def women_share(self) -> float | None:
        """Of those who are ready, how many are women."""
        return self.women / self.ready if self.ready else None


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something of an expert that runs out soon: her briefing, or a clearance held beforehand."""

    expert: Expert
    what: str
    on: date


def roster_depth(person: Person) -> RosterDepth:
    """Return the depth of the roster for those who may see counts; in five queries."""
    require(person, "staff.read_depth", [holding.scope for holding in holdings(person)])
    book, today = playbook.current(), clock.today()
    roster = list(roster_members())
    taken = taken_by_missions(today)
    ready = [
        row
        for row in roster
        if row.pk not in taken
        and why_not_ready(row, today) is None
        and not row.open_misconduct
        and (row.rests_until is None or row.rests_until < today)
    ]
    soon = {
        row.pk for row in roster if (on := briefing_ends(row)) and today <= on <= today + timedelta(days=SOON)
    }
    fields = [
        _field(code, roster, taken, ready, soon, book.competencies.roster.target_per_area)
        for code in book.competencies.functional_areas
    ]  # fmt: skip
    level = book.competencies.languages.mission_level
    spoken = Counter(
        one.language for row in ready for one in row.languages.all() if one.level >= level
    )  # CEFR levels sort by their letters
    regions = Counter(row.nationality.region if row.nationality else "" for row in ready)
    return RosterDepth(
        fields=fields,
        languages=spoken.most_common(),
        regions=regions.most_common(),
        members=len(roster),
        taken=sum(row.pk in taken for row in roster),
        ready=len(ready),
        women=sum(row.sex == "F" for row in ready),
        expiring=len(soon),
        target_women_share=book.competencies.roster.target_women_share,
    )


def taken_by_missions(today: date) -> set[int]:
    """Return who is on a mission, or named for one that is not over."""
    rows = Deployment.objects.filter(state__in=rules.ACTIVE, ends_on__gte=today)
    return set(rows.values_list("expert", flat=True))


def roster_members() -> QuerySet[Expert]:
    """Return everybody who is on the roster, with skills and languages, without a name."""
    rows = Expert.objects.exclude(state__in=["REMOVED", "APPLIED", "LONGLISTED", "SELF_ASSESSED"])
    return rows.defer("name", "email").select_related("nationality").prefetch_related("skills", "languages")


def _field(
    code: str, roster: Iterable[Expert], taken: set[int], ready: Iterable[Expert], soon: set[int], target: int
) -> FieldDepth:
    able = [row for row in roster if any(skill.functional_area == code for skill in row.skills.all())]
    keys = {row.pk for row in able}
    there = [row for row in ready if row.pk in keys]
    return FieldDepth(
        code=code, name=named("functional_areas", code), members=len(able), taken=len(keys & taken), ready=len(there), women=sum(row.sex == "F" for row in there),
        target=target, expiring=len(keys & soon),
    )  # fmt: skip


def why_not_ready(expert: Expert, today: date) -> Reason | None:
    """Return what keeps one member from being ready to go."""
    roster = playbook.current().competencies.roster
    return rules.why_not_ready(
        state=expert.state, briefed_on=expert.briefed_on, confirmed_on=expert.confirmed_on, today=today,
        briefing_months=roster.briefing_months, confirm_days=roster.availability_days,
    )  # fmt: skip


def briefing_ends(expert: Expert) -> date | None:
    """Return the day on which a briefing is too old to go."""
    months = playbook.current().competencies.roster.briefing_months
    return expert.briefed_on + timedelta(days=round(months * 30.44)) if expert.briefed_on else None


def expiring(person: Person) -> Sequence[Expiring]:
    """Return what runs out within sixty days of the experts that `person` may read, the soonest first."""
    today = clock.today()
    last = today + timedelta(days=SOON)
    mine = experts_visible(person).exclude(state="REMOVED")
    found = [
        Expiring(row, "", on)
        for row in mine.filter(briefed_on__isnull=False).defer("name", "email")
        if (on := briefing_ends(row)) and today <= on <= last
    ]
    held = Clearance.objects.filter(
        deployment__isnull=True, state="GRANTED", expires_on__gte=today, expires_on__lte=last, expert__in=mine.values("pk")
    ).select_related("expert")  # fmt: skip
    found += [Expiring(row.expert, row.code, row.expires_on) for row in held if row.expires_on]
    return sorted(found, key=lambda one: (one.on, one.expert.number))
