"""Everything that can be clicked or typed into has a name in the window's language, and the map has words.

The real window is walked from screen to screen as it stands, in English; switched to Swedish while
it runs; and started in Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.app.export.preflight import FindingList
from journeyeditor.editing import operations
from journeyeditor.i18n import languages, texts
from journeyeditor.panels.outline.view import ID_ROLE, OutlineModel
from tests.qt.shell import Shell

#: What answers hands even where Qt gives it no keys.
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


class Accessible(NamedTuple):
    """A widget as a screen reader announces it: what it is, and its name."""

    what: str
    name: str


#: Screen → what can be used on it, in the order of the widgets.
Screens: TypeAlias = dict[str, list[Accessible]]


class Walks(NamedTuple):
    """The same window in English, switched to Swedish, and started in Swedish."""

    english: Screens
    switched: Screens
    started: Screens


def is_used(widget: QWidget) -> bool:
    """Whether a person can use a widget; the insides of Qt's own ones are not told apart."""
    if not widget.isVisible() or widget.objectName().startswith("qt_"):
        return False
    if isinstance(widget, QScrollBar | QHeaderView) or is_finding(widget):
        return False
    takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return takes_keys or isinstance(widget, INTERACTIVE)


def is_finding(widget: QWidget) -> bool:
    """Whether a widget shows findings of the pre-flight, which come when it is done."""
    context = widget.parentWidget()
    return context is not None and (isinstance(context, FindingList) or is_finding(context))


def name_of(widget: QWidget) -> str:
    """Return what a widget is called: its name, or the words that stand on it."""
    if isinstance(widget, QTabBar):
        tabs = [widget.accessibleTabName(at) or widget.tabText(at) for at in range(widget.count())]
        return ", ".join(tabs) if all(tabs) else ""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text().replace("&", "")
    return ""


def reported(root: QWidget) -> list[Accessible]:
    found = [root, *root.findChildren(QWidget)]
    return [
        Accessible(_place(widget), _bare(name_of(widget))) for widget in found if is_used(widget)
    ]


def _bare(name: str) -> str:
    """Return a name without the number of findings, which are looked for in the background."""
    return re.sub(r" · \d+$", "", name.strip())


def _place(widget: QWidget) -> str:
    """Return a widget's class below those around it, for whoever has to find it."""
    context: list[str] = []
    step: QWidget | None = widget
    while step is not None and len(context) < 4:
        context.append(type(step).__name__)
        step = step.parentWidget()
    return " < ".join(context)


def menus(bar: QMenuBar | QMenu) -> Iterator[Accessible]:
    for action in bar.actions():
        if not action.isSeparator():
            yield Accessible("entry", action.text().replace("&", ""))
        menu = action.menu()
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
            yield from menus(menu)


