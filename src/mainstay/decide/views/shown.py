"""What the page of a request shows, whole or beside a form: evidence, scores, decision, letter, and whose turn it is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.cases.selectors import cases_visible
from mainstay.decide import selectors
from mainstay.decide.models import Letter, Request
from mainstay.decide.panels import request_answer
from mainstay.decide.permissions import SCORERS, sealed_of
from mainstay.decide.rules import WITH_CASE
from mainstay.decide.tables import ANSWERS, REQUEST_MARKS
from mainstay.page.words import country_name, enumerated, named, number

Turn = tuple[str, str]


def request_shown(person: Person, found: Request) -> dict[str, Any]:
    """Return all that the page of a request shows to `person`."""
    reads_all = may(person, "decide.read_requests", found)
    standing = selectors.request_standing(person, found) if reads_all else None
    country = found.country
    mine = found.sent_by_id == person.pk
    return {
        "found": found,
        "mine": mine,
        "country": country_name(country.names, country.name) if country else "",
        "mark": REQUEST_MARKS[found.state],
        "answer": _answer(person, found, standing, mine=mine),
        "standing": standing,
        "types": [named("crisis_types", code) for code in found.crisis_types],
        "requesters": found.requesters.all() if reads_all else [],
        "case": cases_visible(person).filter(pk=found.case_id).first() if found.case_id else None,
        "turns": turns_of(person, found),
        **(_judged(person, found, standing) if reads_all else {}),
        "letters": _letters(person, found, mine=mine),
    }


def _answer(person: Person, found: Request, standing: Any, *, mine: bool) -> str:
    """Return where a request stands, and while it is judged what its gates say and which scores are in."""
    words = [request_answer(found, standing, robust=_robust(person, found, standing), mine=mine)]
    if standing is not None and found.triaged_at and found.state in {"TRIAGED", "RESCORE"}:
        words += [gates_words(found), scores_words(person, found)]
    return " ".join(part for part in words if part)


def gates_words(found: Request) -> str:
    """Return whether the gates are passed: “All 5 gates are passed.”, or the first that is not, or how many wait."""
    standing, count = selectors.gates_standing(found), len(selectors.gate_answers(found))
    failed = [code for code, answer in standing.answers.items() if answer == "NO"]
    if failed:
        names = enumerated(named("gates", code) for code in sorted(failed))
        return gettext("Not passed: {gates}.").format(gates=names)
    waiting = len(standing.unanswered)
    if waiting:
        text = ngettext("{count} gate is not answered yet.", "{count} gates are not answered yet.", waiting)
        return text.format(count=number(waiting))
    return ngettext("The gate is passed.", "All {count} gates are passed.", count).format(count=number(count))


def scores_words(person: Person, found: Request) -> str:
    """Return how many blind scores are in, and whether the reader's own is among them."""
    sealed = sealed_of(found)
    text = ngettext(
        "{sealed} of {count} blind score is in.", "{sealed} of {count} blind scores are in.", SCORERS
    )
    words = text.format(sealed=number(sealed), count=number(SCORERS))
    if not _score_turn(person, found):
        return words
    missing = gettext("Yours is missing.")
    return f"{words} {missing}"


def _judged(person: Person, found: Request, standing: Any) -> dict[str, Any]:
    """Return gates, scores, talks and decisions, for those who may read requests."""
    scorings = selectors.scorings_open(person, found, round=standing.round) if standing.priority else []
    return {
        "gates": selectors.gate_answers(found) if found.triaged_at else [],
        "scorings": scorings,
        "lines": selectors.score_lines(scorings, dict(standing.scores), standing.differing),
        "talks": found.discussions.filter(round=standing.round).select_related("written_by"),
        "sealed": sealed_of(found),
        "scorers": SCORERS,
        "decisions": [(row, ANSWERS[row.answer]) for row in found.decisions.select_related("decided_by")],
        "proposed": ANSWERS.get(standing.proposed, "") if found.state == "SCORED" else "",
    }


def _letters(person: Person, found: Request, *, mine: bool) -> list[Letter]:
    """Return the letters of a request: drafts for who may send them, what was sent for who asked and who decides."""
    letters = Letter.objects.filter(decision__request=found).select_related("sent_by")
    if may(person, "decide.send_letter", found):
        return list(letters.order_by("-written_at"))
    sent = letters.filter(sent_at__isnull=False).order_by("-sent_at")
    return list(sent) if mine or may(person, "decide.read_requests", found) else []


def _robust(person: Person, found: Request, standing: Any) -> str:
    """Return in words how the place of a request in the queue hangs on the weights; empty where it stands alone."""
    if standing is None or standing.priority is None or found.state != "SCORED":
        return ""
    lines = [line for line in selectors.ranked_queue(person) if line.place is not None]
    line = next((row for row in lines if row.request.pk == found.pk), None)
    if line is None or line.robust is None or len(lines) < 2:
        return ""
    words = gettext("Place {place} of {all}; first in {share} % of weightings.")
    first = words.format(place=line.place, all=len(lines), share=number(100 * line.robust.share_first, 0))
    robust = line.robust
    if {robust.low, robust.high, robust.topsis, robust.promethee} == {line.place}:
        same = gettext("Nine of ten weightings and two other methods give it the same place.")
        return f"{first} {same}"
    words = gettext(
        "In nine of ten weightings its place lies from {low} to {high}; TOPSIS gives it place {topsis}, PROMETHEE II place {promethee}."
    ).format(low=robust.low, high=robust.high, topsis=robust.topsis, promethee=robust.promethee)
    return f"{first} {words}"


def turns_of(person: Person, found: Request) -> list[Turn]:
    """Return what `person` can do next on a request: address and words, the first being what it waits for."""
    if not found.reference:
        return []
    state, turns = found.state, []

    def offer(page: str, action: str, words: str) -> None:
        if may(person, action, found):
            turns.append((reverse(page, args=[found.reference]), words))

    if state in {"RECEIVED", "ACKNOWLEDGED"}:
        offer("request_triage", "decide.triage_request", gettext("Triage the request"))
    if state in {"TRIAGED", "RESCORE"}:
        gates = selectors.gates_standing(found)
        if not gates.unanswered and not gates.stopping:
            turns += _score_turn(person, found)
        words = gettext("Answer the gates") if gates.unanswered else gettext("Change the gates")
        offer("request_gates", "decide.check_gates", words)
    if state == "SCORED":
        if selectors.request_standing(person, found).undiscussed:
            offer("request_discuss", "decide.discuss_scores", gettext("Write down what was said"))
        offer("request_decide", "decide.decide_request", gettext("Decide"))
    decision = found.decisions.filter(round=found.round).first()
    if decision is not None:
        if state == "DECIDED" and decision.answer in WITH_CASE:
            offer("request_open", "decide.activate_request", gettext("Open the case"))
        if Letter.objects.filter(decision=decision, sent_at__isnull=True).exists():
            offer("request_letter", "decide.send_letter", gettext("Send the letter"))
    return turns


def _score_turn(person: Person, found: Request) -> list[Turn]:
    own = selectors.own_scoring(person, found)
    if not may_anywhere(person, "decide.score_request") or (own is not None and own.sealed_at is not None):
        return []
    return [(reverse("request_score", args=[found.reference]), gettext("Score it, without seeing the other"))]
