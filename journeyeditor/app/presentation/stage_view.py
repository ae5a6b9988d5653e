"""The view of a presented stage: as large as it fits between the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from journeyeditor.app.presentation import stops
from journeyeditor.app.presentation.bars import BOTTOM, SIDE, TOP
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.view_controller import MAX_FIT_SCALE
from journeyeditor.canvas.viewport import PADDING
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect, Size
from journeyeditor.insight.funnel import continuing
from journeyeditor.layout.style import BODY
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Stage

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow

#: Duration of the animation between stages (ms).
GLIDE_MS = 280
#: A stage whose text is smaller than this (pixels at interface size 1) is left for its cards.
MIN_TEXT_PX = 11.0
#: The largest type in which a card is shown then.
CARD_PX = 24.0
#: No stage is shown larger than this, in pixels per map unit at interface size 1.
MAX_SCALE = 3.0


class StageView(QObject):
    """Shows one stage of a window's map in a spotlight, and glides from stage to stage."""

    def __init__(self, window: MapWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._session: Session | None = None
        self._stage: RecordId = ""
        self.glide = QVariantAnimation(self)
        self.glide.setDuration(GLIDE_MS)
        self.glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.glide.setStartValue(0.0)
        self.glide.setEndValue(1.0)
        self._from, self._to = Rect(0, 0, 1, 1), Rect(0, 0, 1, 1)
        self.glide.valueChanged.connect(self._on_animated)

    @property
    def room(self) -> Size:
        """The part of the canvas for the stage, in pixels."""
        size, scale = self._canvas.viewport.size, self._window.ui.scale
        return Size(
            max(100.0, size.width - 8 * SIDE * scale),
            max(100.0, size.height - (TOP + BOTTOM) * scale),
        )

    def fit(self, session: Session, stage: RecordId, from_stage: RecordId = "") -> None:
        """Show a stage as large as it fits, or ("") the whole map."""
        self._session, self._stage = session, stage
        canvas = self._canvas
        canvas.view.adapt()
        canvas.renderer.spotlight.stage = stage
        canvas.renderer.spotlight.caption = self._caption()
        self.glide.stop()
        if not stage:
            session.set_excerpt(None)
            canvas.view.zoom_to(self._map_frame(), MAX_FIT_SCALE)
            return
        if not canvas.field.is_open:
            theme = session.layout.context.theme
            room = self.room
            session.set_excerpt(
                stops.fitting_excerpt(session.graph, session.faces, theme, stage, room)
            )
        self._show_sheet(from_stage)

    def show_card(self, card: RecordId) -> None:
        """Enlarge a card if the stage is too small to be read."""
        session, view = self._session, self._canvas.view
        if session is None or not self._stage:
            return
        self.glide.stop()
        frame, scale = self._frame(session), self._window.ui.scale
        type_px = BODY * session.layout.context.type_scale
        is_small = type_px * self._canvas.viewport.size.width / frame.width < MIN_TEXT_PX * scale
        rect = session.layout.rect(card) if card != self._stage else None
        if rect and is_small:
            view.show(stops.around_card(rect), max_scale=CARD_PX * scale / type_px)
        else:
            view.show(frame)

    def end(self, session: Session) -> None:
        self.glide.stop()
        self._canvas.renderer.spotlight.stage = ""
        session.set_excerpt(None)
        self._session = None

    @property
    def _canvas(self) -> Canvas:
        return self._window.map_view.canvas

    def _show_sheet(self, from_stage: RecordId) -> None:
        assert self._session is not None
        layout = self._session.layout
        self._to = self._frame(self._session)
        here = layout.rect(self._stage)
        there = layout.rect(from_stage) if from_stage else None
        if here and there and self._window.preferences.value.animation:
            self._from = self._to.translated(there.center.x - here.center.x, 0)
            self.glide.start()
        else:
            self.show_card(self._session.selection.primary)

    def _map_frame(self) -> Rect:
        """The region of the map to show so that the whole map is between the bars."""
        width = self._canvas.viewport.size.width - 2 * SIDE * self._window.ui.scale
        room = Size(max(100.0, width), self.room.height)
        return self._between_bars(self._canvas.viewport.sheet, room, MAX_FIT_SCALE)

    def _frame(self, session: Session) -> Rect:
        """The region of the map to show so that the sheet is between the bars."""
        sheet = self._canvas.renderer.spotlight.sheet(session)
        if sheet is None:
            return self._map_frame()
        return self._between_bars(sheet, self.room, MAX_SCALE * self._window.ui.scale)

    def _between_bars(self, shown: Rect, room: Size, max_scale: float) -> Rect:
        """The region of the map to show so that a part of it fills the room between the bars."""
        size = self._canvas.viewport.size
        k = min(room.width / shown.width, room.height / shown.height, max_scale)
        width, height = (size.width - 2 * PADDING) / k, (size.height - 2 * PADDING) / k
        down = (BOTTOM - TOP) * self._window.ui.scale / 2 / k
        return Rect(shown.center.x - width / 2, shown.center.y - height / 2 + down, width, height)

    def _on_animated(self, share: float) -> None:
        self._canvas.view.show(stops.between(self._from, self._to, share))

    def _caption(self) -> tuple[str, str]:
        """How many customers go on from the stage, if the map says so."""
        session = self._session
        element = session.element(self._stage) if session and self._stage else None
        if session is None or not isinstance(element, Stage):
            return "", ""
        found, texts = continuing(session.graph, element), session.texts
        if found is None:
            return "", ""
        counts = texts("{number} of {count}").format(
            number=texts.number(found.passed), count=texts.number(found.total)
        )
        return counts, texts("continue to {stage}").format(stage=found.next_title)
