"""Group talks: what women, men and young people said together; and why women could not be heard alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, GroupTalk, TalkPoint, WomenUnheard
from mainstay.assess.selectors.talks import COPING
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, require
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _

from .evidence import check_open

#: What is told of a point: its topic, what was said and, on coping, the way of getting by.
POINTS = Columns(topic=str, words=str, may={"strategy": str})


def record_group_talk(
    *,
    by: Person,
    assessment: Assessment,
    kind: str,
    place: str,
    held_on: date,
    participants: int,
    facilitator_sex: str,
    languages: Sequence[str] = (),
    points: Annotated[Sequence[Mapping[str, Any]], POINTS],
) -> GroupTalk:
    """Return a group talk with what was said by topic; people are counted, nobody is named.

    Women are heard alone where the kind is ``WOMEN`` and a woman led the talk (`facilitator_sex` ``F``).
    """
    with act("assess.record_group_talk", by=by, on=assessment) as entry:
        check_open(assessment)
        fewest = playbook.current().assessing.group_talks.fewest_people
        require(
            rules.why_not_talk(
                kind=kind, place=place, held_on=held_on, participants=participants, facilitator_sex=facilitator_sex,
                fewest=fewest, today=clock.today(),
            )
        )  # fmt: skip
        if problems := [*_faults(points)]:
            words = _("What the group said has {count} faults.")
            raise BadInput("talk_points", words, count=len(problems), problems=problems)
        talk = GroupTalk.objects.create(
            assessment=assessment, kind=kind, place=place.strip(), held_on=held_on, participants=participants,
            facilitator_sex=facilitator_sex, languages=[one.strip() for one in languages if one.strip()],
            recorded_by=by, recorded_at=clock.now(),
        )  # fmt: skip
        TalkPoint.objects.bulk_create(
            TalkPoint(
                talk=talk, topic=point["topic"], strategy=point.get("strategy") or "", words=point["words"].strip()
            )
            for point in points
        )  # fmt: skip
        entry.note(kind=kind, participants=participants, facilitator_sex=facilitator_sex, points=len(points))
    return talk


def _faults(points: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    book = playbook.current().assessing
    if not points:
        yield Problem(Reason("no_point", _("write at least one point that was said")), field="points")
    for row, point in enumerate(points, 1):
        if point.get("topic") not in book.talk_topics:
            yield Problem(Reason("talk_topic", _("no topic of the playbook")), row=row, field="points")
        if not str(point.get("words") or "").strip():
            yield Problem(
                Reason("talk_words", _("write what was said, without names")), row=row, field="points"
            )
        strategy = point.get("strategy") or ""
        if strategy and (strategy not in book.coping or point.get("topic") != COPING):
            reason = _("a way of getting by is one of the playbook's and stands with that topic only")
            yield Problem(Reason("talk_strategy", reason), row=row, field="points")


def explain_women_unheard(*, by: Person, assessment: Assessment, because: str, instead: str) -> WomenUnheard:
    """Return why no group of women alone could be held, and what was done instead; the newest reason stands."""
    with act("assess.record_group_talk", by=by, on=assessment, reason=because) as entry:
        check_open(assessment)
        if not because.strip() or not instead.strip():
            raise BadInput(
                "women_unheard", _("Write why women could not be heard alone, and what was done instead.")
            )
        made, _new = WomenUnheard.objects.update_or_create(
            assessment=assessment,
            defaults={"because": because.strip(), "instead": instead.strip(), "by": by, "at": clock.now()},
        )
        entry.note(explained=True)
    return made
