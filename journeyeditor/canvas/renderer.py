"""The picture of the map in a widget: sheet, map, and what a gesture shows above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from journeyeditor.canvas import deviations, proposals
from journeyeditor.canvas.backing_store import BackingStore
from journeyeditor.canvas.decorations import AgeMarks, StickyHeaders, draw_sheet, paint_emotion_text
from journeyeditor.canvas.deviations import Mark
from journeyeditor.canvas.map_painter import MapPainter
from journeyeditor.canvas.overlay import CardPixmaps, OverlayPainter
from journeyeditor.canvas.replay import Replay, ReplayPainter
from journeyeditor.canvas.spotlight import Spotlight
from journeyeditor.canvas.viewport import MARGIN, Viewport
from journeyeditor.display.theme import Theme
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import NOTHING, Overlay
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import Change, RecordId
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: How long one frame may paint what is out of date, in seconds.
BUDGET_S = 0.008


class CanvasRenderer:
    """Paints a session's map as a viewport shows it.

    `thumbnail` returns a picture of the whole map, or None; it stands in, enlarged, for what is
    not painted yet.
    """

    def __init__(
        self,
        session: Session,
        ui: UiContext,
        viewport: Viewport,
        thumbnail: Callable[[], QPixmap | None],
        parent: QObject,
    ) -> None:
        self.session = session
        self.overlay = NOTHING
        #: The record under the pointer, "" for none.
        self.hover = ""
        #: The records in which text was found, and the one of the current match.
        self.found: frozenset[RecordId] = frozenset()
        self.current_match: RecordId = ""
        #: The cards that would be made of what is being typed.
        self.proposals = proposals.Proposals()
        #: Where customers departed from the map, while that is shown.
        self.deviations: Sequence[Mark] = ()
        #: The journeys that are replayed over the map.
        self.replay: Replay | None = None
        #: The pointer, in screen pixels.
        self.pointer = QPointF()
        self.animation = MoveAnimation(parent)
        self.backing = BackingStore(viewport, self._paint_tile, self._paint_rough)
        self.viewport, self._ui, self._thumbnail = viewport, ui, thumbnail
        self._map_painter = MapPainter(session.faces)
        self.headers = StickyHeaders(viewport, self._map_painter)
        self.spotlight = Spotlight(viewport, self._map_painter)
        #: Whether the handles of the selection and the frame under the pointer are shown.
        self.shows_handles = True
        self._card_pixmaps = CardPixmaps(self._map_painter)
        self._overlay_painter = OverlayPainter(viewport, self._card_pixmaps)
        self._age_marks = AgeMarks(viewport)
        self._replay_painter = ReplayPainter(viewport)
        self._map_size = Size(0, 0)

    def set_overlay(self, overlay: Overlay) -> QRect:
        """Show a gesture's overlay; return the screen pixels that this changes."""
        if overlay is NOTHING and self.overlay is NOTHING:
            return QRect()
        before, self.overlay = self.overlay, overlay
        if before is NOTHING or overlay is NOTHING:
            # During a gesture what surrounds the selection is hidden, wherever it lies.
            return QRectF(0, 0, *self.viewport.size).toAlignedRect()
        return self.overlay_extent(before).united(self.overlay_extent(overlay))

    def overlay_extent(self, overlay: Overlay) -> QRect:
        return self._overlay_painter.extent(self.session, overlay, self.pointer).toAlignedRect()

    def follow(self, change: Change) -> None:
        """Mark as out of date what a change of the map damaged."""
        self._age_marks.follow(change)
        damage = self.session.last_damage
        self._card_pixmaps.forget()
        self.animation.stop()
        if damage.whole:
            self.invalidate()
            return
        self._measure()
        for rect in damage.rects:
            self._map_painter.invalidate(rect)
            self.backing.invalidate(rect)

    def invalidate(self) -> None:
        self._measure()
        self._map_painter.invalidate()
        self._card_pixmaps.forget()
        self.backing.invalidate()

    def forget(self) -> None:
        """Repaint everything without caches: another map, theme or language."""
        self._map_painter.forget()
        self.backing.forget()
        self.invalidate()

    def work(self) -> bool:
        """Paint part of what is out of date; return whether nothing is left to paint now."""
        self.backing.follow()
        return not self.backing.is_current or self.backing.work(BUDGET_S)

    def paint(
        self, painter: QPainter, region: QRegion, handles: Iterable[Rect], edited: RecordId
    ) -> None:
        """Paint the map, then what lies above it; `edited` is the record in the text field."""
        self.backing.paint(painter, region)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        session, overlay, above = self.session, self.overlay, self._overlay_painter
        theme = session.layout.context.theme
        offsets = self.animation.offsets()
        if offsets:
            above.paint_moved(painter, session, offsets)
        else:
            self._age_marks.paint(painter, session)
        self.headers.is_enabled = not self.spotlight.stage
        self.spotlight.paint(painter, session, self._ui.theme)
        self._paint_marks(painter)
        above.paint_gesture(painter, session, overlay)
        if (
            self.shows_handles
            and self.hover
            and overlay is NOTHING
            and self.hover not in session.selection
        ):
            above.paint_hover(painter, session, self.hover)
        primary = session.selection.primary
        is_marked = self.shows_handles or primary != self.spotlight.stage
        if is_marked and overlay is NOTHING and not offsets:
            above.paint_relations(painter, session)
        if is_marked:
            above.paint_selection(painter, session, overlay, offsets)
        if not offsets and self.shows_handles:
            above.paint_handles(painter, handles, theme)
        above.paint_carried(painter, session, overlay)
        self.headers.paint(painter, session)
        id_ = self.hover or primary
        self.spotlight.paint_emotions(painter, session, marked=id_, edited=edited)
        if overlay.tooltip:
            above.paint_words(
                painter, overlay.tooltip, self.pointer, font(self._ui.scale, weight=600), theme
            )
        if overlay is NOTHING and id_ != edited and not self.spotlight.stage:
            paint_emotion_text(painter, self.viewport, session, id_, self._ui.scale)

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint what lies on the map itself: journeys, matches, proposed cards."""
        session = self.session
        if self.deviations:
            deviations.paint(painter, self.viewport, session, self.deviations, self._ui.scale)
        if self.replay is not None:
            self._replay_painter.paint(painter, session, self.replay, self._ui.scale)
        self._overlay_painter.paint_found(painter, session, self.found, self.current_match)
        proposals.paint(painter, self.viewport, self.proposals, session.layout.context.theme)

    def paint_map(self, painter: QPainter, part: Rect, device_scale: float) -> None:
        """Paint a part of the map; the painter's units are map units."""
        self._map_painter.paint(painter, self.session, part, device_scale)

    def _paint_tile(self, painter: QPainter, tile: QRect) -> None:
        """Paint some device pixels of the view."""
        viewport, session = self.viewport, self.session
        paint_sheet(painter, tile, viewport, self._ui.theme, session.layout.context.theme)
        part = viewport.rect_from_device(tile.x(), tile.y(), tile.width(), tile.height())
        if not part.intersects(Rect(0, 0, *viewport.map).inset(-MARGIN)):
            return
        painter.translate(-viewport.left, -viewport.top)
        painter.scale(viewport.device_scale, viewport.device_scale)
        self._map_painter.paint(painter, session, part, viewport.device_scale)

    def _paint_rough(self, painter: QPainter, tile: QRect) -> None:
        """Stand in for some device pixels of the view: the sheet and a blurred map."""
        viewport = self.viewport
        painter.save()
        painter.setClipRect(tile, Qt.ClipOperation.IntersectClip)
        paint_sheet(painter, tile, viewport, self._ui.theme, self.session.layout.context.theme)
        thumbnail = self._thumbnail()
        if thumbnail is not None:
            x, y, width, height = viewport.rect_to_device(Rect(0, 0, *viewport.map))
            painter.drawPixmap(QRectF(x, y, width, height), thumbnail, QRectF(thumbnail.rect()))
        painter.restore()

    def _measure(self) -> None:
        """Follow the map's size; the edge of the sheet is repainted where it moved."""
        before, now = self._map_size, self.session.layout.size
        if before == now:
            return
        self._map_size = self.viewport.map = now
        common, far = Size(min(before.width, now.width), min(before.height, now.height)), 1e6
        self.backing.invalidate(Rect(common.width - 2, -far / 2, far, far))
        self.backing.invalidate(Rect(-far / 2, common.height - 2, far, far))
        self.viewport.bound()
        self.backing.follow()


