"""A payment file against the official schema, and against the sums and marks that no schema knows."""

import os
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from mainstay.common.errors import Problem, Reason
from mainstay.common.money import decimals
from mainstay.common.texts import noop as _

from .latin import ALLOWED
from .pain001 import NAMESPACE

_SCHEMA = Path(__file__).parent / "schema" / "pain.001.001.09.xsd"
_N = {"p": NAMESPACE}


def validate_pain001(path: str | os.PathLike[str]) -> list[Problem]:
    """Return the problems of a pain.001.001.09 file, each with its place.

    Payments are counted from 1, other parts by line. No problem means that the file can be sent.

    Checked: the ISO 20022 schema; the counts and control sums of group and batches; that no reference
    stands twice; that amounts are positive and have their currency's decimals; the character set.
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
            Problem(
                Reason("schema", text, {"why": entry.message.replace(f"{{{NAMESPACE}}}", "")}), row=entry.line
            )
            for entry in schema.error_log
        ]
    return [*_sum_problems(tree), *_payment_problems(tree), *_text_problems(tree)]


@cache
def _schema() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(_SCHEMA))


def _sum_problems(tree: Any) -> Iterator[Problem]:
    root = tree.getroot()
    header = root.find("p:CstmrCdtTrfInitn/p:GrpHdr", _N)
    yield from _stated(header, root.findall(".//p:CdtTrfTxInf", _N))
    for batch in root.iterfind(".//p:PmtInf", _N):
        yield from _stated(batch, batch.findall("p:CdtTrfTxInf", _N))


def _stated(holder: Any, payments: list[Any]) -> Iterator[Problem]:
    amounts = [Decimal(payment.findtext("p:Amt/p:InstdAmt", "0", _N)) for payment in payments]
    counted = holder.findtext("p:NbOfTxs", None, _N)
    if counted is not None and int(counted) != len(amounts):
        text = _("{stated} payments are stated, {found} are there.")
        facts = {"stated": counted, "found": len(amounts)}
        yield Problem(Reason("count_differs", text, facts), row=holder.sourceline, field="NbOfTxs")
    stated = holder.findtext("p:CtrlSum", None, _N)
    total = sum(amounts, Decimal(0))
    if stated is not None and Decimal(stated) != total:
        text = _("The control sum says {stated}, the amounts add up to {found}.")
        facts = {"stated": stated, "found": str(total)}
        yield Problem(Reason("control_sum_differs", text, facts), row=holder.sourceline, field="CtrlSum")


def _payment_problems(tree: Any) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, payment in enumerate(tree.iterfind(".//p:CdtTrfTxInf", _N), 1):
        reference = payment.findtext("p:PmtId/p:EndToEndId", "", _N)
        first = seen.setdefault(reference, row)
        if first != row:
            text = _("Payments {first} and {row} have one reference, {reference}. Each needs its own.")
            facts = {"reference": reference, "first": first, "row": row}
            yield Problem(Reason("duplicate_reference", text, facts), row=row, field="EndToEndId")
        amount = payment.find("p:Amt/p:InstdAmt", _N)
        if amount is not None:
            yield from _amount_problems(amount, row)


def _amount_problems(amount: Any, row: int) -> Iterator[Problem]:
    currency = amount.get("Ccy", "")
    try:
        value = Decimal(amount.text)
    except InvalidOperation:
        return
    if value <= 0 or value != round(value, decimals(currency)):
        text = _("{amount} {currency} is not an amount that can be paid.")
        facts = {"amount": amount.text, "currency": currency}
        yield Problem(Reason("amount", text, facts), row=row, field="InstdAmt")


def _text_problems(tree: Any) -> Iterator[Problem]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.text and (found := ALLOWED.search(element.text.strip())):
            text = _("«{text}» holds {sign}, which not every bank can read.")
            facts = {"text": element.text[:60], "sign": found[0]}
            name = element.tag.rpartition("}")[2]
            yield Problem(Reason("character", text, facts), row=element.sourceline, field=name)
