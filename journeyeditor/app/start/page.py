"""The start page: recent maps, a blank map, templates and samples."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor import resources
from journeyeditor.app.start.cards import CardGrid, MapCard, MapPreview, Previews, neighbour
from journeyeditor.app.start.notice import Notice
from journeyeditor.app.start.type_ahead import TypeAhead, character_of
from journeyeditor.files.document import SUFFIX, stem_of, suffix_of
from journeyeditor.i18n import N_, language_name
from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent

    from journeyeditor.files.templates import TemplateInfo


def in_language(templates: Sequence[TemplateInfo], language: str) -> list[TemplateInfo]:
    """Each template once: in the language if available, then the others in English."""
    chosen: dict[str, TemplateInfo] = {}
    for info in templates:
        if info.language == language or (info.language == "en" and info.name not in chosen):
            chosen[info.name] = info
    return sorted(chosen.values(), key=lambda info: info.language != language)


#: The attributes of a sample are within its first characters.
HEAD_LENGTH = 8192


def samples(language: str) -> dict[Path, str]:
    """The sample maps with their titles, those in the language first."""
    paths = sorted(resources.path("samples").glob(f"*{SUFFIX}"))
    ordered = sorted(paths, key=lambda path: f".{language}." not in path.name)
    return {path: _title(path) for path in ordered}


def _title(path: Path) -> str:
    """The title of a map of ours, from the head of its file: the rest is not wanted yet."""
    with path.open(encoding="utf-8") as file:
        source = file.read(HEAD_LENGTH)
    head, _ = json.JSONDecoder().raw_decode(source.partition('"graph": ')[2])
    return str(head["title"])


def stem(path: str) -> str:
    name = Path(path).name
    return stem_of(name) if suffix_of(name) else Path(path).stem


def folder_words(folder: Path) -> str:
    """A folder for display, with a tilde for the home folder."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)


#: Maximum width of the page's content (device independent pixels).
MAX_WIDTH = 1480
#: Inset of a card's preview.
CARD_MARGIN = 4
BLANK = "blank"
#: Delay between showing the page and loading templates and previews (ms).
LOAD_DELAY_MS = 60


