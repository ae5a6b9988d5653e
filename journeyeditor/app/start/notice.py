"""One quiet line at the top of the start page, with one thing to do; it goes when it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from journeyeditor.widgets.buttons import IconButton, link_button
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class Notice(QFrame):
    """Hidden, and empty, until there is something to say; texts are message ids."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._message = self._offer = ""
        self._values: dict[str, str] = {}
        self._run: Callable[[], object] = self.hide
        styled(self, "card")
        self.hide()

    def _build(self) -> None:
        ui = self._ui
        self._words = label()
        self._words.setWordWrap(True)
        self.link = link_button()
        self.close_button = IconButton(ui, "close", role="label", size=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self.link)
        row.addWidget(self.close_button)
        self.link.clicked.connect(self._take)
        self.close_button.clicked.connect(self.hide)
        ui.changed.connect(self._retranslate)

    def offer(self, message: str, offer: str, run: Callable[[], object], **values: str) -> None:
        """Say something and offer what can be done; both are message ids."""
        if self.layout() is None:
            self._build()
        self._message, self._offer, self._run, self._values = message, offer, run, values
        self._retranslate()
        self.show()

    def _take(self) -> None:
        self.hide()
        self._run()

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self._words.setText(texts(self._message).format(**self._values))
        self.link.setText(texts(self._offer))
        self.close_button.set_text(texts("Close"))
