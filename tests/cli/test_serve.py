"""`mainstay serve` answers on this machine only, names a port that is taken, and ends in order."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from mainstay.cli.serve import _web_command, answers


@pytest.fixture
def env(tmp_path, repository):
    """The environment of an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAINSTAY_")}
    return {**kept, "MAINSTAY_VAR": str(tmp_path), "PYTHONPATH": str(repository / "src")}


@pytest.fixture
def free_port():
    """A port on which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def serving(port, env):
    """Start `mainstay serve`."""
    command = [sys.executable, "-m", "mainstay", "serve", "--port", str(port), "--processes", "1"]
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_taken_port_is_one_sentence(env):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        with serving(port, env) as program:
            told = program.communicate()[1]
    assert program.returncode == 1
    assert told == f"Port {port} is taken by another program. Stop it, or choose another with --port.\n"


def test_only_this_machine_is_served_unless_asked():
    command = _web_command("127.0.0.1", 8000, 2, 4)
    assert command[command.index("--bind") + 1] == "127.0.0.1:8000"


@pytest.mark.slow
def test_the_address_is_printed_when_the_port_answers_and_the_end_frees_it(env, free_port):
    subprocess.run([sys.executable, "-m", "mainstay", "setup", "--no-demo"], env=env, check=True)
    with serving(free_port, env) as program:
        told = ""
        while f"Mainstay is at http://localhost:{free_port}" not in told:
            line = program.stderr.readline()
            assert line, told
            told += line
        try:
            status = urllib.request.urlopen(f"http://localhost:{free_port}/").status
        except urllib.error.HTTPError as refused:
            status = refused.code
        assert status < 500
        program.send_signal(signal.SIGTERM)
        program.communicate()
    assert program.returncode == 0
    assert not answers("127.0.0.1", free_port)
