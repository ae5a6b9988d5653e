"""The dialogs of the Help menu: keyboard shortcuts and About."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor import __version__
from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.app.shortcut_list import ShortcutRow, shortcut_groups
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import KeyCap, SectionLabel, label
from journeyeditor.widgets.layouts import keep_texts_whole
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The size of the shortcuts page, in pixels at interface size 1.
SHORTCUTS_SIZE = (820, 620)


class ShortcutsPage(QDialog):
    """The shortcuts of all actions by menu, and those of the canvas; a search narrows them."""

    HELP = "keys"

    def __init__(self, ui: UiContext, actions: ActionRegistry, groups: Iterable[str]) -> None:
        super().__init__()
        self._ui, self._actions, self._groups = ui, actions, tuple(groups)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        above = QHBoxLayout()
        above.setContentsMargins(24, 14, 10, 0)
        above.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 14, 14)
        column.addLayout(above)
        column.addWidget(self._area, 1)
        column.addWidget(self._buttons)
        self._buttons.rejected.connect(self.reject)
        self.search.textChanged.connect(self._fill)
        ui.changed.connect(self._retranslate)
        self.resize(*(round(side * ui.scale) for side in SHORTCUTS_SIZE))
        self._retranslate()
        self.search.setFocus()

    def lines(self) -> list[tuple[str, list[ShortcutRow]]]:
        """Heading → (action, its keys), as shown."""
        wanted = self.search.text().casefold().split()
        narrowed = [
            (heading, [row for row in rows if _is_found(wanted, heading, row)])
            for heading, rows in shortcut_groups(self._actions, self._groups, self._ui.texts)
        ]
        return [(heading, rows) for heading, rows in narrowed if rows]

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Keyboard shortcuts"))
        self._area.setAccessibleName(texts("Keyboard shortcuts"))
        self.search.setPlaceholderText(texts("Search shortcuts"))
        self.search.setAccessibleName(texts("Search shortcuts"))
        self._close.setText(texts("Close"))
        self._fill()

    def _fill(self) -> None:
        inside = styled(QFrame(), "panel")
        grid = QHBoxLayout(inside)
        grid.setContentsMargins(24, 18, 24, 18)
        grid.setSpacing(36)
        groups = self.lines()
        whole = sum(len(rows) + 2 for _, rows in groups)
        left, height = 0, 0
        while left < len(groups) and height + len(groups[left][1]) / 2 <= whole / 2:
            height += len(groups[left][1]) + 2
            left += 1
        for part in (groups[:left], groups[left:]):
            column = _column(grid)
            for heading, rows in part:
                column.addWidget(self._block(heading, rows))
            column.addStretch(1)
        if not groups:
            grid.insertWidget(0, label(self._ui.texts("No shortcut found"), "secondary"))
        self._area.setWidget(inside)

    def _block(self, heading: str, rows: Iterable[ShortcutRow]) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.addWidget(SectionLabel(heading), 0, 0, 1, 2)
        for number, (words, keys) in enumerate(rows, 1):
            text = label(words)
            text.setWordWrap(True)
            grid.addWidget(text, number, 0)
            caps = QHBoxLayout()
            caps.addStretch(1)
            for key in keys:
                caps.addWidget(KeyCap(key))
            grid.addLayout(caps, number, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return block


def _is_found(wanted: Iterable[str], heading: str, row: ShortcutRow) -> bool:
    text = " ".join([heading, row[0], *row[1]]).casefold()
    return all(word in text for word in wanted)


def _column(grid: QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    grid.addLayout(column, 1)
    return column


WIDTH = 440


class AboutPage(QDialog):
    """The About page."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._mark = label()
        self._heading, self._version = label("", "heading"), label("", "secondary")
        self._privacy_heading, self._privacy = SectionLabel(), label()
        self._parts_heading, self._parts = SectionLabel(), label("", "secondary")
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(8)
        for words in (self._privacy, self._parts):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (
            self._mark,
            self._heading,
            self._version,
            self._privacy_heading,
            self._privacy,
            self._parts_heading,
            self._parts,
            self._buttons,
        ):
            column.addWidget(widget)
        column.insertSpacing(3, 10)
        column.insertSpacing(6, 10)
        keep_texts_whole(self)
        self._buttons.rejected.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def _retranslate(self) -> None:
        texts, theme, scale = self._ui.texts, self._ui.theme, self._ui.scale
        self.setFixedWidth(round(WIDTH * scale))
        self.setWindowTitle(texts("About Journey Editor"))
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(pixmap("stage", theme["accent"], round(40 * scale), ratio))
        self._heading.setText(texts("Journey Editor"))
        self._version.setText(texts("Version {version}").format(version=__version__))
        self._privacy_heading.set_text(texts("Your maps stay on your computer"))
        self._privacy.setText(
            texts(
                "Journey Editor never connects to a network: no account, no cloud, no telemetry, no automatic updates. Your maps are plain files, saved where you choose. Unsaved changes are stored only on this computer, so that nothing is lost in a crash."
            )
        )
        self._parts_heading.set_text(texts("Built with"))
        self._parts.setText(
            f"Qt {qVersion()} (LGPL), Inter, Noto (OFL), Twemoji (CC-BY 4.0), Lucide (ISC), "
            "NetworkX, Pydantic, ReportLab, HarfBuzz, Pillow, PDFium"
        )
        self._close.setText(texts("Close"))