class Route:
    """Goes through all screens of a window."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.screens: Screens = {}

    def start(self) -> None:
        self._shell.window.start_page._after_showing()
        self._tell("start")

    def map(self) -> None:
        """Walk the map and all that opens beside and above it."""
        shell, place = self._shell, self._shell.window.map_view
        shell.session.selection.clear()
        place.set_open("bottom", True)
        place.bottom.show_page("review")
        for form in (place.right.map, place.right.inspector.map_panel):
            form.complete()
        for tab, _, _ in TABS:
            shell.do(f"tab_{tab}")
            self._tell(f"tab {tab}", place.right)
        self._tell("window")
        for page in PAGES:
            place.bottom.show_page(page.NAME)
            self._tell(f"bottom {page.NAME}", place.bottom)
        shell.do("tab_form")
        for kind in sorted({element.kind for element in shell.session.graph.elements()}):
            shell.pick(kind)
            self._tell(f"form {kind}", place.right)
        relation = next(iter(shell.session.graph.relations("follows")))
        shell.session.selection.set([relation.id])
        self._tell("form follows", place.right)
        shell.session.selection.set(card.id for card in shell.session.graph.elements("pain_point"))
        self._tell("form of many", place.right)
        self._agenda()
        self._written()

    def _agenda(self) -> None:
        self._shell.do("agenda")
        self._tell("agenda", self._shell.window.room.agenda.side)
        self._shell.do("agenda")

    def _written(self) -> None:
        shell, place = self._shell, self._shell.window.map_view
        shell.pick("pain_point")
        shell.do("rename")
        self._tell("text on the map", place.canvas)
        place.settle()
        shell.do("replace")
        self._tell("find bar", place.find_bar)
        place.find_bar.end()
        shell.do("filter")
        self._tell("filter bar", place.filter_bar)
        shell.do("filter")
        shell.do("command_box")
        self._tell("command box", shell.window.command_palette)
        shell.window.command_palette.end()

    def pages(self) -> None:
        shell = self._shell
        for action in ("shortcuts", "about", "preferences", "export"):
            shell.do(action)
            (dialog,) = [each for each in shell.window.findChildren(QDialog) if each.isVisible()]
            self._tell(action, dialog)
            dialog.close()
        shell.window.help.show_handbook("first-map")
        self._tell("handbook", shell.window.help.handbook)
        shell.window.help.handbook.close()
        self.screens["menus"] = list(menus(shell.window.menuBar()))

    def _tell(self, screen: str, root: QWidget | None = None) -> None:
        self._shell.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.screens[screen] = reported(root or self._shell.window)


def walked(shell: Shell, language: str) -> Screens:
    walk = Route(shell)
    shell.program.preferences.change(language=language)
    shell.window.show_start()
    walk.start()
    shell.window.show_map() if shell.window.is_behind else shell.open_sample()
    walk.map()
    walk.pages()
    return walk.screens


@pytest.fixture(scope="module")
def likely_routes(dressed_app: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Walks:
    first = Shell(dressed_app, tmp_path_factory.mktemp("first"))
    english = walked(first, "en")
    switched = walked(first, "sv")
    first.close()
    second = Shell(dressed_app, tmp_path_factory.mktemp("second"))
    started = walked(second, "sv")
    second.close()
    return Walks(english, switched, started)


@pytest.mark.parametrize("which", ["english", "switched", "started"])
def test_everything_that_can_be_used_has_a_name(likely_routes: Walks, which: str) -> None:
    screens: Screens = getattr(likely_routes, which)
    nameless = {
        screen: found
        for screen, all_told in screens.items()
        if (found := [each.what for each in all_told if not each.name])
    }
    assert nameless == {}
    assert all(screens.values())
    assert len({each for all_told in screens.values() for each in all_told}) > 300


def test_switching_the_language_says_all_that_starting_in_it_says(likely_routes: Walks) -> None:
    assert likely_routes.switched.keys() == likely_routes.started.keys()
    for screen, switched in likely_routes.switched.items():
        assert switched == likely_routes.started[screen], screen


def test_names_are_in_the_language_of_the_window(likely_routes: Walks) -> None:
    """What is called the same in both languages is the map's own, or the same word in both."""
    swedish = texts("sv")
    alike = {message for message, words in swedish.messages.items() if message == words}
    own = {*(language.name for language in languages().values()), "PDF", "SVG", "PNG"}
    for screen, english in likely_routes.english.items():
        other = {each.name for each in likely_routes.switched[screen]}
        for each in english:
            if each.name in other and each.name in swedish.messages:
                assert each.name in alike | own, (screen, each)
        strange = other - {each.name for each in english}
        assert strange & set(swedish.messages.values()), screen


