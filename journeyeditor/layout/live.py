"""The whole map in one row at a fixed slot width, kept in step with the graph."""

from __future__ import annotations

from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Rect, Size
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.kit import Kit
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.typography import Faces, Typesetter


class Live:
    """Where everything stands on the canvas, in map units, the map's upper left corner at (0, 0)."""

    def __init__(self, graph: JourneyGraph, faces: Faces, theme: Theme) -> None:
        self.graph = graph
        info = graph.info
        language = getattr(info, "language", "")
        self.kit = Kit(Typesetter(faces, language), theme, texts_of(language))
        self.size = Size(0, 0)

    @property
    def texts(self) -> Texts:
        """The words of the map's language."""
        return self.kit.texts

    def update(self, change: Change) -> None:
        """Follow a change that the graph has just made."""

    def rect(self, id_: str) -> Rect | None:
        """Return where a record stands, or None if it does not stand on the map."""
        return None
