"""A guided method: its steps with their progress, read from the map itself.

Enter or a click continues at the first gap.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.method import (
    METHODS,
    NextAction,
    Progress,
    StepProgress,
    progress_of_steps_parts,
)
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.buttons import chip
from journeyeditor.widgets.column_list import ColumnList, ListCell, ListColumn, ListRow
from journeyeditor.widgets.ui_context import UiContext

NAMES = {"seven": N_("Seven steps"), "five": N_("Five tips"), "three": N_("Three steps")}
COLUMNS = (
    ListColumn(0, 22),
    ListColumn(2, 130),
    ListColumn(6, 160),
    ListColumn(0, 76),
    ListColumn(0, 130),
)
_LINK_TEXTS = {"add": N_("Add"), "element": N_("Show"), "field": N_("Describe")}


class MethodPanel(BottomPage):
    """The steps of one method; `counted` is the number of open ones."""

    HELP = "review#method"
    NAME, TITLE = "method", N_("Method")
    IDLE_MS = 200
    COUNTS_BEHIND = True
    BEHIND_MS = 1000

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.method = "seven"
        self._steps: list[StepProgress] = []
        self.list = ColumnList(ui, COLUMNS, opens_on_click=True)
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
        self.list.opened.connect(self._continue)
        self.list.picked.connect(self._continue)
        self._retranslate()
        self.refresh()

    def _switch(self, *_: object) -> None:
        self.method = next(name for name, button in self.chips.items() if button.isChecked())
        self.refresh()

    def _refresh(self) -> Iterator[None]:
        session = self._session
        today = datetime.date.today()
        self._steps = (
            (yield from progress_of_steps_parts(session.graph, self.method, today))
            if session
            else []
        )
        texts = self._ui.texts
        self.list.show_rows(
            [_step_row(number, each, texts) for number, each in enumerate(self._steps)]
        )
        self.counted.emit(sum(not each.progress.is_done for each in self._steps))

    def _continue(self, key: str) -> None:
        next_action = self._steps[int(key)].progress.next_action
        if next_action is not None and self._session is not None:
            self._go_to(self._session, next_action)

    def _go_to(self, session: Session, next_action: NextAction) -> None:
        """Add a card, or ask for the element, the field or the page."""
        if next_action.how == "add":
            target = DropTarget(next_action.place) if next_action.place else None
            self.reveal_wanted.emit(operations.add(session, next_action.target, target))
        elif next_action.how == "element":
            self.reveal_wanted.emit(next_action.target)
        elif next_action.how == "field":
            self.edit_wanted.emit(next_action.target, next_action.place)
        else:
            if next_action.place:
                self.reveal_wanted.emit(next_action.place)
            self.page_wanted.emit(next_action.target)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setAccessibleName(texts("Method"))
        self.list.setAccessibleName(texts("Method steps"))
        for name, button in self.chips.items():
            button.setText(texts(NAMES[name]))
            button.setAccessibleName(button.text())
        self.list.relayout()


def _step_row(number: int, each: StepProgress, texts: Texts) -> ListRow:
    step, progress = each
    pattern = texts("{done} of {all}")
    progress_text = pattern.format(done=texts.number(progress.done), all=texts.number(progress.of))
    link = _link_text(progress, texts)
    title, hint = texts(step.title), texts(step.hint)
    first = (
        ListCell("", "good", glyph="done")
        if progress.is_done
        else ListCell(texts.number(number + 1), "quiet", is_bold=True, is_right_aligned=True)
    )
    cells = (
        first,
        ListCell(title, "quiet" if progress.is_done else "ink", is_bold=not progress.is_done),
        ListCell(hint, "quiet"),
        ListCell(progress_text, "label", is_right_aligned=True),
        ListCell(link, "link", is_right_aligned=True),
    )
    state = texts("done") if progress.is_done else progress_text
    accessible_text = f"{texts.number(number + 1)}. {title}: {state}. {hint}"
    return ListRow(str(number), cells, accessible_text)


def _link_text(progress: Progress, texts: Texts) -> str:
    if progress.next_action is None:
        return ""
    return texts(_LINK_TEXTS.get(progress.next_action.how, N_("Show")))
