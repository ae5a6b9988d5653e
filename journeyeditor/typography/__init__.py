"""Faces and typesetting: text becomes shaped glyphs in lines."""

from journeyeditor.typography.bidi import is_right_to_left
from journeyeditor.typography.face import Face
from journeyeditor.typography.faces import Faces
from journeyeditor.typography.typesetter import (
    Line,
    Paragraph,
    Run,
    Sizer,
    TextLink,
    Typesetter,
    describe_cluster,
)
from journeyeditor.typography.wrapping import LineCounter

__all__ = [
    "Face",
    "Faces",
    "Line",
    "LineCounter",
    "Paragraph",
    "Run",
    "Sizer",
    "TextLink",
    "Typesetter",
    "describe_cluster",
    "is_right_to_left",
]
