"""Mainstay starts without its heavy libraries: they are imported inside the function that uses them."""

import os
import subprocess
import sys

import pytest

from tests.architecture.house import modules

HEAVY = {
    "adbc_driver_manager", "adbc_driver_postgresql", "adbc_driver_sqlite", "docx", "docxtpl", "duckdb",
    "ibis", "lightgbm", "lxml", "openpyxl", "ortools", "pandas", "pyarrow", "pyreadstat", "python_calamine", "pyxform",
    "scipy", "sklearn", "splink", "statsmodels", "typst", "vl_convert", "xlsxwriter",
}  # fmt: skip
STARTS = {
    "django": "import django; django.setup()",
    "terminal": "import contextlib, io, runpy, sys\n"
    "sys.argv = ['mainstay', '--help']\n"
    "from mainstay.cli.main import main\n"
    "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): main()",
}


def faults(root):
    """List heavy libraries (and numpy outside the pure rooms) that are imported as a module loads."""
    return [
        f"{module.shown}:{line} imports {name} at the top: import it where it is used"
        for module in modules(root)
        for line, name in module.imports(top_only=True)
        if name.split(".")[0] in HEAVY or (name.split(".")[0] == "numpy" and not module.is_pure)
    ]


def loaded_by(code, source):
    """Return the heavy libraries that are loaded once `code` has run with the source at `source`."""
    env = {**os.environ, "PYTHONPATH": str(source), "DJANGO_SETTINGS_MODULE": "mainstay.project.settings"}
    asked = f"{code}\nimport sys\nprint('LOADED', *sorted({HEAVY!r} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout.rpartition("LOADED")[2].split()


def test_no_heavy_library_is_imported_at_the_top(repository):
    assert [] == faults(repository)


@pytest.mark.parametrize("start", STARTS)
def test_nothing_heavy_is_loaded_at_start(repository, start):
    assert [] == loaded_by(STARTS[start], repository / "src")


def test_a_heavy_import_at_the_top_is_caught(plant):
    root = plant(
        "src/mainstay/fund/services.py", "import numpy as np\nimport duckdb\ndef f():\n    import scipy\n"
    )
    assert 2 == sum("fund/services.py" in fault for fault in faults(root))


def test_a_heavy_library_at_start_is_caught(plant):
    root = plant("src/mainstay/common/heavy.py", "import duckdb\n")
    assert ["duckdb"] == loaded_by("import mainstay.common.heavy", root / "src")
