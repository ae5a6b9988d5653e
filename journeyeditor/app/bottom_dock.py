"""The dock below the map: results of checks and computations, each linked to its element."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.preflight_panel import PreflightPanel
from journeyeditor.editing.session import Session
from journeyeditor.panels.comparison import ComparePanel
from journeyeditor.panels.completeness import CompletenessPanel
from journeyeditor.panels.evidence.panel import EvidencePanel
from journeyeditor.panels.funnel.panel import FunnelPanel
from journeyeditor.panels.method import MethodPanel
from journeyeditor.panels.paths.panel import PathsPanel
from journeyeditor.panels.review.panel import ReviewPanel
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

LIST_WIDTH, MIN_HEIGHT = 178, 110


P = TypeVar("P", bound=BottomPage)

#: The pages from top to bottom.
PAGES: tuple[type[BottomPage], ...] = (
    ReviewPanel,
    FunnelPanel,
    PathsPanel,
    EvidencePanel,
    CompletenessPanel,
    MethodPanel,
    ComparePanel,
    PreflightPanel,
)


class BottomDock(QFrame):
    """A list of pages on the left, the current page beside it.

    `reveal_wanted` requests an element, `edit_wanted` a field (or "") of one.

    """

    reveal_wanted = Signal(str)
    edit_wanted = Signal(str, str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._pages = [page(ui) for page in PAGES]
        self._counts = [0] * len(self._pages)
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        styled(self, "footer")
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        for number, page in enumerate(self._pages):
            button = styled(QPushButton(), "row")
            button.setCheckable(True)
            column.addWidget(button)
            self._buttons.addButton(button, number)
            self._stack.addWidget(page)
        column.addStretch(1)
        self._names = QScrollArea()
        self._names.setWidget(self._list)
        self._names.setWidgetResizable(True)
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._names)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self._stack, 1)
        self._connect_signals()
        self._retranslate()
        self.show_page("review")

    def show_session(self, session: Session | None) -> None:
        for page in self._pages:
            page.show_session(session)

    def page(self, kind: type[P]) -> P:
        return next(page for page in self._pages if isinstance(page, kind))

    def show_page(self, name: str) -> None:
        for number, page in enumerate(self._pages):
            if name == page.NAME:
                self._buttons.button(number).setChecked(True)
                self._stack.setCurrentIndex(number)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for page in self._pages:
            page.catch_up()

    def _connect_signals(self) -> None:
        for number, page in enumerate(self._pages):
            page.reveal_wanted.connect(self.reveal_wanted)
            page.edit_wanted.connect(self.edit_wanted)
            page.page_wanted.connect(self.show_page)
            page.counted.connect(partial(self._count, number))
        self._buttons.idClicked.connect(self._stack.setCurrentIndex)
        self._ui.changed.connect(self._retranslate)

    def _count(self, number: int, count: int) -> None:
        self._counts[number] = count
        self._retranslate()

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self._names.setFixedWidth(round(LIST_WIDTH * scale))
        self.setMinimumHeight(round(MIN_HEIGHT * scale))
        for number, page in enumerate(self._pages):
            words, count = texts(page.TITLE), self._counts[number]
            self._buttons.button(number).setText(
                f"{words} · {texts.number(count)}" if count else words
            )
        self.setAccessibleName(texts("Analysis"))
