"""Papers that decide yields."""

from .letter import letter_docx, letter_pdf

__all__ = ["letter_docx", "letter_pdf"]
