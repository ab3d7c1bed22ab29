"""Write uv.lock and the hashed exports that plain pip and the first step of `./go` read."""

from . import fetch, install, places, sentences

PYPI = ["--no-config", "--default-index", "https://pypi.org/simple"]


def write() -> int:
    """Bring the lock and its exports up to pyproject.toml; what needs no change keeps its version."""
    install.ensure(development=True)
    uv = str(places.BIN / "uv")
    install.run([uv, "lock", *PYPI], "lock")
    export = [uv, "export", "--frozen", "--no-emit-project", "--no-header", "--quiet", "--output-file"]
    install.run([*export, "requirements.txt", "--no-dev"], "lock")
    install.run([*export, "requirements-dev.txt", "--all-groups"], "lock")
    pinned = places.var() / "uv.in"
    pinned.write_text(f"uv=={fetch.pinned_version()}\n")
    install.run(
        [uv, "pip", "compile", *PYPI, "--generate-hashes", "--no-header", "--no-annotate", "--quiet",
         str(pinned), "--output-file", "requirements-uv.txt"], "lock",
    )  # fmt: skip
    sentences.say("uv.lock, requirements.txt, requirements-dev.txt and requirements-uv.txt are up to date.")
    return 0
