"""An activity file against the official IATI 2.03 schema and a handful of its ruleset."""

import datetime as dt
import os
from functools import cache
from pathlib import Path
from typing import Any

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

from .rules import ruleset_problems

_SCHEMA = Path(__file__).parent / "schema" / "iati-activities-schema.xsd"


def validate_iati(path: str | os.PathLike[str], today: dt.date | None = None) -> list[Problem]:
    """Return the problems of an activity file; none means that it can be published.

    Faults against the schema are named by line; those against the ruleset by activity, counted from 1. With
    `today`, payments and actual dates in the future are faults too.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        tree = etree.parse(os.fspath(path), parser)
    except etree.XMLSyntaxError as error:
        text = _("The file is not XML: {why}. Write it again.")
        return [Problem(Reason("not_xml", text, {"why": error.msg}), row=error.lineno)]
    schema = _schema()
    if not schema.validate(tree):
        text = _("The schema is broken: {why}")
        return [
            Problem(Reason("schema", text, {"why": entry.message}), row=entry.line)
            for entry in schema.error_log
        ]
    return [*ruleset_problems(tree.getroot().iterfind("iati-activity"), today)]


@cache
def _schema() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(_SCHEMA))
