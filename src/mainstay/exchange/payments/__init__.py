"""Payment files that a bank or wallet operator takes: ISO 20022 credit transfers, written and checked."""

from .latin import swift_text, to_latin
from .orders import Account, Agent, Batch, Message, Party, Payment, why_not_iban
from .pain001 import check_message, write_pain001
from .validation import validate_pain001

__all__ = [
    "Account",
    "Agent",
    "Batch",
    "Message",
    "Party",
    "Payment",
    "check_message",
    "swift_text",
    "to_latin",
    "validate_pain001",
    "why_not_iban",
    "write_pain001",
]
