"""Draws a frozen report: as a tagged PDF, and as a workbook."""

from .pdf import draw_internal, draw_pdf
from .workbook import write_report

__all__ = ["draw_internal", "draw_pdf", "write_report"]
