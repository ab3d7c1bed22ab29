"""How documents answer to scopes, and who did what on them."""

from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes

from .models import Document, DocumentTranslation, DocumentVersion, ToolUse

register(
    Document, case="case_id", scopes={**case_scopes("case"), "country": "country_id", "own": "added_by_id"}
)
register(DocumentVersion, case="document__case_id", scopes=case_scopes("document__case"))
register(
    DocumentTranslation,
    case="document__case_id",
    scopes={**case_scopes("document__case"), "own": "drafted_by_id"},
    acts=lambda made: {"learn.draft_translation": {made.drafted_by_id}},
)
register(
    ToolUse, case="case_id", scopes={**case_scopes("case"), "country": "country_id", "own": "logged_by_id"}
)
