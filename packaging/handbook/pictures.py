"""The pictures of the handbook, taken from the real window without a screen.

PICTURES names them; each is taken in the light theme from the sample in its language, and written
with a palette to keep it small.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor import resources
from journeyeditor.app.application import Program, application
from journeyeditor.app.documents.controller import AppPaths
from journeyeditor.app.export.dialog import ExportDialog
from journeyeditor.app.export.sheet_view import SheetTable
from journeyeditor.app.start.cards import MapCard
from journeyeditor.app.window import Window
from journeyeditor.insight.funnel import funnel
from journeyeditor.panels.session_view import SessionView
from journeyeditor.widgets import style

FOLDER = resources.path("handbook")
#: The window, and where something of it is enlarged (pixels).
SIZE, CLOSE = (1360, 860), (1180, 720)
PANEL, PANEL_HEIGHT = (1280, 900), 330
COLOURS = 192
#: A preview that is not finished by then will not be (s).
PATIENCE = 60.0
SAMPLES = {
    "sv": "toothbrush.sv",
    "fi": "toothbrush.fi",
    "da": "fitness_club.da",
    "nb": "heat_pump.nb",
    "de": "heat_pump.de",
}
#: What somebody says, as a line of the capture line.
LINES = {
    "en": 'Purchase decision > asks for references #phone -1 !nobody answers "Who uses it?"',
    "sv": 'Köpbeslut > jämför leverans #webb -1 !dolda avgifter "Varför först nu?"',
}


class Stage:
    """The program with one window that shows a sample."""

    def __init__(self, app: QApplication, language: str, folder: Path) -> None:
        self._app = app
        places = (folder / name for name in ("settings", "data", "templates", "log"))
        self._program = Program(app, AppPaths(*places))
        self._program.preferences.change(language=language, theme="light", animation=False)
        self.language = language
        self.window: Window = self._program.open_window()
        self.resize(SIZE)

    def resize(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)
        self.settle()

    def open_sample(self) -> None:
        name = SAMPLES.get(self.language, "predictive_maintenance.en")
        sample = resources.path("samples", f"{name}.journey.json")
        self.window.documents.new_from_sample(str(sample))
        self.settle()

    def do(self, action: str) -> None:
        self.window.action_registry.run(action)
        self.settle()

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let the program catch up, until something is so; raises TimeoutError if it never is."""
        end = time.monotonic() + PATIENCE
        for _ in range(10):
            self._app.processEvents()
        while not until():
            self._app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError("the window does not show what a picture needs")
        for view in self.window.findChildren(SessionView):
            view.catch_up()
        self._app.processEvents()

    def finish_painting(self) -> None:
        """Paint all of the map, which the window does in passes."""
        if self.window.has_map:
            self.window.map_view.canvas.finish_painting()
            self.settle()

    def close(self) -> None:
        self.window.presentation.end()
        self.window.documents.close_to_journal()
        self.window.close()
        self._program.close()
        self._app.processEvents()


def start(stage: Stage) -> QWidget:
    cards = stage.window.start_page.findChildren
    stage.settle(lambda: all(card.preview for card in cards(MapCard) if card.property("path")))
    return stage.window


def window(stage: Stage) -> QWidget:
    stage.open_sample()
    session = stage.window.map_view.session
    session.selection.set([next(iter(session.graph.elements("touchpoint"))).id])
    stage.settle()
    return stage.window


def panel(name: str) -> Callable[[Stage], QWidget]:
    """Take the panel below the map at one of its pages."""

    def take(stage: Stage) -> QWidget:
        stage.window.preferences.change(bottom=PANEL_HEIGHT)
        stage.resize(PANEL)
        stage.open_sample()
        view = stage.window.map_view
        view.show_page(name)
        stage.settle()
        return view.bottom

    return take


def capture(stage: Stage) -> QWidget:
    stage.open_sample()
    stage.resize(CLOSE)
    stage.do("capture")
    line = stage.window.map_view.capture
    line.line.setText(LINES.get(stage.language, LINES["en"]))
    stage.settle()
    return stage.window


def agenda(stage: Stage) -> QWidget:
    stage.open_sample()
    stage.do("agenda")
    return stage.window


def present(stage: Stage) -> QWidget:
    stage.open_sample()
    session = stage.window.map_view.session
    rows = [row for row in funnel(session.graph) if row.stage.customer_goal]
    stage.do("present")
    stage.resize(SIZE)
    stage.window.presentation.show_stage(rows[len(rows) // 2].stage.id)
    stage.settle()
    return stage.window


def export(stage: Stage) -> QWidget:
    stage.open_sample()
    stage.do("export")
    dialog = stage.window.findChild(ExportDialog)
    assert dialog is not None
    dialog.resize(*SIZE)
    table = dialog.findChild(SheetTable)
    assert table is not None
    stage.settle(lambda: bool(table.pages) and table.is_sharp)
    return dialog


PICTURES: Mapping[str, Callable[[Stage], QWidget]] = {
    "start": start,
    "window": window,
    "capture": capture,
    "agenda": agenda,
    "present": present,
    "priorities": panel("priorities"),
    "issues": panel("review"),
    "funnel": panel("funnel"),
    "export": export,
}


@contextmanager
def staged(language: str) -> Iterator[Stage]:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = application()
        style.register_fallbacks()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(app, language, Path(folder))
        try:
            yield stage
        finally:
            stage.close()


def picture(name: str, language: str) -> bytes:
    """Take one picture as a PNG."""
    with staged(language) as stage:
        widget = PICTURES[name](stage)
        stage.finish_painting()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")
    image = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")
    small = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    written = BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def shown(language: str) -> set[str]:
    """The pictures that the chapters of a language show."""
    texts = (path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.md"))
    return {name for text in texts for name in PICTURES if f"](pictures/{name}.png)" in text}


def write_all(language: str) -> None:
    """Take the pictures that the chapters of a language show."""
    folder = FOLDER / language / "pictures"
    folder.mkdir(exist_ok=True)
    names = shown(language)
    for old in set(folder.glob("*.png")) - {folder / f"{name}.png" for name in names}:
        old.unlink()
    for name in PICTURES:
        if name in names:
            (folder / f"{name}.png").write_bytes(picture(name, language))
