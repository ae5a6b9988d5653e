"""Operations on the clipboard: copying and cutting, pasting cards, lines and tables."""

from __future__ import annotations

from collections.abc import Iterable

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.pasting import enter, is_original, paste
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.removing import delete
from journeyeditor.editing.clipboard.clip import CHOSEN, Clip, clip, is_clip, with_cards
from journeyeditor.editing.clipboard.text import read
from journeyeditor.editing.errors import PasteError
from journeyeditor.editing.operations.cards import default_target
from journeyeditor.editing.session import Session
from journeyeditor.files import FileError, parse_map
from journeyeditor.files.document import MAX_EDGES, MAX_NODES
from journeyeditor.i18n import N_
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import info_of

_NOT_OURS = N_("The clipboard contains no map elements that can be pasted.")
_TOO_MUCH = N_("This is too much to paste at once. Paste a smaller part.")


def copy(session: Session, ids: Iterable[RecordId]) -> Clip:
    """Return elements for the clipboard; a stage brings its cards."""
    return clip(session.graph, ids)


def cut(session: Session, ids: Iterable[RecordId]) -> Clip:
    """Return elements for the clipboard and take them, stages with their cards, off the map."""
    session.prepare_write()
    ids = list(ids)
    copied = clip(session.graph, ids)
    label = undo_labels.label(N_("Cut {thing}"), session.graph, ids)
    change = delete(session.graph, [*with_cards(session.graph, ids), *ids]).change
    session.commit(label, change)
    return copied


def paste_clip(session: Session, json: str, target: DropTarget | None = None) -> list[RecordId]:
    """Paste what was copied here or in another map, select it, return the new ids.

    Without a target it goes near the selection, or beside the originals. Raises PasteError.
    """
    session.prepare_write()
    source, chosen = _parsed(json)
    graph = session.graph
    relations = len(graph.relations()) + len(source.relations())
    if len(graph) + len(source) > MAX_NODES or relations > MAX_EDGES:
        raise PasteError(_TOO_MUCH)
    selected = session.element(session.selection.primary)
    if target is None and selected is not None and not is_original(selected, source, chosen):
        target = default_target(session, source.element(chosen[0]).kind)
    draft = Draft(graph)
    ids = paste(draft, source, chosen, target)
    label = undo_labels.label(N_("Paste {thing}"), source, chosen)
    session.commit(label, draft.change())
    session.selection.set(ids)
    return ids


def paste_text(
    session: Session, text: str, kind: str, target: DropTarget | None = None
) -> list[RecordId]:
    """Make a card of each line, or of each cell of a table; select them, return their ids.

    Columns and rows of a table may be headed by kinds and stages. The text of a map's file is
    pasted as what it holds. Raises PasteError.
    """
    session.prepare_write()
    if is_clip(text):
        return paste_clip(session, text, target)
    target = default_target(session, kind) if target is None else target
    titles = {stage.title: stage.id for stage in session.graph.stages() if stage.title}
    cards = read(text, kind, titles)
    if len(session.graph) + len(cards) > MAX_NODES:
        raise PasteError(_TOO_MUCH)
    draft = Draft(session.graph)
    ids = enter(draft, cards, target, session.filter.persona)
    kinds = {card.kind for card in cards}
    label = f"{N_('Paste {thing}')}\t{undo_labels.CARDS}"
    if len(kinds) == 1:
        label = undo_labels.label_of_kind(N_("Paste {thing}"), kinds.pop(), len(ids))
    session.commit(label, draft.change())
    session.selection.set(ids)
    return ids


def _parsed(json: str) -> tuple[JourneyGraph, list[RecordId]]:
    """Return the map of a clipboard's file and what of it was chosen; raises PasteError."""
    try:
        source = parse_map(json.encode("utf-8", "replace"), "clipboard")
    except FileError as error:
        raise PasteError(_NOT_OURS, str(error)) from None
    own = info_of(source).top_extras or {}
    named = own.get(CHOSEN)
    ids = [id_ for id_ in named if isinstance(id_, str)] if isinstance(named, list) else []
    chosen = [id_ for id_ in dict.fromkeys(ids) if source.has_element(id_)]
    chosen = chosen or [element.id for element in source.elements()]
    if not chosen:
        raise PasteError(_NOT_OURS)
    return source, chosen
