"""The layout of the whole map in one row of slots of fixed width, updated change by change.

The recipes are the poster's, so the canvas shows what will be printed. A change costs what it
reaches, whatever the size of the map: stages are planned independently, positions follow from
column and lane, and drawings are made when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.replay.volumes import Volumes
from journeyeditor.layout.incremental.axes import ColumnPlace, GridColumn, LanePlace
from journeyeditor.layout.incremental.blocks import LINE_MARGIN, Damage, DrawingBlock
from journeyeditor.layout.incremental.cards import CardCache, NoteLayout
from journeyeditor.layout.incremental.cells import CellBlocks
from journeyeditor.layout.incremental.connectors import ConnectorLayout, ConnectorRouter
from journeyeditor.layout.incremental.curves import OVERHANG, CurveLayout
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.incremental.grid import CellGrid, GridDelta
from journeyeditor.layout.incremental.headers import ArcLayout, HeaderLayout
from journeyeditor.layout.recipes.personas import PersonaStyle, persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import GUTTER, LABEL_WIDTH, SLOT_PREFERRED
from journeyeditor.model import MAP_ID, Change, JourneyGraph
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import info_of

WHOLE = Damage(whole=True)


class IncrementalLayout:
    """Where everything is on the canvas, in map units from the map's upper left corner.

    `grid`, `headers`, `arcs`, `connectors`, `curves` and `notes` are for reading only, as
    `hit_testing` does; `header_top` is the upper edge of the stage headers.
    """

    context: RenderContext
    grid: CellGrid
    headers: HeaderLayout
    arcs: ArcLayout
    connectors: ConnectorLayout
    curves: CurveLayout
    notes: NoteLayout
    size: Size

    def __init__(
        self,
        graph: JourneyGraph,
        faces: Faces,
        theme: Theme,
        excerpt: Excerpt | None = None,
        flow: Volumes | None = None,
    ) -> None:
        self.graph, self.excerpt = graph, excerpt
        self._flow = flow
        self._faces, self._theme = faces, theme
        self.header_top = 0.0
        self._column_places: list[ColumnPlace] | None = None
        self._lane_places: list[LanePlace] | None = None
        self._build_in_language()

    @property
    def texts(self) -> Texts:
        return self.context.texts

    @property
    def columns(self) -> Sequence[ColumnPlace]:
        """The stages from left to right."""
        if self._column_places is None:
            self._column_places = [column.place() for column in self.grid.columns]
        return self._column_places

    @property
    def lanes(self) -> Sequence[LanePlace]:
        if self._lane_places is None:
            self._lane_places = self.grid.lanes.places(self.size.width)
        return self._lane_places

    def rect(self, id_: str) -> Rect | None:
        """Return the rectangle of an element; for a lane (by its id or its kind) the whole lane.

        None if it is not on the map, or has no rectangle there (a card of a collapsed lane).
        """
        if self.grid.position(id_) is not None:
            return self.grid.rect(id_) or self.curves.rect(id_)
        column = self.grid.columns.of(id_)
        if column is not None:
            return self.header_rect(column)
        lane = self.grid.lanes.index_of(id_)
        return self.lanes[lane].rect if lane is not None else self.notes.rect(id_)

    @property
    def stage_colours(self) -> dict[str, str]:
        """The colours of all stages' headers by id, also of those outside of an excerpt."""
        return self.headers.all_colours

    def header_rect(self, column: GridColumn) -> Rect:
        return Rect(column.x, self.header_top, column.width, self.headers.height)

    def cell_of(self, id_: str) -> tuple[int, int] | None:
        """Return lane index and slot of a card or an emotion, None if it is in no cell."""
        position = self.grid.position(id_)
        return (position.lane, position.column.first + position.slot) if position else None

    def cell_ids(self, lane_index: int, slot: int) -> Sequence[str]:
        """Return the cards or emotions of a cell, from top to bottom."""
        return self.grid.cell(lane_index, slot)

    def cell_rect(self, lane_index: int, slot: int) -> Rect:
        """Return the cell of a lane and a slot, from edge to edge."""
        lanes = self.grid.lanes
        width = self.grid.columns.slot_width
        x = LABEL_WIDTH + slot * width
        return Rect(x, lanes.ys[lane_index], width, lanes.rows[lane_index].height)

    def connector_points(self, relation_id: str) -> tuple[Point, ...]:
        """Return the corners of a relation's connector or arc, () if it has none."""
        return tuple(self.connectors.points(relation_id) or self.arcs.points(relation_id))

    def blocks(self, rect: Rect) -> Iterable[DrawingBlock]:
        """Return the drawings that intersect a rectangle, in painting order."""
        return [block for block in self._blocks_near(rect) if block.rect.intersects(rect)]

    def update(self, change: Change) -> Damage:
        """Apply a change that the graph has just made; return what has to be repainted."""
        self.context.text_issues.clear()  # for print only
        if self._language != info_of(self.graph).language:
            self._build_in_language()
            return WHOLE
        renamed = self._update_personas(change)
        if renamed is None:
            self._build()
            return WHOLE
        touched = self._cards.update(change)
        delta = self.grid.update(change, touched)
        if delta is None:
            self._build(self._cards)
            return WHOLE
        return self._update_from_grid(change, touched, delta, renamed)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme; texts keep their sizes, so that none is measured."""
        self._theme = theme
        self.context = self.context.in_theme(theme)
        self._persona_styles = persona_styles(self.graph, theme)
        self._draw_anew()

    def set_flow(self, flow: Volumes | None) -> None:
        """Draw transitions by how many journeys take them, or (None) all alike."""
        self._flow = flow
        self.context = replace(self.context, flow=flow)
        self._draw_anew()

    def _build_in_language(self) -> None:
        self._language = info_of(self.graph).language
        typesetter = Typesetter(self._faces, self._language)
        type_scale = self.excerpt.type_scale if self.excerpt else 1.0
        self.context = RenderContext(
            typesetter,
            self._theme,
            texts_of(self._language),
            type_scale=type_scale,
            flow=self._flow,
        )
        self._build()

    def _build(self, cards: CardCache | None = None) -> None:
        graph, context = self.graph, self.context
        self._persona_styles = persona_styles(graph, context.theme)
        self._funnel_rule = self._current_funnel_rule()
        slot_width = self.excerpt.slot_width if self.excerpt else SLOT_PREFERRED
        self._cards = cards or CardCache(graph, context, self._owners(), slot_width - 2 * GUTTER)
        self.grid = CellGrid(graph, context, self._cards, self._persona_styles, self.excerpt)
        self._build_around_grid()

    def _draw_anew(self) -> None:
        """Keep what has a height, in a context with other colours or another flow."""
        self._cards = self._cards.drawn_by(self.context, self._owners())
        self.grid.draw_anew(self._cards)
        self._build_around_grid()

    def _build_around_grid(self) -> None:
        graph, context = self.graph, self.context
        self.headers = HeaderLayout(graph, self.grid.columns, context)
        self.arcs = ArcLayout(graph, self.grid.columns, context)
        self._router = ConnectorRouter(graph, self.grid, context)
        self.connectors = ConnectorLayout(self.grid, self._router, self._persona_styles, context)
        self.curves = CurveLayout(graph, self.grid, self._persona_styles, context)
        self._cells = CellBlocks(graph, self.grid, self._cards, self.headers, context)
        self.notes = NoteLayout(graph, context)
        self._arrange()
        self._update_size()

    def _arrange(self) -> bool:
        top = self.arcs.arc_base
        self.connectors.invalidate()
        before, self.header_top = self.header_top, top
        is_moved = self.grid.lanes.arrange(top + self.headers.height, self.connectors.corridors)
        if is_moved:
            self._cells.discard_backgrounds()
        return is_moved or before != top

    def _update_size(self) -> list[Rect]:
        """Find the size of the map; return where notes moved for it."""
        self.size = Size(self.grid.columns.width, self.grid.lanes.bottom)
        self._column_places = self._lane_places = None
        return self.notes.arrange(self.size)

    def _current_funnel_rule(self) -> object:
        return info_of(self.graph).funnel

    def _owners(self) -> dict[str | None, PersonaStyle]:
        """Return the personas that cards show by markers: none where there is only one."""
        if len(self._persona_styles) <= 2:  # one persona, and None
            return {}
        return dict(_without_names(self._persona_styles))

    def _update_personas(self, change: Change) -> list[Rect] | None:
        """Return the areas of renamed personas; None if cards must show others now."""
        kinds = {record.kind for entry in change.entries.values() for record in entry if record}
        if "persona" not in kinds:
            return []
        before = self._persona_styles
        self._persona_styles = persona_styles(self.graph, self.context.theme)
        # Compared as lists, as overlapping faces are placed in the order of the personas.
        if list(before.items()) == list(self._persona_styles.items()):
            return []
        if _without_names(before) != _without_names(self._persona_styles):
            return None
        return self.curves.rename(self._persona_styles)

    def _update_from_grid(
        self, change: Change, touched: Iterable[str], delta: GridDelta, damage: list[Rect]
    ) -> Damage:
        """Bring everything else in step with the grid."""
        grid, columns = self.grid, self.grid.columns
        old_size = self.size
        for column, lane in delta.repainted:
            column.drawings.discard(("cell", lane))
        stages = [column for column in map(columns.of, touched) if column is not None]
        has_other_headers = self.headers.update(
            [*stages, *delta.resized], delta.removed, is_reordered=delta.is_reordered
        )
        is_resized = bool(delta.resized or delta.is_reordered)
        has_other_arcs = self.arcs.update(
            change, is_reordered=delta.is_reordered, is_resized=is_resized
        )
        rerouted = self._reroute(change, delta)
        is_restacked = delta.has_other_heights or has_other_headers or has_other_arcs or rerouted
        is_moved = self._arrange() if is_restacked or delta.planned else False
        has_other_bars = self._recount(stages, delta)
        damage += self.curves.update(
            dict.fromkeys([*delta.planned, *self._columns_of_emotions(touched)]),
            is_reordered=delta.is_reordered,
            is_width_changed=old_size.width != columns.width,
        )
        damage += self.notes.update(change)
        damage += self._update_size()
        if is_moved or delta.is_reordered or delta.has_other_heights:
            return WHOLE
        if has_other_headers or has_other_arcs:
            bottom = self.header_top + self.headers.height
            damage.append(Rect(0, 0, max(self.size.width, old_size.width), bottom))
        if has_other_bars:
            damage += [lane.rect for lane in self.lanes if "stage" in lane.spec.kinds]
        damage += [self.headers.block(column, self.header_top).rect for column in stages]
        damage += [
            Rect(column.x, grid.lanes.ys[lane], column.width, grid.lanes.rows[lane].height)
            for column, lane in delta.repainted
        ]
        damage += [
            Rect(column.x, self.header_top, column.width + OVERHANG, self.size.height)
            for column in {*delta.planned, *rerouted}
        ]
        if delta.resized:
            left = min(column.x for column in delta.resized)
            right = max(self.size.width, old_size.width)
            damage.append(Rect(left, 0, right - left, self.size.height))
        return Damage(tuple(dict.fromkeys(damage)))

    def _reroute(self, change: Change, delta: GridDelta) -> set[GridColumn]:
        """Route the connectors again that may have changed; return the columns they cross."""
        relations = [id_ for id_ in change.entries if id_ != MAP_ID]
        for id_ in delta.cards:
            relations += [relation.id for relation in self.graph.relations_of(id_)]
        return self._router.update(
            relations, delta.planned, delta.resized, is_reordered=delta.is_reordered
        )

    def _recount(self, stages: Sequence[GridColumn], delta: GridDelta) -> bool:
        """Compute the funnel again if a stage or its rule changed; return whether a bar did."""
        before, self._funnel_rule = self._funnel_rule, self._current_funnel_rule()
        if not (stages or delta.is_reordered or before != self._funnel_rule):
            return False
        return self._cells.recount() or before != self._funnel_rule

    def _columns_of_emotions(self, touched: Iterable[str]) -> Iterator[GridColumn]:
        for id_ in touched:
            position = self.grid.position(id_)
            if position is not None and not self.grid.has_cards(position.lane):
                yield position.column

    def _blocks_near(self, rect: Rect) -> Iterator[DrawingBlock]:
        """Yield the drawings around a rectangle, in painting order."""
        top = self.header_top + self.headers.height
        # A header's tip and the names at a curve's end extend beyond their columns.
        columns = self.grid.columns.between(rect.x - OVERHANG, rect.right)
        lanes = self.grid.lanes.between(rect.y, rect.bottom)
        includes_lanes = rect.bottom > top - LINE_MARGIN
        if includes_lanes:
            yield from self._cells.backgrounds(columns, top)
            yield from self._cells.lane_names()
        if rect.y < self.header_top:
            yield from self.arcs.blocks()
        if includes_lanes:
            yield from self.connectors.blocks(columns, rect)
        for column in columns:
            if rect.y < top:
                yield self.headers.block(column, self.header_top)
            yield from self._cells.cells(column, lanes)
        for lane in self.curves.lanes:
            if lane in lanes:
                yield from self.curves.blocks(columns, lane)
        yield from self.notes.blocks(rect)


def _without_names(
    styles: dict[str | None, PersonaStyle],
) -> list[tuple[str | None, PersonaStyle]]:
    return [(id_, style._replace(name="")) for id_, style in styles.items()]
