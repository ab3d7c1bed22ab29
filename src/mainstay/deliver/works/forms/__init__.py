"""The shape of what people give: the tables that come in as files and go out to be filled."""

from .confirmations import CONFIRMATIONS
from .contracts import CONTRACTS
from .rolls import ROLLS
from .workers import STATUS_COLUMNS, WORKERS

__all__ = ["CONFIRMATIONS", "CONTRACTS", "ROLLS", "STATUS_COLUMNS", "WORKERS"]
