"""The pre-flight below the map: whether the poster reads, looked at when it is asked for.

The poster is composed from a frozen copy in the background; after an edit the result is stale, and
composed anew once hands rest, as long as the page is seen.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from journeyeditor.app.background import Background, Job
from journeyeditor.app.export.findings import FindingList
from journeyeditor.app.export.job import PosterRenderer, PosterRequest, poster_request
from journeyeditor.app.export.messages import sentence
from journeyeditor.editing.session import Session
from journeyeditor.model import Change
from journeyeditor.poster.options import PosterOptions
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.poster import Poster

#: The poster is composed when nothing has happened for so long (milliseconds).
REST_MS = 700


class Preflight(QStackedWidget):
    """The findings on the poster as the map wishes it; `counted` tells how many there are."""

    reveal_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._renderer = PosterRenderer()
        self._background = Background(self)
        self._is_fresh = False
        self._fault: Exception | None = None
        self.list = FindingList(ui)
        self._quiet = EmptyState()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self.addWidget(self._quiet)
        self.addWidget(self.list)
        self.list.reveal_wanted.connect(self.reveal_wanted)
        self._rest.timeout.connect(self._compose)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        """Look at another map, or none."""
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
        self._session = session
        if session is not None:
            session.updated.connect(self._follow)
        self._background.drop("preflight")
        self.setCurrentWidget(self._quiet)
        self._wait(0)

    def close_down(self) -> None:
        """End the thread; the window is about to go."""
        self._rest.stop()
        self._background.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fresh:
            self._wait(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()

    def _follow(self, _: Change) -> None:
        """Look again soon: what was found may be wrong now."""
        self._wait(REST_MS)

    def _wait(self, pause: int) -> None:
        """Compose a little later, if anybody looks."""
        self._is_fresh = False
        if self.isVisible():
            self._rest.start(pause)

    def _compose(self) -> None:
        """Have the poster composed from the map as it is now."""
        if self._session is None or not self.isVisible():
            return
        self._is_fresh = True
        request = poster_request(self._session.graph, PosterOptions(), self._ui.texts.language)
        work = partial(_composed, self._renderer, request)
        self._background.do("preflight", work, self._take, self._refuse)

    def _take(self, poster: Poster) -> None:
        """Show what was found."""
        self._fault = None
        self.list.show_findings(poster.findings)
        self.setCurrentWidget(self.list if poster.findings else self._quiet)
        self.counted.emit(len(poster.findings))
        self._say()

    def _refuse(self, error: Exception) -> None:
        """Tell why there is no poster."""
        self._fault = error
        self.setCurrentWidget(self._quiet)
        self.counted.emit(1)
        self._say()

    def _say(self) -> None:
        """Say how it stands where there is no list."""
        texts = self._ui.texts
        if self._fault is not None:
            self._quiet.say(sentence(self._fault, texts))
        elif self._is_fresh and not self._background.is_busy:
            self._quiet.say(texts("No issues found. The poster is ready to print."))
        else:
            self._quiet.say(texts("Checking the poster…"))

    def _retranslate(self) -> None:
        """Say all in the window's language; the findings are found in it."""
        self._say()
        self._wait(0)


def _composed(renderer: PosterRenderer, request: PosterRequest, job: Job) -> Poster:
    """Compose, in the other thread."""
    return renderer.compose(request, job)
