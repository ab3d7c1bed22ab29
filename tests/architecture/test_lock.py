"""What pip would install is what the lock names, from PyPI and with a hash for each file."""

import re
import tomllib
from urllib.parse import urlsplit

import pytest

EXPORTS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
HOSTS = {"pypi.org", "files.pythonhosted.org"}
REMEDY = "run: ./go lock"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


def locked(root):
    """Return the hashes of each (name, version) in uv.lock."""
    lock = tomllib.loads((root / "uv.lock").read_text())
    found = {}
    for package in (p for p in lock["package"] if "version" in p):
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        found[package["name"], package["version"]] = {file["hash"] for file in files}
    return found


def exported(text):
    """Return the hashes of each (name, version) in an export."""
    starts = list(PINNED.finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    return {
        (start[1], start[2]): set(HASH.findall(text[start.start() : end]))
        for start, end in zip(starts, ends, strict=True)
    }


def faults(root):
    """List what the exports and the lock say differently, and addresses that are not PyPI's."""
    lock = locked(root)
    found = []
    for name in EXPORTS:
        text = (root / name).read_text()
        named = exported(text)
        found += [f"{name}: {' '.join(key)} has no hash" for key, hashes in named.items() if not hashes]
        if name != "requirements-uv.txt":
            found += [
                f"{name}: {' '.join(k)} is not what uv.lock names; {REMEDY}"
                for k in named
                if named[k] != lock.get(k)
            ]
    everything = {key for key, hashes in lock.items() if hashes}
    missing = everything - set(exported((root / "requirements-dev.txt").read_text()))
    found += [f"requirements-dev.txt lacks {' '.join(key)}; {REMEDY}" for key in sorted(missing)]
    for name in (*EXPORTS, "uv.lock", "pyproject.toml"):
        addresses = re.findall(r"https?://[^\s\"',}\]]+", (root / name).read_text())
        hosts = {urlsplit(address).hostname for address in addresses} - HOSTS
        found += [f"{name} names the host {host}" for host in sorted(hosts)]
    return found


def test_the_exports_say_what_the_lock_says(repository):
    assert [] == faults(repository)


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("requirements.txt", "django==5.2", "django==5.1", "django"),
        ("requirements-dev.txt", "sha256:", "sha256:0000", "is not what uv.lock names"),
        ("uv.lock", "https://files.pythonhosted.org/", "https://mirror.example.org/", "mirror.example.org"),
        ("requirements-uv.txt", "--hash=sha256:", "", "has no hash"),
    ],
)
def test_a_difference_or_another_host_is_caught(repository, plant, name, before, after, told):
    text = (repository / name).read_text()
    assert before in text
    copy = plant(name, text.replace(before, after))
    assert any(told in fault for fault in faults(copy))
