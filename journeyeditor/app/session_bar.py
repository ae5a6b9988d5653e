"""A bar below the map that shows something of a session while it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.model import Change
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class SessionBar(QFrame):
    """Follows a session while it is open; `changed` is emitted when it opens or closes."""

    changed = Signal()

    def __init__(self, ui: UiContext, content: QWidget | QLayout, margin: int) -> None:
        """`margin` is the space above and below the content, in pixels at interface scale 1."""
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        styled(self, "footer")
        self.close_button = IconButton(ui, "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, margin, 20, margin)
        row.setSpacing(12)
        if isinstance(content, QWidget):
            row.addWidget(content, 1)
        else:
            row.addLayout(content, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button.clicked.connect(self.toggle)
        self.hide()

    @property
    def is_on(self) -> bool:
        return not self.isHidden()

    def show_session(self, session: Session | None) -> None:
        """Follow another session; it is shown if the last one was."""
        if self._session is not None and self.is_on:
            self._session.updated.disconnect(self._follow)
        self._session = session
        if session is not None and self.is_on:
            session.updated.connect(self._follow)
            self._show()

    def toggle(self) -> None:
        session = self._session
        if session is None:
            return
        self.setVisible(not self.is_on)
        if self.is_on:
            session.updated.connect(self._follow)
            self._show()
        else:
            session.updated.disconnect(self._follow)
            self._clear(session)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        raise NotImplementedError

    def _clear(self, session: Session) -> None:
        """Take off the map what was shown of it."""
        raise NotImplementedError

    def _follow(self, _: Change) -> None:
        self._show()
