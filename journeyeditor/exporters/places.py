"""Where everything on a map is, for formats that place boxes themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeyeditor.geometry import Rect, Size
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.poster.options import PosterOptions, check_size, requested_theme
from journeyeditor.vocabulary import Common, Stage, info_of

if TYPE_CHECKING:
    from journeyeditor.display.theme import Theme
    from journeyeditor.model import JourneyGraph
    from journeyeditor.typography import Faces

#: Emotions are points; a box for them has these sides.
_POINT = Size(40.0, 20.0)


class MapPlaces:
    """The map in the layout of the window, in map units from its upper left corner.

    Raises PosterError for more elements or relations than a poster can show.
    """

    def __init__(self, graph: JourneyGraph, faces: Faces) -> None:
        check_size(len(graph), len(graph.relations()))
        self._graph = graph
        self.theme: Theme = requested_theme(info_of(graph), PosterOptions())
        self._layout = IncrementalLayout(graph, faces, self.theme, Excerpt())
        self.size = self._layout.size

    @property
    def stage_colours(self) -> dict[str, str]:
        return self._layout.stage_colours

    def stages(self) -> Iterator[tuple[Stage, Rect]]:
        """Yield the stages with the columns of their cards, from the header to the foot."""
        top = self._layout.header_top
        for column in self._layout.columns:
            if column.stage_id:
                stage = self._graph.element(column.stage_id)
                assert isinstance(stage, Stage)
                yield stage, Rect(column.x, top, column.width, self.size.height - top)

    def headers(self) -> Iterator[tuple[Stage, Rect]]:
        for stage, column in self.stages():
            yield stage, column._replace(height=self._layout.headers.height)

    def lanes(self) -> Iterator[tuple[str, Rect]]:
        """Yield the names of the lanes, and where they stand left of their cards."""
        for place, row in zip(self._layout.lanes, self._layout.grid.lanes.rows, strict=True):
            if "stage" not in place.spec.kinds:
                rect = Rect(LABEL_WIDTH - 70, place.rect.y, 60, place.rect.height)
                yield row.title.capitalize(), rect

    def cards(self) -> Iterator[tuple[Common, Rect]]:
        """Yield what is in cells and on curves, and the notes anywhere, with their rectangles."""
        for record in self._graph.elements():
            rect = self._layout.rect(record.id) if isinstance(record, Common) else None
            if rect is None or not isinstance(record, Common) or not record.is_card:
                continue
            if record.kind == "emotion":
                middle = rect.center
                rect = Rect(middle.x - _POINT.width / 2, middle.y - _POINT.height / 2, *_POINT)
            yield record, rect

    def at(self, x: float, y: float, width: float, height: float) -> Rect:
        """Return a rectangle beside the map, right of the names of the lanes."""
        return Rect(LABEL_WIDTH + x, y, width, height)
