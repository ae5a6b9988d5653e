"""The map with everything around it: palette, inspector, outline, lanes, findings, bars.

Created when the first map is opened, because it needs the lower packages; reused for later maps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from journeyeditor.app.action_context import ActionContext
from journeyeditor.app.capture_line import CaptureBar
from journeyeditor.app.deviations_bar import DeviationsBar
from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.disagreement_mark import DisagreementMark
from journeyeditor.app.docks import TABS, BottomDock, LeftDock, RightDock
from journeyeditor.app.filter_bar import FilterBar
from journeyeditor.app.find_bar import FindBar
from journeyeditor.app.flow_bar import FlowBar
from journeyeditor.app.picture_import import PictureImport
from journeyeditor.app.settings import Settings
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations, undo_labels
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.placing import PicturePlace
from journeyeditor.model import MAP_ID, Change, Relation
from journeyeditor.vocabulary import Picture, kind_class
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.picture_mime import IMAGE_ENDINGS, PictureSources
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: In a lower or narrower window the docks below and at the right fold, and the left one is
#: narrow (pixels at interface scale 1).
LOW, NARROW = 850, 1300
#: The docks in the order of the window.
DOCKS = ("left", "right", "bottom", "overview")
SIDES = ("left", "right", "bottom")


class MapView(QWidget):
    """One map on its canvas, with its docks; `changed` is emitted when the action context may have.

    Built from the top down: a tree of widgets that gets a parent is styled anew, all of it.
    """

    changed = Signal()

    def __init__(
        self, session: Session, ui: UiContext, dialogs: Dialogs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ui, self._dialogs = ui, dialogs
        self.session = session
        self._scale = ui.scale
        self._is_low = self._is_narrow = False
        #: The docks that are closed only because the window is small.
        self._folded: set[str] = set()
        #: The docks that were open before a workshop's sides.
        self._docks_before: frozenset[str] = frozenset()
        self.counts: Counter[str] = Counter()
        self._down = _splitter(Qt.Orientation.Vertical, self)
        self._across = _splitter(Qt.Orientation.Horizontal, self._down)
        self._middle = styled(QFrame(self._across), "backdrop")
        self.canvas = Canvas(session, ui, self._middle)
        self.pictures = PictureImport(self, ui, dialogs)
        self._overview = self.canvas.minimap
        self.left = LeftDock(ui, self._pick_picture, self._across)
        self.right = RightDock(ui, self._pick_picture, self._across)
        self.bottom = BottomDock(ui, self._down)
        self.find_bar = FindBar(ui)
        self.filter_bar = FilterBar(ui)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.filter_bar, self.find_bar):
            column.addWidget(bar)
            bar.hide()
        column.addWidget(self.canvas, 1)
        self.flow = FlowBar(ui)
        self.capture = CaptureBar(ui, self.canvas)
        self.disagreement = DisagreementMark(ui, self.canvas)
        self.deviations = DeviationsBar(ui, self.canvas)
        column.addWidget(self.flow)
        column.addWidget(self.deviations)
        column.addWidget(self.capture)
        #: The sides of a workshop, one below the other.
        self._sides = styled(QFrame(), "panel")
        sides = QVBoxLayout(self._sides)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        self._side_area = scrolled(self._sides)
        self._side_area.hide()
        for widget in (self._side_area, self.left, self._middle, self.right):
            self._across.addWidget(widget)
        self._down.addWidget(self._across)
        self._down.addWidget(self.bottom)
        self._across.setStretchFactor(2, 1)
        self._down.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._down)
        self._connect_signals()
        self._attach()

    def show_session(self, session: Session) -> None:
        self._detach()
        self.pictures.drop()
        self.session = session
        self.canvas.set_session(session)
        self._attach()

    def restore_layout(self, settings: Settings) -> None:
        """Restore which docks are open, and their sizes."""
        self.right.show_tab(settings.tab or "form")
        self._set_sizes(settings.left, settings.right, settings.bottom)
        self.restore_docks(settings.docks)

    def sizes(self) -> dict[str, int | str]:
        """The sizes of the open docks at interface scale 1, as settings."""
        _, left, _, right = self._across.sizes()
        sizes = {"left": left, "right": right, "bottom": self._down.sizes()[1]}
        saved: dict[str, int | str] = {
            name: round(size / self._scale) for name, size in sizes.items() if size > 0
        }
        return {**saved, "tab": self.right.tab}

    def _set_sizes(self, left: int, right: int, bottom: int) -> None:
        """Set dock sizes, given at interface scale 1."""
        self._scale = scale = self._ui.scale
        left, right, bottom = (round(size * scale) for size in (left, right, bottom))
        self._across.setSizes([0, left, max(self.width() - left - right, 200), right])
        self._down.setSizes([max(self.height() - bottom, 200), bottom])

    def _rescale(self) -> None:
        if self._scale != self._ui.scale:
            width = self._side_area.width() * self._ui.scale / self._scale
            self._side_area.setFixedWidth(round(width))
            defaults = Settings()
            now = {**{name: getattr(defaults, name) for name in SIDES}, **self.sizes()}
            self._set_sizes(*(int(now[name]) for name in SIDES))

    @property
    def wanted_docks(self) -> frozenset[str]:
        """The docks that are open, or would be in a larger window."""
        return self.open_docks | self._folded

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def restore_docks(self, docks: Collection[str]) -> None:
        """Open docks again that were open, or folded."""
        for dock in DOCKS:
            self.set_open(dock, dock in docks)
        self._is_low = self._is_narrow = False
        self._fold()

    def _fold(self) -> None:
        """Close docks when the window becomes small, and open them again when it grows."""
        room, scale = self.window().size(), self._ui.scale
        was_low, was_narrow = self._is_low, self._is_narrow
        self._is_low = room.height() < LOW * scale
        self._is_narrow = room.width() < NARROW * scale
        changes = (("bottom", was_low, self._is_low), ("right", was_narrow, self._is_narrow))
        for dock, was_small, is_small in changes:
            if is_small and not was_small and self.is_open(dock):
                self.set_open(dock, False)
                self._folded.add(dock)
            elif was_small and not is_small and dock in self._folded:
                self.set_open(dock, True)
        if self._is_narrow and not was_narrow:
            right = round(Settings().right * scale)
            middle = self.width() - self.left.minimumWidth() - right
            self._across.setSizes([0, self.left.minimumWidth(), middle, right])

    def set_open(self, dock: str, is_open: bool) -> None:
        self._folded.discard(dock)
        if dock == "overview":
            self._overview.is_wanted = is_open
            self._overview.follow()
        else:
            {"left": self.left, "right": self.right, "bottom": self.bottom}[dock].setVisible(
                is_open
            )
        self.changed.emit()

    def is_open(self, dock: str) -> bool:
        if dock == "overview":
            return self._overview.is_wanted
        return not {"left": self.left, "right": self.right, "bottom": self.bottom}[dock].isHidden()

    @property
    def open_docks(self) -> frozenset[str]:
        return frozenset(dock for dock in DOCKS if self.is_open(dock))

    def begin_room(self, bar: QWidget, side: QWidget) -> None:
        """Show a room's bar above the map, and its side instead of the left dock."""
        column = self._middle.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, bar)
        self.add_side(side)
        self.restore_docks(self.wanted_docks | {"right"})
        self.right.show_tab("inbox")

    def add_side(self, side: QWidget, *, on_top: bool = False) -> None:
        """Show the side of a workshop, below another, instead of the left and the bottom dock."""
        column = self._sides.layout()
        assert isinstance(column, QVBoxLayout)
        is_first = not column.count()
        column.insertWidget(0 if on_top else -1, side)
        side.show()
        if is_first:
            self._docks_before = self.wanted_docks
            self._side_area.show()
            self._side_area.setFixedWidth(side.maximumWidth())
            self._across.setSizes([side.maximumWidth(), 0, self.width(), self._across.sizes()[-1]])
            self.restore_docks(self._docks_before - {"left", "bottom"})

    def remove_side(self, side: QWidget) -> None:
        """Remove a side; with the last one, the docks come back that were open before."""
        column = self._sides.layout()
        assert column is not None
        column.removeWidget(side)
        side.hide()
        side.setParent(None)
        side.deleteLater()
        if not column.count():
            self._side_area.hide()
            self.restore_docks(self._docks_before)

    def add_foot(self, bar: QWidget) -> None:
        """Show a bar below the map."""
        column = self._middle.layout()
        assert column is not None
        column.addWidget(bar)

    def show_tab(self, tab: str) -> None:
        """Show and focus a tab of the right dock, opening it if needed."""
        self.set_open("right", True)
        self.right.show_tab(tab, focused=True)

    def show_page(self, name: str) -> None:
        """Show a page of the bottom dock, opening it if needed."""
        self.set_open("bottom", True)
        self.bottom.show_page(name)

    def show_panel(self, name: str) -> None:
        """Show a tab of the right dock, or else a page of the bottom one, without its focus."""
        if name in {tab for tab, _, _ in TABS}:
            self.set_open("right", True)
            self.right.show_tab(name)
        else:
            self.show_page(name)

    def toggle_filter(self) -> None:
        """Open the filter bar, or close it and clear the filters."""
        self.filter_bar.toggle()
        self.changed.emit()

    def insert(self, kind: str) -> None:
        """Insert an element of a kind near the selection, and edit its title."""
        self.settle()
        self.canvas.setFocus()
        self.canvas.toolbox.insert(kind)

    def reveal(self, id_: str) -> None:
        """Select a record and scroll to it."""
        self.session.selection.set([id_])
        rect = self.session.layout.rect(id_)
        if rect is not None:
            self.canvas.view.reveal(rect)

    def _show_match(self, id_: str) -> None:
        if id_ == MAP_ID:
            self.session.selection.clear()
            self.set_open("right", True)
            self.right.show_tab("map")
        else:
            self.reveal(id_)
            if self.session.layout.rect(id_) is None:
                self.set_open("right", True)
                self.right.show_tab("form")

    def edit(self, id_: str, field: str = "") -> None:
        """Select a record and show its form, focusing a field if one is named."""
        self.reveal(id_)
        self.show_tab("form")
        self.right.inspector.write_in(field)

    def _edit_persona(self, persona: str) -> bool:
        """Edit a persona in the form if there is one in view; return whether there is."""
        if self.is_open("right"):
            self.edit(persona, "title")
        return self.is_open("right")

    def reveal_selection(self) -> None:
        primary = self.session.selection.primary
        rect = self.session.layout.rect(primary) if primary else None
        if rect is not None:
            self.canvas.view.reveal(rect)

    def search(self, words: str) -> Iterator[tuple[str, str, str, str]]:
        """The elements whose titles contain the text: id, title, kind's name, glyph."""
        wanted, texts = words.casefold(), self._ui.texts
        for element in self.session.graph.elements():
            if wanted in element.title.casefold():
                look = kind_class(element.kind).look
                title = " ".join(element.title.split())
                yield element.id, title, texts(look.title), look.glyph

    def set_animated(self, is_animated: bool) -> None:
        self.canvas.renderer.animation.is_enabled = is_animated

    def shut_down(self) -> None:
        """End background work; the window is about to close."""
        self.bottom.shut_down()
        self.pictures.shut_down()

    def settle(self) -> None:
        """Commit open edits and drags, so that another action can start."""
        self.canvas.field.finish()
        self.canvas.toolbox.cancel()

    def undo_typing(self) -> bool:
        """End the typing before an undo; return whether that undid a card without words by itself."""
        field = self.canvas.field
        is_untouched = field.is_untouched and not field.document().isRedoAvailable()
        if is_untouched:
            field.leave()
        field.restore_undone()
        self.settle()
        return is_untouched

    def action_context(self, now: ActionContext) -> ActionContext:
        session, texts = self.session, self._ui.texts
        history = session.transactions.history
        chosen = [session.graph.record(id_) for id_ in session.selection.ids]
        kinds = [record.kind for record in chosen if record and not isinstance(record, Relation)]
        undo, redo = history.undo_label, history.redo_label
        return now._replace(
            has_map=True,
            is_dirty=session.is_dirty,
            is_measured=session.info.measured.cases > 0,
            selected=len(chosen),
            elements=len(kinds),
            kinds=frozenset(kinds),
            undo_label=undo_labels.words(undo, texts) if undo else "",
            redo_label=undo_labels.words(redo, texts) if redo else "",
            tool=self.canvas.toolbox.name,
            open_docks=self.open_docks,
            is_filtering=not self.filter_bar.isHidden(),
            is_finding=not self.find_bar.isHidden(),
            shows_flow=self.flow.is_on,
            shows_deviations=self.deviations.is_on,
        )

    def add_pictures(self, sources: PictureSources, place: PicturePlace | None = None) -> None:
        """Add pictures at a place, or else to the empty picture card selected or beside the selection."""
        session = self.session
        if place is None:
            primary = session.element(session.selection.primary)
            is_empty = isinstance(primary, Picture) and not primary.image
            into = session.selection.primary if is_empty else ""
            place = PicturePlace(into, operations.default_target(session, "picture"))
        self.pictures.add(session, sources, place)

    def _pick_picture(self) -> str:
        """Ask for an image file; "" if cancelled."""
        kinds = (FileKind(self._ui.texts("Pictures"), IMAGE_ENDINGS),)
        return self._dialogs.open_file(kinds)

    def _connect_signals(self) -> None:
        self._ui.scale_changed.connect(self._rescale)
        self.left.personas.edit_elsewhere = self._edit_persona
        self.left.palette_.chosen.connect(self.insert)
        self.left.personas.reveal_wanted.connect(self.reveal)
        self.right.outline.reveal_wanted.connect(self.reveal)
        self.right.inspector.reveal_wanted.connect(self.reveal)
        self.right.inbox.reveal_wanted.connect(self.reveal)
        self.bottom.reveal_wanted.connect(self.reveal)
        self.bottom.edit_wanted.connect(self.edit)
        self.find_bar.reveal_wanted.connect(self._show_match)
        self.find_bar.found.connect(self.canvas.show_found)
        self.canvas.form_wanted.connect(self.edit)
        self.canvas.pictures_dropped.connect(self.add_pictures)
        self.pictures.added.connect(self.reveal_selection)
        self.canvas.tool_changed.connect(self._emit_changed)
        self.find_bar.closed.connect(self.canvas.setFocus)
        self.capture.closed.connect(self.canvas.setFocus)
        self.disagreement.opened.connect(partial(self.show_page, "agreement"))
        self.canvas.input.capture_wanted.connect(self.capture.begin)
        self.filter_bar.closed.connect(self.toggle_filter)
        self.flow.changed.connect(self.changed)
        self.deviations.changed.connect(self.changed)

    def _attach(self) -> None:
        session = self.session
        self.counts = Counter(element.kind for element in session.graph.elements())
        session.updated.connect(self._follow)
        session.selection.changed.connect(self._emit_changed)
        for part in (
            self.left,
            self.right,
            self.bottom,
            self.find_bar,
            self.filter_bar,
            self.flow,
            self.deviations,
            self.capture,
            self.disagreement,
        ):
            part.show_session(session)
        self.changed.emit()

    def _detach(self) -> None:
        self.session.updated.disconnect(self._follow)
        self.session.selection.changed.disconnect(self._emit_changed)

    def _follow(self, change: Change) -> None:
        for before, after in change.entries.values():
            if before is not None:
                self.counts[before.kind] -= 1
            if after is not None:
                self.counts[after.kind] += 1
        self.changed.emit()

    def _emit_changed(self, _: object) -> None:
        self.changed.emit()


def _splitter(orientation: Qt.Orientation, parent: QWidget) -> QSplitter:
    """A splitter with a hairline handle that is easy to grab."""
    splitter = QSplitter(orientation, parent)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    return splitter
