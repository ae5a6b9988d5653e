"""What is seen of a presentation: the stage between its bars, and the speaker's own window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QEasingCurve,
    QElapsedTimer,
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.presentation import stops
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.view_controller import MAX_FIT_SCALE
from journeyeditor.canvas.viewport import PADDING
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect, Size
from journeyeditor.insight.funnel import continuing
from journeyeditor.layout.style import BODY
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.style import font, styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow

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


#: Type sizes at interface size 1, and the least size of the window.
TITLE_PX, NOTES_PX, SMALL_PX = 30.0, 21.0, 15.0
SIZE = (720, 480)


class SpeakerView(QWidget):
    """Notes for the speaker; `key_pressed` carries keys, which steer the presentation."""

    key_pressed = Signal(QKeyEvent)
    closed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.place, self.time = label("", "secondary"), label("", "secondary")
        self.title, self.notes, self.next = label(), label(), label()
        self._next_heading = SectionLabel()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_time)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for each in (self.title, self.notes, self.next):
            each.setWordWrap(True)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._build()
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def begin(self, screen: QScreen | None) -> None:
        """Fill a screen, or (None) show a window."""
        self._clock.start()
        self._timer.start()
        self._show_time()
        if screen is None:
            self.resize(*SIZE)
            self.show()
        else:
            self.setGeometry(screen.geometry())
            self.showFullScreen()

    def show_stop(self, place: str, title: str, notes: str, next_title: str) -> None:
        self.place.setText(place)
        self.title.setText(title)
        self.notes.setText(notes or self._ui.texts("No notes"))
        self.next.setText(next_title or "–")

    def end(self) -> None:
        self._timer.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.place, 1)
        top.addWidget(self.time)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 28, 36, 28)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.title)
        area = scrolled(self.notes)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        column.addWidget(self._next_heading)
        column.addWidget(self.next)

    def _show_time(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self.time.setText(f"{seconds // 60}:{seconds % 60:02}")

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self.setWindowTitle(texts("Speaker notes"))
        self._next_heading.set_text(texts("Next"))
        sizes: tuple[tuple[QLabel, float, int], ...] = (
            (self.title, TITLE_PX, 700),
            (self.notes, NOTES_PX, 400),
            (self.next, SMALL_PX, 400),
            (self.place, SMALL_PX, 400),
            (self.time, SMALL_PX, 600),
        )
        for each, size, weight in sizes:
            each.setFont(font(scale, size=size, weight=weight))
