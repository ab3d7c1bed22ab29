"""A copy of the content in which a test plants a fault."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mainstay.common.errors import BadInput
from mainstay.playbook.checks import Fault, check
from mainstay.playbook.loading import load

Plant = Callable[[str, str, str], Path]


def faults_after(folder: Path) -> list[Fault]:
    """Return what the checks find in a content folder."""
    return check(load(content=folder))


def codes_after(folder: Path) -> set[str]:
    """Return the codes of the faults that the checks find."""
    return {fault.reason.code for fault in faults_after(folder)}


def refusal_of(folder: Path) -> BadInput:
    """Return the error with which a content folder is refused."""
    with pytest.raises(BadInput) as caught:
        load(content=folder)
    error: Any = caught.value
    return error  # type: ignore[no-any-return]
