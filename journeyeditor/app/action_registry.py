"""What an action is, and how the action table becomes QActions.

One table (`actions.ACTIONS`) feeds the menus, the toolbar, the shortcuts, the command palette and
the shortcuts page. Nothing else creates actions or binds window-wide keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from journeyeditor.app.action_context import ActionContext, always
from journeyeditor.app.map_window import DialogHelp, MapWindow
from journeyeditor.i18n import Texts
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from journeyeditor.app.clipboard import Clipboard
    from journeyeditor.app.documents.controller import AppContext, DocumentController
    from journeyeditor.app.presentation.controller import Presentation
    from journeyeditor.app.replay.controller import ReplayController
    from journeyeditor.app.room.controller import RoomController


class Help(DialogHelp, Protocol):
    """The help of a window as actions see it."""

    def show_handbook(self, topic: str | None = None) -> None:
        """Open the handbook at a topic ("data#funnel"), or else at what has the focus."""

    def show_shortcuts(self) -> None: ...

    def take_tour(self) -> None:
        """Begin the tour on a sample, in another window if this one has a map."""

    def report_fault(self) -> None:
        """Show a report that the user can save and send."""


class ActionTarget(MapWindow, Protocol):
    """The window as actions see it."""

    app_context: AppContext
    documents: DocumentController
    clipboard: Clipboard

    @property
    def help(self) -> Help: ...

    @property
    def is_behind(self) -> bool:
        """Whether a map is open behind the start page."""

    @property
    def is_presenting(self) -> bool: ...

    @property
    def presentation(self) -> Presentation: ...

    @property
    def replay(self) -> ReplayController: ...

    @property
    def room(self) -> RoomController: ...

    def action_title(self, id_: str) -> str:
        """The text of an action in the window's language, without ellipsis and shortcut."""

    def open_command_palette(self) -> None: ...

    def toggle_dock(self, dock: str) -> None:
        """Open or close a dock, and save that in the settings."""

    def close(self) -> bool:
        """Close the window; returns False if the user cancelled."""


NATIVE = QKeySequence.SequenceFormat.NativeText

