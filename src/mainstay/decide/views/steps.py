"""The steps from a request to its answer: evidence left, choice right; each page does one thing and says what is wrong."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, NotFound, RuleBroken
from mainstay.common.texts import noop
from mainstay.decide import services
from mainstay.decide.forms import (
    DecideForm,
    DiscussForm,
    GatesForm,
    LetterForm,
    OpenForm,
    ScoreForm,
    TriageForm,
)
from mainstay.decide.models import Decision, Request
from mainstay.decide.panels import standing_words
from mainstay.decide.rules import ANSWER_WORDS
from mainstay.decide.selectors import (
    gate_answers,
    gates_standing,
    own_scoring,
    proposed_scores,
    request_by_reference,
    request_standing,
)
from mainstay.decide.tables import ANSWERS
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import counted, enumerated, named

from .shown import gates_words, request_shown, scores_words

METHODS = ("GET", "HEAD", "POST")
Run = Callable[[Person, Request, Any], str]


def _step(
    request: HttpRequest, found: Request, form: forms.Form, run: Run, *, title: str, question: str, button: str,
    answer: str, second: str = "", help_words: str = "", needed: bool = False, asks_gates: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show the form beside the evidence, or do what was asked and go back to the request."""
    person, status = who(request), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, run(person, found, form))
                return redirect("request", reference=found.reference)
            except (BadInput, RuleBroken) as error:
                form.add_error(None, sentence(error.reason))
    shown = {
        **request_shown(person, found),
        "form": form,
        "title": title,
        "question": question,
        "answer": answer,
        "asks_gates": asks_gates,
        "button": button,
        "second": second,
        "help_words": help_words,
        "needed": needed,
    }
    return render(request, "decide/step.html", shown, status=status)


def _triaged(found: Request) -> str:
    """Return what the triage has said so far."""
    if not found.triaged_at:
        return gettext("Nobody has said it yet.")
    kinds = enumerated(named("crisis_types", code) for code in found.crisis_types)
    text = (
        gettext("{kinds}; level {level}, on the fast track.")
        if found.track == "fast"
        else gettext("{kinds}; level {level}, at normal speed.")
    )
    return text.format(kinds=kinds, level=found.level)


def _ours(found: Request) -> str:
    """Return whether a request is ours to take up, by its gates."""
    standing, words = gates_standing(found), gates_words(found)
    if standing.stopping:
        return gettext("No. {gates}").format(gates=words)
    if standing.unanswered:
        return gettext("It is not known yet. {gates}").format(gates=words)
    if standing.only_w1:
        return gettext("Yes, but only for an assessment. {gates}").format(gates=words)
    return gettext("Yes. {gates}").format(gates=words)


def _differing(differing: Sequence[str], undiscussed: Sequence[str]) -> str:
    """Return in which criteria the two scores differ, and which of them still lack a note."""
    if not differing:
        return gettext("The two scores do not differ by more than one anywhere.")
    names = enumerated(named("criteria", code) for code in differing)
    said = [gettext("They differ in: {criteria}.").format(criteria=names)]
    count = len(undiscussed)
    text = ngettext("{count} still lacks a note.", "{count} still lack a note.", count)
    said.append(counted(count, text, none=gettext("Each has its note.")))
    return " ".join(said)


def _proposed(person: Person, found: Request) -> str:
    """Return what scores and gates propose; people decide."""
    standing = request_standing(person, found)
    proposed = ANSWERS.get(standing.proposed, "")
    if not proposed:
        return gettext("Scores and gates propose nothing yet; people decide.")
    words = gettext("Scores and gates propose: {answer}. People decide.").format(answer=proposed)
    return f"{standing_words(standing)} {words}".strip()


def _found(request: HttpRequest, reference: str) -> Request:
    return request_by_reference(who(request), reference)


@door("decide.triage_request", methods=METHODS)
def triage(request: HttpRequest, reference: str) -> HttpResponse:
    """Set kind of crisis, track and level."""
    found = _found(request, reference)
    first = {"crisis_types": found.crisis_types, "track": found.track, "level": found.level}

    def run(person: Person, found: Request, form: forms.Form) -> str:
        services.triage_request(by=person, request=found, **form.cleaned_data)
        return gettext("The request is triaged. The gates come next.")

    return _step(
        request, found, TriageForm(request.POST or None, initial=first), run, title=gettext("Triage"),
        question=gettext("What is it, and how fast must it go?"), button=gettext("Triage the request"),
        answer=_triaged(found),
    )  # fmt: skip


