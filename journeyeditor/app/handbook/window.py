"""The window of the handbook: contents, a page, and a search over all chapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.handbook.chapters import REFERENCES, Chapter, chapters, references, target
from journeyeditor.app.handbook.page import LINK_SCHEMES, Page, make_page
from journeyeditor.app.handbook.search import Hit, find
from journeyeditor.app.handbook.view import PageView
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.items import add_branch
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The window, and its contents, in pixels at interface size 1.
SIZE, CONTENTS_WIDTH = (1060, 780), 280
#: Search waits so long for the next letter (ms).
SEARCH_DELAY_MS = 150
#: Levels of headings in the contents: chapters and their sections.
LEVELS = (1, 2)
PLACE = Qt.ItemDataRole.UserRole


class Place(NamedTuple):
    """A section of a chapter, by its index."""

    chapter: str
    section: int = 0


class Visit(NamedTuple):
    """A chapter that was read, and how far it was scrolled."""

    chapter: str
    scroll: int


class Handbook(QWidget):
    """A window of its own. `parts` makes the generated parts in the window's language."""

    def __init__(self, ui: UiContext, parts: Callable[[], Mapping[str, str]]) -> None:
        super().__init__()
        self._ui, self._parts = ui, parts
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._visits: list[Visit] = []
        self._at = -1
        self._hits: list[Hit] = []
        self._front = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY_MS)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.back = IconButton(ui, "arrow_left")
        self.forward = IconButton(ui, "arrow_right")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.count = label("", "secondary")
        self.previous = IconButton(ui, "chevron_up")
        self.next = IconButton(ui, "chevron_down")
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setIndentation(round(14 * ui.scale))
        self.contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view = styled(PageView(ui), "page")
        self.address = ElidedLabel()
        self._build_layout()
        self._connect_signals()
        self.resize(*(round(side * ui.scale) for side in SIZE))
        self._retranslate()

    def _build_layout(self) -> None:
        bar = styled(QFrame(), "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 8, 12, 8)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.contents)
        self._split.addWidget(self.view)
        self._split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._split, 1)
        column.addWidget(hairline())
        self.address.setContentsMargins(12, 4, 12, 4)
        column.addWidget(styled(self.address, "small"))
        self._split.setSizes([round(CONTENTS_WIDTH * self._ui.scale), SIZE[0]])

    def _connect_signals(self) -> None:
        self.back.clicked.connect(lambda: self._go(-1))
        self.forward.clicked.connect(lambda: self._go(1))
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.search.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._search)
        self.contents.currentItemChanged.connect(self._open_item)
        self.contents.itemClicked.connect(self._open_item)
        self.view.anchorClicked.connect(self.follow)
        self.view.highlighted.connect(self._show_address)
        self._ui.changed.connect(self._retranslate)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+F", self._focus_search),
            ("F3", lambda: self._step(1)),
            ("Shift+F3", lambda: self._step(-1)),
            ("Alt+Left", lambda: self._go(-1)),
            ("Alt+Right", lambda: self._go(1)),
            ("Ctrl+W", self.close),
        )
        for key, run in keys:
            QShortcut(QKeySequence(key), self, run)

    @property
    def chapter(self) -> str:
        """The name of the chapter that is shown."""
        return self._current

    @property
    def chapters(self) -> list[Chapter]:
        """The chapters in the window's language, without the references."""
        return [p.chapter for name, p in self._pages.items() if name not in REFERENCES]

    def open(self, topic: str = "") -> None:
        """Show a topic, such as "data" or "data#funnel"; without one, where the reader was."""
        if topic or not self._current:
            name, section = target(topic)
            self._visit(name if name in self._pages else next(iter(self._pages)), section)
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, url: QUrl) -> None:
        """Follow a link: a chapter is shown, anything else goes to the system's browser."""
        if url.toString().startswith(LINK_SCHEMES):
            QDesktopServices.openUrl(url)
            return
        name, section = target(url.toString())
        name = name or self._current
        if name in self._pages:
            self._visit(name, section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search on with Enter; Escape ends the search, then closes the window."""
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if self._timer.isActive():
                self._search()
            else:
                self._step(-1 if is_back else 1)
        else:
            super().keyPressEvent(event)

    def _visit(self, name: str, section: str = "", *, index: int = -1) -> None:
        """Show a chapter at a section, and remember it after the current visit."""
        self._remember()
        del self._visits[self._at + 1 :]
        self._visits.append(Visit(name, 0))
        self._at = len(self._visits) - 1
        self._show(name)
        page = self._pages[name]
        position = page.anchors[index].position if index >= 0 else page.position(section)
        self.view.scroll_to(position)

    def _go(self, steps: int) -> None:
        """Go back or forward in the history."""
        if 0 <= self._at + steps < len(self._visits):
            self._remember()
            self._at += steps
            visit = self._visits[self._at]
            self._show(visit.chapter)
            self.view.verticalScrollBar().setValue(visit.scroll)

    def _remember(self) -> None:
        if self._at >= 0:
            scroll = self.view.verticalScrollBar().value()
            self._visits[self._at] = self._visits[self._at]._replace(scroll=scroll)

    def _show(self, name: str) -> None:
        if name != self._current:
            self._current = name
            self.view.show_page(self._pages[name])
            self._mark()
        self._select_item(name)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._visits) - 1)
        self.setWindowTitle(f"{self._pages[name].chapter.title} – {self._ui.texts('Handbook')}")

    def _search(self) -> None:
        """Look for what is typed; the contents list only what has it."""
        self._timer.stop()
        self._hits = find(self._pages.values(), self.search.text())
        self._front = -1
        self._fill_contents()
        self._mark()
        if self._hits:
            here = [at for at, hit in enumerate(self._hits) if self._is_here(hit)]
            self._bring_to_front(here[0] if here else 0)

    def _step(self, steps: int) -> None:
        """Go to the next hit, or back, over all chapters."""
        if self._hits:
            self._bring_to_front((self._front + steps) % len(self._hits))

    def _bring_to_front(self, at: int) -> None:
        self._front = at
        hit = self._hits[at]
        if not self._is_here(hit):
            self._visit(hit.page.chapter.name, index=hit.section)
        self._mark()

    def _is_here(self, hit: Hit) -> bool:
        return hit.page.chapter.name == self._current

    def _mark(self) -> None:
        texts = self._ui.texts
        front = self._hits[self._front].cursor if self._front >= 0 else None
        here = [hit.cursor for hit in self._hits if self._is_here(hit)]
        self.view.show_found(here, front if front in here else None)
        is_asked = bool(self.search.text().strip())
        words = texts("{number} of {count}") if self._hits else texts("Nothing found")
        number, count = texts.number(self._front + 1), texts.number(len(self._hits))
        self.count.setText(words.format(number=number, count=count) if is_asked else "")
        for button in (self.previous, self.next):
            button.setVisible(bool(self._hits))

    def _fill_contents(self) -> None:
        """List chapters and sections, while searching those with hits and their number."""
        counts = Counter(
            Place(hit.page.chapter.name, _listed(hit.page, hit.section)) for hit in self._hits
        )
        is_narrowed = bool(self._hits)
        self.contents.blockSignals(True)
        self.contents.clear()
        for name, page in self._pages.items():
            inside = sum(count for place, count in counts.items() if place.chapter == name)
            if is_narrowed and not inside:
                continue
            title = page.chapter.title
            if name in REFERENCES:
                title = self._ui.texts("Reference: {title}").format(title=title)
            top = self._add(Place(name), title, inside)
            for at, anchor in enumerate(page.anchors):
                count = counts[Place(name, at)]
                if at and anchor.section.level in LEVELS and (count or not is_narrowed):
                    self._add(Place(name, at), anchor.section.title, count, top)
            top.setExpanded(is_narrowed)
        self.contents.blockSignals(False)
        if self._current:
            self._select_item(self._current)

    def _add(
        self, place: Place, title: str, count: int, parent: QTreeWidgetItem | None = None
    ) -> QTreeWidgetItem:
        words = f"{title} · {self._ui.texts.number(count)}" if count else title
        item = add_branch(self.contents, words, parent)
        item.setData(0, PLACE, place)
        item.setToolTip(0, title)
        return item

    def _select_item(self, name: str) -> None:
        """Select a chapter in the contents, unless one of its sections is selected."""
        current = self.contents.currentItem()
        if current is not None and _place(current).chapter == name:
            return
        for at in range(self.contents.topLevelItemCount()):
            item = self.contents.topLevelItem(at)
            if item is None:
                continue
            is_current = _place(item).chapter == name
            item.setExpanded(is_current or bool(self._hits))
            if is_current:
                self.contents.blockSignals(True)
                self.contents.setCurrentItem(item)
                self.contents.blockSignals(False)

    def _open_item(self, item: QTreeWidgetItem | None, _: object = None) -> None:
        if item is not None:
            place = _place(item)
            self._visit(place.chapter, index=place.section)

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_address(self, url: QUrl) -> None:
        """Show where a link under the pointer leads, if it leaves the handbook."""
        is_outside = url.toString().startswith(LINK_SCHEMES)
        self.address.set_text(url.toString() if is_outside else "")

    def _retranslate(self) -> None:
        """Rebuild all pages in another language, theme or size."""
        texts = self._ui.texts
        named = {
            self.back: texts("Back"),
            self.forward: texts("Forward"),
            self.previous: texts("Previous match"),
            self.next: texts("Next match"),
        }
        for button, name in named.items():
            button.set_text(name)
        self.search.setPlaceholderText(texts("Search the handbook"))
        self.search.setAccessibleName(texts("Search the handbook"))
        self.contents.setAccessibleName(texts("Contents"))
        self.view.setAccessibleName(texts("Page of the handbook"))
        self.setWindowTitle(texts("Handbook"))
        read = [*chapters(texts.language, self._parts()), *references()]
        self._pages = {chapter.name: make_page(chapter, self._ui) for chapter in read}
        shown, self._current = self._current, ""
        self._hits = find(self._pages.values(), self.search.text())
        self._front = 0 if self._hits else -1
        self._fill_contents()
        self._mark()
        if shown in self._pages:
            self._show(shown)


def _place(item: QTreeWidgetItem) -> Place:
    return Place(*item.data(0, PLACE))


def _listed(page: Page, section: int) -> int:
    """The section in the contents that a section belongs to."""
    while section and page.anchors[section].section.level not in LEVELS:
        section -= 1
    return section
