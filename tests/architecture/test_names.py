"""Names say what a thing is about; nothing promises later work; no text names the machine it was written on."""

import re

import pytest

BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "base",
    "misc",
    "common2",
    "data",
    "info",
    "process",
}
FOLDERS = ("src", "launch", "tests", "benchmarks", "docs", ".ci")
ENDINGS = {".py", ".html", ".md", ".css", ".js", ".sh", ".toml", ".typ", ""}
# With brackets inside the words, so that this file does not catch itself.
PROMISES = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|[Nn]ot implemen[t]ed|[Cc]oming soo[n]|[Ll]orem ipsu[m])\b")
MACHINE = re.compile(r"[\"'`(=\s]/(w[o]rk|r[o]ot|t[m]p|home/[a-z])/[\w.]|\.\./s[h]ared")


def faults_in_names(root):
    """List modules whose name says nothing."""
    return [
        f"{path.relative_to(root)}: name it after what it is about"
        for folder in ("src", "launch", "benchmarks", "tests")
        for path in sorted((root / folder).rglob("*"))
        if path.stem in BANNED and (path.suffix == ".py" or (path / "__init__.py").exists())
    ]


def texts(root):
    """Yield the texts that people write, with their paths."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if (
                path.is_file()
                and path.suffix in ENDINGS
                and not {"vendor", "__pycache__", "reference"} & set(path.parts)
            ):
                yield path.relative_to(root), path.read_text(encoding="utf-8")


def faults_in_words(root):
    """List lines that promise later work or name a path of one machine."""
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path, text in texts(root)
        for number, line in enumerate(text.splitlines(), 1)
        if PROMISES.search(line) or MACHINE.search(line)
    ]


def test_no_module_has_a_name_that_says_nothing(repository):
    assert [] == faults_in_names(repository)


def test_nothing_promises_later_work_or_names_this_machine(repository):
    assert [] == faults_in_words(repository)


def test_a_name_that_says_nothing_is_caught(plant):
    assert ["src/mainstay/watch/utils.py: name it after what it is about"] == faults_in_names(
        plant("src/mainstay/watch/utils.py", "")
    )


@pytest.mark.parametrize(
    "line",
    [
        "# TO-DO later".replace("-", ""),
        "raise Exception('not-implemented')".replace("-", " "),
        "PATH = '/wo-rk/main'".replace("-", ""),
        "open('../sha-red/x.csv')".replace("-", ""),
    ],
)
def test_a_promise_or_a_path_of_this_machine_is_caught(plant, line):
    assert any(
        "rules.py:2" in fault
        for fault in faults_in_words(plant("src/mainstay/watch/rules.py", f"\n{line}\n"))
    )
