"""How far the collection is: interviews against the sample, by part of the sample, place, day and interviewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from mainstay import playbook
from mainstay.assess.methods.interviewer_flags import Interviews, Limits, interviewer_flags
from mainstay.assess.models import Assessment
from mainstay.common.models import Area

#: What the interviews are told by, and the column that holds it.
CUTS = {"stratum": "stratum", "place": "place", "cluster": "cluster", "day": "collected_on", "module": "form__module", "interviewer": "interviewer"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """Interviews of one part: given, refused, and how many were planned, where a plan says so."""

    key: Any
    name: str
    asked: int
    refused: int
    planned: int | None = None
    flags: Sequence[str] = ()

    @property
    def share(self) -> float | None:
        """Interviews over those planned, in percent."""
        return 100 * self.asked / self.planned if self.planned else None


def progress_of(assessment: Assessment, cut: str) -> list[Progress]:
    """Return the interviews of an assessment by `cut`; parts of the sample without an interview are there too."""
    column = CUTS[cut]
    counted = assessment.submissions.values(column).annotate(
        asked=Count("pk", filter=Q(consent=True)), refused=Count("pk", filter=Q(consent=False))
    )
    found = {row[column]: (row["asked"], row["refused"]) for row in counted.order_by(column)}
    plan = planned_by(assessment, cut)
    names = _names(cut, [*found, *plan])
    flags = _flags(assessment, found) if cut == "interviewer" else {}
    return [
        Progress(key, names.get(key) or str(key), *found.get(key, (0, 0)), plan.get(key), flags.get(key, ()))
        for key in [*found, *(key for key in plan if key not in found)]
    ]


def planned_by(assessment: Assessment, cut: str) -> dict[Any, int]:
    """Return how many interviews are planned: strata by their size, drawn clusters alike."""
    whole = assessment.sample_completed or 0
    if cut == "stratum" and assessment.strata and whole:
        people = sum(assessment.strata.values())
        return (
            {name: -(-whole * size // people) for name, size in assessment.strata.items()} if people else {}
        )
    if cut == "cluster" and assessment.drawn and whole:
        return dict.fromkeys(assessment.drawn, -(-whole // len(assessment.drawn)))
    return {}


def cuts_of(assessment: Assessment) -> list[str]:
    """Return by what the interviews can be told: what is planned or was noted."""
    held = assessment.submissions.aggregate(
        **{cut: Count("pk", filter=~Q(**{column: ""})) for cut, column in CUTS.items() if cut in {"stratum", "place", "cluster", "interviewer"}}
    )  # fmt: skip
    planned = {"stratum": bool(assessment.strata), "cluster": bool(assessment.drawn)}
    return [cut for cut in CUTS if planned.get(cut) or held.get(cut, 1)]


def _names(cut: str, found: Iterable[Any]) -> dict[Any, str]:
    if cut not in {"place", "stratum", "cluster"}:  # Parts of a sample are often areas.
        return {}
    return dict(Area.objects.filter(pcode__in=[key for key in found if key]).values_list("pcode", "name"))


def _flags(assessment: Assessment, found: dict[Any, tuple[int, int]]) -> dict[Any, tuple[str, ...]]:
    book = playbook.current()
    days = (
        assessment.submissions.filter(consent=True)
        .values("interviewer", "collected_on")
        .annotate(count=Count("pk"))
    )
    most: dict[str, int] = {}
    for row in days.order_by():
        most[row["interviewer"]] = max(most.get(row["interviewer"], 0), row["count"])
    asked, refused = sum(held[0] for held in found.values()), sum(held[1] for held in found.values())
    forms = assessment.forms.filter(fielded_at__isnull=False).values_list("module", flat=True)
    minutes = min((book.assessment_modules[module].minutes for module in forms), default=0)
    held_to = book.assessment.limits
    limits = Limits(minutes, held_to.hours_a_day, held_to.few_refusals, held_to.refusals_times_team)
    return {
        key: interviewer_flags(
            Interviews(*held, most.get(key, 0)),
            team_refused_share=refused / (asked + refused) if asked + refused else 0.0,
            limits=limits,
        )
        for key, held in found.items()
        if key
    }
