"""The left dock (palette, personas) and the right one (inspector, outline, lanes …)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.panels.fields.base import PickFile
from journeyeditor.panels.history import HistoryList
from journeyeditor.panels.inspector import Inspector, MapForm
from journeyeditor.panels.lanes import LanesPanel
from journeyeditor.panels.outline.view import Outline
from journeyeditor.panels.palette import Palette
from journeyeditor.panels.personas import PersonasPanel
from journeyeditor.widgets.icons import icon
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
)


class LeftSide(QFrame):
    """The palette and the personas."""

    def __init__(self, ui: UiContext, pick_file: PickFile) -> None:
        super().__init__()
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


class RightSide(QTabWidget):
    """The inspector and other views of the map; only the current tab shows its text."""

    def __init__(self, ui: UiContext, pick_file: PickFile) -> None:
        super().__init__()
        self._ui = ui
        self.inspector = Inspector(ui, pick_file)
        self.outline = Outline(ui)
        self.history = HistoryList(ui)
        self.lanes = LanesPanel(ui)
        self.map = MapForm(ui, pick_file)
        pages: tuple[QWidget, ...] = (
            self.inspector,
            self.outline,
            self.history,
            self.lanes,
            self.map,
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
        for part in (self.inspector, self.outline, self.history, self.lanes, self.map):
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
