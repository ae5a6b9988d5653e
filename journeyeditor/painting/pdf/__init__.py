"""The PDF painter: pages of primitives in, one reproducible document out."""

from journeyeditor.painting.pdf.metadata import Press
from journeyeditor.painting.pdf.writer import write_pdf

__all__ = ["Press", "write_pdf"]
