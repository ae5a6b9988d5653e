"""The guided method beside the map: a quiet list of steps with their progress, never in the way.

Nothing is asked and nothing is ticked: the map itself says how far each step is. Enter or a click
goes on where the first hole is.
"""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from journeyeditor.editing import operations
from journeyeditor.editing.drop_target import Spot
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.method import METHODS, Go, Progress, Standing, standing
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.buttons import chip
from journeyeditor.widgets.column_list import Cell, Column, ColumnList, Line
from journeyeditor.widgets.ui_context import UiContext

NAMES = {"seven": N_("Seven steps"), "five": N_("Five tips"), "three": N_("Three steps")}
COLUMNS = (Column(0, 22), Column(2, 130), Column(6, 160), Column(0, 76), Column(0, 130))
_WAYS = {"add": N_("Add"), "element": N_("Show"), "field": N_("Describe")}


class MethodPanel(BottomPage):
    """The steps of one method; `counted` is how many are left."""

    NAME, TITLE = "method", N_("Method")
    IDLE_MS = 200

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.method = "seven"
        self._standing: list[Standing] = []
        self.list = ColumnList(ui, COLUMNS, takes_one_click=True)
        self.chips = {name: chip() for name in METHODS}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(14, 7, 14, 5)
        row.setSpacing(6)
        for button in self.chips.values():
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.chips[self.method].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self._group.buttonClicked.connect(self._switch)
        self.list.opened.connect(self._go_on)
        self.list.picked.connect(self._go_on)
        self._retranslate()
        self._refresh()

    def _switch(self, *_: object) -> None:
        """Show another method."""
        self.method = next(name for name, button in self.chips.items() if button.isChecked())
        self.refresh()

    def _refresh(self) -> None:
        """Bring the list in step with the map."""
        session = self._session
        today = datetime.date.today()
        self._standing = standing(session.graph, self.method, today) if session else []
        texts = self._ui.texts
        self.list.show_lines(
            [_line(number, each, texts) for number, each in enumerate(self._standing)]
        )
        self.counted.emit(sum(not each.progress.is_done for each in self._standing))

    def _go_on(self, key: str) -> None:
        """Go where a step goes on."""
        go = self._standing[int(key)].progress.go
        if go is not None and self._session is not None:
            self._follow_way(self._session, go)

    def _follow_way(self, session: Session, go: Go) -> None:
        """Make a card, or ask for the element, the field or the page."""
        if go.way == "add":
            spot = Spot(go.place) if go.place else None
            self.reveal_wanted.emit(operations.add(session, go.target, spot))
        elif go.way == "element":
            self.reveal_wanted.emit(go.target)
        elif go.way == "field":
            self.edit_wanted.emit(go.target, go.place)
        else:
            if go.place:
                self.reveal_wanted.emit(go.place)
            self.page_wanted.emit(go.target)

    def _retranslate(self) -> None:
        """Say all in the window's language."""
        texts = self._ui.texts
        self.setAccessibleName(texts("Method"))
        self.list.setAccessibleName(texts("Method steps"))
        for name, button in self.chips.items():
            button.setText(texts(NAMES[name]))
            button.setAccessibleName(button.text())
        self.list.relay()


def _line(number: int, each: Standing, texts: Texts) -> Line:
    """Return what is said of a step."""
    step, progress = each
    told = texts("{done} of {all}")
    far = told.format(done=texts.number(progress.done), all=texts.number(progress.of))
    way = _way(progress, texts)
    title, hint = texts(step.title), texts(step.hint)
    first = (
        Cell("", "good", glyph="done")
        if progress.is_done
        else Cell(texts.number(number + 1), "quiet", is_bold=True, is_right=True)
    )
    cells = (
        first,
        Cell(title, "quiet" if progress.is_done else "ink", is_bold=not progress.is_done),
        Cell(hint, "quiet"),
        Cell(far, "label", is_right=True),
        Cell(way, "link", is_right=True),
    )
    state = texts("done") if progress.is_done else far
    said = f"{texts.number(number + 1)}. {title}: {state}. {hint}"
    return Line(str(number), cells, said)


def _way(progress: Progress, texts: Texts) -> str:
    """Return what a click does."""
    if progress.go is None:
        return ""
    return texts(_WAYS.get(progress.go.way, N_("Show")))