@door("decide.check_gates", methods=METHODS)
def gates(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the five gates."""
    found = _found(request, reference)
    first: dict[str, str] = {}
    for code, row in gate_answers(found):
        if row is not None:
            first |= {f"answer_{code}": row.answer, f"evidence_{code}": row.evidence}

    def run(person: Person, found: Request, form: Any) -> str:
        services.check_gates(by=person, request=found, answers=form.answers())
        return gettext("The gates are answered.")

    return _step(
        request, found, GatesForm(request.POST or None, initial=first), run, title=gettext("The gates"),
        question=gettext("Is it ours to take up at all?"), button=gettext("Store the answers"),
        answer=_ours(found), asks_gates=True,
        help_words=gettext("A gate that is not passed stops the scoring; the last one only limits help to an assessment. Earlier answers stay as history."),
    )  # fmt: skip


@door("decide.score_request", methods=METHODS)
def score(request: HttpRequest, reference: str) -> HttpResponse:
    """Write blind scores; sealed, they cannot be changed."""
    person, found = who(request), _found(request, reference)
    own = own_scoring(person, found)
    first: dict[str, str] = {
        f"score_{code}": str(row.score)
        for code, row in proposed_scores(found).items()
        if row.score is not None and own is None
    }
    for line in own.scores.all() if own else ():
        first[f"score_{line.criterion}"] = "" if line.score is None else str(line.score)
        first[f"evidence_{line.criterion}"] = line.evidence

    def run(person: Person, found: Request, form: Any) -> str:
        seal = "second" not in request.POST
        services.score_request(by=person, request=found, scores=form.scores(), seal=seal)
        return gettext("Your scores are sealed.") if seal else gettext("Your scores are kept. Seal them when you are done.")  # fmt: skip

    return _step(
        request, found, ScoreForm(request.POST or None, initial=first), run, title=gettext("Blind scores"),
        question=gettext("How great is the need, how feasible is help?"), button=gettext("Seal my scores"),
        second=gettext("Keep for now"), needed=True, answer=scores_words(person, found),
        help_words=gettext("You score alone; nobody sees a score before both are sealed. What you did not assess stays visible as such and is never an average. What data proposes is filled in: change it where you know better."),
    )  # fmt: skip


@door("decide.discuss_scores", methods=METHODS)
def discuss(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what was said where the two scores differ."""
    found = _found(request, reference)
    standing = request_standing(who(request), found)
    codes = standing.undiscussed or standing.differing

    def run(person: Person, found: Request, form: forms.Form) -> str:
        services.discuss_scores(by=person, request=found, **form.cleaned_data)
        return gettext("It is written down.")

    return _step(
        request, found, DiscussForm(request.POST or None, codes=codes), run, title=gettext("Where the scores differ"),
        question=gettext("Why do two people see it so differently?"), button=gettext("Write it down"),
        answer=_differing(standing.differing, standing.undiscussed),
    )  # fmt: skip


@door("decide.decide_request", methods=METHODS)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide, with reasons."""
    person, found = who(request), _found(request, reference)
    first = {"answer": request_standing(person, found).proposed}

    def run(person: Person, found: Request, form: forms.Form) -> str:
        given = form.cleaned_data
        services.decide_request(
            by=person, request=found, answer=given["answer"], reasons=given["reasons"],
            conditions=given["conditions"].splitlines(),
        )  # fmt: skip
        return gettext("It is decided. The letter is drafted; read and send it.")

    return _step(
        request, found, DecideForm(request.POST or None, initial=first), run, title=gettext("Decide"),
        question=gettext("Shall we engage?"), button=gettext("Decide"), answer=_proposed(person, found),
    )  # fmt: skip


def _decision(found: Request) -> Decision:
    decision = found.decisions.filter(round=found.round).select_related("letter").first()
    if decision is None:
        raise NotFound("not_decided", noop("Nothing is decided on this request yet."))
    return decision


@door("decide.send_letter", methods=METHODS)
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Read, change and send the letter."""
    found = _found(request, reference)
    decision = _decision(found)

    def run(person: Person, found: Request, form: forms.Form) -> str:
        services.send_letter(by=person, decision=decision, text=form.cleaned_data["text"])
        return gettext("The letter is sent.")

    return _step(
        request, found, LetterForm(request.POST or None, initial={"text": decision.letter.text}), run,
        title=gettext("The letter"), question=gettext("What does the requester read?"), button=gettext("Send the letter"),
        answer=gettext("The draft below: {answer}").format(answer=gettext(ANSWER_WORDS[decision.answer])),
    )  # fmt: skip


@door("decide.activate_request", methods=METHODS)
def open_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the case that the decision leads to."""
    found = _found(request, reference)
    _decision(found)

    def run(person: Person, found: Request, form: forms.Form) -> str:
        case = services.open_case_from_request(by=person, request=found, name=form.cleaned_data["name"])
        return gettext("{case} is open.").format(case=case.reference)

    return _step(
        request, found, OpenForm(request.POST if request.method == "POST" else None), run, title=gettext("Open the case"),
        question=gettext("Under which name does the work begin?"), button=gettext("Open the case"),
        answer=gettext("Under the name below; without one, under the first words of the request."),
    )  # fmt: skip
