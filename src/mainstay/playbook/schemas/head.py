"""The head of the whole playbook."""

from __future__ import annotations

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named


class HeadFile(ContentFile):
    """playbook.yaml"""

    declared: str
    licence: str
    marks: Catalogue[Named]