#: A key as text ("Ctrl+K"; Ctrl is the Command key on a Mac), or a standard key of the platform.
Shortcut: TypeAlias = str | QKeySequence.StandardKey
Predicate: TypeAlias = Callable[[ActionContext], bool]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action of the window.

    `text` and `tip` are English message ids; `words` computes the text instead if it depends on the
    context. `group` is the heading in the shortcuts page and the command palette. `hint` is a key
    that only works on the map: menus, tooltips and help show it, but it is not bound. `context` precedes the text where no
    menu says what the action applies to.
    """

    id: str
    text: str
    run: Callable[[ActionTarget], object]
    group: str
    tip: str = ""
    icon: str = ""
    shortcuts: tuple[Shortcut, ...] = ()
    enabled_when: Predicate = always
    checked_when: Predicate | None = None
    words: Callable[[ActionContext, Texts], str] | None = None
    hint: str = ""
    context: str = ""


class ActionRegistry(QObject):
    """The QActions of the table, kept up to date with context and language.

    `done` emits the id of each action before it runs.
    """

    done = Signal(str)
    grown = Signal()

    def __init__(
        self,
        window: QMainWindow,
        target: ActionTarget,
        ui: UiContext,
        specs: Iterable[ActionSpec],
    ) -> None:
        super().__init__(window)
        self._window, self._target, self._ui = window, target, ui
        self._now = ActionContext()
        self.specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}
        self._add(specs)
        ui.language_changed.connect(self._retranslate)

    def __getitem__(self, id_: str) -> QAction:
        """Return the QAction; raises KeyError for an unknown id."""
        return self._actions[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._actions

    def extend(self, specs: Iterable[ActionSpec]) -> None:
        self._add(spec for spec in specs if spec.id not in self.specs)
        self.grown.emit()

    def run(self, id_: str) -> None:
        self._actions[id_].trigger()

    def refresh(self, now: ActionContext) -> None:
        """Update all actions; returns at once if the context is unchanged."""
        if now != self._now:
            self._now = now
            self._show(self.specs.values())

    def title(self, id_: str) -> str:
        """The action's text in the window's language, without ellipsis and mnemonic."""
        return self._words(self.specs[id_])

    def name(self, id_: str) -> str:
        """The action's text whatever the state of the map, without ellipsis."""
        spec, texts = self.specs[id_], self._ui.texts
        words = spec.words(ActionContext(), texts) if spec.words is not None else texts(spec.text)
        return words.rstrip("…")

    def full_title(self, id_: str) -> str:
        """The action's text, preceded by its context."""
        context = self.specs[id_].context
        return f"{self._ui.texts(context)}: {self.title(id_)}" if context else self.title(id_)

    def keys(self, id_: str) -> Sequence[str]:
        keys = [key_text(key) for key in self._actions[id_].shortcuts()]
        hint = self._hint(self.specs[id_])
        return [*keys, hint] if hint else keys

    def _hint(self, spec: ActionSpec) -> str:
        """The key on the map in the platform's notation, "" without one."""
        return key_text(QKeySequence(spec.hint)) if spec.hint else ""

    def _add(self, specs: Iterable[ActionSpec]) -> None:
        new = []
        for spec in specs:
            action = QAction(self._window)
            action.setObjectName(spec.id)
            action.setShortcuts(key_sequences(spec.shortcuts))
            action.setCheckable(spec.checked_when is not None)
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.triggered.connect(partial(self._do, spec))
            self._window.addAction(action)
            self.specs[spec.id] = spec
            self._actions[spec.id] = action
            self._set_text(spec)
            new.append(spec)
        self._show(new)

    def _do(self, spec: ActionSpec, _: bool = False) -> None:
        """Run an action. Qt has already toggled a checkable one, which must show the state instead."""
        self.done.emit(spec.id)
        try:
            spec.run(self._target)
        finally:
            if spec.checked_when is not None:
                self._actions[spec.id].setChecked(spec.checked_when(self._now))

    def tip(self, id_: str) -> str:
        spec = self.specs[id_]
        words = self._ui.texts(spec.tip) if spec.tip else self._words(spec).rstrip("…")
        keys = self.keys(id_)
        return f"{words} ({keys[0]})" if keys else words

    def _show(self, specs: Iterable[ActionSpec]) -> None:
        now = self._now
        for spec in specs:
            action = self._actions[spec.id]
            if spec.words is not None:
                self._set_text(spec)
            action.setEnabled(spec.enabled_when(now))
            if spec.checked_when is not None:
                action.setChecked(spec.checked_when(now))

    def _words(self, spec: ActionSpec) -> str:
        if spec.words is not None:
            return spec.words(self._now, self._ui.texts)
        return self._ui.texts(spec.text)

    def _retranslate(self) -> None:
        for spec in self.specs.values():
            self._set_text(spec)

    def _set_text(self, spec: ActionSpec) -> None:
        """Set the action's text; what follows a tab is shown by menus where they show shortcuts."""
        action, words = self._actions[spec.id], self._words(spec)
        if not (spec.shortcuts or spec.hint):
            action.setText(words)
            return
        bound = action.shortcut()
        key = self._hint(spec) if bound.isEmpty() else key_text(bound)
        is_shown = key != bound.toString(NATIVE)
        action.setText(f"{words}\t{key}" if is_shown else words)


def key_text(sequence: QKeySequence) -> str:
    """Return a key as people write it; "Return" is called Enter, as everywhere else."""
    text = sequence.toString(NATIVE)
    if not sequence.toString(QKeySequence.SequenceFormat.PortableText).endswith("Return"):
        return text
    name = QKeySequence("Return").toString(NATIVE)
    if name.isalpha() and text.endswith(name):  # a Mac has signs for both
        return text.removesuffix(name) + QKeySequence("Enter").toString(NATIVE)
    return text


def key_sequences(shortcuts: Iterable[Shortcut]) -> list[QKeySequence]:
    """Convert to QKeySequence, leaving out keys that the platform does not have."""
    found: list[QKeySequence] = []
    for shortcut in shortcuts:
        if isinstance(shortcut, str):
            found.append(QKeySequence(shortcut))
        else:
            found += QKeySequence.keyBindings(shortcut)
    unique: list[QKeySequence] = []
    for sequence in found:
        if not sequence.isEmpty() and sequence not in unique:
            unique.append(sequence)
    return unique
