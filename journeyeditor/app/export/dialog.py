"""The export dialog: the poster, or what another format holds, beside its options; export to a file or printer.

The poster is composed from a frozen copy of the map, in the background, shortly after the last
change of the map or of an option; the newest request wins. The map stays editable.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.background import Job
from journeyeditor.app.background_dialog import BackgroundDialog
from journeyeditor.app.dialogs import Choice, Dialogs
from journeyeditor.app.export.form import ExportForm
from journeyeditor.app.export.job import (
    ExportSettings,
    PosterRenderer,
    PosterRequest,
    poster_request,
)
from journeyeditor.app.export.messages import file_kind, sentence, suggested
from journeyeditor.app.export.preflight import FindingList
from journeyeditor.app.export.preview import PageView, PreviewBar
from journeyeditor.app.export.printing import AskPrinter, ask_printer, print_poster, printer_for
from journeyeditor.app.export.sheet_view import SheetImages
from journeyeditor.app.export.summary import FormatSummary
from journeyeditor.editing.session import Session
from journeyeditor.exporters import page_files
from journeyeditor.exporters.png import max_dpi
from journeyeditor.i18n import N_
from journeyeditor.model import MAP_ID, Change
from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.labels import ElidedLabel
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from journeyeditor.poster import Poster

#: How long options must be unchanged before the poster is composed again (ms).
IDLE_MS = 160
#: Initial size of the window at interface scale 1, if it fits the screen (pixels).
EXTENT = (1180, 760)
SAVE_OPTIONS_LABEL = N_("Save poster settings")


class ExportDialog(BackgroundDialog):
    """Previews and exports a map's poster; `reveal_wanted` carries the id of a record to show."""

    HELP = "poster"

    reveal_wanted = Signal(str)
    composed = Signal()

    def __init__(
        self,
        ui: UiContext,
        dialogs: Dialogs,
        parent: QWidget | None = None,
        *,
        renderer: PosterRenderer | None = None,
        asks: AskPrinter = ask_printer,
    ) -> None:
        renderer = renderer or PosterRenderer()
        super().__init__(parent, renderer.release)
        self._ui, self._dialogs = ui, dialogs
        self._renderer = renderer
        self._asks_printer = asks
        self._shots = SheetImages(self._background, self._renderer)
        self._session: Session | None = None
        self._path: Path | None = None
        self._folder: Path | None = None
        self._target: Path | None = None
        self.poster: Poster | None = None
        self.form = ExportForm(ui, dialogs)
        self.view = PageView(ui, self._shots)
        self.bar = PreviewBar(ui, self.view)
        self.findings = FindingList(ui)
        self.summary = FormatSummary(ui)
        self.footer = ExportFooter(ui)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        room = self.screen().availableSize()
        self.resize(QSize(*(round(side * ui.scale) for side in EXTENT)).boundedTo(room))

    def _build_layout(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.findings, 1)
        self._left = QSplitter()
        self._left.setOrientation(self._left.orientation().Vertical)
        self._left.addWidget(self.view)
        self._left.addWidget(below)
        self._left.setStretchFactor(0, 1)
        self._left.setChildrenCollapsible(False)
        self._left.setHandleWidth(1)
        self._left.setSizes([540, 150])
        upper = QHBoxLayout()
        upper.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._left)
        self._stack.addWidget(self.summary)
        upper.addWidget(self._stack, 1)
        upper.addWidget(hairline(vertical=True))
        upper.addWidget(self.form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.footer)
        self.footer.start.setDefault(True)

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self._idle_timer.timeout.connect(self._compose)
        self.form.changed.connect(self._wait)
        self.form.refused.connect(self.footer.show_error)
        self.findings.reveal_wanted.connect(self.reveal_wanted)
        self._shots.failed.connect(self._fail)
        self.footer.export_wanted.connect(self.export)
        self.footer.print_wanted.connect(self.print)
        self.footer.cancel_wanted.connect(self.cancel)
        self.footer.close_wanted.connect(self.close)
        self.footer.open_wanted.connect(self._open)

    def show_session(self, session: Session, path: Path | None = None, pages: str = "") -> None:
        """Show pages of a map; `path` is the map's file, if it has one."""
        self._path = path
        if session is not self._session:
            self._listen(False)
            self._session = session
            self._listen(self.isVisible())
            self.form.show_session(session)
        self.form.choose_pages(pages)
        self.footer.reset()
        self._wait()

    def _listen(self, is_seen: bool) -> None:
        """Follow the map's edits while the window is visible."""
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
            if is_seen:
                self._session.updated.connect(self._follow)

    def _follow(self, _: Change) -> None:
        self._wait()

    def _wait(self) -> None:
        self._idle_timer.start()
        self.footer.wait()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._listen(True)
        self._wait()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # being minimised
            self._listen(False)
            self._idle_timer.stop()

    def _request(self) -> PosterRequest:
        assert self._session is not None
        settings = self.form.settings()
        return poster_request(
            self._session.graph, settings.options, self._ui.texts.language, settings.language
        )

    def _compose(self) -> None:
        """Compose with the current options, in the background."""
        if self._session is None or not self.isVisible():
            return
        self.form.follow()
        settings = self.form.settings()
        shows_poster = self.form.format_.shows_poster(settings.slides)
        self._stack.setCurrentWidget(self._left if shows_poster else self.summary)
        if not shows_poster:
            listed = partial(_lost, self._renderer, self._request(), settings)
            self._background.do("poster", listed, self._show_summary, self._refuse)
            return
        work = partial(_composed, self._renderer, self._request())
        self._background.do("poster", work, self._show_poster, self._refuse)

    def _show_poster(self, poster: Poster) -> None:
        self.poster = poster
        self.view.show_pages(poster.pages)
        self.findings.show_findings(poster.findings)
        self.form.dpi.setMaximum(max(self.form.dpi.minimum(), min(map(max_dpi, poster.pages))))
        self.footer.ready(pages=len(poster.pages))
        self.composed.emit()

    def _show_summary(self, losses: list[str]) -> None:
        self.poster = None
        self.summary.show_format(self.form.format_, losses)
        self.footer.ready(pages=0, has_file=True)
        self.composed.emit()

    def _refuse(self, error: Exception) -> None:
        """Show why the poster cannot be composed."""
        self.poster = None
        self._fail(error)
        self.footer.disable()

    def _fail(self, error: Exception) -> None:
        self.footer.show_error(sentence(error, self._ui.texts, self._target))

    def export(self) -> None:
        settings = self.form.settings()
        texts = self._ui.texts
        title = self._session.info.title if self._session else ""
        suggestion = suggested(
            self._path, self._folder, title, settings.format, texts, settings.language
        )
        name = self._dialogs.save_file(str(suggestion), (file_kind(self.form.format_, texts),))
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the poster in the background, with the form's options."""
        if self._session is None or not self._may_replace(path):
            return
        self._folder, self._target = path.parent, path
        settings = self.form.settings()
        work = partial(_written, self._renderer, self._request(), settings, path)
        self.footer.work(self._ui.texts("Exporting…"))
        self._background.do("export", work, self._done, self._stopped, self.footer.progress)

    def _may_replace(self, path: Path) -> bool:
        """Ask about existing files that the file dialog could not know of."""
        pages = self.poster.pages if self.poster else ()
        is_split = self.form.format_.one_file_per_page and len(pages) > 1
        files = page_files(path, [page.label for page in pages] if is_split else [])
        existing = [file.name for file in files if file != path and file.exists()]
        if not existing:
            return True
        texts = self._ui.texts
        question = texts.plural(
            "{count} file with that name already exists. Replace it?",
            "{count} files with these names already exist. Replace them?",
            len(existing),
        ).format(count=len(existing))
        choices = (
            Choice("replace", texts("Replace"), "danger"),
            Choice("", texts("Cancel")),
        )
        return bool(self._dialogs.choose(question, choices, ", ".join(existing[:8])))

    def _done(self, files: list[Path]) -> None:
        self._keep()
        self.footer.show_done(files)

    def _stopped(self, error: Exception) -> None:
        self.footer.reset()
        self._fail(error)

    def cancel(self) -> None:
        self._background.drop("export")
        self.footer.reset()

    def print(self) -> None:
        if self._session is None or self.poster is None:
            return
        sheet = self.poster.pages[-1].size
        printer = printer_for(self._session.info.title, sheet)
        if self._asks_printer(printer, self):
            work = partial(_printed, self._renderer, self._request(), printer)
            self.footer.work(self._ui.texts("Printing…"))
            self._background.do("export", work, self._sent, self._stopped, self.footer.progress)

    def _sent(self, count: int) -> None:
        self._keep()
        texts = self._ui.texts
        words = texts.plural(
            "{count} page sent to the printer.",
            "{count} pages sent to the printer.",
            count,
        )
        self.footer.show_success(words.format(count=count))

    def _keep(self) -> None:
        """Save the options in the map, as one undo step, if that is checked."""
        if self._session is None or not self.footer.saves_options:
            return
        info = self._session.info
        info_with_options = self.form.kept(info)
        if info_with_options != info:
            self._session.commit(SAVE_OPTIONS_LABEL, Change({MAP_ID: (info, info_with_options)}))

    def _open(self, path: Path) -> None:
        """Open a file or a folder with its default program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _retranslate(self) -> None:
        self.setWindowTitle(self._ui.texts("Export poster"))
        self._wait()


def _composed(renderer: PosterRenderer, request: PosterRequest, job: Job) -> Poster:
    return renderer.compose(request, job)


def _written(
    renderer: PosterRenderer, request: PosterRequest, settings: ExportSettings, path: Path, job: Job
) -> list[Path]:
    return renderer.write(request, settings, path, job)


def _lost(
    renderer: PosterRenderer, request: PosterRequest, settings: ExportSettings, job: Job
) -> list[str]:
    return renderer.losses(request, settings, job)


def _printed(renderer: PosterRenderer, request: PosterRequest, printer: QPrinter, job: Job) -> int:
    return print_poster(renderer, request, printer, job)


class ExportFooter(QFrame):
    """Text, progress bar and buttons; knows nothing of posters but the paths of their files."""

    export_wanted = Signal()
    print_wanted = Signal()
    cancel_wanted = Signal()
    close_wanted = Signal()
    open_wanted = Signal(Path)

    def __init__(self, ui: UiContext, *, prints: bool = True) -> None:
        super().__init__()
        self._ui, self._prints = ui, prints
        self._files: tuple[Path, ...] = ()
        self._pages, self._has_file = 0, False
        self._is_working = False
        self.keep = QCheckBox()
        self.words = ElidedLabel()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(150)
        self.file, self.folder = link_button(), link_button()
        self.stop = QPushButton()
        self.close_button, self.printer = QPushButton(), QPushButton()
        self.start = primary()
        for button in (self.stop, self.close_button, self.printer, self.file, self.folder):
            button.setAutoDefault(False)
        row = QHBoxLayout(styled(self, "footer"))
        row.setContentsMargins(18, 11, 18, 11)
        row.setSpacing(9)
        parts: tuple[QWidget, ...] = (self.bar, self.words, self.file, self.folder)
        for part in parts:
            row.addWidget(part, 1 if part is self.words else 0)
        row.addWidget(self.keep)
        row.addSpacing(8)
        for button in (self.stop, self.close_button, self.printer, self.start):
            row.addWidget(button)
        self._connect_signals()
        self._retranslate()
        self._show()

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.start.clicked.connect(self.export_wanted)
        self.printer.clicked.connect(self.print_wanted)
        self.stop.clicked.connect(self.cancel_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.file.clicked.connect(self._open_file)
        self.folder.clicked.connect(self._open_folder)

    @property
    def saves_options(self) -> bool:
        return self.keep.isChecked()

    def wait(self) -> None:
        if not self._is_working and not self._files:
            self._show_text("")

    def ready(self, *, pages: int, has_file: bool = False) -> None:
        """Enable the export of a poster of this many pages, or of a file that has none."""
        self._pages, self._has_file = pages, has_file or pages > 0
        self._show()

    def disable(self) -> None:
        self.ready(pages=0)

    def reset(self) -> None:
        self._is_working, self._files = False, ()
        self._show_text("")
        self._show()

    def work(self, words: str) -> None:
        self._is_working, self._files = True, ()
        self.bar.setRange(0, 0)
        self._show_text(words)
        self._show()

    def progress(self, share: float) -> None:
        """Show the progress (0..1)."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(share * 1000))

    def show_done(self, files: Sequence[Path]) -> None:
        self.reset()
        self._files = tuple(files)
        texts = self._ui.texts
        if len(files) == 1:
            words = texts("“{name}” exported.").format(name=files[0].name)
        else:
            words = texts("{count} files exported, starting with “{name}”.").format(
                count=len(files), name=files[0].name
            )
        self._show_text(words, "good")
        self._show()

    def show_success(self, words: str) -> None:
        self.reset()
        self._show_text(words, "good")

    def show_error(self, words: str) -> None:
        self.reset()
        self._show_text(words, "error")

    def _show_text(self, words: str, look: str = "secondary") -> None:
        styled(self.words, look)
        self.words.set_text(words)

    def _show(self) -> None:
        for part in (self.bar, self.stop):
            part.setVisible(self._is_working)
        for part in (self.file, self.folder):
            part.setVisible(bool(self._files))
        for button in (self.close_button, self.start):
            button.setVisible(not self._is_working)
        self.printer.setVisible(self._prints and not self._is_working)
        self.keep.setVisible(self._prints and not self._is_working)
        self.start.setEnabled(self._has_file)
        self.printer.setEnabled(self._pages > 0)

    def _open_file(self) -> None:
        self.open_wanted.emit(self._files[0])

    def _open_folder(self) -> None:
        self.open_wanted.emit(self._files[0].parent)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for button, words in (
            (self.keep, texts("Save settings in map")),
            (self.file, texts("Open file")),
            (self.folder, texts("Show in folder")),
            (self.stop, texts("Cancel")),
            (self.close_button, texts("Close")),
            (self.printer, texts("Print…")),
            (self.start, texts("Export…")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self.bar.setAccessibleName(texts("Progress"))
        self.words.setMinimumWidth(round(60 * self._ui.scale))
