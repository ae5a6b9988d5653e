"""The dialogs of the Help menu: keyboard shortcuts and About."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QKeySequence
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
from journeyeditor.app.action_registry import NATIVE, ActionRegistry, key_text
from journeyeditor.editing.tools.shortcuts import LETTER_MODIFIER, MAP_SHORTCUTS
from journeyeditor.i18n import N_
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import KeyCap, SectionLabel, label
from journeyeditor.widgets.layouts import keep_texts_whole
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The size of the shortcuts page, in pixels at interface size 1.
SHORTCUTS_SIZE = (820, 620)
ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
#: What is done with the mouse, and the key that is held meanwhile.
HELD_KEYS = (
    ("Space", N_("Pan (hold and drag)")),
    ("Ctrl", N_("Zoom (hold and scroll)")),
    ("Shift", N_("Add to the selection (hold and click)")),
)
#: Name of an action → its keys.
ShortcutRow: TypeAlias = tuple[str, list[str]]


def key_caps(chords: Sequence[str]) -> list[str]:
    """Return the keys of a command as they are shown: the first of them, or all arrows at once."""
    modifier, _, first = chords[0].rpartition("+")
    held = _held(modifier) if modifier else ""
    if first in ARROWS:
        return [held + " ".join(ARROWS[chord.rpartition("+")[2]] for chord in chords)]
    if first.isdigit():
        return [f"{first}–{chords[-1]}"]
    return [key_text(QKeySequence(chords[0]))]


def _held(modifier: str) -> str:
    """Return a modifier as it is written in front of another key, such as "Ctrl+"."""
    return QKeySequence(f"{modifier}+A").toString(NATIVE).removesuffix("A")


def _native(key: str) -> str:
    """Return the name of a key or modifier in the language that Qt speaks."""
    return key_text(QKeySequence(key)) or _held(key).removesuffix("+")


class ShortcutsPage(QDialog):
    """The shortcuts of all actions by menu, and those of the canvas; a search narrows them."""

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
        texts, found = self._ui.texts, []
        for group in self._groups:
            rows = [
                (self._actions.name(id_), keys)
                for id_, spec in self._actions.specs.items()
                if spec.group == group and (keys := self._keys(id_))
            ]
            found.append((texts(group), rows))
        on_map = [
            (texts(shortcut.text), key_caps(shortcut.chords))
            for name, shortcut in MAP_SHORTCUTS.items()
            if name not in self._actions
        ]
        on_map.append((texts("Add a card while typing"), [f"{_held(LETTER_MODIFIER)}A–Z"]))
        on_map += [(texts(words), [_native(key)]) for key, words in HELD_KEYS]
        found.append((texts("On the map"), on_map))
        wanted = self.search.text().casefold().split()
        narrowed = [
            (heading, [row for row in rows if _is_found(wanted, heading, row)])
            for heading, rows in found
        ]
        return [(heading, rows) for heading, rows in narrowed if rows]

    def _keys(self, id_: str) -> list[str]:
        keys, hint = self._actions.keys(id_), self._actions.specs[id_].hint
        return list(dict.fromkeys([*keys[:1], *(keys[-1:] if hint else [])]))

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
