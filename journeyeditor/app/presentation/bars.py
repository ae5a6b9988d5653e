"""The bars around the presented stage: map and persona above, progress below. It fades away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QToolButton, QWidget

from journeyeditor.widgets.fonts import font
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Heights above and below the stage, and the width at either side, at interface size 1.
TOP, BOTTOM, SIDE = 52, 66, 40
#: How long the pointer rests before everything fades, and for how long it does.
IDLE_MS, FADE_MS = 4000, 500


class Step(NamedTuple):
    """One stage in the progress; colours are those of its header."""

    id: str
    title: str
    colour: str


class Progress(QWidget):
    """The stages as a row of segments; `wanted` asks for the one that is clicked."""

    wanted = Signal(str)

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._steps: tuple[Step, ...] = ()
        self._current = -1
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def current(self) -> int:
        """The number of the current stage, −1 for none."""
        return self._current

    def show_steps(self, steps: Sequence[Step], current: int) -> None:
        self._steps, self._current = tuple(steps), current
        self.update()

    def segment(self, index: int) -> QRectF:
        """The segment of a stage, in pixels."""
        gap = 8.0 * self._ui.scale
        width = (self.width() + gap) / max(1, len(self._steps)) - gap
        return QRectF(index * (width + gap), 0, max(2.0, width), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, step in enumerate(self._steps):
                place, is_here = self.segment(index), index == self._current
                height = (5.0 if is_here else 3.0) * scale
                bar = QRectF(place.x(), place.y() + 5 * scale - height / 2, place.width(), height)
                painter.setPen(Qt.PenStyle.NoPen)
                is_done = index <= self._current
                painter.setBrush(QColor(step.colour if is_done else theme["hairline"]))
                painter.drawRoundedRect(bar, height / 2, height / 2)
                painter.setPen(QColor(theme["ink" if is_here else "quiet"]))
                painter.setFont(font(scale, size=13, weight=600 if is_here else 400))
                words = QRectF(place.adjusted(0, 12 * scale, 0, 0))
                metrics = QFontMetricsF(painter.font())
                title = metrics.elidedText(
                    step.title, Qt.TextElideMode.ElideRight, max(place.width(), 4 * scale)
                )
                if place.width() >= 36 * scale:
                    painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), title)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, step in enumerate(self._steps):
            if self.segment(index).contains(event.position()):
                self.wanted.emit(step.id)


class PresentationBars(QObject):
    """The bars above and below a presented stage, on a canvas.

    They show at once and fade while nothing happens; `faded` tells when they begin to.
    """

    faded = Signal()
    persona_wanted = Signal()

    def __init__(self, ui: UiContext, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._ui, self._canvas = ui, canvas
        self.is_animated = True
        self.above, self.below = QWidget(canvas), QWidget(canvas)
        self.title = ElidedLabel()
        self.follows = label("", "secondary")
        self.persona = QToolButton()
        self.progress = Progress(ui, self.below)
        self.counter, self.ending = label("", "secondary"), label("", "secondary")
        self._effects = [QGraphicsOpacityEffect(bar) for bar in (self.above, self.below)]
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._build()
        self._connect()
        for bar in (self.above, self.below):
            bar.hide()

    @property
    def opacity(self) -> float:
        return float(self._effects[0].opacity())

    def begin(self) -> None:
        for bar in (self.above, self.below):
            bar.show()
            bar.raise_()
        self._retranslate()
        self.wake()

    def end(self) -> None:
        self._idle.stop()
        self._fade.stop()
        for bar in (self.above, self.below):
            bar.hide()

    def wake(self) -> None:
        self._fade.stop()
        self._set_opacity(1.0)
        self._idle.start()

    def show_stage(self, title: str, steps: Sequence[Step], current: int) -> None:
        texts = self._ui.texts
        self.title.set_text(title)
        self.progress.show_steps(steps, current)
        words = texts("{number} of {count}").format(
            number=texts.number(current + 1), count=texts.number(len(steps))
        )
        self.counter.setText(words if current >= 0 else texts("Whole map"))

    def show_persona(self, name: str, portrait: QIcon | None, *, has_any: bool) -> None:
        """Show whose curve is followed, "" for nobody's; `has_any` offers to follow one."""
        texts = self._ui.texts
        self.persona.setVisible(has_any)
        self.follows.setVisible(has_any)
        self.follows.setText(texts("Following"))
        self.persona.setText(name or texts("Everyone"))
        self.persona.setIcon(portrait or QIcon())

    def follow_canvas(self) -> None:
        """Stand at the upper and the lower edge of the canvas."""
        scale, room = self._ui.scale, self._canvas.size()
        top, bottom = round(TOP * scale), round(BOTTOM * scale)
        self.above.setGeometry(0, 0, room.width(), top)
        self.below.setGeometry(0, room.height() - bottom, room.width(), bottom)

    def fade(self) -> None:
        """Begin to fade, unless the pointer is on a bar."""
        if self.above.underMouse() or self.below.underMouse():
            self._idle.start()
            return
        self.faded.emit()
        if self.is_animated:
            self._fade.start()
        else:
            self._set_opacity(0.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.follow_canvas()
        elif event.type() == QEvent.Type.Enter:
            self.wake()
        return False

    def _build(self) -> None:
        for bar, effect in zip((self.above, self.below), self._effects, strict=True):
            bar.setGraphicsEffect(effect)
            bar.installEventFilter(self)
        self.persona.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        styled(self.persona, "pill")
        row = QHBoxLayout(self.above)
        row.addWidget(self.title, 1)
        row.addWidget(self.follows)
        row.addWidget(self.persona)
        line = QHBoxLayout(self.below)
        line.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.progress, 1)
        line.addWidget(self.ending, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self._canvas.installEventFilter(self)
        self._idle.timeout.connect(self.fade)
        self._fade.valueChanged.connect(self._set_opacity)
        self._ui.changed.connect(self._retranslate)
        self.persona.clicked.connect(self.persona_wanted)

    def _set_opacity(self, opacity: float) -> None:
        for effect in self._effects:
            effect.setOpacity(opacity)

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        side = round(SIDE * scale)
        for bar in (self.above, self.below):
            row = bar.layout()
            assert isinstance(row, QHBoxLayout)
            row.setContentsMargins(side, round(8 * scale), side, round(8 * scale))
            row.setSpacing(round(16 * scale))
        icon = round(22 * scale)
        self.persona.setIconSize(QSize(icon, icon))
        self.persona.setToolTip(texts("Follow the next persona"))
        self.persona.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ending.setText(texts("Esc ends"))
        self.progress.setAccessibleName(texts("Stages"))
        self.follow_canvas()
