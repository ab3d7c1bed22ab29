"""Fetch the pinned uv without pip, for a Python that was packaged without it (Debian's, for one).

The file comes from PyPI and is used only if its SHA-256 stands in requirements-uv.txt.
"""

import hashlib
import io
import platform
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from . import places, sentences

PYPI = "https://pypi.org/simple/uv/"
MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "i386": "i686"}


class NotForThisMachine(Exception):
    """PyPI has no uv for this machine."""


def pin() -> str:
    """Return the text of requirements-uv.txt."""
    return (places.REPOSITORY / "requirements-uv.txt").read_text()


def pinned_version() -> str:
    """Return the version of uv that requirements-uv.txt names."""
    found = re.search(r"^uv==([0-9.]+)", pin(), re.MULTILINE)
    if found is None:
        raise sentences.CannotGoOn(
            "requirements-uv.txt names no version of uv: restore it with git checkout."
        )
    return found.group(1)


def version_of(uv: Path) -> str | None:
    """Return the version of the program `uv`, or None where it does not run."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    words = answer.split()
    return words[1] if len(words) > 1 else None


def fetch_uv(place: Path) -> None:
    """Put the pinned uv at `place`."""
    page = read(PYPI).decode()
    addresses = [
        urljoin(PYPI, unescape(link).partition("#")[0]) for link in re.findall(r'href="([^"]+)"', page)
    ]
    wheel = read(choose_wheel(addresses, pinned_version()))
    if f"sha256:{hashlib.sha256(wheel).hexdigest()}" not in pin():
        raise sentences.CannotGoOn(
            "The uv that PyPI sent is not the one that requirements-uv.txt names, so it was not used.\n"
            "Somebody may have changed it on the way: try another network, then run ./go again."
        )
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
        place.write_bytes(archive.read(name))
    place.chmod(0o755)


def choose_wheel(addresses: Sequence[str], version: str) -> str:
    """Return the address of the wheel of this version for this system, machine and C library."""
    machine = MACHINES.get(platform.machine().lower(), platform.machine().lower())
    musl = sys.platform == "linux" and platform.libc_ver()[0] != "glibc"
    system = "macosx" if sys.platform == "darwin" else "musllinux" if musl else "manylinux"
    machine = "arm64" if (system, machine) == ("macosx", "aarch64") else machine
    for address in addresses:
        name = address.rpartition("/")[2]
        if name.startswith(f"uv-{version}-py3-none-{system}") and name.endswith(f"{machine}.whl"):
            return address
    raise NotForThisMachine


def read(address: str) -> bytes:
    """Return what lies at `address`."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  (both addresses are https and ours)
            return bytes(answer.read())
    except (urllib.error.URLError, TimeoutError, ConnectionError) as unreachable:
        if "CERTIFICATE_VERIFY_FAILED" in str(unreachable):
            raise sentences.unknown_certificate(address) from unreachable
        raise sentences.no_network(f"{address}: {unreachable}") from unreachable
