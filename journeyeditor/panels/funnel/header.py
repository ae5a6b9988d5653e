"""Above the funnel's table: how rates are computed, their tolerance, and the what-if controls."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.panels.funnel.model import FunnelFigures, StageRow, format_estimate, format_rate
from journeyeditor.values import UnreadableError, read_number
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.combo_box import ComboBox
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import UiContext

CONVENTIONS = ("to_next", "from_previous", "share_of_top")


class FunnelHeader(QWidget):
    """The map's convention and tolerance, the biggest loss, and two buttons.

    `toggled` emits whether the what-if is open, `import_wanted` asks for a funnel table.
    """

    toggled = Signal(bool)
    import_wanted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._figures = FunnelFigures(())
        self._error = ""
        self._named, self._points = label("", "secondary"), styled(ElidedLabel(), "secondary")
        self.convention = ComboBox()
        self.convention.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.convention.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tolerance = QLineEdit()
        self.message = ElidedLabel()
        self.toggle = styled(QPushButton(), "flat")
        self.toggle.setCheckable(True)
        self.import_button = styled(QPushButton(), "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 4)
        row.setSpacing(8)
        for widget in (self._named, self.convention, self.tolerance, self._points):
            row.addWidget(widget)
        row.addSpacing(16)
        row.addWidget(self.message, 1)
        row.addWidget(self.toggle)
        row.addWidget(self.import_button)
        self._connect()
        self.retranslate()

    def show_session(self, session: Session | None) -> None:
        self._session = session
        self.toggle.setChecked(False)
        self._show_tolerance()

    def show_figures(self, figures: FunnelFigures) -> None:
        self._figures = figures
        for widget in (self.convention, self.tolerance, self.toggle):
            widget.setEnabled(bool(figures.rows))
        if self._session is not None:
            rule = self._session.info.funnel
            self.convention.setCurrentIndex(CONVENTIONS.index(rule.convention))
            if not self.tolerance.hasFocus():
                self._show_tolerance()
        self._show_message()

    def show_error(self, error_text: str) -> None:
        self._error = error_text
        self._show_message()

    def _connect(self) -> None:
        self.convention.activated.connect(self._set_convention)
        self.tolerance.textEdited.connect(self._set_tolerance)
        self.tolerance.editingFinished.connect(self._finish)
        self.toggle.toggled.connect(self.toggled)
        self.import_button.clicked.connect(self.import_wanted)

    def _set_convention(self, index: int) -> None:
        if self._session is not None:
            operations.set_info(self._session, "funnel.convention", CONVENTIONS[index])

    def _set_tolerance(self, words: str) -> None:
        if self._session is None:
            return
        texts, error_text = self._ui.texts, ""
        try:
            points = read_number(words, texts)
            operations.set_info(self._session, "funnel.tolerance", points, typing=True)
        except UnreadableError as error:
            error_text = str(error)
        except FieldError as error:
            error_text = error.message(texts)
        set_invalid(self.tolerance, bool(error_text))
        self.show_error(error_text)

    def _finish(self) -> None:
        if self._session is not None:
            operations.end_merge(self._session)
        self._show_tolerance()
        set_invalid(self.tolerance, False)
        self.show_error("")

    def _show_tolerance(self) -> None:
        if self._session is not None:
            self.tolerance.setText(self._ui.texts.number(self._session.info.funnel.tolerance))

    def _show_message(self) -> None:
        styled(self.message, "error" if self._error else "secondary")
        self.message.set_text(self._error or self._biggest_loss())

    def _biggest_loss(self) -> str:
        """Where most customers are lost, "" where none are."""
        texts, ahead = self._ui.texts, ""
        for row in self._figures.rows:
            if row.is_worst and row.before:
                return texts(
                    "Biggest drop-off: {source} → {target}, {count} customers ({share})"
                ).format(
                    source=ahead,
                    target=row.stage.title,
                    count=format_estimate(row.lost, texts),
                    share=format_rate(row.lost / row.before, texts),
                )
            ahead = row.stage.title if row.stage.count is not None else ahead
        return ""

    def retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self._named.setText(texts("Rates"))
        self._points.set_text(texts("± points"))
        now = max(self.convention.currentIndex(), 0)
        self.convention.clear()
        self.convention.addItems([term(each, texts) for each in CONVENTIONS])
        self.convention.setCurrentIndex(now)
        self.convention.setMinimumWidth(round(90 * scale))
        self.convention.setAccessibleName(texts("Rate basis"))
        self.tolerance.setFixedWidth(round(52 * scale))
        caption = texts("Tolerance in percentage points")
        self.tolerance.setAccessibleName(caption)
        self.tolerance.setToolTip(caption)
        self.toggle.setText(texts("What if…"))
        self.import_button.setText(texts("Import funnel table…"))
        self._show_tolerance()
        self._show_message()


#: Slider steps in the whole share.
SLIDER_STEPS = 1000


class WhatIfBar(QFrame):
    """Sets another rate of one stage; `rate_changed` emits it as a share (1 is the whole)."""

    rate_changed = Signal(float)
    halved = Signal()
    stated = Signal()
    reset = Signal()
    accepted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._row: StageRow | None = None
        self._title = ElidedLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(50)
        self._rate = label("", "title")
        self.half = QPushButton()
        self.as_stated = QPushButton()
        self.undo = QPushButton()
        self.accept = primary()
        for button in (self.half, self.as_stated, self.undo):
            styled(button, "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._rate)
        for button in (self.half, self.as_stated, self.undo, self.accept):
            layout.addWidget(button)
        self._connect()
        self.retranslate()

    def show_row(self, row: StageRow | None, *, is_what_if: bool, has_stated: bool) -> None:
        """Show a stage's rate; `is_what_if` is whether any stage has another rate."""
        self._row = row if row is not None and row.rate is not None else None
        self.slider.setEnabled(self._row is not None)
        self.half.setEnabled(self._row is not None and (self._row.rate or 0) < 1)
        self.as_stated.setEnabled(has_stated)
        self.undo.setEnabled(is_what_if)
        self.accept.setEnabled(is_what_if)
        rate = self._shown()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(SLIDER_STEPS, round(rate * SLIDER_STEPS)))
            self.slider.setValue(round(rate * SLIDER_STEPS))
        self.retranslate()

    def _shown(self) -> float:
        if self._row is None:
            return 0.0
        return (self._row.rate or 0.0) if self._row.what_if_rate is None else self._row.what_if_rate

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._moved)
        self.half.clicked.connect(self.halved)
        self.as_stated.clicked.connect(self.stated)
        self.undo.clicked.connect(self.reset)
        self.accept.clicked.connect(self.accepted)

    def _moved(self, steps: int) -> None:
        self.rate_changed.emit(steps / SLIDER_STEPS)

    def retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        title = " ".join(self._row.stage.title.split()) if self._row else ""
        self._title.set_text(
            texts("Share that continues from “{stage}”:").format(stage=title)
            if self._row
            else texts("Select a stage that leads to another stage.")
        )
        self._title.setMaximumWidth(round(300 * scale))
        self.slider.setMinimumWidth(round(90 * scale))
        text = format_rate(self._shown(), texts) if self._row else ""
        self._rate.setText(text)
        self._rate.setMinimumWidth(self._rate.fontMetrics().horizontalAdvance("100,0 %"))
        self.slider.setAccessibleName(self._title.full_text())
        self.slider.setAccessibleDescription(text)
        self.half.setText(texts("Halve the drop-off"))
        self.as_stated.setText(texts("Use stated rates"))
        self.as_stated.setToolTip(texts("Apply the stated rates, starting from the first count"))
        self.undo.setText(texts("Reset"))
        self.accept.setText(texts("Apply"))
        self.accept.setToolTip(texts("Write these counts to the map as one undo step"))
