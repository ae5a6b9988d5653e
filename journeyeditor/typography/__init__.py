"""Faces and typesetting: text becomes shaped glyphs in lines; the front door of the package."""

from journeyeditor.typography.face import Face
from journeyeditor.typography.faces import Faces
from journeyeditor.typography.paragraph import Line, Paragraph, Run, described
from journeyeditor.typography.typesetter import Sizer, Typesetter

__all__ = ["Face", "Faces", "Line", "Paragraph", "Run", "Sizer", "Typesetter", "described"]
