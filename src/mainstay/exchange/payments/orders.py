"""What a payment file says, as plain values: who pays, out of which account, whom, how much, for what."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Party:
    """Who pays or is paid. `country` is ISO 3166-1 alpha-2; `identifier` their own."""

    name: str
    country: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where money comes from or goes to: an IBAN, another account number, or a mobile wallet.

    For a wallet `number` is the telephone number with country code and `issuer` the operator.
    """

    number: str
    kind: Literal["iban", "account", "wallet"] = "iban"
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """The bank or wallet operator that keeps an account: by BIC, by clearing code, or by name."""

    bic: str = ""
    member: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payee and one amount. `reference` comes back on every statement and must be unique in a message."""

    reference: str
    payee: Party
    account: Account
    amount: Decimal
    currency: str
    agent: Agent | None = None
    remittance: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Payments out of one account on one day. Charges fall on the payer: nobody's wage is cut by a fee."""

    reference: str
    payer: Party
    account: Account
    agent: Agent
    day: dt.date
    payments: Sequence[Payment]
    purpose: str = "SALA"
    charges: Literal["DEBT", "SHAR", "CRED", "SLEV"] = "DEBT"
    one_booking: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One file: its reference, when and by whom it was made, its batches; `test` makes it unpayable."""

    reference: str
    created: dt.datetime
    initiator: Party
    batches: Sequence[Batch]
    test: bool = False


def why_not_iban(text: str) -> Reason | None:
    """Return why `text` is no IBAN: form, length and check digits (ISO 13616, modulo 97), or None if it is.

    >>> why_not_iban("GB82 WEST 1234 5698 7654 32") is None
    True
    >>> why_not_iban("GB82 WEST 1234 5698 7654 33").code
    'iban_check_digits'
    """
    iban = text.replace(" ", "").upper()
    form = iban.isascii() and iban.isalnum() and iban[:2].isalpha() and iban[2:4].isdigit()
    if not form or not 15 <= len(iban) <= 34:
        return Reason(
            "iban_form",
            _(
                "«{iban}» is not an IBAN: two letters, two digits, then the account, 15 to 34 characters in "
                "all."
            ),
            {"iban": text},
        )
    number = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    if int(number) % 97 != 1:
        return Reason(
            "iban_check_digits",
            _("The check digits of «{iban}» do not agree. Compare it with the bank's own document."),
            {"iban": text},
        )
    return None
