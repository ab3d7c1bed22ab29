"""Reads of group talks: whether women were heard alone, and what was said by topic."""

from dataclasses import dataclass
from typing import Any

from mainstay import playbook
from mainstay.assess import rules
from mainstay.assess.models import Assessment, GroupTalk, TalkPoint, WomenUnheard
from mainstay.assess.tables import TALK_WORDS
from mainstay.page.words import language_name, named, parted, told

from .places import place_names

#: The topic whose points name a way of getting by.
COPING = "COPING"


def women_heard(assessment: Assessment) -> bool:
    """Return whether women were heard alone as the playbook asks, or it is written why they could not be."""
    book = playbook.current().assessing.group_talks
    talks = assessment.talks.values_list("kind", "facilitator_sex", "participants")
    return (
        assessment.stage not in book.women_only_at
        or rules.women_alone(talks, fewest=book.fewest_people)
        or WomenUnheard.objects.filter(assessment=assessment).exists()
    )


def women_unheard(assessment: Assessment) -> WomenUnheard | None:
    """Return why women could not be heard alone in an assessment, where that was written."""
    return WomenUnheard.objects.filter(assessment=assessment).first()


@dataclass(frozen=True, slots=True)
class Said:
    """One point of a group: what was said, in which talk; where it harms those who do it, what is done about that."""

    talk: GroupTalk
    place: str
    words: str
    strategy: str
    harmful: bool
    way_out: str

    @property
    def kind(self) -> str:
        """Who sat together, in words."""
        return str(TALK_WORDS[self.talk.kind])


def said_by_topic(assessment: Assessment) -> list[tuple[str, list[Said]]]:
    """Return the topics that groups spoke of, in the playbook's order, each with its points."""
    points = TalkPoint.objects.filter(talk__assessment=assessment).select_related("talk")
    rows = list(points.order_by("talk", "pk"))
    names = place_names(row.talk.place for row in rows)
    held: dict[str, list[Said]] = {}
    for row in rows:
        held.setdefault(row.topic, []).append(_said(row, names[row.talk.place]))
    topics = [*playbook.current().assessing.talk_topics]
    order = [*topics, *(topic for topic in held if topic not in topics)]
    return [(named("assessing.talk_topics", topic), held[topic]) for topic in order if topic in held]


def said_on_coping(assessment: Assessment) -> list[Said]:
    """Return what groups said of how they get by, harmful ways first."""
    points = TalkPoint.objects.filter(talk__assessment=assessment, topic=COPING).select_related("talk")
    rows = list(points.order_by("talk", "pk"))
    names = place_names(row.talk.place for row in rows)
    return sorted((_said(row, names[row.talk.place]) for row in rows), key=lambda said: not said.harmful)


def _said(row: TalkPoint, place: str) -> Said:
    known = playbook.current().assessing.coping.get(row.strategy)
    harmful = known is not None and known.harmful
    strategy = named("assessing.coping", row.strategy)
    return Said(row.talk, place, str(row.words), strategy, harmful, way_out(row.strategy) if harmful else "")


def way_out(strategy: str) -> str:
    """Return what the playbook does for those who get by in a harmful way; empty where it says nothing."""
    known = playbook.current().assessing.coping.get(strategy)
    named_there = known.safeguards if known is not None else ()
    return parted(told("safeguards", code, "remedy") for code in named_there)


def talk_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Return a row for each talk of an assessment, with how many points it made."""
    rows = list(assessment.talks.prefetch_related("points"))
    names = place_names(row.place for row in rows)
    return [
        {
            "kind": row.kind, "place": names[row.place], "held_on": row.held_on, "participants": row.participants,
            "facilitator_sex": row.facilitator_sex, "languages": ", ".join(map(language_name, row.languages)),
            "points": len(row.points.all()),
        }
        for row in rows
    ]  # fmt: skip
