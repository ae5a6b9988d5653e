"""The composition root: Qt, settings, language, theme, windows and error reporting.

Starts with Qt alone; what maps need is imported on another thread once the window is visible.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QEvent,
    QLocale,
    QObject,
    QStandardPaths,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from journeyeditor import __version__
from journeyeditor.app.documents.controller import AppPaths
from journeyeditor.app.event_loop import (
    ErrorReporter,
    GarbageCollector,
    MainThreadQueue,
    UnixSignalNotifier,
)
from journeyeditor.app.settings import Preferences, Settings
from journeyeditor.app.window import Window
from journeyeditor.display.theme import Theme
from journeyeditor.i18n import Texts, languages, window_texts
from journeyeditor.widgets import style
from journeyeditor.widgets.focus import focused_text
from journeyeditor.widgets.ui_context import UiContext, window_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QSessionManager

    from journeyeditor.app.dialogs import Dialogs
    from journeyeditor.editing.store import Store
    from journeyeditor.files.errors import FileError
    from journeyeditor.typography import Faces
    from journeyeditor.widgets.speller import Speller
    from journeyeditor.widgets.text_input import TextKeys

T = TypeVar("T")
NAME = "journeyeditor"
#: By this desktops find the program's name and icon; packaging gives its files this name.
DESKTOP_ID = "org.journeyeditor.JourneyEditor"
#: What the first map needs; imported in the background while the start page is shown.
PRELOADED_MODULES = (
    "journeyeditor.app.map_view",
    "journeyeditor.files.reader",
    "filelock",
    "journeyeditor.widgets.speller",
    "networkx",  # by the figures of paths, and the largest of all
    "journeyeditor.app.export.job",  # by the pre-flight and the comparison
    "journeyeditor.poster.report.curves",
)
#: How long that import waits for the pictures of the start page, or for a map that is opened at once (ms).
AFTER_PAGE_MS, AFTER_MAP_MS = 300, 1000


class Application(QApplication):
    """Qt's application, which on macOS gets the files to open as events, at any time."""

    file_wanted = Signal()

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        #: Files that nobody has opened yet.
        self.wanted: list[str] = []

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        self.wanted.append(event.file())
        self.file_wanted.emit()
        return True


class ThemeController(QObject):
    """Applies language, theme and scale when the settings or the system's theme change."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__()
        self._app, self._preferences = app, preferences
        settings = preferences.value
        self._chosen = "system"
        self._set_color_scheme(settings)
        self.ui = UiContext(self._texts(settings), self._theme(settings), settings.size)
        self._applied: tuple[Theme, float] | None = None
        self._translated = ""
        self._translator: QTranslator | None = None
        self.ui.language_changed.connect(self._apply_theme)
        self.ui.theme_changed.connect(self._apply_theme)
        self.ui.scale_changed.connect(self._apply_theme)
        self._apply_theme()
        preferences.changed.connect(self._change)
        app.styleHints().colorSchemeChanged.connect(self._change)

    def _change(self, _: object) -> None:
        settings, ui = self._preferences.value, self.ui
        self._set_color_scheme(settings)
        wanted = (self._texts(settings), self._theme(settings), settings.size)
        if wanted != (ui.texts, ui.theme, ui.scale):
            ui.apply(texts=wanted[0], theme=wanted[1], scale=wanted[2])

    def _set_color_scheme(self, settings: Settings) -> None:
        """Let title bars and the system's own dialogs follow a chosen theme."""
        if settings.theme == self._chosen:
            return
        self._chosen = settings.theme
        hints = self._app.styleHints()
        if settings.theme == "system":
            hints.unsetColorScheme()
        else:
            is_dark = settings.theme == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)

    def _apply_theme(self) -> None:
        """Restyle all widgets if theme or scale changed, and translate Qt's own texts."""
        self._install_translator(self.ui.texts.language)
        wanted = (self.ui.theme, self.ui.scale)
        if wanted != self._applied:
            self._applied = wanted
            style.apply(self._app, self.ui)

    def _install_translator(self, language: str) -> None:
        if language == self._translated:
            return
        self._translated = language
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        name = languages()[language].qt_name
        if name:
            from PySide6.QtCore import QLibraryInfo

            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._translator = QTranslator()  # no parent: deleted along with its language
            if self._translator.load(f"qtbase_{name}", folder):
                self._app.installTranslator(self._translator)

    def close(self) -> None:
        """Leave the application in its own language."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)

    def _texts(self, settings: Settings) -> Texts:
        """The texts in the configured language, or the system's."""
        return window_texts(settings.language or QLocale.system().name())

    def _theme(self, settings: Settings) -> Theme:
        if settings.theme != "system":
            return window_theme(settings.theme)
        is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return window_theme("dark" if is_dark else "light")


