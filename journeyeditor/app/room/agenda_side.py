"""The agenda beside the map: a clock that the whole room can read, and the steps."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
)

from journeyeditor.app.room.bars import SIDE
from journeyeditor.i18n import N_
from journeyeditor.room.agenda import TEMPLATES, AgendaTimer, clock_text
from journeyeditor.widgets.buttons import IconButton, link_button, primary
from journeyeditor.widgets.choices import Segments
from journeyeditor.widgets.column_list import ColumnList, ListCell, ListColumn, ListRow
from journeyeditor.widgets.labels import KeyCap, SectionLabel, label
from journeyeditor.widgets.style import font, styled
from journeyeditor.widgets.ui_context import UiContext

#: How often the clock looks at the time (ms); it is drawn only when what it shows has changed.
TICK_MS = 200
CLOCK, CLOCK_CHARACTERS = 80, 5
BAR_STEPS = 1000
#: The least height of the list of steps, in pixels at interface size 1.
MIN_LIST = 150
COLUMNS = (ListColumn(0, 15), ListColumn(1, 60), ListColumn(0, 24))
#: By the state of a step: its icon with its colour, and what a screen reader says.
SIGNS = {
    "done": ("check", "good", N_("{title}, {minutes} min, done")),
    "current": ("chevron_right", "selection", N_("{title}, {minutes} min, now")),
    "later": ("minus", "hairline", N_("{title}, {minutes} min")),
}


class Clock(QLabel):
    """The time left, in digits of one width; longer times are written smaller."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.setTextFormat(Qt.TextFormat.PlainText)
        ui.scale_changed.connect(self._fit)

    def show_time(self, text: str, look: str) -> None:
        if text != self.text():
            self.setText(text)
            self._fit()
        styled(self, look)

    def _fit(self) -> None:
        size = CLOCK * min(1.0, CLOCK_CHARACTERS / max(len(self.text()), 1))
        face = font(self._ui.scale, size=size, weight=700)
        face.setFeature(QFont.Tag("tnum"), 1)
        if face != self.font():
            self.setFont(face)
            # A smaller time takes the same height, so that nothing below moves.
            self.setFixedHeight(round(CLOCK * 1.1 * self._ui.scale))


