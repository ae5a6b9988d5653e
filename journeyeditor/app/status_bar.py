"""The status bar: save state, counts, selection, language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTime, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStatusBar, QToolButton, QWidget

from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.i18n import N_plural, Texts, language_name, window_languages
from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from journeyeditor.app.file_messages import StatusWarning

#: The docks that can be opened and closed at the right end.
DOCKS = ("left", "bottom", "right")
#: How long a message is shown (ms).
MESSAGE_MS = 6000
#: The kinds that are counted, in singular and plural.
COUNTED: Mapping[str, tuple[str, str]] = {
    "stage": N_plural("{count} stage", "{count} stages"),
    "touchpoint": N_plural("{count} touchpoint", "{count} touchpoints"),
    "pain_point": N_plural("{count} pain point", "{count} pain points"),
    "opportunity": N_plural("{count} opportunity", "{count} opportunities"),
}


#: What ends a hint; an override is offered before each key and shortcut.
_ENDS_HINT = {QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress}


class Status(QStatusBar):
    """The status bar; a message temporarily replaces the counts.

    A warning is shown for as long as its condition lasts.
    """

    def __init__(self, actions: ActionRegistry, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        application = QCoreApplication.instance()
        assert application is not None
        self._application = application
        self._saved: tuple[bool, bool, bool, QTime | None] = (False, False, False, None)
        self._counts: Mapping[str, int] = {}
        self._selected = 0
        self._passing = ""
        self._warnings: Sequence[StatusWarning] = ()
        self._warned: object = None
        self._warning = label(look="alert")
        self._dot, self._state, self._words = QLabel("●"), label(), label()
        self._chosen = label()
        self._language = QToolButton()
        self._language.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._language.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self._language)
        for id_ in ("language_system", *(f"language_{code}" for code in window_languages())):
            menu.addAction(actions[id_])
        self._language.setMenu(menu)
        self._docks = {name: QToolButton() for name in DOCKS}
        self._dock_icons: dict[str, QIcon] = {}
        for name, button in self._docks.items():
            button.setDefaultAction(actions[f"dock_{name}"])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            styled(button, "slim")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.setSizeGripEnabled(False)
        state = QWidget()
        row = QHBoxLayout(state)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._dot, self._state):
            row.addWidget(widget)
        self.addWidget(state)
        self.addWidget(self._warning)
        self.addWidget(self._words)
        self.addPermanentWidget(self._chosen)
        self.addPermanentWidget(self._language)
        for button in self._docks.values():
            self.addPermanentWidget(button)
        self._timer.timeout.connect(self._forget)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_saved(
        self, *, has_map: bool, is_dirty: bool, has_file: bool, at: QTime | None
    ) -> None:
        self._saved = (has_map, is_dirty, has_file, at)
        self._show()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._show()

    def show_selected(self, count: int) -> None:
        self._selected = count
        self._show()

    def show_warnings(self, warnings: Sequence[StatusWarning], subject: object) -> None:
        """Show the first of a subject's warnings; show a message when one is resolved."""
        if subject is self._warned:
            lasting = {warning.topic for warning in warnings}
            for warning in self._warnings:
                if warning.over and warning.topic not in lasting:
                    self.show_message(warning.over)
        if any(warning.over == self._passing for warning in warnings):
            self._passing = ""
        self._warnings, self._warned = tuple(warnings), subject
        self._show()

    def show_message(self, words: str, *, is_hint: bool = False) -> None:
        """Show a message for a while; a hint about what was just tried ends with the next key or click."""
        self._application.removeEventFilter(self)
        if is_hint:
            self._application.installEventFilter(self)
        self._passing = words
        self._timer.start(MESSAGE_MS)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ENDS_HINT:
            self._forget()
        return False

    def words(self) -> str:
        """The texts shown, from left to right."""
        parts = (self._state, self._warning, self._words, self._chosen)
        return " · ".join(part.text() for part in parts if part.text())

    def _dock_icon(self, name: str) -> QIcon:
        """The icon of a dock's button, drawn when it is first shown."""
        if name not in self._dock_icons:
            theme, side = self._ui.theme, round(16 * self._ui.scale)
            self._dock_icons[name] = icon(
                f"panel_{name}", theme["quiet"], side, chosen=theme["chosen_ink"]
            )
        return self._dock_icons[name]

    def _forget(self) -> None:
        self._application.removeEventFilter(self)
        self._passing = ""
        self._show()

    def _retranslate(self) -> None:
        texts = self._ui.texts
        side = round(16 * self._ui.scale)
        self._dock_icons.clear()
        for button in self._docks.values():
            button.setIconSize(QSize(side, side))
        self._language.setText(language_name(texts.language))
        self._language.setAccessibleName(texts("Language"))
        self._language.setToolTip(texts("Interface language"))
        self.setAccessibleName(texts("Status"))
        self._show()

    def _show(self) -> None:
        texts, theme = self._ui.texts, self._ui.theme
        has_map, is_dirty, has_file, at = self._saved
        self._dot.setVisible(has_map)
        for name, button in self._docks.items():
            button.setVisible(has_map)
            if has_map:
                button.setIcon(self._dock_icon(name))  # a change of its action takes it away
        style = f"color: {theme['caution' if is_dirty else 'good']}; padding: 0"
        if style != self._dot.styleSheet():
            self._dot.setStyleSheet(style)
        self._state.setText(_state(texts, is_dirty, has_file, at) if has_map else "")
        words = [warning.words for warning in self._warnings]
        self._warning.setText(words[0] if words else "")
        self._warning.setToolTip("\n".join(words))
        self._warning.setVisible(bool(words))
        self._words.setText(self._passing or " · ".join(_counted(texts, self._counts)))
        chosen = texts.plural("1 selected", "{count} selected", self._selected)
        chosen = chosen.format(count=texts.number(self._selected))
        self._chosen.setText(chosen if self._selected else "")


def _state(texts: Texts, is_dirty: bool, has_file: bool, at: QTime | None) -> str:
    if is_dirty:
        return texts("Unsaved changes")
    if not has_file:
        return texts("New map, no changes yet")
    if at is None:
        return texts("Saved")
    return texts("Saved {time}").format(time=at.toString("HH:mm"))


def _counted(texts: Texts, counts: Mapping[str, int]) -> Sequence[str]:
    return [
        texts.plural(one, many, counts[kind]).format(count=texts.number(counts[kind]))
        for kind, (one, many) in COUNTED.items()
        if counts.get(kind)
    ]