class Program(QObject):
    """The running application: its windows, and the services they share."""

    def __init__(self, app: QApplication, places: AppPaths, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self._app = app
        self.places = places
        self._dialogs = dialogs
        self.preferences = Preferences(places.settings)
        self.theme_controller = ThemeController(app, self.preferences)
        self.windows: list[Window] = []
        self.error_reporter = ErrorReporter(places.log, self._show_error)
        self._store: Store | None = None
        self._faces: Faces | None = None
        self._main_thread_queue = MainThreadQueue()
        self._signal_notifier: UnixSignalNotifier | None = None
        self._text_keys: TextKeys | None = None
        self._garbage_collector: GarbageCollector | None = None
        self._later: threading.Thread | None = None
        self._later_timer = QTimer(self)
        self._later_timer.setSingleShot(True)
        app.focusChanged.connect(self._follow_text)
        app.commitDataRequest.connect(self._end_session)
        self.preferences.changed.connect(self._keep_backups)
        self._speller: Speller | None = None
        self.theme_controller.ui.make_speller = self._make_speller

    def store(self) -> Store:
        if self._store is None:
            from journeyeditor.editing.store import Store

            self._store = Store(self.places.data, post=self._main_thread_queue.post)
            self._keep_backups(None)
        return self._store

    def faces(self) -> Faces:
        if self._faces is None:
            from journeyeditor.typography import Faces

            self._faces = Faces()
        return self._faces

    def open_window(self) -> Window:
        window = self._make_window()
        window.show_start()
        window.show()
        return window

    def _make_window(self) -> Window:
        window = Window(self.theme_controller.ui, self.preferences, self, self._dialogs)
        window.did.connect(self.error_reporter.note)
        window.gone.connect(self._forget)
        window.session_changed.connect(self._collect_garbage)
        self.windows.append(window)
        return window

    def show_elsewhere(self, path: str) -> bool:
        """Raise the window that has a file open; return whether there is one."""
        from journeyeditor.files.locks import key_of

        key = key_of(Path(path))
        for window in self.windows:
            document = window.documents.document
            if document is not None and document.path is not None and key_of(document.path) == key:
                window.raise_()
                window.activateWindow()
                return True
        return False

    def open_file(self, path: str) -> None:
        """Open a map in a window of its own, unless one has it already or has none."""
        if not self.show_elsewhere(path):
            empty = (each for each in self.windows if each.documents.document is None)
            (next(empty, None) or self.open_window()).documents.open_path(path)

    def start(self, paths: Sequence[str] = ()) -> None:
        """Show a window, offer crash recovery, then open the given maps."""
        self._signal_notifier = UnixSignalNotifier()
        self._signal_notifier.triggered.connect(self.terminate)
        if paths:  # the start page would flash before them
            window = self._make_window()
            window.show()
        else:
            window = self.open_window()
        window.help.greet(window.start_page.notice)
        window.seen.connect(partial(self._after_showing, window, paths))

    def terminate(self) -> None:
        """Quit at once without asking; unsaved changes are offered at the next start."""
        is_kept = True
        for window in self.windows:
            is_kept = self._guarded(window.documents.close_to_journal, default=False) and is_kept
            self._guarded(window.shut_down, default=None)
        QApplication.exit(0 if is_kept else 1)

    def close(self) -> None:
        """Stop all background services."""
        self._later_timer.stop()
        self.theme_controller.close()
        if self._speller is not None:
            self._speller.close()
        if self._signal_notifier is not None:
            self._signal_notifier.close()
        if self._garbage_collector is not None:
            self._garbage_collector.close()
        self.error_reporter.end()

    def _collect_garbage(self, had_map: bool) -> None:
        """Collect what was left of a map, and keep what there is of the next."""
        collector = self._garbage_collector
        if collector is not None:
            # Once the caller has let go of the map.
            QTimer.singleShot(0, collector.collect_all if had_map else collector.keep)

    def _after_showing(self, window: Window, paths: Sequence[str]) -> None:
        """Do what can wait until the window is visible."""
        self._garbage_collector = GarbageCollector(self)
        self._app.applicationStateChanged.connect(self._garbage_collector.follow_focus)
        texts = self.theme_controller.ui.texts
        if self.preferences.error:
            window.dialogs.message(
                texts("The settings could not be read. Default settings are used."),
                self.preferences.error,
                severity="warning",
            )
        self.preferences.change(seen_version=__version__)
        style.register_fallbacks()
        # First what a crash left: a map that is opened next may be among it.
        window.documents.offer_recovery()
        for path in paths:
            self.open_file(path)
        if paths and window.documents.document is None:
            window.show_start()
        if isinstance(self._app, Application):
            self._app.file_wanted.connect(self._open_wanted)
            self._open_wanted()
        work = partial(_work_later, self.places)
        self._later = threading.Thread(target=work, name="later", daemon=True)
        # Imports would take turns with what paints a map, or reads the maps of the start page.
        self._later_timer.timeout.connect(self._later.start)
        self._later_timer.start(AFTER_MAP_MS if paths else AFTER_PAGE_MS)

    def _open_wanted(self) -> None:
        """Open what the system has asked for."""
        assert isinstance(self._app, Application)
        while self._app.wanted:
            self.open_file(self._app.wanted.pop(0))

    def _follow_text(self, _before: object, _now: object) -> None:
        """Look after text fields from the first one on; a window starts without."""
        if self._text_keys is None and focused_text() is not None:
            from journeyeditor.widgets.text_input import TextKeys

            self._text_keys = TextKeys(self._app)

    def _forget(self, window: Window) -> None:
        self.windows.remove(window)
        window.deleteLater()

    def _end_session(self, session: QSessionManager) -> None:
        """Save everything: the system's session ends.

        Asks about what cannot be saved, if the session manager allows interaction.
        """
        windows = self.windows
        lost = [w for w in windows if not self._guarded(w.documents.flush, default=False)]
        if lost and session.allowsInteraction():
            may_end = all(window.documents.may_close() for window in lost)
            session.release()
            if not may_end:
                session.cancel()

    def _guarded(self, call: Callable[[], T], *, default: T) -> T:
        """Report an error instead of raising it, so that the other windows are still handled."""
        try:
            return call()
        except Exception as error:
            self.error_reporter.report(error)
            return default

    def _keep_backups(self, _: object) -> None:
        """Apply the configured number of backups."""
        if self._store is not None:
            self._store.max_backups = self.preferences.value.backups

    def _make_speller(self) -> Speller:
        from journeyeditor.widgets.speller import Speller

        self._speller = Speller()
        self._speller.failed.connect(self._show_dictionary_error)
        self.preferences.changed.connect(self._set_up_speller)
        self._set_up_speller(None)
        return self._speller

    def _set_up_speller(self, _: object) -> None:
        """Apply whether spelling is checked."""
        assert self._speller is not None
        self._speller.configure(
            is_on=self.preferences.value.spelling, own_folder=self.places.data / "spelling"
        )

    def _show_dictionary_error(self, error: FileError) -> None:
        sentence = self.theme_controller.ui.texts("The word could not be added to your dictionary.")
        for window in self.windows[-1:]:
            window.dialogs.message(sentence, str(error), severity="warning")

    def _show_error(self, error: BaseException, log: Path | None) -> None:
        texts, name = self.theme_controller.ui.texts, type(error).__name__
        documents = [window.documents.document for window in self.windows]
        if any(document is not None and document.journal_error for document in documents):
            sentence = texts("Something went wrong. Save your map now.")
        else:
            sentence = texts("Something went wrong. Your map is safe, but save it now.")
        detail = f"{name}: {error}"
        if log is not None:
            detail = texts("Details were saved to {path} ({error}).").format(path=log, error=name)
        for window in self.windows[-1:]:
            window.dialogs.message(sentence, detail, severity="error")


def run(paths: Sequence[str] = ()) -> int:
    """Run the application until its last window is closed; returns the exit status."""
    app = application()
    program = Program(app, standard_places())
    program.error_reporter.begin()
    program.start(paths)
    try:
        return app.exec()
    finally:
        program.close()


def application() -> QApplication:
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    # Not by `setStyle`, which returns the style: its class with hundreds of enumerators takes 5 ms.
    app = Application([NAME, "-style", "fusion"])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_ID)
    style.register()
    return app


def standard_places() -> AppPaths:
    kind = QStandardPaths.StandardLocation
    data = Path(QStandardPaths.writableLocation(kind.AppLocalDataLocation))
    return AppPaths(
        settings=Path(QStandardPaths.writableLocation(kind.AppConfigLocation)) / "settings.json",
        data=data,
        templates=data / "templates",
        log=data / "journeyeditor.log",
    )


def _work_later(places: AppPaths) -> None:
    """Import what the first map needs, then clean up, in the background."""
    for name in PRELOADED_MODULES:
        import_module(name)
    from journeyeditor.editing.store import Store

    Store(places.data).tidy()
