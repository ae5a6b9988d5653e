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
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor import __version__
from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.i18n import N_
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import KeyCap, SectionLabel, label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

WIDTH, HEIGHT = 820, 620
#: Keys and gestures of the canvas, which the window does not bind.
ON_THE_MAP = (
    ("← → ↑ ↓", N_("Go to the next card")),
    ("Tab", N_("Add another card of the same kind")),
    ("Ctrl ← →", N_("Add a connected card")),
    ("Alt ← → ↑ ↓", N_("Move the selected cards")),
    ("Enter", N_("Edit title")),
    ("Esc", N_("Cancel the current action")),
    ("Space", N_("Pan (hold and drag)")),
    ("Ctrl", N_("Zoom (hold and scroll)")),
    ("Shift", N_("Add to the selection (hold and click)")),
)


class ShortcutsPage(QDialog):
    """The shortcuts of all actions by menu, and those of the canvas."""

    def __init__(self, ui: UiContext, actions: ActionRegistry, groups: Iterable[str]) -> None:
        super().__init__()
        self._ui, self._actions, self._groups = ui, actions, tuple(groups)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 14, 14)
        column.addWidget(self._area, 1)
        column.addWidget(self._buttons)
        self._buttons.rejected.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))
        self._retranslate()

    def lines(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """Heading → (action, its keys), as shown."""
        texts, found = self._ui.texts, []
        for group in self._groups:
            rows = [
                (self._actions.title(id_).rstrip("…"), keys)
                for id_, spec in self._actions.specs.items()
                if spec.group == group and (keys := self._keys(id_))
            ]
            if rows:
                found.append((texts(group), rows))
        by_hand = [(texts(words), [key]) for key, words in ON_THE_MAP]
        return [*found, (texts("On the map"), by_hand)]

    def _keys(self, id_: str) -> list[str]:
        keys, hint = self._actions.keys(id_), self._actions.specs[id_].hint
        return list(dict.fromkeys([*keys[:1], *([hint] if hint else [])]))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Keyboard shortcuts"))
        self._area.setAccessibleName(texts("Keyboard shortcuts"))
        self._close.setText(texts("Close"))
        inside = styled(QFrame(), "panel")
        grid = QHBoxLayout(inside)
        grid.setContentsMargins(24, 18, 24, 18)
        grid.setSpacing(36)
        groups = self.lines()
        whole = sum(len(rows) + 2 for _, rows in groups)
        column, height = _column(grid), 0
        for heading, rows in groups:
            if height and height + len(rows) / 2 > whole / 2:
                column.addStretch(1)
                column, height = _column(grid), 0
                whole = 10**6
            column.addWidget(self._block(heading, rows))
            height += len(rows) + 2
        column.addStretch(1)
        self._area.setWidget(inside)

    def _block(self, heading: str, rows: Iterable[tuple[str, list[str]]]) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.addWidget(SectionLabel(heading), 0, 0, 1, 2)
        for number, (words, keys) in enumerate(rows, 1):
            grid.addWidget(label(words), number, 0)
            caps = QHBoxLayout()
            caps.addStretch(1)
            for key in keys:
                caps.addWidget(KeyCap(key))
            grid.addLayout(caps, number, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return block


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
