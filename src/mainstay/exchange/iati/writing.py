"""An IATI 2.03 activity file from plain values, streamed activity by activity in the order of the schema."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from .activities import (
    Activity,
    Budget,
    DocumentLink,
    Indicator,
    Location,
    Measure,
    Organisation,
    Period,
    PlannedDisbursement,
    Recipient,
    Result,
    Texts,
    Transaction,
)

VERSION = "2.03"
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
_COARSE = 2
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write_iati(
    activities: Iterable[Activity], *, to: str | os.PathLike[str] | BinaryIO, generated: dt.datetime
) -> int:
    """Write the activities to `to` and return how many there were; `generated` is the moment stated in the file."""
    from lxml import etree

    count = 0
    moment = generated.isoformat(timespec="seconds")
    with etree.xmlfile(to, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("iati-activities", {"version": VERSION, "generated-datetime": moment}):
            for activity in activities:
                out.write(activity_element(activity))
                count += 1
    return count


def activity_element(activity: Activity) -> Any:
    """Return the element of one activity."""
    return _node(
        "iati-activity",
        _node("iati-identifier", activity.identifier),
        _organisation("reporting-org", activity.reporting),
        _told("title", activity.title),
        *(_told("description", text, type=kind) for kind, text in activity.descriptions),
        *(
            _organisation("participating-org", each.organisation, role=each.role, activity_id=each.activity)
            for each in activity.participants
        ),
        _coded("activity-status", activity.status),
        *(_node("activity-date", type=each.type, iso_date=each.day) for each in activity.dates),
        _coded("activity-scope", activity.scope),
        *(_recipient(each) for each in sorted(activity.recipients, key=lambda each: bool(each.vocabulary))),
        *(_location(each) for each in activity.locations),
        *_classified(activity),
        *(_budget(each) for each in activity.budgets),
        *(_planned(each) for each in activity.planned_disbursements),
        *(_transaction(each) for each in activity.transactions),
        *(_document(each) for each in activity.documents),
        *(_node("related-activity", ref=ref, type=kind) for ref, kind in activity.related),
        _conditions(activity),
        *(_result(each) for each in activity.results),
        **{_XML: activity.language},
        default_currency=activity.currency,
        humanitarian=activity.humanitarian,
        hierarchy=activity.hierarchy,
    )


def _classified(activity: Activity) -> list[Any]:
    return [
        *(
            _node("sector", vocabulary=s.vocabulary, code=s.code, percentage=s.percentage)
            for s in activity.sectors
        ),
        *(_told("tag", each.text, vocabulary=each.vocabulary, code=each.code) for each in activity.tags),
        *(
            _node("humanitarian-scope", type=each.type, vocabulary=each.vocabulary, code=each.code)
            for each in activity.humanitarian_scopes
        ),
        *(
            _node("policy-marker", vocabulary=m.vocabulary, code=m.code, significance=m.significance)
            for m in activity.policy_markers
        ),
        _coded("collaboration-type", activity.collaboration_type),
        _coded("default-flow-type", activity.flow_type),
        _coded("default-finance-type", activity.finance_type),
        _coded("default-aid-type", activity.aid_type),
        _coded("default-tied-status", activity.tied_status),
    ]


def _node(name: str, /, *parts: Any, **attributes: Any) -> Any:
    """Return an element with its text or children; None among them, and attributes without value, are left out."""
    from lxml import etree

    element = etree.Element(name)
    for key, value in attributes.items():
        if value is None or value == "":
            continue
        element.set(key if key == _XML else key.replace("_", "-"), _text(value))
    for part in parts:
        if isinstance(part, str):
            element.text = _clean(part)
        elif part is not None:
            element.append(part)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return _clean(str(value))


def _clean(text: str) -> str:
    """Return `text` without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _told(name: str, texts: Texts, **attributes: Any) -> Any:
    """Return an element with one narrative for each language."""
    narratives = [_node("narrative", text, **{_XML: language}) for language, text in texts.items() if text]
    return _node(name, *narratives, **attributes)


def _coded(name: str, code: str) -> Any:
    return _node(name, code=code) if code else None


