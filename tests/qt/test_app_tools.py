"""Finding, filtering, the command box, and the clipboard, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from journeyeditor import resources
from journeyeditor.app.docks import PAGES
from journeyeditor.canvas.minimap import Minimap
from journeyeditor.canvas.record_geometry import extent
from journeyeditor.canvas.view_controller import READABLE_SCALE
from journeyeditor.editing import operations
from journeyeditor.editing.tools.interface import MapPart
from journeyeditor.files import dump_map
from journeyeditor.geometry import Point
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.picture_mime import CARDS_MIME
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    return shell


def titles(shell: Shell, kind: str) -> list[str]:
    return [element.title for element in shell.session.graph.elements(kind)]


# ---- find


def test_words_are_found_one_after_the_other(shell: Shell) -> None:
    shell.do("find")
    bar = shell.window.map_view.find_bar
    QTest.keyClicks(bar.words, "frakt")
    assert bar.counted() == "6 found"
    seen = []
    for _ in range(7):
        QTest.keyClick(bar.words, Qt.Key.Key_Return)
        seen.append((bar.counted(), shell.session.selection.ids))
    assert seen[0][0] == "1 of 6"
    assert seen[6] == seen[0]
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.counted() == "6 of 6"
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert shell.window.map_view.canvas.hasFocus()


def test_matches_are_marked_and_the_current_one_is_in_the_middle(shell: Shell) -> None:
    shell.do("find")
    bar, canvas = shell.window.map_view.find_bar, shell.window.map_view.canvas
    canvas.view.zoom_to_fit()
    canvas.view.zoom(0.2)
    before = canvas.grab().toImage()
    QTest.keyClicks(bar.words, "frakt")
    assert canvas.renderer.found == {hit.id for hit in bar._hits}
    assert canvas.grab().toImage() != before, "all are marked while they are typed"
    seen = set()
    for _ in bar._hits:
        QTest.keyClick(bar.words, Qt.Key.Key_Return)
        (id_,) = shell.session.selection.ids
        rect = extent(shell.session, id_)
        if rect is None:  # evidence is not on the map
            continue
        at = canvas.viewport.to_screen(rect.center)
        assert abs(at.x - canvas.width() / 2) < 2
        assert abs(at.y - canvas.height() / 2) < 2
        assert canvas.viewport.scale >= READABLE_SCALE
        assert canvas.renderer.current_match == id_
        seen.add(bar.place())
    assert {"Thought · Title", "Pain point · Note"} <= seen
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not canvas.renderer.found


def test_a_match_in_the_title_of_the_map_is_shown_there(shell: Shell) -> None:
    operations.set_info(shell.session, "title", "Zebra crossing")
    shell.window.map_view.set_open("right", False)
    shell.do("find")
    bar = shell.window.map_view.find_bar
    QTest.keyClicks(bar.words, "zebra")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert (bar.counted(), bar.place()) == ("1 of 1", "Map properties · Title")
    right = shell.window.map_view.right
    assert right.isVisible()
    assert right.tab == "map"
    assert bar.words.hasFocus(), "the next match is one key away"


def test_a_match_off_the_map_is_shown_in_its_form(shell: Shell) -> None:
    shell.window.map_view.set_open("right", False)
    persona = shell.session.graph.personas()[0]
    operations.set_field(shell.session, [persona.id], "title", "Zebra")
    shell.do("find")
    bar = shell.window.map_view.find_bar
    QTest.keyClicks(bar.words, "zebra")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.place() == "Persona · Title"
    assert shell.window.map_view.right.isVisible()
    assert shell.window.map_view.right.tab == "form"


def test_capitals_count_only_if_asked(shell: Shell) -> None:
    shell.do("find")
    bar = shell.window.map_view.find_bar
    bar.words.setText("FRAKT")
    assert bar.counted() == "6 found"
    bar.case.click()
    assert bar.counted() == "0 found"
    assert bar.words.property("invalid")


def test_whole_words_are_found(shell: Shell) -> None:
    session = shell.open_sample()
    bar = shell.window.map_view.find_bar
    ids = [stage.id for stage in session.graph.stages()[:2]]
    operations.set_field(session, ids[:1], "title", "Zebra crossing")
    operations.set_field(session, ids[1:], "title", "Zebras")
    shell.do("find")
    QTest.keyClicks(bar.words, "zebra")
    assert bar.counted() == "2 found"
    QTest.mouseClick(bar.whole, Qt.MouseButton.LeftButton)
    assert bar.counted() == "1 found"
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert session.selection.ids == tuple(ids[:1])


def test_replacing_all_is_one_step(shell: Shell) -> None:
    shell.do("replace")
    bar = shell.window.map_view.find_bar
    bar.words.setText("kassa")
    before = titles(shell, "touchpoint")
    bar.others.setText("kassan")
    bar.all.click()
    assert titles(shell, "touchpoint") != before
    shell.do("undo")
    assert titles(shell, "touchpoint") == before


def test_replacing_goes_from_place_to_place(shell: Shell) -> None:
    shell.do("replace")
    bar = shell.window.map_view.find_bar
    bar.words.setText("borsthuvuden")
    count = len(bar._hits)
    bar.others.setText("huvuden")
    bar.one.click()  # goes to the first
    assert bar.counted() == f"1 of {count}"
    bar.one.click()
    assert bar.counted() == f"1 of {count - 1}"


def test_an_edit_is_followed_by_the_search(shell: Shell, qtbot: QtBot) -> None:
    shell.do("find")
    bar = shell.window.map_view.find_bar
    bar.words.setText("Betalar")
    assert bar.counted() == "1 found"
    bar.step(1)
    shell.do("delete")
    qtbot.waitUntil(lambda: bar.counted() == "0 found")


# ---- figures


def test_the_figures_of_all_pages_are_there_without_a_visit(shell: Shell, qtbot: QtBot) -> None:
    dock = shell.window.map_view.bottom
    shell.window.map_view.set_open("bottom", True)
    shell.settle()
    counted = {"review", "paths", "evidence", "completeness", "method"}

    def shown() -> dict[str, int]:
        return {page.NAME: count for page, count in zip(PAGES, dock._counts, strict=True)}

    qtbot.waitUntil(lambda: all(shown()[name] for name in counted - {"paths"}))
    seen = shown()
    for name in counted:
        dock.show_page(name)
        qtbot.wait(0)
        for page in dock.findChildren(BottomPage):
            page.catch_up()
        assert shown()[name] == seen[name], name


# ---- filter


def test_pressed_chips_dim_all_else(shell: Shell) -> None:
    shell.do("filter")
    bar = shell.window.map_view.filter_bar
    pain, step = shell.pick("pain_point"), shell.pick("step")
    bar._chips["kinds", "pain_point"].click()
    assert shell.session.is_dim(step)
    assert not shell.session.is_dim(pain)
    bar._chips["kinds", "step"].click()
    assert not shell.session.is_dim(step)
    bar._clear.click()
    assert not bar._chips["kinds", "step"].isChecked()
    assert not shell.session.filter.is_active


def test_a_persona_fades_the_curves_of_the_others_and_keeps_hers(shell: Shell) -> None:
    path = resources.path("samples", "predictive_maintenance.en.journey.json")
    shell.window.documents.new_from_sample(str(path))
    shell.settle()
    session, canvas = shell.session, shell.window.map_view.canvas
    first, second = (persona.id for persona in session.graph.personas()[:2])
    canvas.view.zoom_to_fit()
    canvas.view.zoom_100()

    def ink(id_: str) -> int:
        """Return how dark the middle of a face is on the map."""
        rect = session.layout.rect(id_)
        assert rect is not None
        canvas.view.center_on(rect.center)
        canvas.finish_painting()
        image = canvas.grab().toImage()
        x, y, width, height = (round(v) for v in canvas.viewport.rect_to_screen(rect))
        ratio = image.devicePixelRatio()
        return min(
            image.pixelColor(round(i * ratio), round(j * ratio)).lightness()
            for i in range(x, x + width)
            for j in range(y, y + height)
        )

    of = {
        persona: next(
            each.id
            for each in session.graph.elements("emotion")
            if getattr(each, "persona", None) == persona
        )
        for persona in (first, second)
    }
    before = {persona: ink(id_) for persona, id_ in of.items()}
    session.filter.set(persona=first)
    assert abs(ink(of[first]) - before[first]) < 12
    assert ink(of[second]) > before[second] + 60
    session.filter.clear()
    assert ink(of[second]) == before[second]


def test_closing_the_filter_shows_everything(shell: Shell) -> None:
    shell.do("filter")
    shell.window.map_view.filter_bar._chips["kinds", "step"].click()
    shell.do("filter")
    assert shell.window.map_view.filter_bar.isHidden()
    assert not shell.session.filter.is_active
    assert not shell.window.action_registry["filter"].isChecked()


def test_a_new_tag_gets_its_chip(shell: Shell, qtbot: QtBot) -> None:
    shell.do("filter")
    operations.set_field(shell.session, [shell.pick("step")], "tags", ("ny-etikett",))
    bar = shell.window.map_view.filter_bar
    qtbot.waitUntil(lambda: ("tags", "ny-etikett") in bar._chips)


# ---- command box


def test_a_few_letters_and_enter_do_an_action(shell: Shell) -> None:
    shell.do("command_box")
    box = shell.window.command_palette
    assert box.isVisible()
    QTest.keyClicks(box.field, "zoom to fit")
    assert box.found()[0].id == "zoom_fit"
    shell.window.map_view.canvas.view.zoom(3.0)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert shell.window.map_view.canvas.viewport.shows_all


def test_an_element_is_found_by_its_title(shell: Shell) -> None:
    shell.do("command_box")
    box = shell.window.command_palette
    QTest.keyClicks(box.field, "dolda avg")
    (found,) = [line for line in box.found() if line.is_element]
    assert (found.words, found.end) == ("Dolda avgifter i kassan", "Pain point")
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    box._do(box.lines.index(box.found().index(found)))
    assert shell.session.selection.ids == (found.id,)


def test_the_box_offers_only_what_can_be_done(shell: Shell) -> None:
    shell.session.selection.clear()
    shell.do("command_box")
    ids = {line.id for line in shell.window.command_palette.found()}
    assert "delete" not in ids
    assert {"save_as", "insert_step", "theme_dark"} <= ids
    QTest.keyClick(shell.window.command_palette.field, Qt.Key.Key_Escape)
    assert not shell.window.command_palette.isVisible()


def test_the_palette_closes_when_what_had_the_focus_is_gone(shell: Shell) -> None:
    """The start page makes its cards anew while the palette is open."""
    line = QLineEdit(shell.window)
    line.show()
    line.setFocus()
    shell.do("command_box")
    shell.window.command_palette._before = line
    delete(line)
    QTest.keyClick(shell.window.command_palette.field, Qt.Key.Key_Escape)
    assert not shell.window.command_palette.isVisible()


def test_every_action_can_be_found_by_its_name(shell: Shell) -> None:
    shell.pick("step")
    box = shell.window.command_palette
    for id_ in ("undo", "insert_pain_point", "theme_light", "tab_outline", "shortcuts"):
        title = shell.window.action_registry.full_title(id_)
        box.field.setText(title)
        box._search(title)
        offered = shell.window.action_registry[id_].isEnabled()
        assert (id_ in [line.id for line in box.found()[:3]]) == offered, title


# ---- clipboard


def test_cards_go_round_by_the_clipboard(shell: Shell) -> None:
    shell.pick("pain_point", 1)
    before = titles(shell, "pain_point")
    shell.do("copy")
    data = QApplication.clipboard().mimeData()
    assert data.hasFormat(CARDS_MIME)
    assert before[1] in data.text()
    shell.do("paste")
    assert sorted(titles(shell, "pain_point")) == sorted([*before, before[1]])
    shell.do("undo")
    shell.pick("pain_point", 1)
    shell.do("cut")
    assert titles(shell, "pain_point") == [title for title in before if title != before[1]]


def test_lines_become_cards_of_the_kind_that_is_selected(shell: Shell) -> None:
    shell.pick("pain_point")
    data = QMimeData()
    data.setText("För dyrt\nFör långsamt\n")
    QApplication.clipboard().setMimeData(data)
    shell.do("paste")
    assert {"För dyrt", "För långsamt"} <= set(titles(shell, "pain_point"))
    shell.do("undo")
    assert "För dyrt" not in titles(shell, "pain_point")


def test_markup_without_plain_text_becomes_a_card_for_each_line(shell: Shell) -> None:
    shell.pick("pain_point")
    data = QMimeData()
    data.setHtml(
        "<style>p {}</style><p>För <b>dyrt</b></p><ul><li>A &amp; B</li></ul><script>x</script>"
    )
    QApplication.clipboard().setMimeData(data)
    before = titles(shell, "pain_point")
    shell.do("paste")
    assert sorted(titles(shell, "pain_point")) == sorted([*before, "För dyrt", "A & B"])


@pytest.mark.parametrize(
    "cards", [b"no cards", b"\xff\xfe", b'{"format": "journey-map"}', b"[" * 9999]
)
def test_a_strangers_clipboard_is_refused_in_one_sentence(shell: Shell, cards: bytes) -> None:
    data = QMimeData()
    data.setData(CARDS_MIME, cards)
    QApplication.clipboard().setMimeData(data)
    before = dump_map(shell.session.graph)
    shell.do("paste")
    assert len(shell.script.reported) == 1
    assert dump_map(shell.session.graph) == before


def test_several_cards_are_asked_for_at_once(shell: Shell) -> None:
    shell.pick("opportunity")
    shell.script.answers = ["Ring upp\n\nSkicka sms"]
    shell.do("several")
    assert shell.script.asked == ["Opportunities: one card per line"]
    assert {"Ring upp", "Skicka sms"} <= set(titles(shell, "opportunity"))


def test_a_clipboard_that_nobody_owns_is_empty(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    before = dump_map(shell.session.graph)
    shell.do("paste")
    assert dump_map(shell.session.graph) == before
    assert shell.script.reported == []


def test_in_a_text_field_the_keys_are_the_fields(shell: Shell) -> None:
    shell.do("find")
    field = shell.window.map_view.find_bar.words
    assert isinstance(field, QLineEdit)
    field.setText("frakt")
    field.setFocus()
    shell.settle()
    count = len(titles(shell, "step"))
    shell.do("select_all")
    assert field.selectedText() == "frakt"
    shell.do("cut")
    assert field.text() == ""
    shell.do("paste")
    assert field.text() == "frakt"
    assert len(titles(shell, "step")) == count


# ---- other actions of the map


def test_two_selected_are_joined(shell: Shell) -> None:
    graph = shell.session.graph
    pain = shell.pick("pain_point", 1)
    chance = next(
        each.id
        for each in graph.elements("opportunity")
        if not any(relation.target == pain for relation in graph.outgoing(each.id, "addresses"))
    )
    shell.session.selection.set([pain, chance])
    shell.do("join")
    assert any(relation.target == pain for relation in graph.outgoing(chance, "addresses"))


def test_two_that_cannot_be_joined_are_reported_so(shell: Shell) -> None:
    persona, metric = shell.pick("persona"), shell.pick("metric")
    shell.session.selection.set([persona, metric])
    shell.do("join")
    assert "cannot be connected" in shell.window.status.words()


def test_a_lane_is_added_by_name(shell: Shell) -> None:
    shell.script.answers = ["Kostnad"]
    shell.do("add_lane")
    assert "Kostnad" in titles(shell, "lane")


def test_docks_open_close_and_are_remembered(shell: Shell) -> None:
    place = shell.window.map_view
    for dock in ("left", "right", "bottom", "overview"):
        was_open = place.is_open(dock)
        shell.do(f"dock_{dock}")
        assert place.is_open(dock) != was_open
        assert (dock in shell.window.preferences.value.docks) != was_open
    overview = place.canvas.findChild(Minimap)
    assert isinstance(overview, Minimap)
    assert overview.is_wanted == place.is_open("overview")


def test_a_tab_opens_the_side_it_is_on(shell: Shell) -> None:
    place = shell.window.map_view
    place.set_open("right", False)
    shell.do("tab_history")
    assert place.is_open("right")
    assert place.right.tab == "history"


@pytest.mark.qt_log_ignore("does not support")
def test_the_menu_of_a_card_offers_what_can_be_done(shell: Shell, qtbot: QtBot) -> None:
    id_ = shell.pick("pain_point")
    shell.window.map_view.canvas.menu_wanted.emit(QPoint(40, 40), MapPart(Point(0, 0), id=id_))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Delete\tDel" in [action.text() for action in menu.actions()]
    menu.close()


# ---- undo in text fields


def test_undo_takes_back_typing_first_and_then_steps(shell: Shell) -> None:
    shell.pick("pain_point")
    shell.do("duplicate")
    count = len(titles(shell, "pain_point"))
    shell.do("tab_form")
    field = next(
        field
        for field in shell.window.map_view.right.inspector.findChildren(QLineEdit)
        if field.isVisible() and field.text() == titles(shell, "pain_point")[0]
    )
    field.setFocus()
    before = field.text()
    QTest.keyClicks(field, "!")
    assert field.isUndoAvailable()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == before
    assert len(titles(shell, "pain_point")) == count
    assert not field.isUndoAvailable()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(titles(shell, "pain_point")) == count - 1
