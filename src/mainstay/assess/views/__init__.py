"""Doors of assess: what the crisis took, how it is asked, how far the asking is, what stands behind an answer."""

from .assessments import (
    assessment_document,
    assessment_list,
    assessment_page,
    documents_page,
    snapshot_document,
)
from .collection import collection_page
from .comparing import comparison_page
from .conflict import conflict_page
from .coping import coping_page
from .estimates import estimates_page
from .evidence import evidence_page
from .exploring import behind_page, exploring_page
from .institutions import institutions_page
from .labour import labour_page
from .labour_behind import labour_behind_page
from .losses import losses_page
from .needs import chapter_document, need_page, needs_page
from .questionnaire import form_page, forms_page
from .talks import talks_page

__all__ = [
    "assessment_document",
    "assessment_list",
    "assessment_page",
    "behind_page",
    "chapter_document",
    "collection_page",
    "comparison_page",
    "conflict_page",
    "coping_page",
    "documents_page",
    "estimates_page",
    "evidence_page",
    "exploring_page",
    "form_page",
    "forms_page",
    "institutions_page",
    "labour_behind_page",
    "labour_page",
    "losses_page",
    "need_page",
    "needs_page",
    "snapshot_document",
    "talks_page",
]
