"""What a format without pages holds of the map, and what it cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.exporters import ExportFormat
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.ui_context import UiContext

#: The most losses listed; formats sum up what is alike.
MAX_SHOWN = 12
_WIDTH = 460


class FormatSummary(QWidget):
    """Shows the format's name and summary, and below them what will be missing in the file."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._format: ExportFormat | None = None
        self._losses: tuple[str, ...] = ()
        self._title, self.words = label("", "title"), label("", "secondary")
        self._heading, self.losses = SectionLabel(), label("", "secondary")
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setSpacing(8)
        for part in (self._title, self.words, self._heading, self.losses):
            column.addWidget(part)
        for text in (self._title, self.words, self.losses):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        # Centred by stretches: an aligned item would get the height of its text at the full width.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._inner)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        ui.changed.connect(self._retranslate)

    def show_format(self, format_: ExportFormat, losses: Sequence[str]) -> None:
        self._format, self._losses = format_, tuple(losses)
        self._retranslate()

    def _retranslate(self) -> None:
        if self._format is None:
            return
        self._inner.setFixedWidth(round(_WIDTH * self._ui.scale))
        texts = self._ui.texts
        self._title.setText(texts(self._format.title))
        self.words.setText(texts(self._format.summary) if self._format.summary else "")
        self._heading.set_text(texts("Not shown in this file"))
        lines = texts.listed([f"– {words}" for words in self._losses], MAX_SHOWN, "\n")
        self.losses.setText(lines)
        for part in (self._heading, self.losses):
            part.setVisible(bool(lines))
