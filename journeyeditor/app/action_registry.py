"""What an action is, and how the table of all actions becomes Qt's actions.

One table (`catalogue`) feeds menus, toolbar, shortcuts, the command box and the page of shortcuts;
nothing else in the program makes an action or binds a key for the whole window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from journeyeditor.app.action_context import ActionContext, always
from journeyeditor.i18n import Texts
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from journeyeditor.app.action_target import ActionTarget

#: A key as text ("Ctrl+K"; Ctrl is the command key of a Mac), or what the platform uses for it.
Shortcut: TypeAlias = str | QKeySequence.StandardKey
Predicate: TypeAlias = Callable[[ActionContext], bool]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done in the window.

    `text` and `tip` are English and keys of the catalogues; `words` says the text instead where
    it depends on the situation. `group` is the heading under which the page of shortcuts and the
    command box show it. `hint` is a key that works on the map only, told but not bound. `context`
    stands before the text where no menu says what it is about.
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
    """Qt's side of the table: an action of Qt for each, in step with situation and language.

    `done` tells the id of each action that was run, before it runs.
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
        """Return Qt's action; raises KeyError on an id that the table does not have."""
        return self._actions[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._actions

    def extend(self, specs: Iterable[ActionSpec]) -> None:
        """Add actions that are known only once the kinds are."""
        self._add(spec for spec in specs if spec.id not in self.specs)
        self.grown.emit()

    def run(self, id_: str) -> None:
        """Do an action, if it is offered now."""
        self._actions[id_].trigger()

    def refresh(self, now: ActionContext) -> None:
        """Offer what makes sense now; costs nothing while nothing has changed."""
        if now != self._now:
            self._now = now
            self._show(self.specs.values())

    def title(self, id_: str) -> str:
        """The words of an action in the window's language, without dots and keys."""
        return self._words(self.specs[id_])

    def full_title(self, id_: str) -> str:
        """The words of an action, with what they are about."""
        context = self.specs[id_].context
        return f"{self._ui.texts(context)}: {self.title(id_)}" if context else self.title(id_)

    def keys(self, id_: str) -> Sequence[str]:
        """The keys of an action as the platform writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        keys = [key.toString(native) for key in self._actions[id_].shortcuts()]
        hint = self.specs[id_].hint
        return [*keys, hint] if hint else keys

    def _add(self, specs: Iterable[ActionSpec]) -> None:
        """Make Qt's actions."""
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
            action.setText(self._words(spec))
            new.append(spec)
        self._show(new)

    def _do(self, spec: ActionSpec, _: bool = False) -> None:
        """Run an action; Qt has toggled a checkable one, which shows what is, not what was asked."""
        self.done.emit(spec.id)
        try:
            spec.run(self._target)
        finally:
            if spec.checked_when is not None:
                self._actions[spec.id].setChecked(spec.checked_when(self._now))

    def tip(self, id_: str) -> str:
        """What an action does, with its key, for a button."""
        spec = self.specs[id_]
        words = self._ui.texts(spec.tip) if spec.tip else self._words(spec).rstrip("…")
        keys = self.keys(id_)
        return f"{words} ({keys[0]})" if keys else words

    def _show(self, specs: Iterable[ActionSpec]) -> None:
        """Bring Qt's actions in step with the situation."""
        now = self._now
        for spec in specs:
            action = self._actions[spec.id]
            if spec.words is not None:
                action.setText(spec.words(now, self._ui.texts))
            action.setEnabled(spec.enabled_when(now))
            if spec.checked_when is not None:
                action.setChecked(spec.checked_when(now))

    def _words(self, spec: ActionSpec) -> str:
        """What an action is called now."""
        if spec.words is not None:
            return spec.words(self._now, self._ui.texts)
        return self._ui.texts(spec.text)

    def _retranslate(self) -> None:
        """Say everything in the window's language."""
        for id_, spec in self.specs.items():
            self._actions[id_].setText(self._words(spec))


def key_sequences(shortcuts: Iterable[Shortcut]) -> list[QKeySequence]:
    """Return Qt's key sequences; one that the platform does not have is left out."""
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
