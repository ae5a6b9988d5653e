"""The flow of journeys on the canvas: its switch, and the legend below the map while it is shown."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from journeyeditor.app.session_bar import SessionBar
from journeyeditor.editing.session import Session
from journeyeditor.insight.replay.volumes import Volumes, volumes
from journeyeditor.layout.flow import (
    TIME_CLASSES,
    WIDEST,
    LineStyle,
    class_style,
    sample_volumes,
    volume_words,
    width_of,
)
from journeyeditor.model import Change
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: How long the map must be unchanged before the flow is computed again (ms).
IDLE_MS = 200
#: The length of a sample, the gap behind it and behind its words, and the row (pixels at scale 1).
SAMPLE, GAP, APART, ROW = 34.0, 7.0, 18.0, 24.0


class _Sample(NamedTuple):
    """A line of the legend, and what it means."""

    style: LineStyle
    words: str


class FlowLegend(QWidget):
    """Samples of lines with their meaning, in as many rows as they need."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._samples: tuple[_Sample, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_samples(self, samples: tuple[_Sample, ...]) -> None:
        self._samples = samples
        self.setAccessibleName(", ".join(sample.words for sample in samples))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    def heightForWidth(self, width: int) -> int:
        rows = {place.top() for place in self._places(width)}
        return round(max(len(rows), 1) * ROW * self._ui.scale)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(scale, size=13))
            for sample, place in zip(self._samples, self._places(self.width()), strict=True):
                style, middle = sample.style, place.center().y()
                pen = QPen(QColor(style.colour), style.width * scale)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if style.dashes:
                    pen.setDashPattern([part / style.width for part in style.dashes])
                painter.setPen(pen)
                end = place.left() + SAMPLE * scale
                painter.drawLine(QPointF(place.left(), middle), QPointF(end, middle))
                painter.setPen(QColor(theme["ink"]))
                words = place.adjusted((SAMPLE + GAP) * scale, 0, 0, 0)
                painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), sample.words)

    def _places(self, width: float) -> list[QRectF]:
        scale = self._ui.scale
        metrics, places, x, y = QFontMetricsF(font(scale, size=13)), [], 0.0, 0.0
        for sample in self._samples:
            own = (SAMPLE + GAP) * scale + metrics.horizontalAdvance(sample.words) + 1
            if x and x + own > width:
                x, y = 0.0, y + ROW * scale
            places.append(QRectF(x, y, own, ROW * scale))
            x += own + APART * scale
        return places


class FlowBar(SessionBar):
    """Shows the flow of a session while it is open."""

    HELP = "data#replay"

    def __init__(self, ui: UiContext) -> None:
        legend = FlowLegend(ui)
        super().__init__(ui, legend, 6)
        self.legend = legend
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self._idle_timer.timeout.connect(self._show)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        self._idle_timer.stop()
        super().show_session(session)

    def _clear(self, session: Session) -> None:
        self._idle_timer.stop()
        session.set_flow(None)

    def _follow(self, _: Change) -> None:
        self._idle_timer.start()

    def _show(self) -> None:
        if self._session is not None:
            self._session.set_flow(volumes(self._session.graph))
            self._retranslate()

    def _retranslate(self) -> None:
        self.close_button.set_text(self._ui.texts("Hide flow"))
        session = self._session
        if session is not None and session.flow is not None:
            self.legend.show_samples(_samples(session, session.flow, self._ui))


def _samples(session: Session, flow: Volumes, ui: UiContext) -> tuple[_Sample, ...]:
    """The widths with their figures, then the classes of time, in the colours of the map."""
    context, texts = session.layout.context, ui.texts
    quiet = context.theme["label"]
    widths = [
        _Sample(LineStyle(quiet, width_of(volume, flow)), volume_words(volume, flow, texts))
        for volume in sample_volumes(flow)
    ]
    times = [
        _Sample(class_style(each, WIDEST / 2, context), texts(each.words)) for each in TIME_CLASSES
    ]
    return (*widths, *times)
