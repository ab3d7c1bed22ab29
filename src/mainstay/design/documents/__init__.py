"""What a project puts on paper."""

from .project_document import project_document, write_document

__all__ = ["project_document", "write_document"]
