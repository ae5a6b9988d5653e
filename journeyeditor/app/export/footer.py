"""The footer of the export dialog: progress, result, and the buttons that start an export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.labels import ElidedLabel
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class ExportFooter(QFrame):
    """Text, progress bar and buttons; knows nothing of posters but the paths of their files."""

    export_wanted = Signal()
    print_wanted = Signal()
    cancel_wanted = Signal()
    close_wanted = Signal()
    open_wanted = Signal(Path)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._files: tuple[Path, ...] = ()
        self._pages, self._has_file = 0, False
        self._is_working = False
        self.keep = QCheckBox()
        self.words = ElidedLabel()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(150)
        self.file, self.folder = link_button(), link_button()
        self.stop = QPushButton()
        self.close_button, self.printer = QPushButton(), QPushButton()
        self.start = primary()
        self.start.setDefault(True)
        for button in (self.stop, self.close_button, self.printer, self.file, self.folder):
            button.setAutoDefault(False)
        row = QHBoxLayout(styled(self, "footer"))
        row.setContentsMargins(18, 11, 18, 11)
        row.setSpacing(9)
        parts: tuple[QWidget, ...] = (self.bar, self.words, self.file, self.folder)
        for part in parts:
            row.addWidget(part, 1 if part is self.words else 0)
        row.addWidget(self.keep)
        row.addSpacing(8)
        for button in (self.stop, self.close_button, self.printer, self.start):
            row.addWidget(button)
        self._connect_signals()
        self._retranslate()
        self._show()

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.start.clicked.connect(self.export_wanted)
        self.printer.clicked.connect(self.print_wanted)
        self.stop.clicked.connect(self.cancel_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.file.clicked.connect(self._open_file)
        self.folder.clicked.connect(self._open_folder)

    @property
    def saves_options(self) -> bool:
        return self.keep.isChecked()

    def wait(self) -> None:
        if not self._is_working and not self._files:
            self._show_text("")

    def ready(self, *, pages: int, has_file: bool = False) -> None:
        """Enable the export of a poster of this many pages, or of a file that has none."""
        self._pages, self._has_file = pages, has_file or pages > 0
        self._show()

    def disable(self) -> None:
        self.ready(pages=0)

    def reset(self) -> None:
        self._is_working, self._files = False, ()
        self._show_text("")
        self._show()

    def work(self, words: str) -> None:
        self._is_working, self._files = True, ()
        self.bar.setRange(0, 0)
        self._show_text(words)
        self._show()

    def progress(self, share: float) -> None:
        """Show the progress (0..1)."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(share * 1000))

    def show_done(self, files: Sequence[Path]) -> None:
        self.reset()
        self._files = tuple(files)
        texts = self._ui.texts
        if len(files) == 1:
            words = texts("“{name}” exported.").format(name=files[0].name)
        else:
            words = texts("{count} files exported, starting with “{name}”.").format(
                count=len(files), name=files[0].name
            )
        self._show_text(words, "good")
        self._show()

    def show_success(self, words: str) -> None:
        self.reset()
        self._show_text(words, "good")

    def show_error(self, words: str) -> None:
        self.reset()
        self._show_text(words, "error")

    def _show_text(self, words: str, look: str = "secondary") -> None:
        styled(self.words, look)
        self.words.set_text(words)

    def _show(self) -> None:
        for part in (self.bar, self.stop):
            part.setVisible(self._is_working)
        for part in (self.file, self.folder):
            part.setVisible(bool(self._files))
        for button in (self.close_button, self.printer, self.start, self.keep):
            button.setVisible(not self._is_working)
        self.start.setEnabled(self._has_file)
        self.printer.setEnabled(self._pages > 0)

    def _open_file(self) -> None:
        self.open_wanted.emit(self._files[0])

    def _open_folder(self) -> None:
        self.open_wanted.emit(self._files[0].parent)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for button, words in (
            (self.keep, texts("Save settings in map")),
            (self.file, texts("Open file")),
            (self.folder, texts("Show in folder")),
            (self.stop, texts("Cancel")),
            (self.close_button, texts("Close")),
            (self.printer, texts("Print…")),
            (self.start, texts("Export…")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self.bar.setAccessibleName(texts("Progress"))
        self.words.setMinimumWidth(round(60 * self._ui.scale))
