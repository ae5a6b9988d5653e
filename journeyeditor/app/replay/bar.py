"""The transport bar of a replay: play and pause, the period, speed, whose journeys, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider, QVBoxLayout

from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.choices import Chooser
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The places of the slider, those of an arrow key and of a page key.
PLACES, STEP, PAGE = 1000, 10, 100
#: The speeds that can be chosen.
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
#: The height of the slider, its handle and its line (pixels at interface scale 1).
HEIGHT, HANDLE, LINE = 34, 7.0, 2.0
#: The most that a choice is wide (pixels).
WIDEST = 220


class PeriodSlider(QSlider):
    """A period to move through, over a curve of how many journeys are under way when."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._ui = ui
        self._curve: Sequence[int] = ()
        self.setRange(0, PLACES)
        self.setSingleStep(STEP)
        self.setPageStep(PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rescale()
        ui.scale_changed.connect(self._rescale)

    def show_curve(self, counts: Sequence[int]) -> None:
        """Show how many journeys are under way at times evenly apart."""
        self._curve = counts
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rim = HANDLE * scale + 2
            base = self.height() - rim
            width = self.width() - 2 * rim
            x = rim + width * self.value() / PLACES
            area = self._area(QRectF(rim, 3, width, base - 3))
            painter.setPen(Qt.PenStyle.NoPen)
            for left, right, strength in ((0.0, x, 0.45), (x, float(self.width()), 0.18)):
                colour = QColor(theme["touchpoint"])
                colour.setAlphaF(strength)
                painter.setClipRect(QRectF(left, 0, right - left, self.height()))
                painter.setBrush(colour)
                painter.drawPolygon(area)
            painter.setClipping(False)
            painter.fillRect(QRectF(rim, base, width, LINE * scale), QColor(theme["field_line"]))
            painter.fillRect(QRectF(rim, base, x - rim, LINE * scale), QColor(theme["accent"]))
            middle, size = QPointF(x, base + LINE * scale / 2), HANDLE * scale
            if self.hasFocus():
                halo = QColor(theme["accent"])
                halo.setAlphaF(0.3)
                painter.setBrush(halo)
                painter.drawEllipse(middle, size + 2, size + 2)
            painter.setBrush(QColor(theme["accent"]))
            painter.drawEllipse(middle, size - 1, size - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _drag(self, event: QMouseEvent) -> None:
        rim = HANDLE * self._ui.scale + 2
        share = (event.position().x() - rim) / max(self.width() - 2 * rim, 1)
        self.setValue(round(min(max(share, 0.0), 1.0) * PLACES))

    def _area(self, room: QRectF) -> QPolygonF:
        most, count = max(self._curve, default=0), len(self._curve)
        if count < 2 or not most:
            return QPolygonF()
        points = [
            QPointF(
                room.left() + room.width() * number / (count - 1),
                room.bottom() - room.height() * value / most,
            )
            for number, value in enumerate(self._curve)
        ]
        return QPolygonF([room.bottomLeft(), *points, room.bottomRight()])

    def _rescale(self) -> None:
        self.setFixedHeight(round(HEIGHT * self._ui.scale))


class ReplayBar(QFrame):
    """Plays nothing itself: it says what is wanted, and shows what is so.

    Space plays and pauses, the arrow keys step, Escape ends. `moved` emits the share of the period
    (0..1) that the user goes to, `source_changed` the key of a source.
    """

    HELP = "data#replay"

    played = Signal()
    moved = Signal(float)
    speed_changed = Signal(float)
    group_changed = Signal(str)
    source_changed = Signal(str)
    ended = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._is_playing = False
        styled(self, "footer")
        self.play, self.pause = IconButton(ui, "present"), IconButton(ui, "pause")
        self.close_button = IconButton(ui, "close")
        self.slider = PeriodSlider(ui)
        self.time = label("", "")
        self.counts, self.about = ElidedLabel(), styled(ElidedLabel(), "secondary")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.speed, self.group, self.source = Chooser(), Chooser(), Chooser()
        upper, middle, lower = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for widget in (self.play, self.pause, self.slider, self.time, self.close_button):
            upper.addWidget(widget, 1 if widget is self.slider else 0)
        middle.addWidget(self.counts, 1)
        middle.addWidget(self.about, 1)
        for chooser in (self.source, self.group, self.speed):
            chooser.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            chooser.box.setMaximumWidth(WIDEST)
            lower.addWidget(chooser)
        lower.addStretch(1)
        for row in (upper, middle, lower):
            row.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 10)
        column.setSpacing(6)
        for row in (upper, middle, lower):
            column.addLayout(row)
        for button in (self.play, self.pause):
            button.clicked.connect(self.played)
        self.slider.valueChanged.connect(lambda value: self.moved.emit(value / PLACES))
        self.speed.chosen.connect(lambda key: self.speed_changed.emit(float(key)))
        self.group.chosen.connect(self.group_changed)
        self.source.chosen.connect(self.source_changed)
        self.close_button.clicked.connect(self.ended)
        ui.changed.connect(self._retranslate)
        self._retranslate()
        self.speed.choose("1.0")
        self.show_playing(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.played.emit()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        self.show()
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_playing(self, is_playing: bool) -> None:
        had_focus = self.play.hasFocus() or self.pause.hasFocus()
        self._is_playing = is_playing
        self.pause.setVisible(is_playing)
        self.play.setVisible(not is_playing)
        if had_focus:
            (self.pause if is_playing else self.play).setFocus()

    def show_place(self, share: float) -> bool:
        """Show a share of the period (0..1); return whether that differs from what was shown."""
        value = round(share * PLACES)
        if value == self.slider.value():
            return False
        with QSignalBlocker(self.slider):
            self.slider.setValue(value)
        self.slider.update()
        return True

    def show_time(self, words: str, counts: str) -> None:
        self.time.setText(words)
        self.counts.set_text(counts)
        self.slider.setAccessibleDescription(f"{words}. {counts}")

    def show_groups(self, groups: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer groups by key and name, besides all journeys."""
        self.group.offer([("", self._ui.texts("All journeys")), *groups])
        self.group.choose(chosen)
        self.group.setVisible(bool(groups))

    def show_sources(self, sources: Sequence[tuple[str, str]], chosen: str, about: str) -> None:
        self.source.offer(sources)
        self.source.choose(chosen)
        self.about.set_text(about)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.play.set_text(texts("Play"))
        self.pause.set_text(texts("Pause"))
        self.close_button.set_text(texts("End replay"))
        self.slider.setAccessibleName(texts("Period of the replay"))
        self.speed.set_labels(texts("Speed"))
        self.group.set_labels(texts("Journeys"))
        self.source.set_labels(texts("Source"))
        now = self.speed.key or "1.0"
        self.speed.offer([(str(each), f"{texts.number(each)}×") for each in SPEEDS])
        self.speed.choose(now)
