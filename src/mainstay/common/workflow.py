"""States and moves of a record, declared once in its stage's ``rules.py``.

A service asks ``WORKFLOW.move(record.state, "certify")`` and stores the answer; a database constraint made from
the same declaration holds the list of states; the diagram in the documentation is printed from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import Reason, RuleBroken
from .texts import noop as _

ANY = "*"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another, with the verb that a person says."""

    verb: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Workflow:
    """The states of one kind of record, where it starts, and the moves it may make.

    `also_born` names further states in which a record may be born, where it is not always the first.
    """

    name: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]
    also_born: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        """The state in which the record is born: the first that is listed."""
        return self.states[0]

    def __post_init__(self) -> None:
        if strange := set(self.also_born) - set(self.states):
            raise ValueError(f"{self.name}: born in unknown states {sorted(strange)}")
        for move in self.moves:
            unknown = {*move.sources, move.target} - {*self.states, ANY}
            if unknown:
                raise ValueError(f"{self.name}: move {move.verb} names unknown states {sorted(unknown)}")

    def open_moves(self, state: str) -> tuple[Move, ...]:
        """Return the moves that lead on from `state`."""
        return tuple(
            move
            for move in self.moves
            if state in move.sources or (ANY in move.sources and state != move.target)
        )

    def why_not(self, state: str, verb: str) -> Reason | None:
        """Return why `verb` may not be done in `state`, naming what may; None when it may."""
        allowed = self.open_moves(state)
        if any(move.verb == verb for move in allowed):
            return None
        return Reason(
            "illegal_move",
            _("This {record} is {state}: “{verb}” is not possible now. Possible: {possible}."),
            {
                "record": self.name,
                "state": state,
                "verb": verb,
                "possible": ", ".join(dict.fromkeys(move.verb for move in allowed)) or "–",
            },
        )

    def move(self, state: str, verb: str) -> str:
        """Return the state that `verb` leads to from `state`; raise `RuleBroken` when the move is illegal."""
        for move in self.open_moves(state):
            if move.verb == verb:
                return move.target
        reason = self.why_not(state, verb)
        assert reason is not None
        raise RuleBroken.of(reason)

    def reachable(self) -> set[str]:
        """Return the states that a record can come to from its start."""
        seen, ahead = {self.start, *self.also_born}, [self.start, *self.also_born]
        while ahead:
            for move in self.open_moves(ahead.pop()):
                if move.target not in seen:
                    seen.add(move.target)
                    ahead.append(move.target)
        return seen

    def diagram(self) -> str:
        """Return the workflow as a Mermaid state diagram for the documentation."""
        lines = ["stateDiagram-v2", *(f"    [*] --> {born}" for born in (self.start, *self.also_born))]
        for move in self.moves:
            sources: Iterable[str] = move.sources
            if ANY in move.sources:
                sources = (state for state in self.states if state != move.target)
            lines += [f"    {source} --> {move.target}: {move.verb}" for source in sources]
        return "\n".join(lines)


def moves(*rows: tuple[str, str | tuple[str, ...], str]) -> tuple[Move, ...]:
    """Return moves from rows of (verb, state or states, next state).

    >>> moves(("close", "OPEN", "CLOSED"))[0].target
    'CLOSED'
    """
    return tuple(
        Move(verb, (sources,) if isinstance(sources, str) else tuple(sources), target)
        for verb, sources, target in rows
    )
