"""The XML lists of GDACS: RSS with its own elements, and the same list with a CAP alert in each entry.

XML comes from outside: entities, external files and document types are refused before anything is read.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .faults import fault

_GDACS = "{http://www.gdacs.org}"
_FIELDS = ("eventid", "eventtype", "country", "iso3", "alertlevel", "alertscore", "fromdate", "todate")
_IDENTIFIER = re.compile(r"GDACS_([A-Z]{2})_(\d+)")
_CAP = re.compile(r"\{urn:oasis:names:tc:emergency:cap:1\.[12]\}")


def events(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each event in a list, or of the one alert in a CAP file, as text."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path, forbid_dtd=True).getroot()
    except ParseError as error:
        raise fault("not_the_form", file=path.name, source="GDACS", fault=f"no XML: {error}") from None
    except DefusedXmlException as error:
        raise fault("not_the_form", file=path.name, source="GDACS", fault=type(error).__name__) from None
    entries = root.findall("./channel/item")
    if not entries and _CAP.match(root.tag):
        entries = [root]
    if not entries and root.find("./channel") is None:
        raise fault(
            "not_the_form", file=path.name, source="GDACS", fault="neither an RSS list nor a CAP alert"
        )
    for entry in entries:
        yield _from_entry(entry)


def _from_entry(entry: Any) -> dict[str, str]:
    own = {name: (entry.findtext(_GDACS + name) or "").strip() for name in _FIELDS}
    alert = entry if _CAP.match(entry.tag) else next((node for node in entry if _CAP.match(node.tag)), None)
    if alert is None:
        return own
    said = _cap(alert)
    return {name: own[name] or said.get(name, "") for name in _FIELDS}


def _cap(alert: Any) -> dict[str, str]:
    """Return the parameters of a CAP alert; type and number of the event also stand in its identifier."""
    spoken = _CAP.match(alert.tag)
    space = spoken[0] if spoken else ""
    said = {
        (node.findtext(f"{space}valueName") or "").strip().lower(): (
            node.findtext(f"{space}value") or ""
        ).strip()
        for node in alert.iter(f"{space}parameter")
    }
    named = _IDENTIFIER.search(alert.findtext(f"{space}identifier") or "")
    if named:
        said.setdefault("eventtype", named[1])
        said.setdefault("eventid", named[2])
    return said
