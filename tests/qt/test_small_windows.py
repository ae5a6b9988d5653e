"""Nothing is cut off or covered, whatever the size of the window and its language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from journeyeditor import resources
from journeyeditor.app.background import Job
from journeyeditor.app.background_dialog import BackgroundDialog
from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.app.export import dialog as export_dialog
from journeyeditor.app.export.dialog import ExportDialog
from journeyeditor.app.export.job import PosterRenderer, PosterRequest
from journeyeditor.app.importing.funnel_dialog import FunnelImport
from journeyeditor.app.importing.journey_dialog import JourneyImport
from journeyeditor.app.qt_dialogs import QtDialogs
from journeyeditor.editing import operations
from journeyeditor.editing.tools.connecting import handles
from journeyeditor.i18n import window_languages
from journeyeditor.poster import Poster
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.focus import kept_focus
from journeyeditor.widgets.ui_context import window_theme
from tests.qt.clipping import clipped
from tests.qt.shell import Shell

#: Window sizes, and the interface size at each.
SIZES = (((1280, 720), 1.0), ((1440, 900), 1.15), ((1920, 1080), 1.5))
DIALOGS = (
    *("export", "preferences", "shortcuts", "about", "report"),
    *("pack", "translations", "carry_stages", "open_room", "new_from_data", "measure"),
    *("import_funnel", "save_as_template"),
)
#: A journey and a funnel, as they are pasted.
JOURNEY = """\
| Stage | Actions | Vibes | Emotion |
|---|---|---|---|
| Find | Reads | wow | +1 |
| Buy | Pays | meh | -2 |
"""
FUNNEL = "Step\tVisitors\tRate\nAwareness\t1000\t40%\nPurchase\t400\t\n"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    sample = resources.path("samples", "predictive_maintenance.en.journey.json")
    shell.window.resize(1280, 720)
    shell.window.documents.new_from_sample(str(sample))
    shell.window.map_view.set_animated(False)
    shell.settle()
    return shell


@pytest.fixture
def quick_posters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose the poster of a language once, and at once."""
    posters: dict[str, Poster] = {}
    compose = PosterRenderer.compose

    def composed(self: PosterRenderer, request: PosterRequest, job: Job) -> Poster:
        if request.language not in posters:
            posters[request.language] = compose(self, request, job)
        return posters[request.language]

    monkeypatch.setattr(PosterRenderer, "compose", composed)
    monkeypatch.setattr(export_dialog, "IDLE_MS", 0)


@pytest.mark.usefixtures("quick_posters")
@pytest.mark.parametrize("language", window_languages())
def test_no_text_is_cut_off(shell: Shell, language: str) -> None:
    cut: list[str] = []
    for size, scale in SIZES:
        shell.window.preferences.change(language=language, size=scale)
        shell.window.resize(*size)
        for dock in ("left", "right", "bottom"):
            shell.window.map_view.set_open(dock, True)
        for shown in chain(_docks(shell), _dialogs(shell), _start_page(shell)):
            shell.settle()
            cut += clipped(shown)
    assert not cut, "\n".join(dict.fromkeys(cut))


def open_dialog() -> QDialog:
    """The dialog that is open."""
    shown = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    return next(each for each in shown if isinstance(each, QDialog))


def _docks(shell: Shell) -> Iterator[QWidget]:
    """Show all pages, forms and tabs one after the other; yield where to look."""
    view = shell.window.map_view
    for page in PAGES:
        view.show_page(page.NAME)
        yield view.bottom
    for kind in sorted({element.kind for element in shell.session.graph.elements()}):
        shell.pick(kind)
        view.right.show_tab("form")
        yield view.right
    for tab, _, _ in TABS:
        view.right.show_tab(tab)
        yield shell.window
    for action, bar in (("find", view.find_bar), ("filter", view.filter_bar)):
        shell.do(action)
        yield shell.window
        bar.hide()


def _dialogs(shell: Shell) -> Iterator[QDialog]:
    for action in DIALOGS:
        shell.do(action)
        dialog = open_dialog()
        _finish(shell, dialog)
        yield dialog
        if isinstance(dialog, ExportDialog):
            yield from _export_formats(shell, dialog)
        elif isinstance(dialog, FunnelImport):
            QApplication.clipboard().setText(FUNNEL)
            dialog.paste.click()
            yield dialog
        dialog.close()
        shell.settle()
    QApplication.clipboard().setText(JOURNEY)
    shell.do("paste")
    importing = open_dialog()
    assert isinstance(importing, JourneyImport)
    _finish(shell, importing)
    yield importing
    importing.close()
    shell.settle()


