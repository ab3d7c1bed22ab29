"""Where `./go` works: the clone, its virtual environment, and the folder for everything that is written."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
VENV = REPOSITORY / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"


def var() -> Path:
    """Return the folder for everything that is written: `MAINSTAY_VAR`, or `var/` in the clone."""
    return Path(os.environ.get("MAINSTAY_VAR") or REPOSITORY / "var").resolve()


def environment() -> dict[str, str]:
    """Return the environment for every program that `./go` starts: all that is written stays in our folders."""
    cache = var() / "cache"
    return {
        **os.environ,
        "MAINSTAY_VAR": str(var()),
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": str(PYTHON),
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_CACHE_DIR": str(cache / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PLAYWRIGHT_BROWSERS_PATH": str(cache / "browsers"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
    }
