"""The help of a window: its handbook and its page of shortcuts, made on first use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyeditor.app.action_registry import ActionRegistry, ActionTarget
    from journeyeditor.app.handbook.window import Handbook


class HelpController(QObject):
    """Opens what explains the program, beside the window and never in its way."""

    def __init__(
        self,
        window: ActionTarget,
        actions: ActionRegistry,
        add_kinds: Callable[[], None],
        parent: QObject,
    ) -> None:
        """`add_kinds` sees to it that the actions of all kinds are among the actions."""
        super().__init__(parent)
        self._window, self._actions, self._add_kinds = window, actions, add_kinds
        self._handbook: Handbook | None = None

    @property
    def handbook(self) -> Handbook:
        if self._handbook is None:
            from journeyeditor.app.actions import GROUPS
            from journeyeditor.app.handbook.parts import generated_parts
            from journeyeditor.app.handbook.window import Handbook

            self._add_kinds()
            ui = self._window.ui
            self._handbook = Handbook(ui, partial(generated_parts, self._actions, GROUPS, ui))
        return self._handbook

    def show_handbook(self, topic: str | None = None) -> None:
        from journeyeditor.app.handbook.topics import PRESENTING, topic_of

        if topic is None:
            is_presenting = self._window.is_presenting
            topic = PRESENTING if is_presenting else topic_of(QApplication.focusWidget())
        self.handbook.open(topic)

    def show_shortcuts(self) -> None:
        from journeyeditor.app.actions import GROUPS
        from journeyeditor.app.help_dialogs import ShortcutsPage

        self._window.show_dialog(ShortcutsPage(self._window.ui, self._actions, GROUPS))

    def add_to(self, dialog: QWidget) -> None:
        dialog.addAction(self._actions["handbook"])

    def shut_down(self) -> None:
        if self._handbook is not None:
            self._handbook.close()
            self._handbook.deleteLater()
            self._handbook = None
