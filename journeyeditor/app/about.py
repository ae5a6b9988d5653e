"""What the program is, and what it promises: nothing leaves the machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from journeyeditor import __version__
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.ui_context import UiContext

WIDTH = 440


class About(QDialog):
    """A page about the program."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._mark = label()
        self._head, self._version = label("", "heading"), label("", "secondary")
        self._promise_head, self._promise = SectionLabel(), label()
        self._parts_head, self._parts = SectionLabel(), label("", "secondary")
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(8)
        for words in (self._promise, self._parts):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (
            self._mark,
            self._head,
            self._version,
            self._promise_head,
            self._promise,
            self._parts_head,
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
        """Say all in the window's language."""
        texts, theme, scale = self._ui.texts, self._ui.theme, self._ui.scale
        self.setFixedWidth(round(WIDTH * scale))
        self.setWindowTitle(texts("About Journey Editor"))
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(pixmap("stage", theme["accent"], round(40 * scale), ratio))
        self._head.setText(texts("Journey Editor"))
        self._version.setText(texts("Version {version}").format(version=__version__))
        self._promise_head.set_text(texts("Your maps stay on your computer"))
        self._promise.setText(
            texts(
                "Journey Editor never connects to a network: no account, no cloud, no telemetry, no automatic updates. Your maps are plain files, saved where you choose. Unsaved changes are stored only on this computer, so that nothing is lost in a crash."
            )
        )
        self._parts_head.set_text(texts("Built with"))
        self._parts.setText(
            f"Qt {qVersion()} (LGPL), Inter, Noto (OFL), Twemoji (CC-BY 4.0), Lucide (ISC), "
            "NetworkX, Pydantic, ReportLab, HarfBuzz, Pillow, PDFium"
        )
        self._close.setText(texts("Close"))
