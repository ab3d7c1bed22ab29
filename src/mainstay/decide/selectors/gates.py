"""How the gates of a request stand."""

from dataclasses import dataclass

from mainstay import playbook
from mainstay.decide.models import GateAnswer, Request


@dataclass(frozen=True, slots=True)
class GatesStanding:
    """Answers by gate; which gates stop, which are open, and whether only the assessment window is left."""

    answers: dict[str, str]
    stopping: tuple[str, ...]
    unanswered: tuple[str, ...]
    only_w1: bool


def gates_standing(request: Request) -> GatesStanding:
    """Return how the five gates stand: a failed one stops the scoring, but the one on assessment only limits to W1."""
    gates = playbook.current().eligibility.gates
    rows = GateAnswer.objects.filter(request=request, replaced_at__isnull=True)
    answers = dict(rows.values_list("gate", "answer"))
    failed = [code for code in gates if answers.get(code) == "NO"]
    return GatesStanding(
        answers,
        tuple(code for code in failed if gates[code].on_fail != "window_w1_only"),
        tuple(code for code in gates if answers.get(code, "UNKNOWN") == "UNKNOWN"),
        any(gates[code].on_fail == "window_w1_only" for code in failed),
    )
