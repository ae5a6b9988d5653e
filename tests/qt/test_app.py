"""The window as a person uses it: begin, open, edit, save, close, recover."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app import application
from journeyeditor.app.dialogs import CANCEL, DISCARD, SAVE, FileKind, with_ending
from journeyeditor.app.documents.recovery import RECOVER
from journeyeditor.app.help_dialogs import AboutPage
from journeyeditor.app.window import Window
from journeyeditor.editing import operations
from journeyeditor.exporters import Export, pdf
from journeyeditor.files import dump_map, read_map
from journeyeditor.poster import PosterOptions
from journeyeditor.typography import Faces
from tests.qt.shell import SAMPLE, Shell

NORWEGIAN = resources.path("samples", "heat_pump.nb.journey.json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "pump.journey.json"
    path.write_bytes(NORWEGIAN.read_bytes())
    return path


def saved(shell: Shell, qtbot: QtBot) -> None:
    """Wait until the map stands on disk."""
    document = shell.window.documents.document
    assert document is not None
    qtbot.waitUntil(lambda: not document.is_saving and not document.is_dirty)
    shell.settle()


def test_it_begins_with_the_start_page(shell: Shell) -> None:
    window = shell.window
    assert not window.has_map
    assert window.start_page.isVisible()
    assert not window.toolbar.isVisible()
    assert window.windowTitle() == "Journey Editor"


def test_a_blank_map_is_there_to_be_edited(shell: Shell) -> None:
    shell.do("new_blank")
    assert shell.window.has_map
    assert shell.window.toolbar.isVisible()
    assert shell.session.info.language == "en"
    shell.window.map_view.insert("stage")
    QTest.keyClicks(shell.window.map_view.canvas.field, "Search")
    shell.window.map_view.settle()
    assert [stage.title for stage in shell.session.graph.stages()] == ["Search"]


def test_a_template_speaks_its_own_language(shell: Shell) -> None:
    shell.window.documents.new_from_template("003", "sv")
    assert shell.session.info.language == "sv"
    assert shell.window.documents.document is not None
    assert shell.window.documents.document.path is None


def test_a_sample_is_never_written_to(shell: Shell, tmp_path: Path) -> None:
    shell.open_sample()
    shell.pick("step")
    shell.do("delete")
    shell.script.answers = [str(tmp_path / "mine.journey.json")]
    shell.do("save")
    assert shell.script.asked == ["save as Att köpa en ny eltandborste.journey.json"]


def test_edit_save_and_read_again(shell: Shell, path: Path, qtbot: QtBot) -> None:
    shell.window.documents.open_path(str(path))
    shell.settle()
    assert shell.window.windowTitle() == "pump[*] – Journey Editor"
    assert not shell.window.isWindowModified()
    id_ = shell.pick("step")
    operations.set_field(shell.session, [id_], "title", "Ringer naboen")
    shell.settle()
    assert shell.window.isWindowModified()
    assert "Unsaved changes" in shell.window.status.words()
    shell.do("save")
    saved(shell, qtbot)
    assert not shell.window.isWindowModified()
    assert "Saved " in shell.window.status.words()
    assert read_map(path).element(id_).title == "Ringer naboen"
    assert shell.window.preferences.value.recent == (str(path),)


def test_a_poster_opens_as_the_map_inside_it(shell: Shell, path: Path) -> None:
    graph, file = read_map(path), path.with_name("poster.PDF")
    [data] = pdf.write(Export(graph, PosterOptions(), Faces(system=False)))
    file.write_bytes(data)
    shell.window.documents.open_path(str(file))
    shell.settle()
    assert dump_map(shell.session.graph) == path.read_bytes()
    assert shell.window.isWindowModified()
    assert file.read_bytes() == data
    file.write_bytes(b"%PDF-1.7 nothing inside")
    shell.window.documents.open_path(str(file))
    shell.settle()
    [message] = shell.script.reported
    assert message.startswith(f"{file}: holds no journey map")
    assert dump_map(shell.session.graph) == path.read_bytes()


def test_undoing_back_to_the_saved_map_is_clean_again(shell: Shell, path: Path) -> None:
    shell.window.documents.open_path(str(path))
    shell.pick("step")
    shell.do("duplicate")
    assert shell.window.isWindowModified()
    shell.do("undo")
    assert not shell.window.isWindowModified()
    assert not shell.window.action_registry["save"].isEnabled()


@pytest.mark.parametrize(
    ("answer", "stays", "written"),
    [(CANCEL, True, False), (DISCARD, False, False), (SAVE, False, True)],
)
def test_closing_asks_about_what_is_not_saved(
    shell: Shell, path: Path, answer: str, stays: bool, written: bool
) -> None:
    before = path.read_bytes()
    shell.window.documents.open_path(str(path))
    shell.pick("step")
    shell.do("delete")
    shell.script.answers = [answer]
    shell.window.close()
    assert shell.script.asked == ["save pump?"]
    assert shell.window.isVisible() == stays
    assert (path.read_bytes() != before) == written


def test_closing_the_map_leads_to_the_start_page(shell: Shell, path: Path) -> None:
    shell.window.documents.open_path(str(path))
    shell.do("close_map")
    assert not shell.window.has_map
    assert shell.window.documents.document is None
    assert not shell.window.action_registry["back"].isEnabled()


def test_the_start_page_leads_back_to_the_map(shell: Shell, path: Path) -> None:
    shell.window.documents.open_path(str(path))
    shell.do("new")
    assert not shell.window.has_map
    shell.do("back")
    assert shell.window.has_map
    shell.do("new")
    shell.window.documents.open_path(str(path))  # it is open already
    assert shell.window.has_map


def test_one_map_after_another_is_shown(shell: Shell, path: Path) -> None:
    shell.open_sample()
    first = shell.session
    shell.window.documents.open_path(str(path))
    shell.settle()
    assert shell.session is not first
    assert shell.window.map_view.canvas.session is shell.session
    first.selection.set([next(iter(first.graph.elements("step"))).id])
    assert shell.window._action_context().selected == 0


def test_a_bad_file_is_one_sentence_and_the_window_goes_on(shell: Shell, tmp_path: Path) -> None:
    bad = tmp_path / "bad.journey.json"
    bad.write_text('{"format": "journey-map", "version": 1, "nodes": 7}')
    shell.open_sample()
    shell.window.documents.open_path(str(bad))
    (reported,) = shell.script.reported
    assert str(bad) in reported
    assert shell.window.has_map
    assert shell.session.graph.stages()


def test_a_map_that_is_gone_leaves_the_list(shell: Shell, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.journey.json")
    shell.window.preferences.opened(gone)
    shell.window.start_page.show_recent([gone])
    shell.window.start_page.open_wanted.emit(gone)
    assert shell.window.preferences.value.recent == ()
    assert gone in shell.script.reported[0]


def test_a_file_dropped_on_the_window_is_opened(shell: Shell, path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    shell.window.dropEvent(event)
    qtbot.waitUntil(lambda: shell.window.has_map)


def test_a_diagram_becomes_an_unsaved_map(shell: Shell, tmp_path: Path) -> None:
    diagram = tmp_path / "day.mmd"
    diagram.write_text("journey\n  title Day\n  section Go\n    Walk: 3: Ann\n", "utf-8")
    shell.script.answers = [str(diagram)]
    shell.do("import")
    assert [stage.title for stage in shell.session.graph.stages()] == ["Go"]
    assert shell.window.isWindowModified()


def test_a_diagram_that_is_not_clean_is_asked_about(shell: Shell, tmp_path: Path) -> None:
    diagram = tmp_path / "day.mmd"
    diagram.write_text("journey\n  section Go\n    Walk: 3: Ann\n    Nonsense\n", "utf-8")
    shell.script.answers = [str(diagram), "lenient"]
    shell.do("import")
    assert next(iter(shell.session.graph.elements("step"))).title == "Walk"
    assert shell.script.reported[0].startswith("Some parts of the file could not be imported")


def test_what_a_crash_left_comes_back_each_in_its_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    crashed = Shell(qapp, tmp_path)
    windows: list[Window] = [crashed.window, crashed.program.open_window()]
    for window in windows:
        window.documents.new_from_sample(SAMPLE)
        session = window.map_view.session
        session.selection.set([next(iter(session.graph.elements("step"))).id])
        window.action_registry.run("delete")
        window.refresh()
        window.action_registry.run("delete")
    crashed.close()  # as a session that ends does: nothing is asked, nothing is lost

    again = Shell(qapp, tmp_path)
    again.script.answers = [RECOVER, RECOVER]
    again.window.documents.offer_recovery()
    shown = again.program.windows
    assert len(shown) == 2
    for window in shown:
        assert window.has_map
        assert window.documents.document is not None
        assert window.documents.document.is_dirty
        assert len(list(window.map_view.session.graph.elements("step"))) == 11
    again.close()
    shell = Shell(qapp, tmp_path)
    shell.script.answers = [DISCARD, DISCARD]
    shell.window.documents.offer_recovery()
    assert not shell.window.has_map
    shell.close()


@pytest.mark.qt_log_ignore("does not support raise")
def test_what_a_crash_left_of_a_file_comes_back_when_that_file_is_opened(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "AFTER_MAP_MS", 0)
    file = tmp_path / "crashed.journey.json"
    file.write_bytes(Path(SAMPLE).read_bytes())
    crashed = Shell(qapp, tmp_path)
    crashed.window.documents.open_path(str(file))
    session = crashed.session
    session.selection.set([next(iter(session.graph.elements("step"))).id])
    crashed.do("delete")
    crashed.close()

    again = Shell(qapp, tmp_path)
    again.script.answers = [RECOVER]
    again.program._after_showing(again.window, [os.path.relpath(file)])
    assert again.program.windows == [again.window]
    document = again.window.documents.document
    assert document is not None
    assert document.path == file
    assert document.is_dirty
    again.close()


@pytest.mark.qt_log_ignore("does not support raise")
class Manager:
    """A session that ends, and whether it lets a program ask."""

    def __init__(self, *, allows: bool) -> None:
        self.allows, self.is_cancelled, self.is_released = allows, False, False

    def allowsInteraction(self) -> bool:  # noqa: N802 - the name is Qt's
        return self.allows

    def release(self) -> None:
        self.is_released = True

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.mark.parametrize(
    ("answer", "allows", "is_cancelled"),
    [(CANCEL, True, True), (DISCARD, True, False), ("", False, False)],
)
def test_the_end_of_a_session_waits_for_what_is_safe_nowhere(
    shell: Shell, answer: str, allows: bool, is_cancelled: bool
) -> None:
    shell.open_sample()
    shell.pick("step")
    shell.do("delete")
    session = Manager(allows=allows)
    shell.program._end_session(session)  # type: ignore[arg-type]
    assert not session.is_released  # the journal has it all
    (shell.places.data / "journals").rename(shell.places.data / "aside")
    (shell.places.data / "journals").write_text("in the way")
    shell.window.documents.workflow.drop()
    shell.open_sample()
    shell.pick("step")
    shell.do("delete")
    shell.script.answers = [answer] if allows else []
    shell.program._end_session(session)  # type: ignore[arg-type]
    assert (session.is_released, session.is_cancelled) == (allows, is_cancelled)
    assert not shell.window.documents.close_to_journal()


def test_a_file_open_in_another_window_is_shown_there(shell: Shell, path: Path) -> None:
    shell.window.documents.open_path(str(path))
    other = shell.program.open_window()
    other.documents.open_path(str(path))
    assert not other.has_map
    assert shell.script.asked == []


def test_settings_hold_for_all_windows(shell: Shell) -> None:
    other = shell.program.open_window()
    other.action_registry.run("theme_dark")
    shell.settle()
    assert shell.window.ui.theme.name == "dark"
    assert json.loads(shell.places.settings.read_text("utf-8"))["theme"] == "dark"


@pytest.mark.qt_log_ignore("does not support raise")
def test_export_shows_the_poster_of_the_map(shell: Shell, path: Path, qtbot: QtBot) -> None:
    shell.window.documents.open_path(str(path))
    shell.do("export")
    dialog = shell.window.documents._export
    assert dialog is not None
    with qtbot.waitSignal(dialog.composed, timeout=20_000):
        pass
    assert dialog.poster is not None
    id_ = next(iter(shell.session.graph.elements("pain_point"))).id
    dialog.reveal_wanted.emit(id_)
    assert shell.session.selection.ids == (id_,)
    dialog.close()


def test_the_promise_is_in_the_about_page(shell: Shell) -> None:
    page = AboutPage(shell.window.ui)
    assert "never connects to a network" in page._privacy.text()
    page.deleteLater()


def test_names_of_files_get_their_ending() -> None:
    pdf, svg = FileKind("PDF", ("pdf",)), FileKind("SVG", ("svg",))
    assert with_ending("a", (pdf, svg)) == "a.pdf"
    assert with_ending("a.svg", (pdf, svg)) == "a.svg"
    assert with_ending("a.PDF", (pdf,)) == "a.PDF"
    assert with_ending("v1.2", (pdf, svg), "SVG (*.svg)") == "v1.2.svg"
    assert with_ending("", (pdf,)) == ""


def test_the_status_bar_says_that_the_disk_is_slow_and_when_it_no_longer_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, may_go_on = [100.0], threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _: may_go_on.wait(60))
    shell.program.store().ticks = lambda: now[0]
    shell.open_sample()
    documents = shell.window.documents
    assert documents.document is not None
    shell.pick("step")
    shell.do("delete")
    assert documents._watch.isActive()
    now[0] += 0.9
    documents._watch.timeout.emit()
    shell.settle()
    assert "slow" not in shell.window.status.words()
    now[0] += 2.5
    documents._watch.timeout.emit()
    shell.settle()
    assert "The disk is slow. Changes of the last 3 s are not" in shell.window.status.words()
    may_go_on.set()
    documents.document.flush()
    documents._watch.timeout.emit()
    shell.settle()
    assert "slow" not in shell.window.status.words()
    assert "All changes are protected against a crash again." in shell.window.status.words()
    assert not documents._watch.isActive()


class Pages(QObject):
    """Notes how often a page is shown."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.shown = 0
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        self.shown += event.type() == QEvent.Type.Show
        return False


@pytest.mark.parametrize(("name", "pages"), [("given", ["map"]), ("missing", ["start"])])
def test_the_start_page_does_not_flash_before_a_map_that_is_given(
    qapp: QApplication, tmp_path: Path, name: str, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "AFTER_MAP_MS", 0)
    (tmp_path / "given.journey.json").write_bytes(Path(SAMPLE).read_bytes())
    shell = Shell(qapp, tmp_path)
    shell.window.close()
    shell.program.start([str(tmp_path / f"{name}.journey.json")])
    shell.window = shell.program.windows[-1]
    noted = Pages(shell.window.start_page)
    assert not shell.window.start_page.isVisible()
    while shell.program._later is None:
        qapp.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    assert ["map"] * shell.window.has_map + ["start"] * noted.shown == pages
    shell.close()


def test_a_window_says_when_another_map_is_open(shell: Shell) -> None:
    had_map: list[bool] = []
    shell.window.session_changed.connect(had_map.append)
    shell.open_sample()
    shell.open_sample()
    shell.do("close_map")
    assert had_map[0] is False
    assert had_map[1:] == [True] * (len(had_map) - 1)
    assert len(had_map) >= 3