def test_the_window_is_finding_from_its_canvas(shell: Shell) -> None:
    shell.open_sample()
    root = interface(shell.window.map_view.canvas)
    above = []
    step = root
    while step is not None:
        above.append(step.object())
        step = step.parent()
    assert shell.window in above


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def test_the_canvas_tells_its_cards(shell: Shell) -> None:
    session = shell.open_sample()
    root = interface(shell.window.map_view.canvas)
    assert root.text(QAccessible.Text.Name) == "Journey map"
    names = [root.child(at).text(QAccessible.Text.Name) for at in range(root.childCount())]
    for kind, word in (("stage", "Stage"), ("touchpoint", "Touchpoint"), ("emotion", "Emotion")):
        for element in session.graph.elements(kind):
            assert any(name.startswith(f"{word}, ") and element.title in name for name in names)
    shell.program.preferences.change(language="sv")
    assert root.text(QAccessible.Text.Name) == "Resekarta"
    stage = session.graph.stages()[0].title
    assert f"Steg, {stage}" in [root.child(at).text(QAccessible.Text.Name) for at in range(9)]


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said while somebody listens."""
    said: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return said


def test_walking_with_the_arrows_tells_each_card(shell: Shell, received: list[str]) -> None:
    session = shell.open_sample()
    canvas = shell.window.map_view.canvas
    received.clear()
    titles = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(canvas, key)
        titles.append(session.graph.element(session.selection.primary).title)
    assert len(set(titles)) == 4
    assert [words.partition(", ")[2] for words in received] == titles
    assert received[0].startswith("Stage, ")


def test_lines_of_the_command_box_are_reported_while_words_are_typed(
    shell: Shell, received: list[str]
) -> None:
    shell.open_sample()
    shell.do("command_box")
    field = shell.window.command_palette.field
    QTest.keyClicks(field, "zoom")
    received.clear()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up)
    first, second = (line.words for line in shell.window.command_palette.found()[:2])
    assert [words.partition(",")[0] for words in received] == [second, first]
    shell.window.command_palette.end()


def test_what_is_undone_is_reported(shell: Shell, received: list[str]) -> None:
    session = shell.open_sample()
    operations.delete(session, [shell.pick("opportunity")])
    received.clear()
    shell.do("undo")
    assert "Undo: Delete opportunity" in received
    shell.do("redo")
    assert "Redo: Delete opportunity" in received


def lines(model: OutlineModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Yield every line of the tree, opened as a person would."""
    above = parent or QModelIndex()
    if model.canFetchMore(above):
        model.fetchMore(above)
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield index
        yield from lines(model, index)


def test_the_outline_leads_to_every_element_and_back(shell: Shell) -> None:
    session = shell.open_sample()
    outline = shell.window.map_view.right.outline
    shell.do("tab_outline")
    assert outline.model is not None
    found = list(lines(outline.model))
    ids = [index.data(ID_ROLE) for index in found]
    assert sorted(filter(None, ids)) == sorted(each.id for each in session.graph.elements())
    assert all(index.data(Qt.ItemDataRole.DisplayRole).strip() for index in found)
    for index, id_ in zip(found, ids, strict=True):
        if id_:
            outline.view.setCurrentIndex(index)
            assert session.selection.ids == (id_,)
    for element in session.graph.elements():
        session.selection.set([element.id])
        assert outline.view.currentIndex().data(ID_ROLE) == element.id


def test_the_outline_is_walked_by_keys_alone(shell: Shell, qtbot: QtBot) -> None:
    session = shell.open_sample()
    shell.do("tab_outline")
    view = shell.window.map_view.right.outline.view
    assert QApplication.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Home)
    first = session.graph.stages()[0].id
    assert session.selection.ids == (first,)
    reached: set[str] = set()
    before = QModelIndex()
    while (now := view.currentIndex()) != before:
        before = now
        reached |= {now.data(ID_ROLE) or ""}
        QTest.keyClick(view, Qt.Key.Key_Right)  # opens what is closed, or goes to what is below
        if view.currentIndex() == now:
            QTest.keyClick(view, Qt.Key.Key_Down)
    assert reached - {""} == {element.id for element in session.graph.elements()}
