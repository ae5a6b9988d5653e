"""The docks around the map: palette and personas, properties and outline, results below."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.export.preflight import PreflightPanel
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.panels.agenda import AgendaPanel
from journeyeditor.panels.agreement import AgreementPanel
from journeyeditor.panels.comparison import ComparePanel
from journeyeditor.panels.completeness import CompletenessPanel
from journeyeditor.panels.evidence import EvidencePanel
from journeyeditor.panels.fields.base import PickFile
from journeyeditor.panels.funnel.panel import FunnelPanel
from journeyeditor.panels.history import HistoryList
from journeyeditor.panels.inbox import Inbox
from journeyeditor.panels.inspector import Inspector, MapForm
from journeyeditor.panels.lanes import LanesPanel
from journeyeditor.panels.method import MethodPanel
from journeyeditor.panels.outline.view import Outline
from journeyeditor.panels.palette import Palette
from journeyeditor.panels.paths.panel import PathsPanel
from journeyeditor.panels.personas import PersonasPanel
from journeyeditor.panels.priorities.panel import PrioritiesPanel
from journeyeditor.panels.review import ReviewPanel
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

MIN_LEFT, MIN_RIGHT = 150, 250
#: Initial width of the right dock, regardless of the longest text in its tabs.
RIGHT_WIDTH = 330
#: The tabs of the right dock: name, text, icon.
TABS = (
    ("form", N_("Properties"), "form"),
    ("outline", N_("Outline"), "outline"),
    ("history", N_("History"), "history"),
    ("lanes", N_("Lanes"), "lane"),
    ("map", N_("Map"), "map"),
    ("inbox", N_("Inbox"), "import"),
)


class LeftDock(QFrame):
    """The palette and the personas."""

    def __init__(self, ui: UiContext, pick_file: PickFile, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette_ = Palette(ui)
        self.personas = PersonasPanel(ui, pick_file)
        styled(self, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.palette_, 1)
        column.addWidget(self.personas)
        self._ui = ui
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        for part in (self.palette_, self.personas):
            part.show_session(session)

    def _retranslate(self) -> None:
        """Keep the minimum width in step with the texts."""
        least = round(MIN_LEFT * self._ui.scale)
        self.setMinimumWidth(max(least, self.palette_.minimumSizeHint().width()))


class RightDock(QTabWidget):
    """The inspector and other views of the map; only the current tab shows its text."""

    def __init__(self, ui: UiContext, pick_file: PickFile, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.inspector = Inspector(ui, pick_file)
        self.outline = Outline(ui)
        self.history = HistoryList(ui)
        self.lanes = LanesPanel(ui)
        self.map = MapForm(ui, pick_file)
        self.inbox = Inbox(ui)
        pages: tuple[QWidget, ...] = (
            self.inspector,
            self.outline,
            self.history,
            self.lanes,
            self.map,
            self.inbox,
        )
        for page in pages:
            self.addTab(page, "")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)
        self.tabBar().setUsesScrollButtons(False)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.currentChanged.connect(self._retranslate)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    @property
    def tab(self) -> str:
        return TABS[self.currentIndex()][0]

    def show_tab(self, name: str, *, focused: bool = False) -> None:
        """Bring a tab to the front; ignores unknown names."""
        for at, (tab, _, _) in enumerate(TABS):
            if tab == name:
                self.setCurrentIndex(at)
        if focused:
            for panel in (self.inspector.map_panel, self.map):
                if panel.isVisible():
                    panel.first()
            self.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(round(RIGHT_WIDTH * self._ui.scale), super().sizeHint().height())

    def show_session(self, session: Session | None) -> None:
        for part in (self.inspector, self.outline, self.history, self.lanes, self.map, self.inbox):
            part.show_session(session)

    def _retranslate(self) -> None:
        texts, theme, scale = self._ui.texts, self._ui.theme, self._ui.scale
        side = round(16 * scale)
        self.setIconSize(QSize(side, side))
        self.setMinimumWidth(round(MIN_RIGHT * scale))
        for at, (_, words, glyph) in enumerate(TABS):
            is_front = at == self.currentIndex()
            role = "chosen_ink" if is_front else "quiet"
            self.setTabToolTip(at, texts(words))
            self.tabBar().setAccessibleTabName(at, texts(words))
            self.setTabIcon(at, icon(glyph, theme[role], side))
        self.setAccessibleName(texts("Properties, outline and lanes"))
        self.tabBar().setAccessibleName(texts("Properties, outline and lanes"))


LIST_WIDTH, MIN_HEIGHT = 178, 110
#: How long after it is shown the dock makes the pages behind the current one (ms).
AFTER_PAINTING_MS = 200


P = TypeVar("P", bound=BottomPage)

#: The pages from top to bottom.
PAGES: tuple[type[BottomPage], ...] = (
    ReviewPanel,
    FunnelPanel,
    PathsPanel,
    EvidencePanel,
    CompletenessPanel,
    MethodPanel,
    AgreementPanel,
    PrioritiesPanel,
    AgendaPanel,
    ComparePanel,
    PreflightPanel,
)


class BottomDock(QFrame):
    """A list of pages on the left, the current page beside it.

    A page is made when it is first shown; one that counts behind the current one, once the map has
    been painted: each has some fifty widgets of 10 KB. `reveal_wanted` requests an element,
    `edit_wanted` a field (or "") of one, `action_wanted` an action of the window.
    """

    reveal_wanted = Signal(str)
    edit_wanted = Signal(str, str)
    action_wanted = Signal(str)

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._session: Session | None = None
        #: The pages that there are, by their number.
        self._pages: dict[int, BottomPage] = {}
        self._counts = [0] * len(PAGES)
        self._stack = QStackedWidget(self)
        self._buttons = QButtonGroup(self)
        styled(self, "footer")
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        for number in range(len(PAGES)):
            button = styled(QPushButton(), "row")
            button.setCheckable(True)
            column.addWidget(button)
            self._buttons.addButton(button, number)
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
        self._making = QTimer(self)
        self._making.setSingleShot(True)
        self._making.timeout.connect(self._make_next)
        self._buttons.idClicked.connect(self._show)
        self._ui.changed.connect(self._retranslate)
        self._retranslate()
        self.show_page("review")

    def show_session(self, session: Session | None) -> None:
        self._session = session
        for page in self._pages.values():
            page.show_session(session)

    def page(self, kind: type[P]) -> P:
        page = self._page_at(PAGES.index(kind))
        assert isinstance(page, kind)
        return page

    def show_page(self, name: str) -> None:
        for number, kind in enumerate(PAGES):
            if name == kind.NAME:
                self._buttons.button(number).setChecked(True)
                self._show(number)
                self._names.ensureWidgetVisible(self._buttons.button(number), 0, 0)

    def shut_down(self) -> None:
        """End background work; the window is about to close."""
        for page in self._pages.values():
            page.shut_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for page in self._pages.values():
            page.catch_up_soon()
        self._making.start(AFTER_PAINTING_MS)

    def _make_next(self) -> None:
        """Make one of the pages that count behind the current one."""
        behind = (number for number, kind in enumerate(PAGES) if kind.COUNTS_BEHIND)
        missing = next((number for number in behind if number not in self._pages), None)
        if missing is not None and self.isVisible():
            self._page_at(missing)
            self._making.start(0)

    def _show(self, number: int) -> None:
        self._stack.setCurrentWidget(self._page_at(number))

    def _page_at(self, number: int) -> BottomPage:
        """Return a page, made if it is not there yet; Tab reaches it behind the list."""
        if number in self._pages:
            return self._pages[number]
        page = self._pages[number] = PAGES[number](self._ui)
        self._stack.addWidget(page)
        before: QWidget = self._buttons.buttons()[-1]
        for widget in page.findChildren(QWidget):
            is_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if is_reached and widget.window() is self.window():  # no list of a combo box
                QWidget.setTabOrder(before, widget)
                before = widget
        page.reveal_wanted.connect(self.reveal_wanted)
        page.edit_wanted.connect(self.edit_wanted)
        page.page_wanted.connect(self.show_page)
        page.action_wanted.connect(self.action_wanted)
        page.counted.connect(partial(self._count, number))
        if self._session is not None:
            page.show_session(self._session)
        return page

    def _count(self, number: int, count: int) -> None:
        self._counts[number] = count
        self._retranslate()

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self._names.setFixedWidth(round(LIST_WIDTH * scale))
        self.setMinimumHeight(round(MIN_HEIGHT * scale))
        for number, kind in enumerate(PAGES):
            words, count = texts(kind.TITLE), self._counts[number]
            self._buttons.button(number).setText(
                f"{words} · {texts.number(count)}" if count else words
            )
        self.setAccessibleName(texts("Analysis"))
