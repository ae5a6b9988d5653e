"""Reads for an import in the background, with a progress dialog once it takes a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QProgressBar, QProgressDialog

    from journeyeditor.app.background import Background, Job

#: How long reading may take before its progress is shown (ms).
PATIENCE_MS = 300
#: The width of the progress dialog at interface scale 1 (pixels).
WIDTH = 360
_TOPIC = "import"


class ImportReading:
    """One reading at a time; another one, cancelling it or closing the window drops its result."""

    def __init__(self, window: QWidget, ui: UiContext) -> None:
        self._window, self._ui = window, ui
        self._background: Background | None = None
        self.progress: QProgressDialog | None = None
        self._bar: QProgressBar | None = None

    @property
    def is_busy(self) -> bool:
        return self._background is not None and self._background.is_busy

    def do(
        self,
        name: str,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Read what is called `name`; `work` runs in the background."""
        from PySide6.QtWidgets import QProgressBar, QProgressDialog

        from journeyeditor.app.background import Background
        from journeyeditor.widgets.labels import ElidedLabel

        self.cancel()
        texts = self._ui.texts
        words = texts("Reading “{name}”…").format(name=name)
        progress = QProgressDialog("", texts("Cancel"), 0, 0, self._window)
        progress.setLabel(ElidedLabel(words))
        progress.setFixedWidth(round(WIDTH * self._ui.scale))
        progress.setWindowTitle(texts("Import journey"))
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(PATIENCE_MS)  # it shows itself after that
        progress.canceled.connect(self.cancel)
        bar = QProgressBar(progress)
        bar.setRange(0, 0)  # until something is known
        progress.setBar(bar)
        self.progress, self._bar = progress, bar
        ends = partial(self._end, done), partial(self._end, failed)
        if self._background is None:
            self._background = Background(self._window)
        self._background.do(_TOPIC, work, *ends, self._show_share)

    def cancel(self) -> None:
        if self._background is not None:
            self._background.drop(_TOPIC)
        self._hide()

    def close(self) -> None:
        """End; the window is about to close."""
        if self._background is not None:
            self._background.close()
        self._hide()

    def _show_share(self, share: float) -> None:
        """Move the bar, never back; the dialog itself would process events meanwhile."""
        if self._bar is not None and share > 0:
            self._bar.setRange(0, 100)
            self._bar.setValue(max(self._bar.value(), round(share * 100)))

    def _end(self, take: Callable[[Any], None], result: object) -> None:
        self._hide()
        take(result)

    def _hide(self) -> None:
        progress, self.progress, self._bar = self.progress, None, None
        if progress is not None:
            progress.canceled.disconnect(self.cancel)  # closing it would emit this too
            progress.reset()
            progress.deleteLater()
