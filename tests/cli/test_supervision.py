"""A watched program is started again when it dies, later and later, and ends when it is told to."""

import signal
import sys

import pytest

from mainstay.cli.supervision import LONGEST_WAIT, STEADY_AFTER, Child, stop

DIES = [sys.executable, "-c", "import sys; print('my last words', flush=True); sys.exit(7)"]
LIVES = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
DEAF = [
    sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]  # fmt: skip


@pytest.fixture
def child(tmp_path):
    """Make a watched program; whatever still runs at the end is killed."""
    made = []

    def _make(command):
        made.append(Child("web", command, tmp_path / "log" / "web.log"))
        return made[-1]

    yield _make
    for one in made:
        one.tell(signal.SIGKILL)
        if one.process is not None:
            one.process.wait()


def die(child, now):
    """Start `child`, let it die, and return what the watcher learns."""
    child.keep_alive(now)
    child.process.wait()
    return child.keep_alive(now)


def test_a_dead_program_starts_again_after_a_wait_and_not_before(child):
    one = child(DIES)
    assert die(one, 100.0) == 7
    assert one.keep_alive(100.5) is None
    assert one.process is None
    one.keep_alive(101.0)
    assert one.process is not None


def test_the_wait_doubles_up_to_a_limit(child):
    one, waits, now = child(DIES), [], 0.0
    for _ in range(7):
        die(one, now)
        waits.append(one.wait)
        now = one.next_start
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_WAIT, LONGEST_WAIT]
    assert one.deaths_in_a_row == 7


def test_a_program_that_lived_long_starts_again_soon(child):
    one, now = child(DIES), 0.0
    for _ in range(4):
        die(one, now)
        now = one.next_start
    one.keep_alive(now)
    one.process.wait()
    one.keep_alive(now + STEADY_AFTER)
    assert (one.wait, one.deaths_in_a_row) == (1.0, 1)


def test_last_words_are_kept(child):
    one = child(DIES)
    die(one, 0.0)
    assert one.last_words() == "my last words"


def test_stopping_ends_the_program(child):
    one = child(LIVES)
    one.keep_alive(0.0)
    stop([one])
    assert one.process.returncode == -signal.SIGTERM


def test_a_program_that_will_not_end_is_ended(child, monkeypatch):
    monkeypatch.setattr("mainstay.cli.supervision.GRACE", 0.2)
    one = child(DEAF)
    one.keep_alive(0.0)
    while "up" not in one.last_words():
        assert one.process.poll() is None
    stop([one])
    assert one.process.returncode == -signal.SIGKILL


def test_stopping_what_never_started_is_fine(child):
    stop([child(LIVES)])