def _finish(shell: Shell, dialog: QDialog) -> None:
    """Let a dialog end what it does in the background, show the result and lay it out."""
    shell.settle()
    while isinstance(dialog, BackgroundDialog) and dialog.is_busy:
        shell.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    shell.settle()
    shell.settle()


def _export_formats(shell: Shell, dialog: ExportDialog) -> Iterator[QDialog]:
    """Show the choices of every format and of everything that can be printed."""
    for index in range(dialog.form.format.count()):
        dialog.form.format.setCurrentIndex(index)
        _finish(shell, dialog)
        yield dialog
    dialog.form.format.choose("pdf")
    for index in range(dialog.form.pages.count()):
        dialog.form.choose_pages(dialog.form.pages.itemData(index))
        _finish(shell, dialog)
        yield dialog
    dialog.form.choose_pages("")


def _start_page(shell: Shell) -> Iterator[QWidget]:
    shell.window.show_start()
    yield shell.window
    shell.window.show_map()


def test_a_clipped_text_is_noticed(qapp: QApplication) -> None:
    dialog = QDialog()
    box = ComboBox(dialog)
    box.addItem("A choice of many words")
    box.setGeometry(0, 0, 60, 24)
    dialog.show()
    assert clipped(dialog)
    box.setGeometry(0, 0, 300, 24)
    assert not clipped(dialog)
    dialog.close()


def test_on_a_projector_the_canvas_has_two_thirds(shell: Shell) -> None:
    window, view = shell.window, shell.window.map_view
    assert view.canvas.width() * view.canvas.height() * 3 >= 1280 * 720 * 2
    assert view.open_docks == {"left", "overview"}
    for button in view.left.palette_.buttons:
        place = button.mapTo(view.left, QPoint(0, 0))
        assert view.left.rect().contains(button.rect().translated(place))
        assert not button.visibleRegion().isEmpty()
        assert button.visibleRegion().boundingRect() == button.rect()
    assert window.preferences.value.docks == ("bottom", "left", "overview", "right")


