"""A questionnaire as a tree of groups and fields, consent first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .constructs import TYPES, build
from .questions import LANGUAGES, Field, Form, Group, Node, Option, Question

CONSENT = "consent"


def nodes_of(form: Form) -> tuple[Node, ...]:
    """Return the form's parts in order: opening, then all else within a group that needs a yes.

    A consent question further on closes in the same way what comes after it. BadInput names questions that
    cannot be asked: an unknown type, a code that stands twice, a choice without options.
    """
    if problems := [*_problems(form)]:
        raise BadInput(
            "form_not_buildable",
            _("The form {form} cannot be built: {count} questions must be corrected first."),
            form=form.form_id,
            count=len(problems),
            problems=problems,
        )
    if form.opening is None:
        return _nested(tuple(form.questions), form)
    opening = replace(form.opening, code=CONSENT, type="consent")
    inner = (*_record_of_consent(form), *_nested(tuple(form.questions), form))
    return (build(opening, form), _after_yes(CONSENT, inner, form))


def _nested(questions: tuple[Question, ...], form: Form) -> tuple[Node, ...]:
    for at, question in enumerate(questions):
        if question.type == "consent" and at + 1 < len(questions):
            before = tuple(build(each, form) for each in questions[: at + 1])
            return (*before, _after_yes(question.name, _nested(questions[at + 1 :], form), form))
    return tuple(build(question, form) for question in questions)


def _after_yes(name: str, inner: tuple[Node, ...], form: Form) -> Group:
    return Group(f"after_{name}", form.texts(_("Questions")), inner, relevant=f"${{{name}}} = 'yes'")


def _record_of_consent(form: Form) -> Iterator[Field]:
    """Yield what is kept of a consent: the interviewer's code, the language used, the moment."""
    yield Field("interviewer", "text", form.texts(_("Code of the interviewer (no name)")), required=True)
    if len(form.languages) > 1:
        names = tuple(Option(code, form.texts(LANGUAGES.get(code, code))) for code in form.languages)
        yield Field("consent_language", "select_one", form.texts(_("Language used")), options=names)
    yield Field("consent_time", "calculate", form.texts(_("Moment of consent")), calculation="once(now())")


def fields_of(nodes: Sequence[Node], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield each field outside repeats with the groups that it stands in."""
    for node in nodes:
        if isinstance(node, Field):
            yield path, node
        elif not node.repeat:
            yield from fields_of(node.children, (*path, node.name))


def repeats_of(nodes: Sequence[Node], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Group]]:
    """Yield each repeat with the groups that it stands in."""
    for node in nodes:
        if isinstance(node, Group):
            if node.repeat:
                yield path, node
            yield from repeats_of(node.children, (*path, node.name))


def _problems(form: Form) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, question in enumerate(form.questions, 1):
        first = seen.setdefault(question.name, row)
        if first != row or question.name == CONSENT:
            text = _("Questions {first} and {row} have one code, {code}. Give each its own.")
            facts = {"first": first, "row": row, "code": question.code}
            yield Problem(Reason("duplicate_code", text, facts), row=row, field=question.code)
        for each in (question, *question.columns):
            if each.type not in TYPES:
                text = _("The type «{type}» of question {code} is not known. Known are: {known}.")
                facts = {"type": each.type, "code": each.code, "known": ", ".join(TYPES)}
                yield Problem(Reason("unknown_type", text, facts), row=row, field=each.code)
            elif each.type in {"select_one", "select_multiple"} and not each.options:
                text = _("Question {code} is a choice without answers to choose from. Add its options.")
                yield Problem(Reason("no_options", text, {"code": each.code}), row=row, field=each.code)
