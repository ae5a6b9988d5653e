"""The base of all panels: follows one open map, and refreshes only while it is visible."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from journeyeditor.editing.session import Session
from journeyeditor.model import Change
from journeyeditor.model.signal import Signal as ModelSignal
from journeyeditor.widgets.event_loop_pass import EventLoopPass
from journeyeditor.widgets.ui_context import UiContext

#: How long parts of a refresh may take in one pass of the event loop, in seconds.
PASS_S = 0.004
#: A signal of the session and the method that observes it.
Observed = tuple[ModelSignal[Any], Callable[[Any], None]]


class SessionView(QWidget):
    """A widget that shows the open map, or that there is none.

    Subclasses override `_refresh` (what is shown of the map) and `_retranslate` (all other words),
    and call the latter at the end of their constructor. Hidden, a view computes nothing: it
    becomes stale, and is refreshed when it is shown. Once idle, one view refreshes in each pass of
    the event loop, and a `_refresh` that is a generator does a few parts in each, so that keys and
    the pointer are answered in between.
    """

    #: Milliseconds without a change before the view is refreshed; 0: in the call that changes.
    IDLE_MS: ClassVar[int] = 0

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._is_stale = True
        #: What is left of a refresh under way.
        self._parts: Iterator[None] | None = None
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.timeout.connect(self._refresh_a_part)
        ui.changed.connect(self._follow_ui)

    def show_session(self, session: Session | None) -> None:
        if self._session is not None:
            for signal, observer in self._observed(self._session):
                signal.disconnect(observer)
        self._session = session
        self._reset()
        if session is not None:
            for signal, observer in self._observed(session):
                signal.connect(observer)
        self.invalidate(0)

    def invalidate(self, delay: int | None = None) -> None:
        """Refresh after the idle time, or a delay in milliseconds; when hidden, once shown."""
        self._is_stale, self._parts = True, None
        if self.is_seen():
            if self.IDLE_MS:
                self._idle_timer.start(self.IDLE_MS if delay is None else delay)
            else:
                self.refresh()

    def refresh(self) -> None:
        """Refresh at once, all of it."""
        self._idle_timer.stop()
        self._is_stale, self._parts = False, None
        for _ in self._refresh() or ():
            pass

    def catch_up(self) -> None:
        """Refresh now, if the view is stale and seen."""
        if (self._is_stale or self._parts is not None) and self.is_seen():
            self.refresh()

    def catch_up_soon(self) -> None:
        """Refresh when idle, if the view is stale and seen."""
        if (self._is_stale or self._parts is not None) and self.is_seen():
            self.invalidate(0)

    def _refresh_a_part(self) -> None:
        """Go on with the refresh, unless another view has had its turn in this pass."""
        if not self.is_seen():  # all of it anew when it is shown
            self._is_stale, self._parts = self._is_stale or self._parts is not None, None
        if (not self._is_stale and self._parts is None) or not self.is_seen():
            return
        if not EventLoopPass.take():
            self._idle_timer.start(1)
            return
        if self._is_stale:
            self._is_stale = False
            self._parts = iter(self._refresh() or ())
        parts = self._parts
        if parts is not None and _has_more(parts):
            self._idle_timer.start(0)
        elif self._parts is parts:
            self._parts = None

    def is_seen(self) -> bool:
        return self.isVisible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.invalidate(0)

    def _observed(self, session: Session) -> Iterable[Observed]:
        """List what to connect to a map, and to disconnect from it."""
        return ((session.updated, self._follow),)

    def _reset(self) -> None:
        """Forget the previous map; `_session` is the new one already."""

    def _follow(self, change: Change) -> None:
        self.invalidate()

    def _refresh(self) -> Iterator[None] | None:
        raise NotImplementedError

    def _retranslate(self) -> None:
        raise NotImplementedError

    def _follow_ui(self) -> None:
        self._retranslate()
        self.invalidate(0)


def _has_more(parts: Iterator[None]) -> bool:
    """Do small parts for a while, or one that takes longer; return whether there may be more."""
    end = time.perf_counter() + PASS_S
    while next(parts, parts) is not parts:
        if time.perf_counter() >= end:
            return True
    return False


class BottomPage(SessionView):
    """A page of the dock below the map.

    A page is one module and one line in the dock's list. `reveal_wanted` asks for an element,
    `edit_wanted` for a field (or "") in the form of one, `page_wanted` for another page,
    `action_wanted` for an action of the window; `counted` is the figure beside the page's title.
    """

    #: How the page is asked for, and its title: English, a key of the catalogues.
    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    #: Whether its figure stays up to date while another page is in front.
    COUNTS_BEHIND: ClassVar[bool] = False
    #: Milliseconds without a change before a page behind another one is refreshed; 0: as in front.
    BEHIND_MS: ClassVar[int] = 0

    reveal_wanted = Signal(str)
    edit_wanted = Signal(str, str)
    page_wanted = Signal(str)
    action_wanted = Signal(str)
    counted = Signal(int)

    def show_session(self, session: Session | None) -> None:
        super().show_session(session)
        if not self.is_seen():
            self.counted.emit(0)

    def shut_down(self) -> None:
        """End background work; the window is about to close."""

    def invalidate(self, delay: int | None = None) -> None:
        if self.BEHIND_MS and self.is_seen() and not self.isVisible():
            self._is_stale, self._parts = True, None
            self._idle_timer.start(self.BEHIND_MS)
        else:
            super().invalidate(delay)

    def is_seen(self) -> bool:
        pages = self.parentWidget()
        is_counted = self.COUNTS_BEHIND and pages is not None and pages.isVisible()
        return is_counted or super().is_seen()