def test_on_a_projector_the_filter_has_two_rows(shell: Shell) -> None:
    bar = shell.window.map_view.filter_bar
    shell.do("filter")
    chips = bar.findChildren(QPushButton)
    line = max(chip.sizeHint().height() for chip in chips)
    assert bar.height() < 3 * line
    last = [chip for chip in chips if bar.isAncestorOf(chip) and chip.isCheckable()][-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    before = QApplication.focusWidget()
    assert before is not None
    QTest.keyClick(before, Qt.Key.Key_Backtab)
    owner = QApplication.focusWidget()
    assert owner is not None
    QTest.keyClick(owner, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is last
    assert last.visibleRegion().boundingRect() == last.rect(), "it is scrolled to"


def test_docks_come_back_when_the_window_grows(shell: Shell) -> None:
    window, view = shell.window, shell.window.map_view
    window.resize(1500, 1000)
    shell.settle()
    assert view.open_docks == {"left", "right", "bottom", "overview"}
    shell.do("dock_bottom")
    window.resize(1280, 720)
    shell.settle()
    assert view.open_docks == {"left", "overview"}
    assert set(view.wanted_docks) == {"left", "right", "overview"}
    shell.do("dock_right")
    window.resize(1290, 730)
    shell.settle()
    assert view.is_open("right"), "what was opened by hand stays open"
    window.resize(1500, 1000)
    shell.settle()
    assert not view.is_open("bottom"), "what was closed by hand stays closed"


def test_the_tabs_stay_where_they_are(shell: Shell) -> None:
    right = shell.window.map_view.right
    shell.window.map_view.set_open("right", True)
    shell.settle()
    before = [right.tabBar().tabRect(index) for index in range(right.count())]
    for tab, _, _ in TABS:
        right.show_tab(tab)
        assert [right.tabBar().tabRect(index) for index in range(right.count())] == before


def test_the_old_theme_is_never_shown_after_a_switch(shell: Shell) -> None:
    view = shell.window.map_view
    view.canvas.finish_painting()
    dark = window_theme("dark")
    paper = QColor(window_theme("light")["paper"])
    view.session.set_theme(dark)  # as the window does, and before anything is painted again
    view.canvas.renderer._ui.apply(theme=dark)
    view.canvas.renderer.work = lambda **_: True  # type: ignore[method-assign]
    picture = view.canvas.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    }
    assert paper.name() not in colours


def test_a_dialog_has_the_keyboard(shell: Shell) -> None:
    for action in ("preferences", "export"):
        shell.do(action)
        dialog = open_dialog()
        focused = dialog.focusWidget()
        assert focused is not None
        assert not (isinstance(focused, QAbstractButton) and focused.text() in ("Close", "Cancel"))
        dialog.close()
        shell.settle()


def test_enter_in_a_field_does_what_the_dialog_is_for(shell: Shell) -> None:
    wrong = []
    for dialog in _dialogs(shell):
        buttons = dialog.findChildren(QPushButton)
        focused = dialog.focusWidget()
        default = [each for each in buttons if each.isDefault() and each is not focused]
        wanted = [button for button in buttons if button.property("look") == "primary"]
        wrong += [
            f"{type(dialog).__name__}: {button.text()}"
            for button in default
            if button.isCheckable() or (wanted and button not in wanted)
        ]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_dialog_gets_the_keyboard_back_from_a_file_dialog(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.do("preferences")
    dialog = open_dialog()
    before = dialog.focusWidget()
    parents: list[object] = []

    def answered(parent: object, *_: object) -> tuple[str, str]:
        parents.append(parent)
        shell.window.map_view.canvas.setFocus()
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answered)
    QtDialogs(shell.window, shell.window.ui).open_file(())
    assert parents == [dialog]
    assert dialog.focusWidget() is before
    with kept_focus(shell.window) as front:
        assert front is dialog
    dialog.close()


def test_one_form_shows_a_persona(shell: Shell) -> None:
    view = shell.window.map_view
    view.set_open("right", True)
    view.left.personas.add_persona()
    shell.settle()
    persona = shell.session.selection.primary
    element = shell.session.element(persona)
    assert element is not None
    assert element.kind == "persona"
    assert view.left.personas.sheet is None
    focused = view.right.inspector.focusWidget()
    assert focused is not None
    assert focused.isVisible()


def test_the_minimap_moves_off_what_is_selected(shell: Shell) -> None:
    canvas = shell.window.map_view.canvas
    canvas.view.zoom_100()
    canvas.view.center_on(QPointF(*shell.session.layout.size))
    shell.settle()
    minimap = canvas.minimap
    assert minimap.isVisible()
    home = minimap.geometry()
    for element in shell.session.graph.elements():
        shell.session.selection.set([element.id])
        rect = shell.session.layout.rect(element.id)
        if rect is not None:
            place = canvas.viewport.rect_to_screen(rect)
            covered = minimap.geometry().intersects(minimap.covered())
            assert not covered or place.height > canvas.height() / 2, element.id
    shell.session.selection.clear()
    assert minimap.geometry() == home


def test_handles_do_not_cover_small_cards(shell: Shell) -> None:
    canvas = shell.window.map_view.canvas
    id_ = shell.pick("touchpoint")
    (_, right) = handles(shell.session.layout, id_)
    theme = QColor(shell.session.layout.context.theme["selection"])
    for scale, is_shown in ((2.0, True), (0.3, False)):
        canvas.viewport.scale = scale
        canvas.view.center_on(right.center)
        canvas.finish_painting()
        picture = canvas.grab().toImage()
        x, y = canvas.viewport.to_screen(right.center)
        middle = picture.pixelColor(round(x), round(y))
        paper = QColor(shell.session.layout.context.theme["paper"])
        ring = [picture.pixelColor(round(x) + d, round(y)) for d in (5, 6)]
        assert (middle == paper and theme in ring) == is_shown


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a list grabs the keyboard
def test_a_list_of_choices_begins_with_its_first_line(shell: Shell) -> None:
    shell.do("preferences")
    dialog = open_dialog()
    for box in dialog.findChildren(ComboBox):
        for index in (0, box.count() - 1):
            box.setCurrentIndex(index)
            box.showPopup()
            view = box.view()
            first = view.visualRect(view.model().index(0, 0))
            assert first.top() >= 0
            assert view.verticalScrollBar().maximum() == 0
            box.hidePopup()
    dialog.close()


def test_the_names_of_stages_have_one_size(shell: Shell) -> None:
    stages = shell.session.graph.stages()
    operations.set_field(shell.session, [stages[0].id], "title", "Produktionsstörungsanalyse")
    layout = shell.session.layout
    sizes = {layout.headers._headers[column].name.size for column in layout.grid.columns}
    assert len(sizes) == 1


def test_a_notes_position_is_in_whole_units(shell: Shell) -> None:
    id_ = operations.add(shell.session, "note")
    operations.set_field(shell.session, [id_], "position", (1277.7, 703.8))
    shell.session.selection.set([id_])
    shell.do("tab_form")
    form = shell.window.map_view.right.inspector.form
    assert form is not None
    lines = form.fields["position"].editor.findChildren(QLineEdit)
    assert [line.text() for line in lines] == ["1,278", "704"]
