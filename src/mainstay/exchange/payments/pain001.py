"""ISO 20022 pain.001.001.09, customer credit transfer initiation: a stream, exact to the unit.

Source: ISO 20022 message definition report «Payments Initiation», customer credit transfer initiation V09.
One file holds a group header, one PmtInf for each batch, one CdtTrfTxInf for each payee. Texts are reduced to
the character set that all banks take; amounts are decimals from end to end, with the currency's own places.
"""

import datetime as dt
import os
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any, BinaryIO

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.money import decimals
from mainstay.common.texts import noop as _

from .latin import swift_text
from .orders import Account, Agent, Batch, Message, Party, Payment, why_not_iban

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
TEST_MARK = "TEST"
_NAME, _REFERENCE, _REMITTANCE = 140, 35, 140
_TEST_BIC = "TESTXX00"


def write_pain001(message: Message, *, to: str | os.PathLike[str] | BinaryIO) -> tuple[int, Decimal]:
    """Write the message to `to`; return the number of payments and the control sum.

    With ``test=True`` every reference begins with TEST, and every account and bank code is replaced by one
    that cannot exist (country XX, check digits 00), so that a file sent by mistake pays nobody. BadInput
    names each payment that cannot be written, before a byte is written.
    """
    from lxml import etree

    if problems := check_message(message):
        raise BadInput(
            "payments_not_writable",
            _("The payment file {reference} was not written: {count} payments must be corrected first."),
            reference=message.reference,
            count=len({problem.row for problem in problems}),
            problems=problems,
        )
    payments = sum(len(batch.payments) for batch in message.batches)
    total = control_sum(payment for batch in message.batches for payment in batch.payments)
    form = _Form(etree, test=message.test)
    with etree.xmlfile(to, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("Document", nsmap={None: NAMESPACE}), out.element("CstmrCdtTrfInitn"):
            out.write(form.header(message, payments, total))
            for batch in message.batches:
                with out.element("PmtInf"):
                    for part in form.batch_parts(batch):
                        out.write(part)
                    for payment in batch.payments:
                        out.write(form.payment(payment, batch))
    return payments, total


def control_sum(payments: Iterator[Payment]) -> Decimal:
    """Return the hash total of the amounts, whatever their currencies, as the standard defines it."""
    return sum((payment.amount for payment in payments), Decimal(0))


def check_message(message: Message) -> list[Problem]:
    """Return what would make the bank refuse the file; rows count the payments from 1 through all batches."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    numbers = count(1)
    for batch in message.batches:
        if not batch.payments:
            problems.append(_problem(0, "payments", "empty_batch", _("A batch has no payment."), {}))
        for payment in batch.payments:
            row = next(numbers)
            problems += _payment_problems(row, payment, test=message.test)
            first = seen.setdefault(payment.reference, row)
            if first != row:
                text = _("Payments {first} and {row} have one reference, {reference}. Each needs its own.")
                facts = {"first": first, "row": row, "reference": payment.reference}
                problems.append(_problem(row, "reference", "duplicate_reference", text, facts))
    return problems


def _payment_problems(row: int, payment: Payment, *, test: bool) -> Iterator[Problem]:
    amount, places = payment.amount, decimals(payment.currency)
    if not isinstance(amount, Decimal):
        raise TypeError("amounts are Decimal, never binary fractions")
    if not amount.is_finite() or amount <= 0:
        text = _("The amount {amount} cannot be paid. Leave out payees to whom nothing is due.")
        yield _problem(row, "amount", "amount_not_positive", text, {"amount": str(amount)})
    elif amount != round(amount, places):
        text = _("{amount} {currency} has more than {places} decimals. Round it where it is computed.")
        facts = {"amount": str(amount), "currency": payment.currency, "places": places}
        yield _problem(row, "amount", "too_many_decimals", text, facts)
    if not (len(payment.currency) == 3 and payment.currency.isascii() and payment.currency.isupper()):
        text = _("«{currency}» is not a currency code of three capital letters, such as JOD.")
        yield _problem(row, "currency", "not_a_currency", text, {"currency": payment.currency})
    if not any(map(str.isalnum, swift_text(payment.payee.name))):
        text = _("The name of the payee is empty or has no Latin form. Enter the name on the bank's papers.")
        yield _problem(row, "payee", "name_without_latin_form", text, {"name": payment.payee.name})
    if not swift_text(payment.reference) or len(payment.reference) > _REFERENCE:
        text = _("The reference «{reference}» must have 1 to {most} Latin characters.")
        facts = {"reference": payment.reference, "most": _REFERENCE}
        yield _problem(row, "reference", "reference_not_writable", text, facts)
    if not payment.account.number.strip():
        text = _("The account of the payee is missing. Enter it, or pay in cash with two witnesses.")
        yield _problem(row, "account", "account_missing", text, {})
    elif payment.account.kind == "iban" and not test and (why := why_not_iban(payment.account.number)):
        yield Problem(why, row=row, field="account")


def _problem(row: int, field: str, code: str, msgid: str, facts: dict[str, Any]) -> Problem:
    return Problem(Reason(code, msgid, facts), row=row or None, field=field)


class _Form:
    """Builds the parts of a message; numbers the accounts of a test."""

    def __init__(self, etree: Any, *, test: bool) -> None:
        self.etree = etree
        self.test = test
        self.accounts = 0

    def node(self, name: str, *parts: Any, **attributes: str) -> Any:
        """Return an element of the message with its text or children; None among them is left out.

        Names carry no namespace of their own: the document's default one covers all that is written in it.
        """
        element = self.etree.Element(name, attributes)
        for part in parts:
            if isinstance(part, str):
                element.text = part
            elif part is not None:
                element.append(part)
        return element

    def reference(self, text: str) -> str:
        plain = swift_text(text)
        return (f"{TEST_MARK}-{plain}" if self.test else plain)[:_REFERENCE]

    def header(self, message: Message, payments: int, total: Decimal) -> Any:
        created = message.created
        moment = created.astimezone(dt.UTC) if created.tzinfo else created
        return self.node(
            "GrpHdr",
            self.node("MsgId", self.reference(message.reference)),
            self.node("CreDtTm", moment.replace(tzinfo=None).isoformat(timespec="seconds")),
            self.node("NbOfTxs", str(payments)),
            self.node("CtrlSum", _exact(total)),
            self.party("InitgPty", message.initiator),
        )

    def batch_parts(self, batch: Batch) -> Iterator[Any]:
        purpose = self.node("PmtTpInf", self.node("CtgyPurp", self.node("Cd", batch.purpose)))
        yield self.node("PmtInfId", self.reference(batch.reference))
        yield self.node("PmtMtd", "TRF")
        yield self.node("BtchBookg", "true" if batch.one_booking else "false")
        yield self.node("NbOfTxs", str(len(batch.payments)))
        yield self.node("CtrlSum", _exact(control_sum(iter(batch.payments))))
        if batch.purpose:
            yield purpose
        yield self.node("ReqdExctnDt", self.node("Dt", batch.day.isoformat()))
        yield self.party("Dbtr", batch.payer)
        yield self.account("DbtrAcct", batch.account)
        yield self.agent("DbtrAgt", batch.agent)
        yield self.node("ChrgBr", batch.charges)

    def payment(self, payment: Payment, batch: Batch) -> Any:
        text = swift_text(payment.remittance, _REMITTANCE)
        places = decimals(payment.currency)
        amount = self.node("InstdAmt", format(payment.amount, f".{places}f"), Ccy=payment.currency)
        return self.node(
            "CdtTrfTxInf",
            self.node("PmtId", self.node("EndToEndId", self.reference(payment.reference))),
            self.node("Amt", amount),
            self.agent("CdtrAgt", payment.agent) if payment.agent else None,
            self.party("Cdtr", payment.payee),
            self.account("CdtrAcct", payment.account),
            self.node("Purp", self.node("Cd", batch.purpose)) if batch.purpose else None,
            self.node("RmtInf", self.node("Ustrd", text)) if text else None,
        )

    def party(self, name: str, party: Party) -> Any:
        identifier = swift_text(party.identifier, _REFERENCE)
        other = self.node("Othr", self.node("Id", identifier)) if identifier else None
        kind = "OrgId" if name in {"InitgPty", "Dbtr"} else "PrvtId"
        return self.node(
            name,
            self.node("Nm", swift_text(party.name, _NAME)),
            self.node("PstlAdr", self.node("Ctry", party.country)) if party.country else None,
            self.node("Id", self.node(kind, other)) if other is not None else None,
        )

    def agent(self, name: str, agent: Agent) -> Any:
        if self.test:
            return self.node(name, self.node("FinInstnId", self.node("BICFI", _TEST_BIC)))
        member = self.node("ClrSysMmbId", self.node("MmbId", agent.member)) if agent.member else None
        known = agent.bic or agent.member or agent.name
        return self.node(
            name,
            self.node(
                "FinInstnId",
                self.node("BICFI", agent.bic) if agent.bic else None,
                member,
                self.node("Nm", swift_text(agent.name, _NAME)) if agent.name else None,
                None if known else self.node("Othr", self.node("Id", "NOTPROVIDED")),
            ),
        )

    def account(self, name: str, account: Account) -> Any:
        number = "".join(account.number.split())
        if self.test:
            self.accounts += 1
            number = f"XX00{TEST_MARK}{self.accounts:012d}"
        if account.kind == "iban":
            return self.node(name, self.node("Id", self.node("IBAN", number.upper())))
        wallet = account.kind == "wallet"
        scheme = self.node("SchmeNm", self.node("Prtry", "MOBILE WALLET")) if wallet else None
        issuer = swift_text(account.issuer, _REFERENCE)
        other = self.node(
            "Othr",
            self.node("Id", swift_text(number, 34)),
            scheme,
            self.node("Issr", issuer) if issuer else None,
        )
        proxy = None
        if wallet:
            kind = self.node("Tp", self.node("Cd", "TELE"))
            proxy = self.node("Prxy", kind, self.node("Id", swift_text(number, 34)))
        return self.node(name, self.node("Id", other), proxy)


def _exact(amount: Decimal) -> str:
    return format(amount, "f")
