"""Writing lessons and checking them against their source."""

from collections.abc import Mapping, Sequence
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.learn.lessons import rules
from mainstay.learn.lessons.models import Lesson, LessonTag, Review

from .indexing import forget_record, index_record


def write_lesson(
    *, by: Person, title: str, learned: str, who: str, should: str, source: str, case: Case | None = None,
    review: Review | None = None, link: str = "", language: str = "en", tags: Mapping[str, Sequence[str]] | None = None,
) -> Lesson:  # fmt: skip
    """Return a raw lesson: what was learned, from where, who should do what; it bears the tags of its case.

    `tags` add crisis types, phases and components by code.
    """
    place = case or (review.case if review else None)
    on = place if place is not None else [holding.scope for holding in holdings(by)]
    with act("learn.write_lesson", by=by, on=on) as entry:
        require(rules.why_not_write(title=title, learned=learned, who=who, should=should, source=source))
        codes = _tags(place, tags or {})
        lesson = Lesson.objects.create(
            title=title.strip(),
            learned=learned.strip(),
            who=who.strip(),
            should=should.strip(),
            source=source.strip(),
            link=link,
            language=language,
            case=place,
            review=review,
            written_by=by,
            written_at=clock.now(),
            synthetic=bool(place and place.synthetic),
        )
        LessonTag.objects.bulk_create(LessonTag(lesson=lesson, kind=kind, code=code) for kind, code in codes)
        _index(lesson)
        entry.on(lesson)
        entry.note(title=lesson.title, tags=[f"{kind}:{code}" for kind, code in codes])
    return lesson


def _tags(case: Case | None, given: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    book = playbook.current()
    known: dict[str, Any] = {
        "crisis_type": book.crisis_types,
        "phase": book.phases,
        "component": book.components,
    }
    found = [(kind, code) for kind, codes in given.items() for code in codes]
    strange = [code for kind, code in found if code not in known.get(kind, ())]
    if strange:
        raise BadInput("unknown_tag", _("The playbook knows no {codes}."), codes=", ".join(strange))
    if case is not None:
        found += [("crisis_type", row.code) for row in case.crisis_types.all()]
        found += [("phase", row.code) for row in case.phases.filter(left_on__isnull=True)]
    return sorted(set(found))


def _index(lesson: Lesson) -> None:
    body = f"{lesson.learned} {lesson.who} {lesson.should} {lesson.source}"
    index_record(
        "lesson",
        lesson.pk,
        title=lesson.title,
        body=body,
        dated_on=lesson.written_at.date(),
        language=lesson.language,
    )


def revise_lesson(*, by: Person, lesson: Lesson, **changes: str) -> Lesson:
    """Return the lesson with changed words (title, learned, who, should, source, link); it is raw again."""
    with act("learn.write_lesson", by=by, on=lesson) as entry:
        strange = sorted(set(changes) - {"title", "learned", "who", "should", "source", "link"})
        if strange:
            raise BadInput("changes", _("A lesson has no {fields}."), fields=", ".join(strange))
        for name, value in changes.items():
            entry.change(name, getattr(lesson, name), value.strip())
            setattr(lesson, name, value.strip())
        require(
            rules.why_not_write(
                title=lesson.title,
                learned=lesson.learned,
                who=lesson.who,
                should=lesson.should,
                source=lesson.source,
            )
        )
        if lesson.state != "RAW":
            lesson.state = rules.LESSON.move(lesson.state, "revise")
        lesson.written_by = by
        lesson.save()
        _index(lesson)
    return lesson


def validate_lesson(*, by: Person, lesson: Lesson, words: str = "") -> None:
    """Say that a lesson is true to its source; never by who wrote it."""
    _check(by, lesson, "validate", words)
    if lesson.case is not None:
        note(
            lesson.case, by=by, stage="learn", msgid=_("A lesson was validated: {title}."), title=lesson.title
        )


def refuse_lesson(*, by: Person, lesson: Lesson, words: str) -> None:
    """Send a lesson back with what its source does not say."""
    if not words.strip():
        raise BadInput("no_words", _("Say what the source does not bear out."))
    _check(by, lesson, "refuse", words)


def _check(by: Person, lesson: Lesson, verb: str, words: str) -> None:
    with act("learn.approve_lesson", by=by, on=lesson, reason=words) as entry:
        state = rules.LESSON.move(lesson.state, verb)
        entry.change("state", lesson.state, state)
        lesson.state, lesson.checked_by, lesson.checked_at = state, by, clock.now()
        lesson.check_words = words.strip()
        lesson.save(update_fields=["state", "checked_by", "checked_at", "check_words"])


def retire_lesson(*, by: Person, lesson: Lesson, words: str) -> None:
    """Take a lesson out of use that no longer holds; the search no longer finds it."""
    with act("learn.approve_lesson", by=by, on=lesson, reason=words) as entry:
        if not words.strip():
            raise BadInput("no_words", _("Say why the lesson no longer holds."))
        state = rules.LESSON.move(lesson.state, "retire")
        entry.change("state", lesson.state, state)
        lesson.state, lesson.check_words = state, words.strip()
        lesson.save(update_fields=["state", "check_words"])
        forget_record("lesson", lesson.pk)
