"""Make `.venv` hold exactly what the lock file says; a stamp lets the next start skip all of it."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from . import fetch, places, sentences

ROOM_TO_INSTALL = 2_000_000_000  # bytes: .venv with the development set is 1.3 GB, the rest is for downloads
ROOM_TO_RUN = 200_000_000
LOCKED = ("uv.lock", "pyproject.toml", "requirements-uv.txt")
DISK_FULL = ("no space left on device", "os error 28", "errno 28", "disk quota exceeded")
# Read by sh first, so that folders with spaces and long names work; then by Python.
COMMAND = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
from mainstay.cli.main import main

main()
"""
WORTH_SHOWING = ("Downloading ", "Prepared ", "Installed ", "error", "ERROR")
UNCERTAIN = ("peer certificate", "certificate_verify_failed", "certificate verify failed", "unknownissuer")
UNREACHABLE = (
    "dns error", "failed to lookup address", "name resolution", "network is unreachable", "connection refused",
    "connection reset", "timed out", "error sending request", "failed to fetch", "no route to host",
    "tunnel", "could not connect", "newconnectionerror",
)  # fmt: skip


def ensure(*, development: bool) -> None:
    """Install what the lock file names, with the development set if asked, unless the stamp says it is there."""
    if is_current(development=development):
        require_room(ROOM_TO_RUN)
        return
    require_writable(places.REPOSITORY)
    require_room(ROOM_TO_INSTALL)
    with only_one_at_a_time():
        if is_current(development=development):
            return
        install(development=development or has_development())


def install(*, development: bool) -> None:
    """Make the virtual environment and fill it: uv from the lock file, or plain pip from its hashed export."""
    began = time.monotonic()
    sentences.say("Installing into .venv (once; about a minute on an ordinary line) …")
    stamp().unlink(missing_ok=True)
    make_venv()
    uv = get_uv()
    if uv is not None:
        sync([str(uv), "sync", "--frozen", "--no-install-project", *([] if development else ["--no-dev"])])
    else:
        install_by_pip(development=development)
    link_source()
    stamp().write_text(fingerprint(development=development))
    sentences.say(f"Installed in {time.monotonic() - began:.0f} s.")


def sync(command: list[str]) -> None:
    """Run uv's sync: with the certificates that uv brings, then with the machine's own (for office proxies)."""
    try:
        run(command, "sync")
    except sentences.UnknownCertificate:
        sentences.say("Trying again with the certificates of this machine …")
        run([*command, "--system-certs"], "sync")