class StartPage(QScrollArea):
    """The page; each signal emits what was chosen.

    `template_wanted` carries a template's name and language, as files.templates takes them,
    `own_template_wanted` the path of one that the user saved; these can be renamed and deleted.
    """

    HELP = "first-map#start"

    open_wanted = Signal(str)
    browse_wanted = Signal()
    template_wanted = Signal(str, str)
    own_template_wanted = Signal(str)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)
    sample_wanted = Signal(str)
    blank_wanted = Signal()
    data_wanted = Signal()
    forget_wanted = Signal(str)

    def __init__(self, ui: UiContext, own: Path) -> None:
        """The user's own templates are in the folder `own`."""
        super().__init__()
        self._ui = ui
        self._recent: tuple[str, ...] = ()
        self._templates: tuple[TemplateInfo, ...] = ()
        self._own_folder = own
        self._own: tuple[TemplateInfo, ...] = ()
        self._known: dict[str, MapPreview] = {}
        self._missing: set[str] = set()
        self.previews = Previews()
        # Slow work waits until the page is visible, and is skipped if it is hidden at once.
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(LOAD_DELAY_MS)
        self._name = label(look="heading")
        self.notice = Notice(ui)
        self._type_ahead = TypeAhead(self)
        self._blank, self._browse, self._data = primary(), QPushButton(), QPushButton()
        self._headings = {name: SectionLabel() for name in ("recent", "new", "samples")}
        self._grids = {name: CardGrid(ui, is_folded=name != "samples") for name in self._headings}
        self._folds = {name: link_button() for name in self._headings}
        self._build_layout()
        self._connect_signals()
        self._retranslate()

    def _build_layout(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(36, 18, 36, 24)
        column.setSpacing(6)
        header = QHBoxLayout()
        header.setSpacing(10)
        header.setContentsMargins(CARD_MARGIN, 0, CARD_MARGIN, 0)
        header.addWidget(self._name)
        header.addStretch(1)
        header.addWidget(self._browse)
        header.addWidget(self._data)
        header.addWidget(self._blank)
        top = QVBoxLayout()
        top.addLayout(header)
        below = QVBoxLayout()
        below.setContentsMargins(CARD_MARGIN, 6, CARD_MARGIN, 0)
        below.addWidget(self.notice)
        top.addLayout(below)
        column.addLayout(top)
        for name, heading in self._headings.items():
            column.addSpacing(8)
            heading.setContentsMargins(CARD_MARGIN, 0, 0, 0)
            above = QHBoxLayout()
            above.setContentsMargins(0, 0, CARD_MARGIN, 0)
            above.addWidget(heading, 1)
            above.addWidget(self._folds[name])
            column.addLayout(above)
            column.addWidget(self._grids[name])
        # Templates come after the first painting: what is below must not move for their link.
        policy = self._folds["new"].sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._folds["new"].setSizePolicy(policy)
        column.addStretch(1)
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(MAX_WIDTH)
        self._page = styled(QFrame(), "backdrop")
        row = QHBoxLayout(self._page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self._refresh_timer.timeout.connect(self._after_showing)
        self._blank.clicked.connect(self.blank_wanted)
        self._browse.clicked.connect(self.browse_wanted)
        self._data.clicked.connect(self.data_wanted)
        self.previews.read.connect(self._show_preview)
        self.previews.missed.connect(self._show_missing)
        for name, grid in self._grids.items():
            grid.folded.connect(partial(self._show_fold, name))
            self._folds[name].clicked.connect(partial(self._toggle_fold, name))

    def show_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    def show_recent(self, paths: Sequence[str]) -> None:
        self._recent = tuple(paths)
        self._missing.clear()
        self._fill_recent()
        if self.isVisible():
            self._want_previews()

    def reload_own(self) -> None:
        """Read which templates the user has saved."""
        from journeyeditor.files.templates import own_templates

        self._own = own_templates(self._own_folder)
        for info in self._own:
            self._known.pop(str(info.path), None)
        self._fill_new()
        if self.isVisible():
            self._want_previews()

    def _show_fold(self, name: str, hidden: int) -> None:
        """Offer what a folded grid hides, and to fold an open one."""
        grid, fold, texts = self._grids[name], self._folds[name], self._ui.texts
        fold.setVisible(hidden > 0 and name != "samples" and bool(grid.cards))
        count = texts.number(len(grid.cards))
        words = texts("Show all ({count})").format(count=count)
        fold.setText(words if grid.is_folded else texts("Show fewer"))

    def _toggle_fold(self, name: str, _: bool = False) -> None:
        self._grids[name].fold(not self._grids[name].is_folded)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh_timer.stop()
        self.previews.pause()

    def shut_down(self) -> None:
        """Stop reading previews; the window closes."""
        self.previews.close()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        character = character_of(event)
        if event.key() == Qt.Key.Key_Escape and self._type_ahead.is_typing:
            self._type_ahead.clear()
        elif character == " " and not self._type_ahead.is_typing:
            if isinstance(focused, MapCard) and not event.isAutoRepeat():
                focused.click()
        elif character:
            self._show_card(self._type_ahead.add(character, self._cards()))
        else:
            super().keyPressEvent(event)

    def _show_card(self, card: MapCard | None) -> None:
        """Bring a card into view and give it the focus."""
        if card is None:
            return
        for grid in self._grids.values():
            if card in grid.cards and card.isHidden():
                grid.fold(False)
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(card, 20, 40)

    def focus_first(self) -> None:
        first = next(iter(self._cards()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after_showing(self) -> None:
        if not self._templates:
            from journeyeditor.files.templates import templates

            self._templates = templates()
            at = self.verticalScrollBar().value()
            self.reload_own()
            self.verticalScrollBar().setValue(at)
        self._want_previews()

    def _want_previews(self) -> None:
        """Request the previews, from top to bottom; those of recent maps may have changed."""
        recent = set(self._recent)
        for card in self._cards():
            path = card.property("path")
            is_stale = card.preview is None or path in recent
            if path and is_stale and path not in self._missing:
                self.previews.want(Path(path))

    def _cards(self) -> list[MapCard]:
        return [card for grid in self._grids.values() for card in grid.cards]

    def _shown_cards(self) -> list[MapCard]:
        return [card for card in self._cards() if card.isVisible()]

    def _card(self, key: str, path: str, glyph: str = "map") -> MapCard:
        card = MapCard(self._ui, key, glyph)
        card.setProperty("path", path)
        card.arrow_pressed.connect(partial(self._step, card))
        card.show_preview(self._known.get(path))
        return card

    def _fill_recent(self) -> None:
        cards = []
        for path in self._recent:
            card = self._card(path, path)
            note = folder_words(Path(path).parent)
            if path in self._missing:
                note = self._ui.texts("Not found")
                card.fade(True)
            card.set_labels(stem(path), note, path)
            card.clicked.connect(partial(self._open, path))
            card.delete_pressed.connect(partial(self._forget, path))
            commands = (
                (N_("Open"), partial(self._open, path)),
                (N_("Remove from list"), partial(self._forget, path)),
            )
            self._add_menu(card, commands)
            cards.append(card)
        self._show("recent", cards)

    def _fill_new(self) -> None:
        blank = self._card(BLANK, "", "plus")
        blank.set_labels(self._ui.texts("Blank map"))
        blank.clicked.connect(self.blank_wanted)
        cards = [blank, *map(self._own_card, self._own)]
        for info in in_language(self._templates, self._ui.texts.language):
            card = self._card(info.name, str(info.path))
            is_own = info.language == self._ui.texts.language
            card.set_labels(info.title, "" if is_own else language_name(info.language))
            card.clicked.connect(partial(self._take_template, info))
            cards.append(card)
        self._show("new", cards)

    def _own_card(self, info: TemplateInfo) -> MapCard:
        path = str(info.path)
        card = self._card(path, path, "template")
        card.set_labels(info.title, self._ui.texts("Your template"))
        delete = partial(self._delete, path)
        card.clicked.connect(partial(self._take_own, path))
        card.delete_pressed.connect(delete)
        commands = ((N_("Rename…"), partial(self._rename, path)), (N_("Delete…"), delete))
        self._add_menu(card, commands)
        return card

    def _fill_samples(self) -> None:
        cards = []
        for path, title in samples(self._ui.texts.language).items():
            card = self._card(path.name, str(path))
            language = path.name.removesuffix(SUFFIX).rpartition(".")[2]
            card.set_labels(title, language_name(language))
            card.clicked.connect(partial(self._take_sample, str(path)))
            cards.append(card)
        self._show("samples", cards)

    def _show(self, name: str, cards: Sequence[MapCard]) -> None:
        self._grids[name].show_cards(cards)
        self._grids[name].setVisible(bool(cards))
        self._headings[name].setVisible(bool(cards))

    def _show_preview(self, path: str, preview: MapPreview) -> None:
        self._known[path] = preview
        for card in self._cards():
            if card.property("path") == path:
                card.show_preview(preview)

    def _show_missing(self, path: str) -> None:
        self._missing.add(path)
        for card in self._grids["recent"].cards:
            if card.key == path:
                card.fade(True)
                card.set_labels(stem(path), self._ui.texts("Not found"), path)

    def _step(self, card: MapCard, key: Qt.Key) -> None:
        neighbouring = neighbour(card, key, self._shown_cards(), self._page)
        self._type_ahead.clear()
        if neighbouring is not None:
            neighbouring.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(neighbouring, 20, 40)

    def _add_menu(self, card: MapCard, commands: Sequence[tuple[str, Callable[[], None]]]) -> None:
        card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        card.customContextMenuRequested.connect(partial(self._show_menu, card, commands))

    def _show_menu(
        self, card: MapCard, commands: Sequence[tuple[str, Callable[[], None]]], at: QPoint
    ) -> None:
        menu = QMenu(card)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, run in commands:
            action = QAction(self._ui.texts(words), menu)
            action.triggered.connect(run)
            menu.addAction(action)
        menu.popup(card.mapToGlobal(at))

    def _open(self, path: str, *_: object) -> None:
        self.open_wanted.emit(path)

    def _forget(self, path: str, *_: object) -> None:
        self.forget_wanted.emit(path)

    def _take_template(self, info: TemplateInfo, *_: object) -> None:
        self.template_wanted.emit(info.name, info.language)

    def _take_own(self, path: str, *_: object) -> None:
        self.own_template_wanted.emit(path)

    def _rename(self, path: str, *_: object) -> None:
        self.rename_wanted.emit(path)

    def _delete(self, path: str, *_: object) -> None:
        self.delete_wanted.emit(path)

    def _take_sample(self, path: str, *_: object) -> None:
        self.sample_wanted.emit(path)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self._name.setText(texts("Journey Editor"))
        self._blank.setText(texts("New map"))
        self._data.setText(texts("New from data…"))
        self._browse.setText(texts("Open…"))
        for button in (self._blank, self._browse, self._data):
            button.setAccessibleName(button.text())
        self._headings["recent"].set_text(texts("Recent maps"))
        self._headings["new"].set_text(texts("Start a new map"))
        self._headings["samples"].set_text(texts("Samples to explore"))
        self.setAccessibleName(texts("Start page"))
        self._fill_recent()
        self._fill_new()
        self._fill_samples()
        if self.isVisible():
            self._want_previews()
