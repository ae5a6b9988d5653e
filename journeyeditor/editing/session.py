"""An open map: the graph with its history, the selection, and the layout.

All that edits goes through `commit` or `transaction`, so that it can be undone and journaled. An
observer of `updated` finds graph and arrangement in step; observers never write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from journeyeditor.display.theme import Theme
from journeyeditor.editing.filter import Filter, Highlight
from journeyeditor.editing.lexicon import KnownWords
from journeyeditor.i18n import Texts
from journeyeditor.insight.replay.volumes import Volumes
from journeyeditor.layout.incremental.blocks import Damage
from journeyeditor.layout.incremental.excerpt import Excerpt
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import (
    MAP_ID,
    Change,
    Element,
    JourneyGraph,
    RecordId,
    Relation,
    Signal,
    Transaction,
    TransactionManager,
)
from journeyeditor.spelling import Lexicon
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import MapInfo, info_of


class Selection:
    """Ordered ids of records (elements and relations) without repetition; the last is primary.

    `changed` carries the ids that were selected before.
    """

    def __init__(self) -> None:
        self.changed: Signal[tuple[RecordId, ...]] = Signal()
        self._ids: dict[RecordId, None] = {}

    @property
    def ids(self) -> tuple[RecordId, ...]:
        return tuple(self._ids)

    @property
    def primary(self) -> RecordId:
        """The id chosen last, "" when nothing is selected."""
        return next(reversed(self._ids), "")

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def set(self, ids: Iterable[RecordId]) -> None:
        """Select these ids and no others; the last one becomes primary."""
        wanted = dict.fromkeys(ids)
        if list(wanted) == list(self._ids):
            return
        before, self._ids = self.ids, wanted
        self.changed.emit(before)

    def clear(self) -> None:
        self.set(())

    def toggle(self, id_: RecordId) -> None:
        """Add an id, as primary, or take it away."""
        self.set([i for i in self._ids if i != id_] + ([] if id_ in self._ids else [id_]))

    def extend(self, ids: Iterable[RecordId]) -> None:
        self.set([*self._ids, *ids])


#: After undo and redo at most this many of the records concerned are selected.
MAX_RESELECTED = 200


class Session:
    """An open map.

    `updated` carries every change once the layout has followed it; `theme_changed` means that all
    drawings are new (theme, language or brand); `announced` carries messages for screen
    readers; `about_to_write` asks whoever holds a transaction open over many events, as a drag
    does, to end it.
    """

    def __init__(self, graph: JourneyGraph, faces: Faces, theme: Theme) -> None:
        self.graph = graph
        self.faces = faces
        self.transactions = TransactionManager(graph)
        self.selection = Selection()
        self.filter = Filter()
        self.highlight = Highlight()
        #: Other records are dim now.
        self.dimmed: Signal[None] = Signal()
        self.updated: Signal[Change] = Signal()
        self.theme_changed: Signal[None] = Signal()
        self.announced: Signal[str] = Signal()
        self.about_to_write: Signal[None] = Signal()
        self._theme = theme
        self._excerpt: Excerpt | None = None
        self._known_words: KnownWords | None = None
        self._flow: Volumes | None = None
        self.layout = IncrementalLayout(graph, faces, self._branded())
        #: What the last change emitted by `updated` requires to be repainted.
        self.last_damage = Damage(whole=True)
        graph.changed.connect(self._follow)
        self.filter.changed.connect(self.dimmed.emit)
        self.highlight.changed.connect(self.dimmed.emit)

    @property
    def info(self) -> MapInfo:
        return info_of(self.graph)

    @property
    def texts(self) -> Texts:
        return self.layout.texts

    def lexicon(self, edited: Collection[RecordId], language: str) -> Lexicon:
        """Return what texts of some records are checked with; a map without a language is in this one."""
        if self._known_words is None:
            self._known_words = KnownWords(self.graph)
        language = self.info.language or language
        knows = partial(self._known_words.knows, edited=edited, language=language)
        return Lexicon(language, knows)

    @property
    def is_dirty(self) -> bool:
        return self.transactions.history.is_dirty

    def commit(self, label: str, change: Change, *, merge_key: str = "") -> None:
        """Apply a change as one step of undo, unless it is empty.

        `label` comes from `undo_labels.label`; see `model.UndoStep` for `merge_key`.
        """
        if change:
            with self.transaction(label, merge_key=merge_key) as transaction:
                transaction.write(change)

    def transaction(self, label: str, *, merge_key: str = "") -> Transaction:
        """Return a transaction for a `with` block: many writes, one step of undo."""
        self.prepare_write()
        return self.transactions.transaction(label, merge_key=merge_key)

    def undo(self) -> bool:
        """Undo the last step and select what it concerns; return whether there was one."""
        return self._moved(undone=True)

    def redo(self) -> bool:
        """Redo the last step undone and select what it concerns; return whether there was one."""
        return self._moved(undone=False)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.layout.set_theme(self._branded())
        self._show_rebuilt()

    def set_flow(self, flow: Volumes | None) -> None:
        """Draw transitions by how many journeys take them, or (None) all alike."""
        if flow != self._flow:
            self._flow = flow
            self.layout.set_flow(flow)
            self._show_rebuilt()

    @property
    def flow(self) -> Volumes | None:
        """How many journeys take each transition, None unless that is shown."""
        return self._flow

    def set_excerpt(self, excerpt: Excerpt | None) -> None:
        """Lay out only an excerpt of the map, or (None) all of it."""
        if excerpt != self._excerpt:
            self._excerpt = excerpt
            self._rebuild()

    def _moved(self, *, undone: bool) -> bool:
        self.prepare_write()
        touched: list[RecordId] = []

        def note(change: Change) -> None:
            touched.extend(id_ for id_, (_, after) in change.entries.items() if after is not None)

        self.graph.changed.connect(note)
        try:
            moved = self.transactions.undo() if undone else self.transactions.redo()
        finally:
            self.graph.changed.disconnect(note)
        if moved:
            elements = [id_ for id_ in touched if self.graph.has_element(id_)]
            if elements and len(elements) <= MAX_RESELECTED:
                self.selection.set(elements)
        return moved

    def prepare_write(self) -> None:
        """End a gesture that holds a transaction open, before the map is read for a change."""
        if self.transactions.is_open:
            self.about_to_write.emit(None)

    def _follow(self, change: Change) -> None:
        """Bring selection and layout up to date, then emit `updated`."""
        removed = {id_ for id_, (_, after) in change.entries.items() if after is None}
        if removed and any(id_ in removed for id_ in self.selection.ids):
            self.selection.set(id_ for id_ in self.selection.ids if id_ not in removed)
        if MAP_ID in change.entries and self._is_restyled(change):
            self._rebuild()
        else:
            self.last_damage = self.layout.update(change)
        self.filter.follow(self.graph, change)
        self.highlight.follow(change)
        if self._known_words is not None:
            self._known_words.follow(change)
        self.updated.emit(change)

    def _is_restyled(self, change: Change) -> bool:
        """Whether a change of the map's attributes changes how all of it is drawn."""
        before, after = change.entries[MAP_ID]
        assert isinstance(before, MapInfo)
        assert isinstance(after, MapInfo)
        return (before.language, before.brand.colour) != (after.language, after.brand.colour)

    def _branded(self) -> Theme:
        colour = self.info.brand.colour
        return self._theme.branded(colour) if colour else self._theme

    def _rebuild(self) -> None:
        self.layout = IncrementalLayout(
            self.graph, self.faces, self._branded(), self._excerpt, self._flow
        )
        self._show_rebuilt()

    def _show_rebuilt(self) -> None:
        self.last_damage = Damage(whole=True)
        self.theme_changed.emit(None)

    @property
    def is_dimming(self) -> bool:
        return self.filter.is_active or self.highlight.is_active

    def is_dim(self, id_: RecordId) -> bool:
        """Whether a record is filtered out or not highlighted, and so drawn faintly."""
        return self.filter.is_dim(self.graph, id_) or self.highlight.is_dim(self.graph, id_)

    def element(self, id_: RecordId) -> Element | None:
        return self.graph.element(id_) if self.graph.has_element(id_) else None

    def relation(self, id_: RecordId) -> Relation | None:
        record = self.graph.record(id_)
        return record if isinstance(record, Relation) else None
