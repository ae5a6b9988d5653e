"""The pre-flight page of the bottom dock: whether the poster is legible, checked on demand.

The poster is composed from a frozen copy in the background. An edit makes the result stale; while
the page is visible it is refreshed after a pause in editing.

"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedLayout

from journeyeditor.app.background import Background, Job
from journeyeditor.app.export.findings import FindingList
from journeyeditor.app.export.job import PosterRenderer, PosterRequest, poster_request
from journeyeditor.app.export.messages import sentence
from journeyeditor.i18n import N_
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.poster.options import PosterOptions
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.poster import Poster


class PreflightPanel(BottomPage):
    """The pre-flight findings of the map's poster; `counted` emits their number."""

    NAME, TITLE = "preflight", N_("Pre-flight")
    IDLE_MS = 700

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._renderer = PosterRenderer()
        self._background = Background(self)
        self._fault: Exception | None = None
        self.list = FindingList(ui)
        self._empty_state = EmptyState()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_state)
        self._pages.addWidget(self.list)
        self.list.reveal_wanted.connect(self.reveal_wanted)
        self._retranslate()

    def shut_down(self) -> None:
        self._idle_timer.stop()
        self._background.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._idle_timer.stop()

    def _reset(self) -> None:
        self._background.drop("preflight")
        self._pages.setCurrentWidget(self._empty_state)
        self._update_status()

    def _refresh(self) -> None:
        if self._session is None:
            return
        request = poster_request(self._session.graph, PosterOptions(), self._ui.texts.language)
        work = partial(_composed, self._renderer, request)
        self._background.do("preflight", work, self._show_poster, self._refuse)

    def _show_poster(self, poster: Poster) -> None:
        self._fault = None
        self.list.show_findings(poster.findings)
        self._pages.setCurrentWidget(self.list if poster.findings else self._empty_state)
        self.counted.emit(len(poster.findings))
        self._update_status()

    def _refuse(self, error: Exception) -> None:
        self._fault = error
        self._pages.setCurrentWidget(self._empty_state)
        self.counted.emit(1)
        self._update_status()

    def _update_status(self) -> None:
        texts = self._ui.texts
        if self._fault is not None:
            self._empty_state.set_text(sentence(self._fault, texts))
        elif not self._is_stale and not self._background.is_busy:
            self._empty_state.set_text(texts("No issues found. The poster is ready to print."))
        else:
            self._empty_state.set_text(texts("Checking the poster…"))

    def _retranslate(self) -> None:
        """Retranslate, and run the pre-flight again: its findings depend on the language."""
        self._update_status()


def _composed(renderer: PosterRenderer, request: PosterRequest, job: Job) -> Poster:
    """Runs in the background."""
    return renderer.compose(request, job)
