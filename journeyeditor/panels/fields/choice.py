"""Editors to choose with: choices, switches, grades as dots, scores with a face, and colours."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import MIXED, FieldSpec
from journeyeditor.panels.kind_icons import dot_pixmap
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.buttons import compact_button
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.layouts import FlowLayout, column, row
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The highest grade.
MAX = 5


#: Slider steps in one point of score; a key press is half a point, as faces are.
_STEPS = 10


_KEY_STEP = 5


class ChoiceEditor(FieldEditor):
    """One of a few values, by their labels."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.box = ComboBox()
        self.box.setMinimumContentsLength(5)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._offered: tuple[str, ...] = ()
        column(self, self.box)
        self._track_focus(self.box)
        self.box.activated.connect(self._chose)

    def focus_widgets(self) -> list[QWidget]:
        return [self.box]

    def name(self, words: str) -> None:
        super().name(words)
        self.box.view().setAccessibleName(words)

    def _fill(self, value: Any) -> None:
        texts = self.context.ui.texts
        words = tuple(term(each, texts) or "–" for each in self.spec.options)
        if words != self._offered:
            self._offered = words
            self.box.clear()
            self.box.addItems(words)
        is_known = value in self.spec.options
        self.box.setCurrentIndex(self.spec.options.index(value) if is_known else -1)
        self.box.setPlaceholderText(self.mixed_text())

    def _chose(self, index: int) -> None:
        self._commit(self.spec.options[index])


class SwitchEditor(FieldEditor):
    """Yes or no; its title is beside it, so the form gives it no label."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.box = QCheckBox()
        column(self, self.box)
        self._track_focus(self.box)
        self.box.clicked.connect(self._clicked)

    def focus_widgets(self) -> list[QWidget]:
        return [self.box]

    def name(self, words: str) -> None:
        super().name(words)
        self.box.setText(words)

    def _fill(self, value: Any) -> None:
        self.box.setTristate(self.is_mixed)
        states = {None: Qt.CheckState.PartiallyChecked, True: Qt.CheckState.Checked}
        self.box.setCheckState(states.get(value, Qt.CheckState.Unchecked))
        self.box.setToolTip(self.mixed_text())

    def _clicked(self) -> None:
        value = True if self.is_mixed else self.box.isChecked()
        self.box.setTristate(False)
        self.box.setChecked(value)
        self._commit(value)


class Dots(QWidget):
    """A grade from one to five as dots; choosing the current one again clears it."""

    chosen = Signal(object)

    def __init__(self, ui: UiContext, role: str) -> None:
        super().__init__()
        self._ui, self._role = ui, role
        self.grade: int | None = None
        self._hovered = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_grade(self, grade: int | None) -> None:
        self.grade = grade
        self.update()

    def sizeHint(self) -> QSize:
        side = self._side()
        return QSize(round(side * MAX + 8), round(side + 8))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            grade = self._at(event.position())
            self.chosen.emit(None if grade == self.grade else grade)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position())
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self._hovered = 0
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, now = event.key(), self.grade or 0
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus):
            self.chosen.emit(min(MAX, now + 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus):
            self.chosen.emit(now - 1 or None if now else None)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0):
            self.chosen.emit(None)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.chosen.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, side = self._ui.theme, self._side()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme["selection"]), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            for index in range(1, MAX + 1):
                middle = QPointF(4 + side * (index - 0.5), self.height() / 2)
                is_full = index <= (self.grade or 0)
                colour = QColor(theme[self._role] if is_full else theme["line"])
                is_hovered = not is_full and index <= self._hovered
                painter.setPen(
                    QPen(QColor(theme[self._role]), 1.2) if is_hovered else Qt.PenStyle.NoPen
                )
                painter.setBrush(colour)
                painter.drawEllipse(middle, side * 0.31, side * 0.31)

    def _side(self) -> float:
        return 17 * self._ui.scale

    def _at(self, point: QPointF) -> int:
        return max(1, min(MAX, int((point.x() - 4) // self._side()) + 1))


class PipsEditor(FieldEditor):
    """A grade as dots in the colour of its kind."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        role = {"severity": "pain", "frequency": "pain"}.get(spec.name, "opportunity")
        self.dots = Dots(context.ui, role)
        self.words = styled(ElidedLabel(), "small")
        layout = column(self, self.dots, self.words, spacing=0)
        layout.setAlignment(self.dots, Qt.AlignmentFlag.AlignLeft)
        self._track_focus(self.dots)
        self.dots.chosen.connect(self._chose)

    def focus_widgets(self) -> list[QWidget]:
        return [self.dots]

    def _fill(self, value: Any) -> None:
        self.dots.updateGeometry()
        self.dots.show_grade(value)
        self.words.set_text(self.mixed_text())
        self.words.setVisible(self.is_mixed)
        text = f"{value}/{MAX}" if value else self.mixed_text() or self.context.ui.texts("Not set")
        self.dots.setAccessibleDescription(text)
        self.dots.setToolTip(text)

    def _chose(self, grade: int | None) -> None:
        self._commit(grade)
        self._fill(None if self._value is MIXED else self._value)