def install_by_pip(*, development: bool) -> None:
    """Install from the hashed exports with pip, for machines for which there is no uv."""
    if not (places.BIN / "pip").exists():
        raise sentences.no_venv_module()
    sentences.say("uv cannot be had here; going on with pip, which takes longer …")
    wanted = "requirements-dev.txt" if development else "requirements.txt"
    run([str(places.PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", wanted], "pip")


def link_source() -> None:
    """Let `.venv` find the source of this clone, and put the command `mainstay` beside its Python.

    Done by hand: building the package would fetch a build system that no hash vouches for.
    """
    asked = [str(places.PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    (packages / "mainstay.pth").write_text(f"{places.REPOSITORY / 'src'}\n")
    command = places.BIN / "mainstay"
    command.write_text(COMMAND.format(python=places.PYTHON))
    command.chmod(0o755)


def make_venv() -> None:
    """Make `.venv` with this Python, anew where an old one no longer fits; without pip where Python has none."""
    if venv_fits():
        return
    if places.VENV.is_symlink() or (places.VENV.exists() and not (places.VENV / "pyvenv.cfg").exists()):
        raise sentences.CannotGoOn(
            f"{places.VENV} exists but is not a virtual environment. Move it away, then run ./go again."
        )
    require_writable(places.VENV)
    shutil.rmtree(places.VENV, ignore_errors=True)
    if find_spec("venv") is None:
        raise sentences.no_venv_module()
    without_pip = [] if find_spec("ensurepip") else ["--without-pip"]
    run([sys.executable, "-m", "venv", *without_pip, str(places.VENV)], "venv")


def venv_fits() -> bool:
    """Return whether `.venv` was made here, by this version of Python, and still runs."""
    question = "import sys; print(sys.version_info[:2], sys.prefix)"
    try:
        answer = subprocess.run([places.PYTHON, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    expected = f"{tuple(sys.version_info[:2])} {places.VENV}"
    return answer.stdout.strip() == expected


def get_uv() -> Path | None:
    """Return the uv that requirements-uv.txt pins: the one there, by pip, or straight from PyPI, hash checked."""
    uv = places.BIN / "uv"
    if fetch.version_of(uv) == fetch.pinned_version():
        return uv
    pip = [
        str(places.PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    try:
        if (places.BIN / "pip").exists():
            try:
                run([*pip, "-r", "requirements-uv.txt"], "uv")
            except sentences.UnknownCertificate:  # an older pip knows only the certificates that it brings
                fetch.fetch_uv(uv)
        else:
            fetch.fetch_uv(uv)
    except fetch.NotForThisMachine:
        return None
    return uv


def run(command: Sequence[str], name: str) -> None:
    """Run `command`, its output shown as it comes and kept in a log; raises CannotGoOn where it fails."""
    log = places.var() / "log" / f"install-{name}.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with (
            log.open("w") as kept,
            subprocess.Popen(
                command, cwd=places.REPOSITORY, env=places.environment(), text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            ) as program,
        ):  # fmt: skip
            for line in program.stdout or ():
                kept.write(line)
                if is_worth_showing(line):
                    sentences.say("  " + line.rstrip())
    except OSError as error:
        raise from_os(error) from error
    if program.returncode:
        raise why_it_failed(command, log)


def is_worth_showing(line: str) -> bool:
    """Return whether a line of the installer tells a person how far it is; the list of packages does not."""
    return line.lstrip().startswith(WORTH_SHOWING)


def why_it_failed(command: Sequence[str], log: Path) -> Exception:
    """Return the sentence that fits the failure which `log` tells of."""
    text = log.read_text(errors="replace")
    told = text.lower()
    if any(sign in told for sign in DISK_FULL):
        return sentences.disk_full(places.REPOSITORY, free_space(), ROOM_TO_INSTALL)
    if any(sign in told for sign in UNCERTAIN):
        return sentences.unknown_certificate(f"The whole answer is in {log}.")
    if any(sign in told for sign in UNREACHABLE):
        return sentences.no_network(f"The whole answer is in {log}.")
    if "no matching distribution found for uv" in told:
        return fetch.NotForThisMachine()
    if "permission denied" in told:
        return sentences.not_writable(places.VENV)
    end = "\n".join(text.strip().splitlines()[-12:])
    return sentences.CannotGoOn(
        f"This step failed: {' '.join(command)}\n{end}\nThe whole answer is in {log}. "
        "To begin afresh delete .venv and run ./go again."
    )


def from_os(error: OSError) -> Exception:
    """Return the sentence that fits an error of the operating system."""
    if error.errno == 28:
        return sentences.disk_full(places.REPOSITORY, free_space(), ROOM_TO_INSTALL)
    if isinstance(error, PermissionError):
        return sentences.not_writable(Path(error.filename or places.REPOSITORY))
    return error


def require_writable(folder: Path) -> None:
    """Raise CannotGoOn unless this person can write in `folder`, or make it."""
    there = folder
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        raise sentences.not_writable(there)


def require_room(needed: int) -> None:
    """Raise CannotGoOn unless the disk has `needed` bytes free."""
    if free_space() < needed:
        raise sentences.disk_full(places.REPOSITORY, free_space(), needed)


def free_space() -> int:
    """Return the bytes that this person may still write beside the clone."""
    return shutil.disk_usage(places.REPOSITORY).free


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold the folder's lock, so that two `./go` do not install into one another."""
    places.var().mkdir(parents=True, exist_ok=True)
    with (places.var() / "go.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentences.say("Another ./go is installing in this folder; waiting for it …")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def stamp() -> Path:
    """Return the file that says what `.venv` holds."""
    return places.VENV / "mainstay-stamp"


def is_current(*, development: bool) -> bool:
    """Return whether `.venv` holds what the lock file says, for running or for developing."""
    try:
        written = stamp().read_text()
    except OSError:
        return False
    enough = {fingerprint(development=True)} | (set() if development else {fingerprint(development=False)})
    return written in enough and venv_fits()


def has_development() -> bool:
    """Return whether the development set was installed before, so that a new lock keeps it."""
    return (places.BIN / "pytest").exists()


def fingerprint(*, development: bool) -> str:
    """Return the text that changes whenever `.venv` has to."""
    locks = hashlib.sha256(b"".join((places.REPOSITORY / name).read_bytes() for name in LOCKED)).hexdigest()
    return f"{locks} {sys.version_info[:2]} {places.REPOSITORY} {'development' if development else 'run'}\n"
