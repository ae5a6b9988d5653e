"""The whole map in one row at a fixed slot width, kept in step with the graph.

The recipes are the poster's: what stands on the canvas is what will be printed. A change is
followed where it reaches and no farther, whatever the size of the map: stages are planned each
for itself, places are told from column and lane, and drawings are made when they are seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.incremental.arcs import ArcLayout
from journeyeditor.layout.incremental.blocks import CellBlocks
from journeyeditor.layout.incremental.cards import CardCache
from journeyeditor.layout.incremental.columns import GridColumn
from journeyeditor.layout.incremental.connector_lines import REACH, ConnectorLayout
from journeyeditor.layout.incremental.curves import CurveLayout
from journeyeditor.layout.incremental.grid import DEFAULT_LANES, CellGrid, GridDelta
from journeyeditor.layout.incremental.headers import HeaderLayout
from journeyeditor.layout.incremental.hit_testing import HitTesting
from journeyeditor.layout.incremental.notes import NoteLayout
from journeyeditor.layout.incremental.places import ColumnPlace, Damage, DrawingBlock, LanePlace
from journeyeditor.layout.incremental.routes import ConnectorRouter
from journeyeditor.layout.incremental.strokes import OVERHANG
from journeyeditor.layout.personas import PersonaStyle, persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import MAP_ID, Change, JourneyGraph
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import info_of

__all__ = [
    "DEFAULT_LANES",
    "ColumnPlace",
    "Damage",
    "DrawingBlock",
    "IncrementalLayout",
    "LanePlace",
]

WHOLE = Damage(whole=True)


class IncrementalLayout(HitTesting):
    """Where everything stands on the canvas, in map units, the map's upper left corner at (0, 0)."""

    def __init__(self, graph: JourneyGraph, faces: Faces, theme: Theme) -> None:
        self.graph = graph
        self._faces, self._theme = faces, theme
        self._dress()

    @property
    def texts(self) -> Texts:
        """The words of the map's language."""
        return self.context.texts

    def update(self, change: Change) -> Damage:
        """Follow a change that the graph has just made; return what has to be painted anew."""
        self.context.text_issues.clear()  # they are for those who print
        if self._language != getattr(self.graph.info, "language", ""):
            self._dress()
            return WHOLE
        renamed = self._meet(change)
        if renamed is None:
            self._build()
            return WHOLE
        touched = self._cards.follow(change)
        delta = self._grid.follow(change, touched)
        if delta is None:
            self._build(self._cards)
            return WHOLE
        return self._follow(change, touched, delta, renamed)

    def blocks(self, rect: Rect) -> Iterable[DrawingBlock]:
        """Return the drawings that touch a rectangle, in painting order."""
        return [block for block in self._drawn(rect) if block.rect.intersects(rect)]

    def connector_points(self, relation_id: str) -> tuple[Point, ...]:
        """Return the corners of a connector or an arc, () if it is not drawn."""
        return tuple(self._connectors.corners(relation_id) or self._arcs.corners(relation_id))

    def _dress(self) -> None:
        """Build everything in the map's language."""
        self._language = getattr(self.graph.info, "language", "")
        typesetter = Typesetter(self._faces, self._language)
        self.context = RenderContext(typesetter, self._theme, texts_of(self._language))
        self._build()

    def _build(self, cards: CardCache | None = None) -> None:
        """Build everything; the cards' heights are kept if they are given."""
        graph, context = self.graph, self.context
        self._travellers = persona_styles(graph, context.theme)
        self._rule = self._funnel_rule()
        self._cards = cards or CardCache(graph, context, self._owners())
        self._grid = CellGrid(graph, context, self._cards, self._travellers)
        self._heads = HeaderLayout(graph, self._grid.columns, context)
        self._arcs = ArcLayout(graph, self._grid.columns, context)
        self._routes = ConnectorRouter(graph, self._grid, context)
        self._connectors = ConnectorLayout(self._grid, self._routes, self._travellers, context)
        self._curves = CurveLayout(graph, self._grid, self._travellers, context)
        self._blocks = CellBlocks(graph, self._grid, self._cards, self._heads, context)
        self._notes = NoteLayout(graph, context)
        self._arrange()
        self._settle_size()

    def _arrange(self) -> bool:
        """Stack heads and lanes; tell whether anything stands at another height now."""
        top = self._arcs.arc_base
        self._connectors.settle()
        before = getattr(self, "_head_top", None)
        self._head_top = top
        is_moved = self._grid.lanes.arrange(top + self._heads.height, self._connectors.corridors)
        if is_moved:
            self._blocks.settle()
        return is_moved or before != top

    def _settle_size(self) -> list[Rect]:
        """Find the size of the map; return where notes moved for it."""
        self.size = Size(self._grid.columns.width, self._grid.lanes.bottom)
        self._told_columns: list[ColumnPlace] | None = None
        self._told_lanes: list[LanePlace] | None = None
        return self._notes.settle(self.size)

    def _funnel_rule(self) -> object:
        info = info_of(self.graph)
        return info.funnel

    def _owners(self) -> dict[str | None, PersonaStyle]:
        """Return the personas that cards tell by their markers: none where there is only one."""
        if len(self._travellers) <= 2:
            return {}
        return {id_: one._replace(name="") for id_, one in self._travellers.items()}

    def _meet(self, change: Change) -> list[Rect] | None:
        """Follow the personas; return where their names stand, None if cards tell others now."""
        kinds = {record.kind for entry in change.entries.values() for record in entry if record}
        if "persona" not in kinds:
            return []
        before, self._travellers = self._travellers, persona_styles(self.graph, self.context.theme)
        # Compared as lists: the order of the personas decides who stands first where faces meet.
        if list(before.items()) == list(self._travellers.items()):
            return []
        if _nameless(before) != _nameless(self._travellers):
            return None
        return self._curves.rename(self._travellers)

    def _follow(
        self, change: Change, touched: Iterable[str], delta: GridDelta, damage: list[Rect]
    ) -> Damage:
        """Bring everything in step with the grid."""
        grid, columns = self._grid, self._grid.columns
        old_size = self.size
        for column, lane in delta.inner:
            column.drawings.forget(("cell", lane))
        stages = [column for column in map(columns.of, touched) if column is not None]
        is_headed = self._heads.follow(
            [*stages, *delta.stretched], delta.gone, is_reordered=delta.is_reordered
        )
        is_shifted = bool(delta.stretched or delta.is_reordered)
        has_arcs = self._arcs.follow(change, is_reordered=delta.is_reordered, is_shifted=is_shifted)
        passed = self._reroute(change, delta)
        is_restacked = delta.has_other_heights or is_headed or has_arcs or passed
        is_moved = self._arrange() if is_restacked or delta.planned else False
        is_counted = self._recount(stages, delta)
        faces = [*delta.planned, *self._moody(touched)]
        damage += self._curves.follow(
            dict.fromkeys(faces),
            is_reordered=delta.is_reordered,
            is_end_moved=old_size.width != columns.width,
        )
        damage += self._notes.follow(change)
        damage += self._settle_size()
        if is_moved or delta.is_reordered or delta.has_other_heights:
            return WHOLE
        if is_headed or has_arcs:
            bottom = self._head_top + self._heads.height
            damage.append(Rect(0, 0, max(self.size.width, old_size.width), bottom))
        if is_counted:
            damage += [lane.rect for lane in self.lanes if "stage" in lane.spec.kinds]
        damage += [self._heads.block(column, self._head_top).rect for column in stages]
        damage += [
            Rect(column.x, grid.lanes.ys[lane], column.width, grid.lanes.rows[lane].height)
            for column, lane in delta.inner
        ]
        damage += [
            Rect(column.x, self._head_top, column.width + OVERHANG, self.size.height)
            for column in {*delta.planned, *passed}
        ]
        if delta.stretched:
            left = min(column.x for column in delta.stretched)
            right = max(self.size.width, old_size.width)
            damage.append(Rect(left, 0, right - left, self.size.height))
        return Damage(tuple(dict.fromkeys(damage)))

    def _reroute(self, change: Change, delta: GridDelta) -> set[GridColumn]:
        """Find the connectors anew that may run elsewhere; return the columns they pass."""
        relations = [id_ for id_ in change.entries if id_ != MAP_ID]
        for id_ in delta.cards:
            relations += [relation.id for relation in self.graph.relations_of(id_)]
        return self._routes.follow(
            relations, delta.planned, delta.stretched, is_reordered=delta.is_reordered
        )

    def _recount(self, stages: Sequence[GridColumn], delta: GridDelta) -> bool:
        """Read the funnel anew if a stage or the map's rule changed; tell whether a bar did."""
        before, self._rule = self._rule, self._funnel_rule()
        if not (stages or delta.is_reordered or before != self._rule):
            return False
        return self._blocks.count() or before != self._rule

    def _moody(self, touched: Iterable[str]) -> Iterator[GridColumn]:
        """Yield the columns of the emotions among some elements."""
        for id_ in touched:
            place = self._grid.place(id_)
            if place is not None and not self._grid.has_cards(place.lane):
                yield place.column

    def _drawn(self, rect: Rect) -> Iterator[DrawingBlock]:
        """Yield the drawings near a rectangle, in painting order."""
        grid = self._grid
        top = self._head_top + self._heads.height
        # A chevron's tip and the words at a curve's end reach over the edge.
        columns = grid.columns.between(rect.x - OVERHANG, rect.right)
        lanes = grid.lanes.between(rect.y, rect.bottom)
        is_below = rect.bottom > top - REACH  # where nothing but heads and arcs is asked for
        if is_below:
            yield from self._blocks.grounds(columns, top)
            yield from self._blocks.names()
        if rect.y < self._head_top:
            yield from self._arcs.blocks()
        if is_below:
            yield from self._connectors.blocks(columns)
        for column in columns:
            if rect.y < top:
                yield self._heads.block(column, self._head_top)
            yield from self._blocks.cells(column, lanes)
        for lane in self._curves.moods.lanes:
            if lane in lanes:
                yield from self._curves.blocks(columns, lane)
        yield from self._notes.blocks(rect)


def _nameless(personas: dict[str | None, PersonaStyle]) -> list[tuple[str | None, PersonaStyle]]:
    """Return the personas in order, without what they are called."""
    return [(id_, one._replace(name="")) for id_, one in personas.items()]