class Face(QWidget):
    """The face of a score."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._score: float | None = None
        self._fit()
        ui.scale_changed.connect(self._fit)

    def show_score(self, score: float | None) -> None:
        self._score = score
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ui.theme
        with QPainter(self) as painter:
            role = "label" if self._score is None else "emotion"
            paint_face(
                painter, QRectF(self.rect()), self._score or 0.0, theme[role], theme["field"]
            )

    def _fit(self) -> None:
        side = round(26 * self._ui.scale)
        self.setFixedSize(side, side)


class ScoreEditor(FieldEditor):
    """A score from −2 to +2: slider, face and number."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-2 * _STEPS, 2 * _STEPS)
        self.slider.setSingleStep(_KEY_STEP)
        self.slider.setPageStep(_STEPS)
        self.slider.setMinimumWidth(70)
        self.face = Face(context.ui)
        self.words = label("", "title")
        self.clear = compact_button(context.ui, "close")
        self._is_filling = False
        row(self, self.slider, self.face, self.words, self.clear, spacing=8)
        self._track_focus(self.slider)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._finish_editing)
        self.clear.clicked.connect(self._cleared)

    def focus_widgets(self) -> list[QWidget]:
        return [self.slider]

    def _fill(self, value: Any) -> None:
        texts = self.context.ui.texts
        self._is_filling = True
        self.slider.setValue(round((value or 0) * _STEPS))
        self._is_filling = False
        self.face.show_score(value)
        words = self.mixed_text() or ("–" if value is None else texts.signed(value))
        self.words.setText(words)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance("+0,0 "))
        self.slider.setAccessibleDescription(words)
        self.clear.set_text(texts("Clear"))
        self.clear.setEnabled(value is not None)

    def _moved(self, steps: int) -> None:
        if self._is_filling:
            return
        score = steps // _STEPS if steps % _STEPS == 0 else steps / _STEPS
        self._commit(score, typing=True)
        self._fill(score)

    def _cleared(self) -> None:
        self._commit(None)
        self._fill(None)


#: Scores nearer to zero than this look neither happy nor sad.
_NEUTRAL = 0.25


def paint_face(painter: QPainter, rect: QRectF, score: float, colour: str, background: str) -> None:
    """Draw a face whose mouth follows the score, into a square in pixels of the widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    radius, middle = side / 2 - 1.5, rect.center()
    pen = QPen(QColor(colour), max(1.4, side / 16))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(QColor(background))
    painter.drawEllipse(middle, radius, radius)
    bend = 0.0 if abs(score) < _NEUTRAL else max(-1.0, min(1.0, score / 1.5)) * radius * 0.34
    low, half = middle.y() + radius * 0.34 - bend * 0.35, radius * 0.42
    mouth = QPainterPath(QPointF(middle.x() - half, low))
    mouth.cubicTo(
        QPointF(middle.x() - half / 2, low + bend),
        QPointF(middle.x() + half / 2, low + bend),
        QPointF(middle.x() + half, low),
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for sign in (-1, 1):
        eye = QPointF(middle.x() + sign * radius * 0.33, middle.y() - radius * 0.2)
        painter.drawEllipse(eye, radius * 0.12, radius * 0.12)


_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", re.ASCII)


_SIDE = 18


class ColourEditor(FieldEditor):
    """A colour, or none: the map chooses one then."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.line = QLineEdit()
        self.clear = compact_button(context.ui, "close")
        self.swatches: list[QToolButton] = []
        self._grid = QWidget()
        self._flow = FlowLayout(self._grid, 1)
        for colour in self._colours():
            self._add(colour)
        # The last item of a line takes the rest of it: an invisible widget.
        self._flow.addWidget(QWidget())
        below = QWidget()
        flow = FlowLayout(below, 2)
        self.line.setFixedWidth(round(110 * context.ui.scale))
        flow.addWidget(self.line)
        flow.addWidget(self.clear)
        flow.addWidget(QWidget())
        column(self, self._grid, below)
        self._track_focus(self.line)
        self.line.textEdited.connect(self._typed)
        self.clear.clicked.connect(partial(self._chose, ""))

    def focus_widgets(self) -> list[QWidget]:
        return [self.line]

    def name(self, words: str) -> None:
        super().name(words)
        for button, colour in zip(self.swatches, self._colours(), strict=True):
            button.setAccessibleName(f"{words}: {colour}")

    def _colours(self) -> tuple[str, ...]:
        theme = self.context.ui.theme
        return tuple(dict.fromkeys((*theme.personas, theme["brand"])))

    def _add(self, colour: str) -> None:
        button = QToolButton()
        button.setCheckable(True)
        styled(button, "slim")
        button.setToolTip(colour)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._chose_swatch, len(self.swatches)))
        self.swatches.append(button)
        self._flow.addWidget(button)

    def _fill(self, value: Any) -> None:
        ui = self.context.ui
        self.line.setText(value or "")
        self.line.setPlaceholderText(self.mixed_text() or "#RRGGBB")
        self.clear.set_text(ui.texts("Clear"))
        self.clear.setVisible(bool(value))
        side = round(_SIDE * ui.scale)
        # A theme may offer fewer colours than the one before, never more: the files are ours.
        for button, colour in zip(self.swatches, self._colours(), strict=False):
            button.setIcon(QIcon(dot_pixmap(colour, ui.theme["line"], side)))
            button.setIconSize(QSize(side, side))
            button.setChecked(bool(value) and colour.casefold() == value.casefold())

    def _chose_swatch(self, index: int) -> None:
        self._chose(self._colours()[index])

    def _chose(self, colour: str) -> None:
        self._commit(colour)
        self._fill(colour)

    def _typed(self, words: str) -> None:
        text = words.strip()
        match = _HEX.fullmatch(text)
        if not text:
            self._commit("", typing=True)
        elif match is None:
            self.error_changed.emit(self.context.ui.texts("Enter a colour such as #0B4F6C."))
        else:
            digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
            self._commit(f"#{digits.upper()}", typing=True)
