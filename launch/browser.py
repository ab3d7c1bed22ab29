"""A Chromium for the browser journeys: one that is here, else Debian's package, else Playwright's download."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import places, sentences

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_or_fetch() -> str | None:
    """Return the path of a Chromium that starts, fetched if need be, or None."""
    found = find()
    if found is None and may_use_apt():
        sentences.say("\nFetching Chromium from the system's packages …")
        if run(["apt-get", "update"]) and run(
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        ):
            found = find()
    if found is None:
        sentences.say("\nFetching Chromium with Playwright …")
        if run([str(places.BIN / "playwright"), "install", "chromium-headless-shell"]):
            found = find()
    return found


def find() -> str | None:
    """Return the path of a Chromium on this machine that starts, or None."""
    named = os.environ.get("MAINSTAY_TEST_BROWSER")
    candidates = [named, *map(shutil.which, NAMES), *map(str, fetched())]
    return next((path for path in candidates if path and starts(path)), None)


def fetched() -> Sequence[Path]:
    """Return what Playwright fetched before."""
    cache = Path(places.environment()["PLAYWRIGHT_BROWSERS_PATH"])
    return [path for name in ("chrome-headless-shell", "headless_shell", "chrome")
            for path in sorted(cache.glob(f"chromium*/*/{name}"))]  # fmt: skip


def starts(path: str) -> bool:
    """Return whether the browser runs: its libraries may be missing."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def may_use_apt() -> bool:
    """Return whether packages can be installed without asking anybody: an administrator on Debian."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def run(command: Sequence[str]) -> bool:
    """Return whether `command` succeeded; what it says goes into a log."""
    log = places.var() / "log" / "browser.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    env = {**places.environment(), "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("a") as kept:
        try:
            return subprocess.run(command, stdout=kept, stderr=kept, env=env, check=False).returncode == 0
        except OSError:
            return False