def paint_sheet(
    painter: QPainter, tile: QRect, viewport: Viewport, window: Theme, map_: Theme
) -> None:
    """Paint the sheet and its shadow in some device pixels of the view."""
    sheet = QRect(*viewport.rect_to_device(viewport.sheet))
    if sheet.adjusted(4, 4, -4, -4).contains(tile):
        painter.fillRect(tile, QColor(map_["paper"]))
        return
    painter.fillRect(tile, QColor(window["window"]))
    draw_sheet(painter, tile, sheet, viewport.ratio, window["shadow"], map_["paper"])


DURATION_MS = 140
#: More cards than this are not animated: nobody could follow them.
MAX_CARDS = 250


class MoveAnimation(QVariantAnimation):
    """Moves cards from where they were to where they are; the value runs from 0 to 1."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_enabled = True
        self._distances: dict[str, Point] = {}
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(DURATION_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    @property
    def is_running(self) -> bool:
        return self.state() == QVariantAnimation.State.Running

    def animate(self, before: Mapping[str, Rect], layout: IncrementalLayout) -> None:
        """Animate the cards whose rectangle was another one `before`."""
        self.stop()
        if not self.is_enabled:
            return
        distances = {}
        for id_, old in before.items():
            new = layout.rect(id_)
            if new is not None and (abs(new.x - old.x) > 0.5 or abs(new.y - old.y) > 0.5):
                distances[id_] = Point(old.x - new.x, old.y - new.y)
        if 0 < len(distances) <= MAX_CARDS:
            self._distances = distances
            self.start()

    def offsets(self) -> dict[str, Point]:
        """Return the distance of each card from its place now, in map units."""
        if not self.is_running:
            return {}
        rest = 1.0 - float(self.currentValue())
        return {id_: Point(x * rest, y * rest) for id_, (x, y) in self._distances.items()}
