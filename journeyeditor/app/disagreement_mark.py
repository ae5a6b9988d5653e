"""A quiet mark on the map, at the stage about which the people of a workshop disagree most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.insight.agreement import WIDE, Agreement, disagreements_parts
from journeyeditor.model import Change
from journeyeditor.panels.agreement import concerns_ratings
from journeyeditor.panels.session_view import SessionView
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Between the mark and the edge of the lane, in pixels at interface size 1.
INSET = 4
#: Where the map is smaller than this, the mark would cover it.
MIN_SCALE = 0.5


class DisagreementMark(SessionView):
    """Lies over the canvas and moves with the map; `opened` asks for the list."""

    IDLE_MS: ClassVar[int] = 300

    opened = Signal()

    def __init__(self, ui: UiContext, canvas: Canvas) -> None:
        super().__init__(ui)
        self._canvas = canvas
        self.setParent(canvas)
        self.found: Agreement | None = None
        self.button = styled(QPushButton(), "mark")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        self.button.clicked.connect(self.opened)
        canvas.view.changed.connect(self.place)
        self.hide()
        self._retranslate()

    def is_seen(self) -> bool:
        """Whether there is a map to mark: the mark itself is hidden until people disagree."""
        return self._canvas.isVisible()

    def _follow(self, change: Change) -> None:
        if any(concerns_ratings(*entry) for entry in change.entries.values()):
            self.invalidate()
        else:
            self.place()

    def _reset(self) -> None:
        self.found = None
        self.hide()

    def _refresh(self) -> Iterator[None]:
        found: list[Agreement] = []
        if self._session is not None:
            found = yield from disagreements_parts(self._session.graph)
        self.found = found[0] if found and found[0].spread >= WIDE else None
        self._retranslate()
        self.place()

    def place(self) -> None:
        """Go to the stage, or hide where it is not in view."""
        position = self._position()
        if position is not None:
            size = self.sizeHint()
            left = min(max(position.x() - size.width() / 2, 0), self._canvas.width() - size.width())
            self.setGeometry(round(left), round(position.y()), size.width(), size.height())
        self.setVisible(position is not None)

    def _position(self) -> QPointF | None:
        """The middle of the mark's upper edge on the canvas, None where it is not shown."""
        session, viewport = self._session, self._canvas.viewport
        if session is None or self.found is None or viewport.scale < MIN_SCALE:
            return None
        face = session.layout.rect(self.found.emotion)
        lane = next((each for each in session.layout.lanes if "emotion" in each.spec.kinds), None)
        if face is None or lane is None or self._canvas.renderer.spotlight.stage:
            return None
        at = viewport.rect_to_screen(face)
        y = viewport.rect_to_screen(lane.rect).y + INSET * self._ui.scale
        x = at.x + at.width / 2
        is_inside = 0 <= x <= self._canvas.width() and 0 <= y <= self._canvas.height()
        return QPointF(x, y) if is_inside else None

    def _retranslate(self) -> None:
        texts = self._ui.texts
        spread = texts.number(self.found.spread, 1, fixed=True) if self.found else ""
        words = texts("Most disagreement here, spread {spread}").format(spread=spread)
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setToolTip(texts("Show how far people agree on each stage"))
