"""What `./go` says when it cannot go on: what is wrong, and the exact remedy."""

import getpass
import sys
from pathlib import Path


class CannotGoOn(Exception):
    """One clear sentence for the person at the terminal."""


class UnknownCertificate(CannotGoOn):
    """Somebody on the way, such as an office's proxy, answers with a certificate of its own."""


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print `text` where errors belong."""
    print(text, file=sys.stderr, flush=True)


def not_writable(folder: Path) -> CannotGoOn:
    """Return the sentence for a folder that this person cannot write."""
    return CannotGoOn(
        f"{me()} cannot write in {folder}, which belongs to {owner(folder)}.\n"
        f"Clone Mainstay into a folder of your own, or let an administrator run:\n"
        f"  chown -R {me()} {folder}"
    )


def disk_full(folder: Path, free: int, needed: int) -> CannotGoOn:
    """Return the sentence for a disk without enough room; sizes in bytes."""
    return CannotGoOn(
        f"The disk that holds {folder} has {free / 1e9:.1f} GB free; Mainstay needs {needed / 1e9:.1f} GB here.\n"
        "Free some space, or set MAINSTAY_VAR to a folder on a larger disk and clone there, then run ./go again."
    )


def no_network(detail: str) -> CannotGoOn:
    """Return the sentence for packages that could not be fetched."""
    return CannotGoOn(
        "The packages could not be fetched: pypi.org or files.pythonhosted.org cannot be reached.\n"
        "Check the connection; behind a proxy set HTTPS_PROXY=http://proxy:port, then run ./go again."
        f"\n{detail}"
    )


def unknown_certificate(detail: str) -> UnknownCertificate:
    """Return the sentence for a connection that a proxy opens on the way."""
    return UnknownCertificate(
        "The packages could not be fetched: a proxy on the way answers with a certificate that is not known here.\n"
        "Ask your administrator for the file with its certificate, then: export SSL_CERT_FILE=/that/file; ./go\n"
        f"{detail}"
    )


def no_venv_module() -> CannotGoOn:
    """Return the sentence for a Python that cannot make virtual environments."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return CannotGoOn(
        f"This Python ({sys.executable}) came without the module venv.\n"
        "An administrator can add it, then run ./go again:\n"
        f"  Debian, Ubuntu  apt-get install python{version}-venv"
    )


def port_taken(port: int, free_port: int | None) -> CannotGoOn:
    """Return the sentence for a port on which another program listens."""
    other = free_port or port + 1
    return CannotGoOn(
        f"Port {port} is taken: another program (perhaps another Mainstay) listens there.\n"
        f"Stop it, or choose another port:  ./go --port {other}"
    )


def port_reserved(port: int) -> CannotGoOn:
    """Return the sentence for a port that only an administrator may open."""
    return CannotGoOn(
        f"Port {port} is reserved for the administrator of this machine.\n"
        "Choose one above 1023:  ./go --port 8000"
    )


def me() -> str:
    """Return the name under which this runs."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "this user"


def owner(path: Path) -> str:
    """Return the name of the owner of `path`."""
    try:
        return path.owner()
    except (KeyError, OSError):
        return "somebody else"
