"""The system clipboard: cards for this program, text for others; text fields handle their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from journeyeditor.widgets.focus import focused_text
from journeyeditor.widgets.picture_mime import CARDS_MIME, pictures_in

if TYPE_CHECKING:
    from PySide6.QtGui import QDrag

    from journeyeditor.app.card_data import CardData
    from journeyeditor.app.importing.import_map import ShowNewMap
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.editing.changes.placing import DropTarget
    from journeyeditor.editing.clipboard.clip import Clip
    from journeyeditor.editing.session import Session
    from journeyeditor.editing.tools.interface import MapPart
    from journeyeditor.exchange.importers import FoundJourney
    from journeyeditor.exporters.selection import SelectionExport
    from journeyeditor.geometry import Point

#: Pasted lines become cards of this kind unless a kind is selected.
PLAIN_KIND = "step"
#: Longer text is read in the background to see whether it is a journey (characters).
MAX_READ_AT_ONCE = 20_000


def copied(drag: QDrag) -> object:
    return drag.exec(Qt.DropAction.CopyAction)


class _Place(NamedTuple):
    """Where a map is pasted into, and the kind that lines of text become there.

    `at` is a point of the map, None for beside the selection.
    """

    session: Session
    kind: str
    at: Point | None = None

    def target(self, kind: str) -> DropTarget | None:
        """Return where cards of a kind go, None for beside the selection."""
        from journeyeditor.editing.tools.dropping import preview_drop

        if self.at is None:
            return None
        return preview_drop(self.session.layout, self.session.graph, self.at, kind).target


class Clipboard:
    """Cut, copy and paste where the focus is: in a text field or on the map."""

    def __init__(self, window: MapWindow, begin: ShowNewMap) -> None:
        self._window = window
        self._begin = begin
        self.run_drag: Callable[[QDrag], object] = copied

    def copy(self) -> None:
        field = focused_text()
        if field is not None:
            field.copy()
        elif self._window.has_map:
            self._copy(cuts=False)

    def cut(self) -> None:
        field = focused_text()
        if field is not None:
            field.cut()
        elif self._window.has_map:
            self._copy(cuts=True)

    def paste(self) -> None:
        """Paste text into text fields; on the map, cards, pictures, or a card for each line of text."""
        field = focused_text()
        if field is not None:
            field.paste()
        elif self._window.has_map:
            self._paste(_Place(self._window.map_view.session, self._kind()))

    def paste_at(self, part: MapPart) -> None:
        """Paste where a menu was opened on the map; lines become what belongs there."""
        kind = part.kinds[0] if part.kinds else PLAIN_KIND
        self._paste(_Place(self._window.map_view.session, kind, part.at))

    def _paste(self, place: _Place) -> None:
        from journeyeditor.editing.tools.placing import PicturePlace

        map_view, data = self._window.map_view, _held()
        map_view.settle()
        if data.hasFormat(CARDS_MIME):
            cards = bytes(data.data(CARDS_MIME).data()).decode("utf-8", "replace")
            self._put(lambda: _paste_cards(cards, place))
            return
        pictures = pictures_in(data)
        text = _text_of(data)
        has_words = bool(text.strip()) and place.kind != "picture"
        if pictures.paths or (pictures.image is not None and not has_words):
            target = place.target("picture")
            map_view.add_pictures(pictures, PicturePlace("", target) if target else None)
        elif text.strip():
            self._paste_words(text, data, place)
        else:
            words = self._window.ui.texts("The clipboard contains no text and no picture.")
            self._window.show_message(words, is_hint=True)

    def _paste_words(self, text: str, data: QMimeData, place: _Place) -> None:
        """Paste a table or diagram as a journey, other text as a card for each line.

        Lines that are written like those of the capture line are shown there first.

        Long text is read in the background.
        """
        from journeyeditor.app.importing.import_map import pasted_journeys, read_pasted
        from journeyeditor.editing.changes.capturing import is_capture, lines_of
        from journeyeditor.editing.clipboard.clip import is_clip

        html = data.html() if data.hasHtml() else ""
        put = partial(self._put_words, text, place)
        if is_capture(place.session.graph, data.text()) and len(lines_of(data.text())) > 1:
            self._window.map_view.capture.paste(data.text())
        elif is_clip(data.text()):
            put(())
        elif len(data.text()) + len(html) <= MAX_READ_AT_ONCE:
            put(pasted_journeys(data.text(), html))
        else:
            name = self._window.ui.texts("Clipboard")
            self._window.reading.do(name, partial(read_pasted, data.text(), html), put, _fail)

    def _put_words(self, text: str, place: _Place, journeys: Sequence[FoundJourney]) -> None:
        """Fill an empty map with a journey, or show it first; without one, add the lines as cards."""
        from journeyeditor.app.importing.import_map import add_to_map, is_empty_map, preview
        from journeyeditor.editing import operations

        if not self._window.has_map or self._window.map_view.session is not place.session:
            return  # the map was closed meanwhile
        if not journeys:
            target = place.target(place.kind)
            self._put(lambda: operations.paste_text(place.session, text, place.kind, target))
        elif len(journeys) == 1 and is_empty_map(place.session.graph):
            add_to_map(self._window, journeys[0].read())
        else:
            name = self._window.ui.texts("Clipboard")
            preview(self._window, self._begin, journeys, name)

    def ask_several(self) -> None:
        from journeyeditor.editing import operations
        from journeyeditor.vocabulary import kind_class

        texts, kind = self._window.ui.texts, self._kind()
        question = texts("{kind}: one card per line").format(
            kind=texts(kind_class(kind).look.plural)
        )
        lines = self._window.dialogs.ask_text(question, lines=True)
        if lines and lines.strip():
            session = self._window.map_view.session
            self._put(lambda: operations.paste_text(session, lines, kind))

    def _put(self, paste: Callable[[], object]) -> None:
        """Paste onto the map and select the result, or show why nothing was pasted."""
        from journeyeditor.editing.errors import PasteError

        try:
            paste()
        except PasteError as error:
            self._window.dialogs.message(error.message(self._window.ui.texts), severity="error")
        else:
            self._window.map_view.reveal_selection()

    def _copy(self, *, cuts: bool) -> None:
        from journeyeditor.editing import operations
        from journeyeditor.exporters.selection import SelectionExport

        session = self._window.map_view.session
        ids = session.selection.ids
        if not ids:
            return
        export = SelectionExport(session.graph, ids, session.faces)
        clip = operations.cut(session, ids) if cuts else operations.copy(session, ids)
        QApplication.clipboard().setMimeData(_card_data(clip, export))

    def drag_out(self) -> None:
        """Drag the selection to another program."""
        from journeyeditor.editing import operations
        from journeyeditor.exporters.selection import SelectionExport

        session, canvas = self._window.map_view.session, self._window.map_view.canvas
        ids = session.selection.ids
        if ids:
            export = SelectionExport(session.graph, ids, session.faces)
            from PySide6.QtGui import QDrag

            drag = QDrag(canvas)
            drag.setMimeData(_card_data(operations.copy(session, ids), export))
            self.run_drag(drag)

    def keep(self) -> None:
        """Draw what was copied, so that it outlives the map; Qt takes plain data to its end."""
        held = _held()
        if held.hasFormat(CARDS_MIME):
            from journeyeditor.app.card_data import CardData

            if isinstance(held, CardData):
                QApplication.clipboard().setMimeData(held.plain())

    def _kind(self) -> str:
        element = self._window.map_view.session.element(
            self._window.map_view.session.selection.primary
        )
        return element.kind if element is not None else PLAIN_KIND


def _card_data(clip: Clip, export: SelectionExport) -> CardData:
    from journeyeditor.app.card_data import CardData

    return CardData(clip, export)


def _paste_cards(json: str, place: _Place) -> None:
    """Paste what was copied from a map; raises PasteError."""
    from journeyeditor.editing import operations

    target = place.target(operations.copied_kind(json)) if place.at is not None else None
    operations.paste_clip(place.session, json, target)


def _text_of(data: QMimeData) -> str:
    """The text of a clipboard, from its HTML where a program offers nothing else."""
    if data.text().strip() or not data.hasHtml():
        return data.text()
    from journeyeditor.app.importing.import_map import MAX_PASTED
    from journeyeditor.exchange.tables.web import plain_text

    html = data.html()
    return plain_text(html) if len(html) <= MAX_PASTED else ""


def _fail(error: Exception) -> None:
    raise error  # unexpected: left to the error reporter


def _held() -> QMimeData:
    """The clipboard's content; Qt returns None if no program owns the clipboard."""
    data: QMimeData | None = QApplication.clipboard().mimeData()
    return QMimeData() if data is None else data
