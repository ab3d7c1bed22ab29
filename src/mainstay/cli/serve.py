"""Web and worker together, watched: what `./go` starts."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from mainstay.cli import supervision
from mainstay.cli.supervision import Child
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import ready, say

TOP = True
app = typer.Typer()

TURN = 0.1  # seconds between two looks at the children
GIVE_UP_AFTER = 5  # deaths in a row before the first answer: then it will not help to try once more


class _Stop(Exception):
    """Somebody asked the watcher to end."""


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="The port on which the pages are served.")
    ] = 8000,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 opens it to the network.")
    ] = "127.0.0.1",
    processes: Annotated[int, typer.Option(min=1, help="Web processes.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Threads in each web process.")] = 4,
) -> None:
    """Serve the pages and run the background worker; both are started again when they die. Ctrl-C ends them."""
    _require_port(host, port)
    os.environ.setdefault("MAINSTAY_ADDRESS", f"http://localhost:{port}")
    ready()
    from django.conf import settings

    logs = Path(settings.VAR) / "log"
    web = Child("web", _web_command(host, port, processes, threads), logs / "web.log")
    worker = Child("worker", [sys.executable, "-m", "mainstay", "worker"], logs / "worker.log")
    raise typer.Exit(watch([web, worker], host=host, port=port))


def watch(children: Sequence[Child], *, host: str, port: int) -> int:
    """Keep `children` alive until a signal; print the address once the port answers. Returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_on)
    answered = False
    try:
        while True:
            for child in children:
                code = child.keep_alive(time.monotonic())
                if code is not None and not _goes_on(child, code, answered=answered):
                    return 1
            if not answered and children[0].process is not None and answers(host, port):
                answered = True
                _welcome(children)
            time.sleep(TURN)
    except _Stop:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        supervision.stop(children)


def _stop_on(number: int, frame: FrameType | None) -> None:
    raise _Stop


def _goes_on(child: Child, code: int, *, answered: bool) -> bool:
    """Tell of a death; return False where the web has died too often to expect that it will ever answer."""
    if not answered and child.name == "web" and child.deaths_in_a_row >= GIVE_UP_AFTER:
        _tell(
            _("The web server does not start. The end of {log}:\n{words}"),
            log=child.log,
            words=child.last_words(),
        )
        return False
    _tell(
        _("The {name} process ended (code {code}) and starts again in {wait:.0f} s; see {log}."),
        name=child.name, code=code, wait=child.wait, log=child.log,
    )  # fmt: skip
    return True


def _welcome(children: Sequence[Child]) -> None:
    from django.conf import settings

    _tell(_("\nMainstay is at {address}\n"), address=settings.ADDRESS)
    if find_spec("mainstay.accounts.cli") is not None:
        subprocess.run([sys.executable, "-m", "mainstay", "demonstration"], check=False)
    _tell(_("\nCtrl-C stops it. Logs: {logs}"), logs=children[0].log.parent)


def answers(host: str, port: int) -> bool:
    """Return whether something speaks HTTP at the port; whatever it says."""
    asked = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=20)  # noqa: S104
    with contextlib.closing(asked):
        try:
            asked.request("GET", "/", headers={"Host": "localhost"})
            asked.getresponse()
        except (OSError, http.client.HTTPException):
            return False
    return True


def _require_port(host: str, port: int) -> None:
    """End with a sentence unless the port can be opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as refused:
            _tell(_REFUSALS.get(refused.errno or 0, _REFUSALS[0]), host=host, port=port, why=refused.strerror)
            raise typer.Exit(1) from None


_REFUSALS = {
    errno.EADDRINUSE: _("Port {port} is taken by another program. Stop it, or choose another with --port."),
    errno.EACCES: _("Port {port} is reserved for the administrator of this machine. Choose one above 1023."),
    errno.EADDRNOTAVAIL: _(
        "{host} is no address of this machine. Leave --host out to listen on this machine only."
    ),
    0: _("Port {port} at {host} cannot be opened: {why}."),
}


def _web_command(host: str, port: int, processes: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "mainstay.project.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", str(processes), "--threads", str(threads), "--timeout", "120", "--graceful-timeout", "10",
        "--no-control-socket",
    ]  # fmt: skip


def _tell(msgid: str, **facts: Any) -> None:
    ready()
    from django.utils.translation import gettext

    say(fill(gettext(msgid), facts))