class AgendaSide(QFrame):
    """The current step with its clock, all steps, and what lengthens or changes them."""

    HELP = "workshop#agenda"

    template_chosen = Signal(str)
    start_wanted = Signal()
    step_wanted = Signal(int)
    extension_wanted = Signal(int)
    edit_wanted = Signal()

    def __init__(
        self,
        ui: UiContext,
        keys: Callable[[str], Sequence[str]],
        beep: Callable[[], None] | None = None,
    ) -> None:
        """`keys` returns the keys of an action, as people read them."""
        super().__init__()
        self._ui, self._beep = ui, beep or QApplication.beep
        self._timer: AgendaTimer | None = None
        self._was_over = False
        styled(self, "panel")
        self.templates = Segments(ui, tuple(TEMPLATES))
        self.heading = SectionLabel()
        self.heading.setWordWrap(True)
        self.clock = Clock(ui)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, BAR_STEPS)
        self.length = label("", "secondary")
        self.one, self.five = link_button(), link_button()
        self.start = primary()
        self.previous = IconButton(ui, "chevron_left")
        self.next = IconButton(ui, "chevron_right")
        self.steps = ColumnList(ui, COLUMNS, opens_on_click=True)
        styled(self.steps, "agenda")
        self.end, self.total = label("", "secondary"), label("", "secondary")
        self.sound = QCheckBox()
        self.edit = link_button()
        self._key = KeyCap(keys("agenda_one")[0])
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self.refresh)
        self._lay_out()
        self._connect_signals()
        self._rescale()
        self._retranslate()

    def show_timer(self, timer: AgendaTimer, template: str) -> None:
        self._timer = timer
        self._was_over = False
        self.templates.choose(template)
        self.show_steps()

    def show_steps(self) -> None:
        """Show which steps are done, and all that changes only when somebody acts."""
        timer = self._timer
        if timer is None:
            return
        texts = self._ui.texts
        self.steps.show_rows([self._row(index, timer) for index in range(len(timer.steps))])
        self.steps.make_current(str(timer.index))
        self.heading.set_text(timer.step.title or texts("Agenda step"))
        minutes = timer.minutes(timer.index)
        self.length.setText(texts("of {count} min").format(count=texts.number(minutes)))
        total = texts.number(timer.total_minutes)
        self.total.setText(texts("{count} min").format(count=total))
        self.start.setText(texts("Pause") if timer.is_running else texts("Start"))
        self.previous.setEnabled(timer.index > 0)
        self.next.setEnabled(timer.index < len(timer.steps) - 1)
        self.templates.setVisible(not timer.is_begun)
        self._was_over = timer.is_over
        self._run()
        self.refresh()

    def refresh(self) -> None:
        """Show the time; the end of the step sounds once, if it may."""
        timer = self._timer
        if timer is None:
            return
        is_over = timer.is_over
        self.clock.show_time(clock_text(timer.remaining), "overtime" if is_over else "clock")
        styled(self.bar, "last" if timer.is_last_minute or is_over else "")
        self.bar.setValue(round(timer.share * BAR_STEPS))
        at = datetime.datetime.fromtimestamp(timer.ends_at)
        words = self._ui.texts("Ends {time}").format(time=f"{at:%H:%M}")
        if words != self.end.text():
            self.end.setText(words)
        if is_over and not self._was_over and self.sound.isChecked():
            self._beep()
        self._was_over = is_over

    def _row(self, index: int, timer: AgendaTimer) -> ListRow:
        texts, state = self._ui.texts, _state(index, timer)
        glyph, role, spoken = SIGNS[state]
        title = timer.steps[index].title or texts("Agenda step")
        minutes = texts.number(timer.minutes(index))
        is_current = state == "current"
        ink = "quiet" if state == "done" else "ink"
        cells = (
            ListCell("", role, glyph=glyph),
            ListCell(title, ink, is_current),
            ListCell(minutes, ink, is_current, is_right_aligned=True),
        )
        return ListRow(str(index), cells, texts(spoken).format(title=title, minutes=minutes))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run()

    def _run(self) -> None:
        """Look at the time only while there is somebody to see it."""
        if self.isVisible() and self._timer is not None:
            self._ticks.start()
        else:
            self._ticks.stop()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 16, 6, 14)
        column.setSpacing(6)
        upper = _inset()
        column.addLayout(upper)
        for widget in (self.templates, self.heading, self.clock, self.bar):
            upper.addWidget(widget)
        more = QHBoxLayout()
        more.setSpacing(3)
        more.addWidget(self.length)
        more.addStretch(1)
        for part in (self.one, self._key, self.five):
            more.addWidget(part)
        upper.addLayout(more)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.start, 1)
        buttons.addWidget(self.previous)
        buttons.addWidget(self.next)
        upper.addLayout(buttons)
        upper.addSpacing(6)
        column.addWidget(self.steps, 1)
        lower = _inset()
        column.addLayout(lower)
        foot = QHBoxLayout()
        foot.addWidget(self.end)
        foot.addStretch(1)
        foot.addWidget(self.total)
        lower.addLayout(foot)
        lower.addWidget(self.sound)
        lower.addWidget(self.edit, alignment=Qt.AlignmentFlag.AlignLeft)

    def _connect_signals(self) -> None:
        self.templates.chosen.connect(self.template_chosen)
        self.start.clicked.connect(self.start_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self.one.clicked.connect(lambda: self.extension_wanted.emit(1))
        self.five.clicked.connect(lambda: self.extension_wanted.emit(5))
        self.previous.clicked.connect(lambda: self._step_by(-1))
        self.next.clicked.connect(lambda: self._step_by(1))
        self.steps.opened.connect(lambda key: self.step_wanted.emit(int(key)))
        self.steps.picked.connect(lambda key: self.step_wanted.emit(int(key)))
        self._ui.changed.connect(self._retranslate)
        self._ui.scale_changed.connect(self._rescale)

    def _step_by(self, by: int) -> None:
        if self._timer is not None:
            self.step_wanted.emit(self._timer.index + by)

    def _rescale(self) -> None:
        self.setFixedWidth(round(SIDE * self._ui.scale))
        self.steps.setMinimumHeight(round(MIN_LIST * self._ui.scale))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.templates.set_labels(
            {name: texts(template.title) for name, template in TEMPLATES.items()}
        )
        self.templates.setAccessibleName(texts("Template"))
        for button, text, name in (
            (self.one, "+1", N_("1 more minute")),
            (self.five, "+5", N_("5 more minutes")),
        ):
            button.setText(text)
            button.setAccessibleName(texts(name))
            button.setToolTip(texts(name))
        self.previous.set_text(texts("Previous agenda step"))
        self.next.set_text(texts("Next agenda step"))
        self.clock.setAccessibleName(texts("Time left"))
        self.bar.setAccessibleName(texts("Time left"))
        self.steps.setAccessibleName(texts("Agenda"))
        self.sound.setText(texts("Sound at the end of a step"))
        self.edit.setText(texts("Edit agenda"))
        self.show_steps()


def _inset() -> QVBoxLayout:
    """A column whose edges are those of the text in the list of steps."""
    result = QVBoxLayout()
    result.setContentsMargins(14, 0, 14, 0)
    result.setSpacing(6)
    return result


def _state(index: int, timer: AgendaTimer) -> str:
    if index == timer.index:
        return "current"
    return "done" if index < timer.index else "later"
