"""The export window shows the very poster, asks for all that can be asked, and writes it or not."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.app.background import Job
from journeyeditor.app.dialogs import Choice, FileKind
from journeyeditor.app.export.dialog import SAVE_OPTIONS_LABEL, ExportDialog
from journeyeditor.app.export.inputs import Millimetres
from journeyeditor.app.export.job import PosterRenderer, PosterRequest, poster_request
from journeyeditor.app.export.messages import suggested
from journeyeditor.app.export.printing import print_poster
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.insight.translation import missing
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.poster import Poster, PosterOptions, compose
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.poster.options import EVERYBODY
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import MapInfo, Persona, PosterPreferences, Stage, Step
from journeyeditor.widgets.ui_context import UiContext
from tests.display.dump import dump_page
from tests.icc import cmyk_profile

PATIENCE = 60_000


class Scripted:
    """Answers what the program asks, and remembers what was said."""

    def __init__(self) -> None:
        self.file = ""
        self.answer = ""
        self.asked: list[str] = []

    def ask_save(self, title: str) -> str:
        raise AssertionError(title)

    def show_folder(self, folder: Path) -> None:
        raise AssertionError(folder)

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        self.asked.append(f"{question} {detail}")
        return self.answer

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        raise AssertionError(sentence)

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        return self.file

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        self.asked.append(suggestion)
        return self.file

    def choose_folder(self, folder: str = "") -> str:
        raise AssertionError(folder)

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        raise AssertionError(question)


class GatedRenderer(PosterRenderer):
    """Holds every poster back until the gate is open."""

    def __init__(self) -> None:
        super().__init__(system_fonts=False)
        self.gate = threading.Event()
        self.gate.set()
        self.requests: list[PosterRequest] = []

    def compose(self, request: PosterRequest, job: Job) -> Poster:
        self.requests.append(request)
        assert self.gate.wait(10)
        return super().compose(request, job)


@pytest.fixture
def dialogs() -> Scripted:
    return Scripted()


Opener = Callable[..., ExportDialog]
SessionMaker = Callable[[JourneyGraph], Session]


@pytest.fixture
def opened(qtbot: QtBot, ui: UiContext, dialogs: Scripted) -> Iterator[Opener]:
    windows: list[ExportDialog] = []

    def open_(session: Session, path: Path | None = None, **more: Any) -> ExportDialog:
        window = ExportDialog(ui, dialogs, **{"renderer": GatedRenderer(), **more})
        windows.append(window)
        qtbot.addWidget(window)
        window.show_session(session, path)
        with qtbot.waitSignal(window.composed, timeout=PATIENCE):
            window.show()
        return window

    yield open_
    for window in windows:
        window.close()


def preference_changed(qtbot: QtBot, window: ExportDialog, do: Callable[[], object]) -> Poster:
    """Change a wish and return the poster that comes of it."""
    with qtbot.waitSignal(window.composed, timeout=PATIENCE):
        do()
    assert window.poster is not None
    return window.poster


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_preview_shows_the_very_pages_of_the_poster(
    qtbot: QtBot, opened: Opener, session: Session
) -> None:
    window = opened(session)
    options = PosterOptions(paper="A3", orientation="landscape", theme="print")
    expected = compose(session.graph, options, Faces(system=False), "en")
    assert [dump_page(page) for page in window.view.pages] == [
        dump_page(page) for page in expected.pages
    ]
    qtbot.waitUntil(lambda: window.view.is_sharp, timeout=PATIENCE)
    image = window.view.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert "#ffffff" in colours
    assert len(colours) > 20


def test_it_starts_with_what_the_map_options(opened: Opener, a_session: SessionMaker) -> None:
    wishes = PosterPreferences(
        paper="a1", orientation="portrait", theme="ink", persona="Bo", lanes=("step",)
    )
    graph = JourneyGraph.of(
        MapInfo(title="T", poster=wishes),
        [
            Stage(id="s", title="Buy"),
            Persona(id="b", title="Bo"),
            Step(id="x", stage="s", title="Pay"),
        ],
    )
    window = opened(a_session(graph))
    options = window.form.settings().options
    assert (options.paper, options.orientation, options.theme) == ("A1", "portrait", "ink")
    assert (options.persona, options.lanes) == ("b", ("step",))


def test_each_wish_reaches_the_poster(qtbot: QtBot, opened: Opener, session: Session) -> None:
    window = opened(session)
    form = window.form
    poster = preference_changed(qtbot, window, form.orientation._buttons["portrait"].click)
    assert poster.pages[0].size.height > poster.pages[0].size.width
    poster = preference_changed(qtbot, window, lambda: form.sheets.setValue(2))
    assert [page.label for page in poster.pages] == ["1", "2"]
    poster = preference_changed(qtbot, window, lambda: form.tiled.setChecked(True))
    assert len(poster.pages) > 4
    form.tiled.setChecked(False)
    poster = preference_changed(qtbot, window, lambda: form.bleed.setValue(3))
    assert poster.pages[0].trim.x > 8
    everything = repr(poster.pages)
    lane = next(box for key, box in form.lanes._boxes.items() if key == "pain_point")
    poster = preference_changed(qtbot, window, lane.click)
    assert "Dolda" in everything
    assert "Dolda" not in repr(poster.pages)
    poster = preference_changed(
        qtbot, window, lambda: QTest.keyClicks(form.brand._number, "#aa0033")
    )
    assert "#AA0033" in repr(poster.pages)


def test_the_sections_behind_the_poster_are_choices(
    qtbot: QtBot, opened: Opener, session: Session
) -> None:
    window = opened(session)
    form = window.form
    assert list(form.appendix) == list(APPENDIX)
    assert form.settings().options.appendix == ()
    poster = preference_changed(qtbot, window, form.appendix["priorities"].click)
    assert len(poster.pages) == 2
    poster = preference_changed(qtbot, window, form.appendix["sources"].click)
    assert form.settings().options.appendix == ("priorities", "sources")
    poster = preference_changed(qtbot, window, form.imprint.click)
    assert "Journey Editor · " in repr(poster.pages[0])


def test_cards_for_the_wall_take_the_place_of_the_poster(
    qtbot: QtBot, opened: Opener, session: Session
) -> None:
    window = opened(session)
    form = window.form
    sheet = window.poster
    assert sheet is not None
    poster = preference_changed(qtbot, window, partial(form.choose_pages, "cut"))
    assert len(poster.pages) > 2
    assert sorted(round(side) for side in poster.pages[0].size) == [595, 842]
    assert form.settings().options.cards == "cut"
    for part in (form.sheets, form.tiled, form.ribbon, form.orientation, form.logo):
        assert not part.isVisibleTo(window)
    assert form.lanes.isVisibleTo(window)
    notes = preference_changed(qtbot, window, partial(form.choose_pages, "notes"))
    assert len(notes.pages) > len(poster.pages)
    assert form.kept(session.info).poster.paper == session.info.poster.paper
    back = preference_changed(qtbot, window, partial(form.choose_pages, ""))
    assert [page.size for page in back.pages] == [page.size for page in sheet.pages]
    assert form.tiled.isVisibleTo(window)
    form.choose_pages("cut")
    form.format.choose("xlsx")
    assert form.settings().options.cards == ""


def test_an_own_size_lies_as_its_sides_say(qtbot: QtBot, opened: Opener, session: Session) -> None:
    window = opened(session)
    preference_changed(qtbot, window, lambda: window.form.paper._list.setCurrentIndex(12))
    assert window.form.paper.paper() == "700x1000mm"
    assert window.form.settings().options.orientation == ""
    assert window.form.orientation.isHidden()
    assert round(window.view.millimetres(0).height) == 1000


def test_the_newest_wish_wins(qtbot: QtBot, opened: Opener, session: Session) -> None:
    renderer = GatedRenderer()
    window = opened(session, renderer=renderer)
    renderer.gate.clear()
    window.form.paper._list.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(renderer.requests) == 2)
    posters: list[Poster | None] = []
    window.composed.connect(lambda: posters.append(window.poster))
    for paper in (1, 2, 4):
        window.form.paper._list.setCurrentIndex(paper)
    qtbot.waitUntil(lambda: not window._idle_timer.isActive())
    renderer.gate.set()
    qtbot.waitUntil(lambda: bool(posters), timeout=PATIENCE)
    assert len(posters) == 1
    assert posters[0] is not None
    assert round(max(posters[0].pages[0].size) / 72 * 25.4) == 297
    assert len(renderer.requests) == 3


def test_an_edit_is_shown_and_the_graph_is_read_by_the_window_only(
    qtbot: QtBot, opened: Opener, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(session)
    readers: set[threading.Thread] = set()
    genuine = JourneyGraph.elements

    def elements(self: JourneyGraph, kind: str | None = None) -> Any:
        if self is session.graph:
            readers.add(threading.current_thread())
        return genuine(self, kind)

    monkeypatch.setattr(JourneyGraph, "elements", elements)
    info = session.info
    edit = Change({"@map": (info, info.replaced(title="Quite another title"))})
    poster = preference_changed(qtbot, window, lambda: session.commit("Edit", edit))
    assert poster.metadata.title == "Quite another title"
    assert readers == {threading.main_thread()}


def test_a_closed_window_follows_no_map_and_leaves_no_thread(
    qtbot: QtBot, opened: Opener, session: Session
) -> None:
    window = opened(session)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert not window._background.is_open
    info = session.info
    session.commit("Edit", Change({"@map": (info, info.replaced(title="New"))}))
    assert not window._idle_timer.isActive()
    with qtbot.waitSignal(window.composed, timeout=PATIENCE):
        window.show()
    assert window.poster is not None
    assert window.poster.metadata.title == "New"


def test_a_finding_leads_to_its_place(
    qtbot: QtBot, opened: Opener, a_session: SessionMaker
) -> None:
    graph = JourneyGraph.of(
        MapInfo(title="T"),
        [Stage(id="s", title="Buy"), Persona(id="kim", title="Kim", colour="#FFFF00")],
    )
    window = opened(a_session(graph))
    link = next(
        button
        for button in window.findings.findChildren(QAbstractButton)
        if "Kim" in button.accessibleName()
    )
    with qtbot.waitSignal(window.reveal_wanted) as reported:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert reported.args == ["kim"]


def test_a_pdf_is_written_and_can_be_opened(
    qtbot: QtBot,
    opened: Opener,
    session: Session,
    dialogs: Scripted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    def show(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    window = opened(session, tmp_path / "brush.journey.json")
    target = tmp_path / "poster.pdf"
    dialogs.file = str(target)
    QTest.mouseClick(window.footer.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.footer.file.isVisible, timeout=PATIENCE)
    assert dialogs.asked == [str(tmp_path / "brush.pdf")]
    assert "Att köpa en ny eltandborste" in words_of(target)
    assert "poster.pdf" in window.footer.words.full_text()
    QTest.mouseClick(window.footer.file, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.footer.folder, Qt.MouseButton.LeftButton)
    assert [Path(path) for path in shown] == [target, tmp_path]
    assert [file.name for file in tmp_path.iterdir()] == ["poster.pdf"]


def test_several_pages_do_not_replace_files_unasked(
    qtbot: QtBot, opened: Opener, session: Session, dialogs: Scripted, tmp_path: Path
) -> None:
    window = opened(session)
    window.form.format.choose("svg")
    preference_changed(qtbot, window, lambda: window.form.sheets.setValue(2))
    (tmp_path / "p-2.svg").write_text("mine")
    window.export_to(tmp_path / "p.svg")
    assert "p-2.svg" in dialogs.asked[0]
    assert [file.name for file in tmp_path.iterdir()] == ["p-2.svg"]
    dialogs.answer = "replace"
    window.export_to(tmp_path / "p.svg")
    qtbot.waitUntil(window.footer.file.isVisible, timeout=PATIENCE)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p-1.svg", "p-2.svg"]
    assert (tmp_path / "p-2.svg").read_text().startswith("<?xml")


def test_what_cannot_be_written_is_one_sentence(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    window = opened(session)
    window.export_to(tmp_path / "nowhere" / "p.pdf")
    qtbot.waitUntil(
        lambda: bool(window.footer.words.full_text()) and window.footer.start.isVisible()
    )
    assert "Could not save “p.pdf”" in window.footer.words.full_text()
    assert window.footer.start.isEnabled()
    window.export_to(tmp_path / "p.pdf")
    qtbot.waitUntil(window.footer.file.isVisible, timeout=PATIENCE)


def test_long_work_shows_progress_and_stops_without_a_trace(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    renderer = GatedRenderer()
    window = opened(session, renderer=renderer)
    preference_changed(qtbot, window, lambda: window.form.format.choose("png"))
    assert window.form.dpi.isVisible()
    shares: list[int] = []
    window.footer.bar.valueChanged.connect(shares.append)
    window.form.dpi.setValue(500)
    window.export_to(tmp_path / "p.png")
    assert window.footer.stop.isVisible()
    qtbot.waitUntil(lambda: len(shares) > 2, timeout=PATIENCE)
    QTest.mouseClick(window.footer.stop, Qt.MouseButton.LeftButton)
    assert window.footer.start.isVisible()
    window.close()
    assert list(tmp_path.iterdir()) == []
    assert shares == sorted(shares)
    assert max(shares) < window.footer.bar.maximum()


def test_options_are_kept_in_the_map_as_one_step_if_wanted(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    window = opened(session)
    before = session.info
    preference_changed(qtbot, window, lambda: window.form.paper._list.setCurrentIndex(1))
    preference_changed(qtbot, window, window.form.theme._buttons["ink"].click)
    window.export_to(tmp_path / "p.pdf")
    qtbot.waitUntil(window.footer.file.isVisible, timeout=PATIENCE)
    assert session.info == before
    window.footer.keep.setChecked(True)
    window.export_to(tmp_path / "p.pdf")
    qtbot.waitUntil(lambda: session.info != before, timeout=PATIENCE)
    assert (session.info.poster.paper, session.info.poster.theme) == ("A1", "ink")
    assert list(session.transactions.history.labels) == [SAVE_OPTIONS_LABEL]
    session.undo()
    assert session.info == before


def test_what_the_map_kept_is_what_the_form_asks_for(
    opened: Opener, session: Session, a_session: SessionMaker
) -> None:
    window = opened(session)
    form = window.form
    form.lanes._boxes["thought"].setChecked(False)
    form.paper.choose("500x600mm")
    kept = form.kept(session.info)
    graph = JourneyGraph.of(kept, [*session.graph.elements(), *session.graph.relations()])
    again = opened(a_session(graph))
    assert again.form.settings().options == form.settings().options
    everybody = form.settings().options.persona
    assert everybody == EVERYBODY


def test_margins_that_leave_nothing_are_reported_in_the_windows_language(
    qtbot: QtBot, opened: Opener, session: Session, ui: UiContext
) -> None:
    window = opened(session)
    ui.apply(texts=texts("sv"))
    window.form.paper._list.setCurrentIndex(5)
    window.form.margin.setValue(80)
    qtbot.waitUntil(lambda: "Marginalerna" in window.footer.words.full_text(), timeout=PATIENCE)
    assert not window.footer.start.isEnabled()
    preference_changed(qtbot, window, lambda: window.form.margin.setValue(-1))
    assert window.footer.start.isEnabled()
    assert window.footer.words.full_text() == ""


def test_a_logo_comes_from_a_picture_or_not_at_all(
    qtbot: QtBot, opened: Opener, session: Session, dialogs: Scripted, tmp_path: Path
) -> None:
    window = opened(session)
    logo = window.form.logo
    (tmp_path / "no.png").write_text("no picture")
    dialogs.file = str(tmp_path / "no.png")
    QTest.mouseClick(logo._choose, Qt.MouseButton.LeftButton)
    assert "no.png" in window.footer.words.full_text()
    window.view.grab().save(str(tmp_path / "logo.png"))
    dialogs.file = str(tmp_path / "logo.png")
    preference_changed(qtbot, window, logo._choose.click)
    assert window.form.settings().options.logo.startswith("data:image/png;base64,")
    preference_changed(qtbot, window, logo._remove.click)
    assert window.form.settings().options.logo == ""


def test_the_printer_gets_tiles_in_real_size(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    target = tmp_path / "printed.pdf"

    def ask(printer: QPrinter, _: QWidget) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return True

    window = opened(session, asks=ask)
    QTest.mouseClick(window.footer.printer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: "sent to the printer" in window.footer.words.full_text(), timeout=PATIENCE
    )
    document = pypdfium2.PdfDocument(target)
    # A3 with a white edge on each tile takes more than two sheets of A4, and there is the plan.
    assert len(document) == 5
    assert sorted(round(side) for side in document[0].get_size()) == [595, 842]
    document.close()


def test_cards_are_laid_out_anew_on_smaller_paper(session: Session, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    request = poster_request(session.graph, PosterOptions(paper="A3", cards="cut"), "en")
    job = Job(lambda _: None, lambda _: None, lambda _: None, None)
    count = print_poster(PosterRenderer(system_fonts=False), request, printer, job)
    options = PosterOptions(paper="Letter", cards="cut")
    assert count == len(compose(session.graph, options, Faces(system=False)).pages)
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        assert [round(side) for side in document[0].get_size()] == [612, 792]


def test_what_fits_the_printers_paper_is_one_page(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    target = tmp_path / "printed.pdf"

    def ask(printer: QPrinter, _: QWidget) -> bool:
        assert printer.docName() == "Att köpa en ny eltandborste"
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
        return True

    window = opened(session, asks=ask)
    window.print()
    qtbot.waitUntil(
        lambda: "sent to the printer" in window.footer.words.full_text(), timeout=PATIENCE
    )
    document = pypdfium2.PdfDocument(target)
    assert [round(side) for side in document[0].get_size()] == [1191, 842]
    assert len(document) == 1
    picture = document[0].render(scale=0.5).to_pil().convert("L")
    assert picture.getextrema()[0] < 80
    document.close()


def test_zooming_keeps_what_is_under_the_pointer(
    qtbot: QtBot, opened: Opener, session: Session
) -> None:
    view = opened(session).view
    view.zoom_real()
    at = QPointF(300, 200)
    for _ in range(6):
        _, before = view.under(at)
        view.zoom_by(1.25, at)
        _, after = view.under(at)
        pixel = 1.1 / (view.zoom * 297 / 25.4 * 96)
        assert after.x() == pytest.approx(before.x(), abs=pixel)
        assert after.y() == pytest.approx(before.y(), abs=pixel)
    qtbot.waitUntil(lambda: view.is_sharp, timeout=PATIENCE)
    zoom = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == pytest.approx(zoom / 1.25)
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == pytest.approx(1)
    start = view.horizontalScrollBar().value()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(view.viewport(), QPoint(260, 200))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(260, 200))
    assert view.horizontalScrollBar().value() == start + 40
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.is_fitted


def test_pages_are_turned_by_keys(qtbot: QtBot, opened: Opener, session: Session) -> None:
    window = opened(session)
    preference_changed(qtbot, window, lambda: window.form.tiled.setChecked(True))
    view = window.view
    assert view.front == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.front == 2
    assert "Page 3 of" in window.bar.sheet.full_text()
    qtbot.waitUntil(lambda: view.is_sharp, timeout=PATIENCE)


def test_every_part_has_a_name_in_each_language(
    opened: Opener, session: Session, ui: UiContext
) -> None:
    window = opened(session)
    for language in ("en", "sv", "nb", "da"):
        ui.apply(texts=texts(language))
        for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit):
            for part in window.findChildren(kind):
                if part.objectName() != "qt_spinbox_lineedit" and part.isVisible():
                    assert part.accessibleName() or part.text(), part  # type: ignore[attr-defined]
    assert window.windowTitle() == "Eksportér plakat"


def test_an_order_is_a_copy_that_no_edit_reaches(session: Session) -> None:
    request = poster_request(session.graph, PosterOptions(), "en")
    info = session.info
    session.commit("Edit", Change({"@map": (info, info.replaced(title="Another"))}))
    poster = PosterRenderer(system_fonts=False).compose(request, Job(print, print, print, None))
    assert poster.metadata.title == "Att köpa en ny eltandborste"


def test_jobs_keep_the_collector_away(qtbot: QtBot, opened: Opener, session: Session) -> None:
    renderer = GatedRenderer()
    window = opened(session, renderer=renderer)
    qtbot.waitUntil(gc.isenabled)
    renderer.gate.clear()
    window.form.paper._list.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(renderer.requests) == 2)
    assert not gc.isenabled()
    with qtbot.waitSignal(window.composed, timeout=PATIENCE):
        renderer.gate.set()
    qtbot.waitUntil(gc.isenabled)


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "3.5", "3.5 mm"),
        ("en", "1,000", "1,000 mm"),
        ("da", "1.000", "1.000 mm"),  # a thousand, as in the form of a card
        ("sv", "3.5", "3,5 mm"),
        ("de", "wide", "7,5 mm"),
        ("de", "9999", "7,5 mm"),
    ],
)
def test_lengths_are_read_and_written_like_all_numbers(
    qtbot: QtBot, language: str, typed: str, shown: str
) -> None:
    field = Millimetres(0, 2000)
    qtbot.addWidget(field)
    field.setValue(7.5)
    field.set_texts(texts(language))
    assert field.text() == ("7.5 mm" if language == "en" else "7,5 mm")
    field.selectAll()
    QTest.keyClicks(field, typed)
    field.interpretText()
    assert field.text() == shown


def test_a_file_for_a_press_needs_its_profile_and_carries_no_map(
    qtbot: QtBot, opened: Opener, session: Session, dialogs: Scripted, tmp_path: Path
) -> None:
    window = opened(session)
    form = window.form
    (tmp_path / "no.icc").write_text("no profile")
    dialogs.file = str(tmp_path / "no.icc")
    form.press._choose.click()
    assert "no.icc" in window.footer.words.full_text()
    assert form.settings().press is None
    (tmp_path / "press.icc").write_bytes(cmyk_profile())
    dialogs.file = str(tmp_path / "press.icc")
    preference_changed(qtbot, window, form.press._choose.click)
    press = form.settings().press
    assert press is not None
    assert form.press._name.text() == press.name
    assert form.source.isHidden()
    request = poster_request(session.graph, form.settings().options, "en")
    job = Job(print, print, print, None)
    written = PosterRenderer(system_fonts=False).write(
        request, form.settings(), tmp_path / "press.pdf", job
    )
    assert b"GTS_PDFX" in written[0].read_bytes()
    preference_changed(qtbot, window, form.press._remove.click)
    assert form.settings().press is None
    assert not form.source.isHidden()


def test_a_format_without_pages_shows_what_it_holds_and_what_not(
    qtbot: QtBot, opened: Opener, session: Session, tmp_path: Path
) -> None:
    window = opened(session)
    with qtbot.waitSignal(window.composed, timeout=PATIENCE):
        window.form.format.choose("csv")
    assert window.summary.isVisible()
    assert not window.view.isVisible()
    assert "stages as columns" in window.summary.words.text()
    assert "Evidence (8)" in window.summary.losses.text()
    assert window.form.persona.isVisible()
    assert window.form.source.isVisible()
    for hidden in (window.form.paper, window.form.sheets, window.form.theme):
        assert not hidden.isVisible()
    assert window.footer.start.isEnabled()
    assert not window.footer.printer.isEnabled()
    window.export_to(tmp_path / "journey.csv")
    qtbot.waitUntil(window.footer.file.isVisible, timeout=PATIENCE)
    assert (tmp_path / "journey.csv").read_text("utf-8-sig").startswith("Steg;Medvetenhet;")
    preference_changed(qtbot, window, lambda: window.form.format.choose("pdf"))
    assert window.view.isVisible()
    assert window.form.sheets.isVisible()


# ---- languages of the map


def test_a_map_in_one_language_offers_no_choice(opened: Opener, session: Session) -> None:
    form = opened(session).form
    assert not form.language.isVisible()
    assert not form.untranslated.isVisible()
    assert form.settings().language == ""


def test_the_poster_is_in_the_language_that_is_chosen(
    qtbot: QtBot, opened: Opener, dialogs: Scripted, session: Session, tmp_path: Path
) -> None:
    info = session.info
    english = {"Betalar": "Pays", info.title: "Buying a new electric toothbrush"}
    session.commit("x", Change({"@map": (info, info.replaced(translations={"en": english}))}))
    window = opened(session)
    form = window.form
    assert form.language.isVisible()
    assert [form.language.itemText(i) for i in range(2)] == ["Svenska", "English"]
    assert window.poster is not None
    assert window.poster.metadata.title == info.title
    choose = partial(form.language.setCurrentIndex, form.language.findData("en"))
    poster = preference_changed(qtbot, window, choose)
    assert (poster.metadata.title, poster.metadata.language) == (english[info.title], "en")
    count = len(missing(session.graph, "en"))
    assert form.untranslated.text() == f"{count} texts are not translated."
    assert form.untranslated.isVisible()
    path = tmp_path / "poster.pdf"
    window.export_to(path)
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    assert "Pays" in words_of(path)
    assert "Betalar" not in words_of(path)
    assert suggested(None, None, "Map", "pdf", texts("en"), "en").name == "Map-en.pdf"
    assert session.info.title == info.title  # the map itself stays as it is
