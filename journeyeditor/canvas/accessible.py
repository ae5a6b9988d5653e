"""The map for screen readers: a list of elements, the focused one announced when it changes.

Qt ignores what a factory for accessible interfaces returns in Python, so each interface is
registered by hand. Nothing is made before a screen reader asks.
"""

from __future__ import annotations

import atexit
import html
import weakref
from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QWindow,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journeyeditor.canvas.renderer import CanvasRenderer
from journeyeditor.editing.changes.order import row
from journeyeditor.editing.changes.relations import column_stage_of
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.curves import score_text
from journeyeditor.editing.tools.interface import MapPart
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.agreement import SOURCE, agreement_of
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import Change, Element, Relation
from journeyeditor.vocabulary import Common, Emotion, Stage, kind_class
from journeyeditor.widgets.ui_context import UiContext


class Announcer:
    """Holds the accessible interfaces, and announces changes.

    Qt deletes interfaces with the canvas, and so would Python: both hold them until `release`,
    which lets Qt be the one, before either is gone.
    """

    def __init__(self, canvas: QWidget, renderer: CanvasRenderer, ui: UiContext) -> None:
        self._canvas, self._renderer, self._ui = weakref.ref(canvas), weakref.ref(renderer), ui
        self._interfaces: dict[int, QAccessibleInterface] = {}
        #: The stage of the element that was announced last.
        self._stage: str | None = None
        self.root = CanvasInterface(canvas, renderer, ui, self)
        self.register(self.root)
        canvas.destroyed.connect(self.release)
        atexit.register(self.release)

    def register(self, interface: QAccessibleInterface) -> None:
        self._interfaces[QAccessible.registerAccessibleInterface(interface)] = interface

    def release(self) -> None:
        atexit.unregister(self.release)
        for id_ in self._interfaces:
            if QAccessible.accessibleInterface(id_) is not None:
                QAccessible.deleteAccessibleInterface(id_)
        self._interfaces = {}

    def ensure(self) -> None:
        """Register the interface again if Qt does not find it.

        Qt knows interfaces by object and meta-object, and a method of the canvas that is
        connected for the first time gives it another meta-object.
        """
        canvas, renderer = self._canvas(), self._renderer()
        if canvas is None or renderer is None:
            return
        if QAccessible.queryAccessibleInterface(canvas) is not self.root:
            self.root = CanvasInterface(canvas, renderer, self._ui, self)
            self.register(self.root)

    def announce(self, words: str) -> None:
        canvas = self._canvas()
        if canvas is not None and words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, words))

    def focus(self, id_: str) -> None:
        canvas = self._canvas()
        if canvas is not None and id_ and QAccessible.isActive():
            self.ensure()
            self.root.focus(id_)
            session, before = self.root.session, self._stage
            self._stage = stage_of(session, id_)
            words = described(session, id_, self._ui.texts)
            is_elsewhere = self._stage not in (before, id_)
            place = stage_title(session, self._stage, self._ui.texts)
            self.announce(f"{place}: {words}" if is_elsewhere else words)

    def follow(self, change: Change) -> None:
        """Announce what eyes see of a change: a move, another score, and what is gone."""
        self.forget()
        if not QAccessible.isActive():
            return
        session, texts = self.root.session, self._ui.texts
        entries = [
            (before, after)
            for before, after in change.entries.values()
            if isinstance(before, Common) and isinstance(after, Common | None)
        ]
        gone = [before for before, after in entries if after is None]
        if len(gone) == 1:
            self.announce(texts("Deleted: {thing}").format(thing=words_of(gone[0], texts)))
        for before, after in entries:
            if after is not None and after.id == session.selection.primary:
                self.announce(_moved(session, before, after, texts))

    def forget(self) -> None:
        self.root.forget()


