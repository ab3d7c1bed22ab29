"""Tables that belong to no stage."""

from .audit import AuditAnchor, AuditChain, AuditEntry, AuditValue, SubjectKey
from .files import Attachment
from .jobs import Job
from .notices import Notice
from .places import Area, Country, CountryYear

__all__ = [
    "Area",
    "Attachment",
    "AuditAnchor",
    "AuditChain",
    "AuditEntry",
    "AuditValue",
    "Country",
    "CountryYear",
    "Job",
    "Notice",
    "SubjectKey",
]
