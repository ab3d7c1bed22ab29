"""Doors of the fund: what can be spent, the ledger behind it, who gave, who asked, what is to come."""

from .contributions import contribution_list, contribution_page
from .grants import ask_page, grant_list, grant_page
from .ledger import entry_page, ledger_page
from .pipeline import pipeline_page
from .windows import earmark_list, rate_list, windows_page

__all__ = [
    "ask_page",
    "contribution_list",
    "contribution_page",
    "earmark_list",
    "entry_page",
    "grant_list",
    "grant_page",
    "ledger_page",
    "pipeline_page",
    "rate_list",
    "windows_page",
]