class CanvasInterface(QAccessibleInterface):
    """The canvas as a list of the elements on the map, in reading order."""

    def __init__(
        self, canvas: QWidget, renderer: CanvasRenderer, ui: UiContext, owner: Announcer
    ) -> None:
        super().__init__()
        self._canvas, self._renderer = weakref.ref(canvas), weakref.ref(renderer)
        self.ui, self._owner = ui, owner
        self._ids: list[str] | None = None
        self._children: dict[str, ElementInterface] = {}

    @property
    def canvas(self) -> QWidget:
        """The canvas; asked only while the interface is valid."""
        canvas = self._canvas()
        assert canvas is not None
        return canvas

    @property
    def renderer(self) -> CanvasRenderer:
        """The canvas's renderer; asked only while the interface is valid."""
        renderer = self._renderer()
        assert renderer is not None
        return renderer

    @property
    def session(self) -> Session:
        return self.renderer.session

    @property
    def ids(self) -> list[str]:
        if self._ids is None:
            layout = self.session.layout
            self._ids = hit_testing.ids_in(
                layout, Rect(-1, -1, layout.size.width + 2, layout.size.height + 2)
            )
        return self._ids

    def forget(self) -> None:
        self._ids = None

    def focus(self, id_: str) -> None:
        if id_ in self.ids:
            index = self.ids.index(id_)
            self.child(index)
            event = QAccessibleEvent(self.canvas, QAccessible.Event.Focus)
            event.setChild(index)
            QAccessible.updateAccessibility(event)

    def isValid(self) -> bool:
        canvas = self._canvas()
        return canvas is not None and isValid(canvas)

    def object(self) -> QObject:
        return self.canvas

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        around = self.canvas.parentWidget()
        return QAccessible.queryAccessibleInterface(around) if around is not None else None

    def childCount(self) -> int:
        return len(self.ids)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return an element's interface, made when it is first asked for."""
        if not 0 <= index < len(self.ids):
            return None
        id_ = self.ids[index]
        if id_ not in self._children:
            self._children[id_] = ElementInterface(self, id_)
            self._owner.register(self._children[id_])
        return self._children[id_]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self.canvas.mapFromGlobal(QPoint(x, y))
        id_ = hit_testing.hit(self.session.layout, self.renderer.viewport.to_map(at.x(), at.y()), 0)
        return self.child(self.ids.index(id_)) if id_ in self.ids else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        id_ = getattr(child, "id", "")
        return self.ids.index(id_) if id_ in self.ids else -1

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self.canvas.accessibleName()
        return self.session.info.title if kind == QAccessible.Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Leave the name alone."""

    def rect(self) -> QRect:
        return QRect(self.canvas.mapToGlobal(QPoint(0, 0)), self.canvas.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.canvas.hasFocus()
        return state

    def foregroundColor(self) -> QColor:
        return QColor(self.session.layout.context.theme["ink"])

    def backgroundColor(self) -> QColor:
        return QColor(self.session.layout.context.theme["paper"])


class ElementInterface(QAccessibleInterface):
    """One element on the map."""

    def __init__(self, root: CanvasInterface, id_: str) -> None:
        super().__init__()
        self._root, self.id = root, id_

    def isValid(self) -> bool:
        return self._root.isValid() and self._root.session.layout.rect(self.id) is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._root.window()

    def parent(self) -> QAccessibleInterface:
        return self._root

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """Return kind and title as the element's name, its note as what describes it."""
        if kind == QAccessible.Text.Name:
            return described(self._root.session, self.id, self._root.ui.texts)
        record = self._root.session.graph.record(self.id)
        if kind == QAccessible.Text.Description and isinstance(record, Common):
            session, texts = self._root.session, self._root.ui.texts
            stage = stage_of(session, self.id)
            place = "" if stage == self.id else stage_title(session, stage, texts)
            return ", ".join(words for words in (place, record.note) if words)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Leave the name alone: titles are written on the map and in the inspector."""

    def rect(self) -> QRect:
        place = self._root.session.layout.rect(self.id)
        if place is None:
            return QRect()
        x, y, width, height = (
            round(value) for value in self._root.renderer.viewport.rect_to_screen(place)
        )
        return QRect(self._root.canvas.mapToGlobal(QPoint(x, y)), QSize(width, height))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        selection = self._root.session.selection
        state = QAccessible.State()
        state.focusable = state.selectable = True
        state.selected = self.id in selection
        state.focused = self.id == selection.primary and self._root.canvas.hasFocus()
        return state


def described(session: Session, id_: str, texts: Texts) -> str:
    """Return kind and title of a record, in the language of the window."""
    record = session.graph.record(id_)
    if not isinstance(record, Common):
        return record.title if isinstance(record, Relation) else ""
    return words_of(record, texts)


def words_of(record: Common, texts: Texts) -> str:
    """Return kind and title of an element, or its score and reason."""
    words = [texts(kind_class(record.kind).look.title), record.title or texts("Untitled")]
    if isinstance(record, Emotion) and record.score is not None:
        reason = record.title or record.reason
        words[1:] = [*([reason] if reason else []), texts.signed(record.score)]
    return ", ".join(words)


def stage_of(session: Session, id_: str) -> str | None:
    """Return the stage in whose column an element is, itself if it is one."""
    element = session.element(id_)
    if element is None:
        return None
    if isinstance(element, Stage):
        return element.id
    return column_stage_of(session.graph, element) if element.is_card else None


def stage_title(session: Session, stage: str | None, texts: Texts) -> str:
    if stage is None or not session.graph.has_element(stage):
        return texts("Not placed yet")
    return session.graph.element(stage).title or texts("Untitled")


def _moved(session: Session, before: Common, after: Common, texts: Texts) -> str:
    """Return where an element is now, or its score, if that is what changed; else ""."""
    scores = [each.score for each in (before, after) if isinstance(each, Emotion)]
    if scores and scores[-1] not in (None, scores[0]):
        return score_text(scores[-1] or 0, texts)
    if not _is_moved(before, after):
        return ""
    graph = session.graph
    stage = None if isinstance(after, Stage) else stage_of(session, after.id)
    siblings = graph.stages() if isinstance(after, Stage) else row(graph, after.kind, stage)
    ids = [each.id for each in siblings]
    place = texts("{number} of {count}").format(
        number=texts.number(ids.index(after.id) + 1 if after.id in ids else 1),
        count=texts.number(len(ids)),
    )
    if isinstance(after, Stage):
        return texts("Moved: {place}").format(place=place)
    where = stage_title(session, stage, texts)
    return texts("Moved to {stage}, {place}").format(stage=where, place=place)


def _is_moved(before: Common, after: Common) -> bool:
    return _place_of(before) != _place_of(after)


def _place_of(element: Common) -> tuple[object, ...]:
    return element.stage, element.lane, element.rank, element.position


#: No more of a title than this.
MAX_TITLE = 160

HANDLES = {
    "connect": N_("Drag to another card to connect (C)"),
    "reconnect": N_("Drag to another card to reconnect"),
    "resize": N_("Drag to make the stage wider or narrower"),
}
ON_RECORD = N_("Enter to edit, Tab for the next one")
ON_RELATION = N_("Double-click to edit, drag an end to reconnect")
ON_LANE = N_("Drag to move, double-click to rename")
IN_CELL = N_("Double-click to add: {kind} ({key})")


def hover_text(session: Session, part: MapPart, texts: Texts) -> str:
    """Return the tooltip of a part of the map as markup, "" for none; titles are not markup."""
    about: Sequence[str] = ()
    if part.handle:
        lines = [texts(HANDLES[part.handle])]
    elif part.id:
        relation = session.relation(part.id)
        title = described(session, part.id, texts)
        if relation is not None:
            ends = (session.graph.element(id_).title for id_ in (relation.source, relation.target))
            title = " → ".join(_shortened(end or texts("Untitled")) for end in ends)
        lines = [_shortened(title), texts(ON_RECORD if relation is None else ON_RELATION)]
        about = _agreement(session.element(part.id), texts)
    elif part.lane:
        lines = [texts(ON_LANE)]
    elif part.kinds:
        look = kind_class(part.kinds[0]).look
        lines = [texts(IN_CELL).format(kind=texts.inside_sentence(texts(look.title)), key=look.key)]
    else:
        return ""
    title, *hints = map(html.escape, lines)
    spans = (f"<span style='white-space:pre'>{hint}</span>" for hint in hints)
    return f"<qt>{'<br>'.join([title, *map(html.escape, about), *spans])}</qt>"


def _agreement(element: Element | None, texts: Texts) -> Sequence[str]:
    """Return how far the raters of an emotion agree, and what these figures are."""
    found = agreement_of(element) if isinstance(element, Emotion) else None
    if found is None:
        return ()
    figures = (
        f"{texts('Agreement')} {texts.number(found.agreement, 2, fixed=True)}",
        f"{texts('Spread')} {texts.number(found.spread, 1, fixed=True)}",
        f"{texts('Raters')} {texts.number(found.raters)}",
    )
    return " · ".join(figures), texts(SOURCE)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_TITLE else f"{text[:MAX_TITLE]}…"
