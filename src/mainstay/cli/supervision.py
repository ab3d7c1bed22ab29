"""Keeping programs alive: a child that dies is started again, later and later if it keeps dying.

Knows nothing of Django and nothing of what it keeps alive.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
STEADY_AFTER = 60.0  # a child that lived this many seconds starts again at once
GRACE = 20.0  # seconds a child gets to end by itself
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program that is kept alive."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    next_start: float = 0.0
    deaths_in_a_row: int = 0

    def keep_alive(self, now: float) -> int | None:
        """Start the program if it is due; return its exit code on the turn in which it is found dead."""
        if self.process is None:
            if now >= self.next_start:
                self._start(now)
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.process = None
        self._plan_next(now)
        return code

    def _start(self, now: float) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = _start(self.command, log, {**os.environ, **self.env})
        self.started = now

    def _plan_next(self, now: float) -> None:
        if now - self.started >= STEADY_AFTER:
            self.wait, self.deaths_in_a_row = 0.0, 0
        self.wait = min(LONGEST_WAIT, max(FIRST_WAIT, self.wait * 2))
        self.next_start = now + self.wait
        self.deaths_in_a_row += 1

    def tell(self, number: int) -> None:
        """Send the signal `number`, if the program runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of what the program wrote into its log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def stop(children: Sequence[Child]) -> None:
    """End all children: politely, and after a grace period by force."""
    for child in children:
        child.tell(signal.SIGTERM)
    end = time.monotonic() + GRACE
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(timeout=max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _start(command: Sequence[str], log: IO[bytes], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C reaches the watcher alone, which then ends the children in order.
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  (no threads here)
    )  # fmt: skip


def _die_with_parent() -> None:
    """Ask Linux to end this child when the watcher is killed, so that no port stays taken by an orphan."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
