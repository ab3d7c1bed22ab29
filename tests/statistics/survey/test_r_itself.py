"""R computes on samples that are drawn anew each time, and Mainstay gives the same to 1e-9.

The kept oracles hold what R once said of one sample. Here each of their scripts runs on a sample of its own, from a
seed that is drawn and shown; ``ORACLE_SEED=7 pytest tests/statistics/survey/test_r_itself.py`` draws one again.
"""

import os
import secrets
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from . import drawn, test_contrasts, test_core_equals_r_survey, test_inference, test_quantiles
from . import test_equals_r_survey as estimates
from . import test_inference_replicates as inference_of_replicates
from .calibration import test_errors_after_calibration as calibration
from .calibration.oracle import SCHEMES
from .replicates import test_equals_r_survey as replicates

HERE = Path(__file__).parent


@cache
def r_takes_part() -> bool:
    """Say whether there is an R with the package survey."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('survey', quietly = TRUE))"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    not r_takes_part(),
    reason="no Rscript with the package survey here (Debian: apt-get install r-cran-survey)",
)


@pytest.fixture
def seed() -> int:
    """Return a seed of its own for each test, shown beside what fails."""
    given = os.environ.get("ORACLE_SEED")
    chosen = int(given) if given else secrets.randbelow(1_000_000)
    sys.stdout.write(f"ORACLE_SEED={chosen}\n")
    return chosen


#: How R says that a sample of its own cannot be computed: coefficients of which two tell the same.
SINGULAR = "singular"


def run(script: str, folder: Path) -> Path:
    """Run one of the oracles' scripts on the sample in the folder of the same name; return that folder."""
    place = folder / script
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / script, place)
    done = subprocess.run(
        ["Rscript", place.name], cwd=place.parent, capture_output=True, text=True, check=False, timeout=300
    )
    assert 0 == done.returncode, done.stderr
    return place.parent


def test_estimates_errors_intervals_and_design_effects_are_those_that_r_computes(
    tmp_path: Path, seed: int
) -> None:
    drawn.write(drawn.people(seed), tmp_path / "oracle" / "people.csv")
    folder = run("oracle/oracle.R", tmp_path)
    for name in estimates.DESIGNS:
        estimates.check_estimates(name, folder)


def test_variances_contrasts_and_effects_with_replacement_are_those_that_r_computes(
    tmp_path: Path, seed: int
) -> None:
    drawn.write(drawn.people(seed), tmp_path / "oracle" / "people.csv")
    folder = run("oracle/core.R", tmp_path)
    for name in test_core_equals_r_survey.DESIGNS:
        test_core_equals_r_survey.check_variances(name, folder)
        if name != "thin_average":
            test_contrasts.check_contrasts(name, folder)


def _inference(folder: Path, seed: int) -> Path:
    """Run the inference on the first of three samples of which R can compute every regression."""
    for chosen in range(seed, seed + 3):
        drawn.write(drawn.people(chosen), folder / "oracle" / "people.csv")
        try:
            return run("oracle/inference.R", folder)
        except AssertionError as stopped:
            if SINGULAR not in str(stopped):
                raise
    raise AssertionError(f"R can compute none of the samples {seed} to {seed + 2}")


def test_quantiles_regressions_and_tests_are_those_that_r_computes(tmp_path: Path, seed: int) -> None:
    folder = _inference(tmp_path, seed)
    for name in test_quantiles.DESIGNS:
        test_quantiles.check_quantiles(name, folder)
    for name in test_inference.DESIGNS:
        test_quantiles.check_shares(name, folder)
        test_inference.check_coefficients(name, folder)
        test_inference.check_terms(name, folder)
        test_inference.check_tests(name, folder)
    test_inference.check_poststratified(folder)
    inference_of_replicates.check_quantiles(folder)
    inference_of_replicates.check_regressions(folder)
    inference_of_replicates.check_tests(folder)


def test_replicate_weights_give_what_r_computes(tmp_path: Path, seed: int) -> None:
    drawn.write(drawn.people(seed), tmp_path / "oracle" / "people.csv")
    drawn.write(drawn.pairs(seed), tmp_path / "replicates" / "oracle" / "pairs.csv")
    folder = run("replicates/oracle/oracle.R", tmp_path)
    for name in replicates.GIVEN:
        replicates.check_given(name, folder)
    for name in ("jkn", "brr", "other_mse"):
        replicates.check_variance(name, folder)
    for name in replicates.MADE:
        replicates.check_made(name, folder)
    for name in replicates.ADJUSTED:
        for first in ("adjusted", "replicated"):
            replicates.check_adjusted(name, first, folder)


def test_calibrated_weights_and_the_errors_after_them_are_those_that_r_computes(
    tmp_path: Path, seed: int
) -> None:
    drawn.write(drawn.households(seed), tmp_path / "calibration" / "oracle" / "households.csv")
    folder = run("calibration/oracle/oracle.R", tmp_path)
    for name in calibration.DESIGNS:
        for scheme in SCHEMES:
            calibration.check_adjusted(name, scheme, folder)
    for rule in ("remove", "adjust", "average"):
        for scheme in ("linear", "poststrata_rake"):
            calibration.check_lonely(rule, scheme, folder)