def _organisation(name: str, given: Organisation, **attributes: Any) -> Any:
    return _told(name, given.name, ref=given.ref, type=given.type, **attributes)


def _recipient(given: Recipient) -> Any:
    if given.vocabulary:
        return _node(
            "recipient-region", code=given.code, vocabulary=given.vocabulary, percentage=given.percentage
        )
    return _node("recipient-country", code=given.code, percentage=given.percentage)


def _location(given: Location) -> Any:
    point = administrative = exactness = None
    if given.place is not None:
        latitude, longitude = (round(each, _COARSE) for each in given.place)
        point = _node("point", _node("pos", f"{latitude} {longitude}"), srsName=_WGS84)
        exactness = _coded("exactness", "2")
    if given.administrative is not None:
        vocabulary, code, level = given.administrative
        administrative = _node("administrative", vocabulary=vocabulary, code=code, level=level)
    return _node(
        "location",
        _told("name", given.name),
        administrative,
        point,
        exactness,
        _coded("location-class", given.location_class),
        ref=given.ref,
    )


def _period(start: dt.date, end: dt.date) -> tuple[Any, Any]:
    return _node("period-start", iso_date=start), _node("period-end", iso_date=end)


def _value(given: Budget | PlannedDisbursement | Transaction) -> Any:
    return _node("value", _text(given.value), currency=given.currency, value_date=given.value_date)


def _budget(given: Budget) -> Any:
    parts = (*_period(given.start, given.end), _value(given))
    return _node("budget", *parts, type=given.type, status=given.status)


def _planned(given: PlannedDisbursement) -> Any:
    provider = _organisation("provider-org", given.provider) if given.provider else None
    receiver = _organisation("receiver-org", given.receiver) if given.receiver else None
    return _node("planned-disbursement", *_period(given.start, given.end), _value(given), provider, receiver)


def _transaction(given: Transaction) -> Any:
    return _node(
        "transaction",
        _coded("transaction-type", given.type),
        _node("transaction-date", iso_date=given.day),
        _value(given),
        _told("description", given.description) if given.description else None,
        _organisation("provider-org", given.provider) if given.provider else None,
        _organisation("receiver-org", given.receiver) if given.receiver else None,
        ref=given.ref,
        humanitarian=given.humanitarian or None,
    )


def _document(given: DocumentLink) -> Any:
    return _node(
        "document-link",
        _told("title", given.title),
        *(_coded("category", code) for code in given.categories),
        *(_coded("language", code) for code in given.languages),
        _node("document-date", iso_date=given.day) if given.day else None,
        format=given.format,
        url=given.url,
    )


def _conditions(activity: Activity) -> Any:
    told = [_told("condition", each.text, type=each.type) for each in activity.conditions]
    return _node("conditions", *told, attached=True) if told else None


def _result(given: Result) -> Any:
    return _node(
        "result",
        _told("title", given.title),
        _told("description", given.description) if given.description else None,
        *(_indicator(each) for each in given.indicators),
        type=given.type,
        aggregation_status=given.aggregation,
    )


def _indicator(given: Indicator) -> Any:
    return _node(
        "indicator",
        _told("title", given.title),
        _told("description", given.description) if given.description else None,
        *(_node("reference", vocabulary=vocabulary, code=code) for vocabulary, code in given.references),
        *(_measure("baseline", each) for each in given.baselines),
        *(_indicator_period(each) for each in given.periods),
        measure=given.measure,
        ascending=given.ascending,
        aggregation_status=given.aggregation,
    )


def _indicator_period(given: Period) -> Any:
    return _node(
        "period",
        *_period(given.start, given.end),
        *(_measure("target", each) for each in given.targets),
        *(_measure("actual", each) for each in given.actuals),
    )


def _measure(name: str, given: Measure) -> Any:
    dated: Mapping[str, Any] = {}
    if name == "baseline":
        year = given.year or (given.day.year if given.day else None)
        dated = {"year": year, "iso_date": given.day}
    return _node(
        name,
        _node("location", ref=given.location) if given.location else None,
        *(_node("dimension", name=key, value=value) for key, value in given.dimensions.items()),
        _told("comment", given.comment) if given.comment else None,
        value=None if given.value is None else given.value,
        **dated,
    )
