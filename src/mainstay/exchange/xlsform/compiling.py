"""An XLSForm as pyxform understands it: the XForm that devices run, and what pyxform warns of."""

import os
from dataclasses import dataclass
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Compiled:
    """The XForm of a workbook and pyxform's warnings, in its own words."""

    xform: str
    warnings: tuple[str, ...]


def compile_xlsform(path: str | os.PathLike[str]) -> Compiled:
    """Return the XForm of the workbook at `path`.

    BadInput `form_not_compilable` carries pyxform's own sentence, which names the row. No Java is needed:
    the XForm is not run through ODK Validate.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        result = convert(xlsform=Path(path), validate=False)
    except PyXFormError as error:
        raise BadInput(
            "form_not_compilable",
            _("{filename} is no valid XLSForm: {why} Correct that row in the workbook."),
            filename=Path(path).name,
            why=str(error),
        ) from None
    return Compiled(result.xform, tuple(result.warnings))
