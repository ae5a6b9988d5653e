"""A part of a map for other programs: as a picture (SVG, PNG) or a table (HTML).

It shows the chosen elements as the poster does: one card alone, several in their stages and lanes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from journeyeditor.display.primitives import Group, Metadata, Page
from journeyeditor.editing.clipboard.clip import with_cards
from journeyeditor.exporters.grid import journey_grid
from journeyeditor.exporters.grid.html_table import html_table
from journeyeditor.geometry import Rect, Size, shift
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.poster.options import DEFAULT_THEME, PosterOptions, requested_theme
from journeyeditor.vocabulary import info_of

if TYPE_CHECKING:
    from journeyeditor.typography import Faces

#: Pixels to a map unit in a PNG, and the margin around the picture in map units.
PNG_SCALE, MARGIN = 2.0, 6.0
#: Points to an inch, which are map units here.
POINTS = 72.0
#: The longest side of a PNG in pixels; longer pictures are made coarser.
MAX_SIDE = 16_000


class SelectionExport:
    """The chosen elements of a map; a stage or a lane brings its cards.

    Everything is drawn when it is asked for. Nothing follows later changes of the map.
    """

    def __init__(self, graph: JourneyGraph, ids: Iterable[RecordId], faces: Faces) -> None:
        self._faces = faces
        self._ids = with_cards(graph, ids)
        self._graph = _part_of(graph, self._ids)

    def page(self) -> Page:
        """Return the picture as a page without margins for print."""
        layout, rect = self._layout, self._extent
        blocks = tuple(
            Group(block.drawing, shift(block.origin.x - rect.x, block.origin.y - rect.y))
            for block in layout.blocks(rect)
        )
        size = Size(rect.width, rect.height)
        title = self._title
        return Page(size, Rect(0, 0, *size), blocks, title)

    def svg(self) -> bytes:
        from journeyeditor.painting.svg import svg

        info = info_of(self._graph)
        metadata = Metadata(self._title, language=info.language)
        return svg(self.page(), self._faces, metadata).encode("utf-8")

    def png(self) -> bytes:
        from journeyeditor.painting.png import write_png

        page, file = self.page(), BytesIO()
        scale = min(PNG_SCALE, MAX_SIDE / max(page.size))
        write_png(page, file, self._faces, dpi=scale * POINTS)
        return file.getvalue()

    def html(self) -> str:
        """Return the table that a whole map is exported as, of what was chosen."""
        language = info_of(self._graph).language
        grid = journey_grid(self._graph, texts_of(language or "en"))
        chosen = set(self._ids)
        # Stages that were not chosen are there for their cards, not for their goals and figures.
        rows = tuple(
            row
            for row in grid.rows
            if row.kinds or any(line.id in chosen for cell in row.cells for line in cell)
        )
        return html_table(self._graph, grid._replace(rows=rows), language)

    @cached_property
    def _layout(self) -> IncrementalLayout:
        theme = requested_theme(info_of(self._graph), PosterOptions(theme=DEFAULT_THEME))
        return IncrementalLayout(self._graph, self._faces, theme, Excerpt())

    @property
    def _extent(self) -> Rect:
        """The rectangle of a single card, or all there is."""
        layout = self._layout
        alone = layout.rect(self._ids[0]) if len(self._ids) == 1 else None
        return (alone or Rect(0, 0, *layout.size)).inset(-MARGIN)

    @property
    def _title(self) -> str:
        first = self._element(self._ids[0]) if self._ids else None
        return first.title if first is not None and len(self._ids) == 1 else ""

    def _element(self, id_: RecordId | None) -> Element | None:
        return self._graph.element(id_) if id_ and self._graph.has_element(id_) else None


def _part_of(graph: JourneyGraph, ids: Iterable[RecordId]) -> JourneyGraph:
    """Return a map of some elements, their stages, lanes, personas and relations to one another."""
    records: dict[RecordId, Element] = {}
    for id_ in ids:
        element = graph.element(id_)
        records[id_] = element
        named = element.persona or ()
        personas = (named,) if isinstance(named, str) else tuple(named)
        around = (element.stage, element.lane, *personas)
        records.update(
            {each: graph.element(each) for each in around if each and graph.has_element(each)}
        )
    # All lanes in their order, and all sources, whose numbers are those of the map.
    for each in (*graph.lanes(), *graph.elements("evidence")):
        records.setdefault(each.id, each)
    elements = sorted(records.values(), key=graph.sort_key)
    relations = [
        relation
        for id_ in records
        for relation in graph.outgoing(id_)
        if relation.target in records
    ]
    return JourneyGraph.of(info_of(graph), (*elements, *relations))
