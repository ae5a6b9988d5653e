"""The composition root: Qt, settings, words and colours, the window, and what watches over them.

Starts with Qt alone; what maps need is imported by another thread once the window has been seen.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QSocketNotifier, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from journeyeditor import __version__
from journeyeditor.app.errors import Watch
from journeyeditor.app.maps import Places
from journeyeditor.app.settings import Preferences, Settings
from journeyeditor.app.window import Window
from journeyeditor.display.theme import Theme
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.widgets import fonts, style
from journeyeditor.widgets.desk import Desk
from journeyeditor.widgets.themes import window_theme

NAME = "journeyeditor"
#: What the first map will need; imported while the person looks at the start page.
LATER = ("journeyeditor.app.workplace", "journeyeditor.files.reader")


class Wardrobe(QObject):
    """Keeps the desk in step with the settings and with the system's own taste."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__()
        self._app, self._preferences = app, preferences
        settings = preferences.value
        self.desk = Desk(self._texts(settings), self._theme(settings), settings.size)
        self._worn: tuple[Theme, float] | None = None
        self.desk.changed.connect(self._dress)
        self._dress()
        preferences.changed.connect(self._change)
        app.styleHints().colorSchemeChanged.connect(self._change)

    def _change(self, _: object) -> None:
        """Follow the settings, or the system."""
        settings, desk = self._preferences.value, self.desk
        wanted = (self._texts(settings), self._theme(settings), settings.size)
        if wanted != (desk.texts, desk.theme, desk.scale):
            desk.lay(texts=wanted[0], theme=wanted[1], scale=wanted[2])

    def _dress(self) -> None:
        """Dress all widgets, if colours or sizes are others than before."""
        wanted = (self.desk.theme, self.desk.scale)
        if wanted != self._worn:
            self._worn = wanted
            style.apply(self._app, self.desk)

    def _texts(self, settings: Settings) -> Texts:
        """Return the words of the language that is wished, or of the system's."""
        return texts_of(settings.language or QLocale.system().name())

    def _theme(self, settings: Settings) -> Theme:
        """Return the theme that is wished, or the one that suits the system."""
        if settings.theme != "system":
            return window_theme(settings.theme)
        is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return window_theme("dark" if is_dark else "light")


class Editor:
    """The running program: made once, before its one window is shown."""

    def __init__(self, app: QApplication, places: Places) -> None:
        self.preferences = Preferences(places.settings)
        self.wardrobe = Wardrobe(app, self.preferences)
        self.window = Window(self.wardrobe.desk, self.preferences, places)
        self.watch = Watch(places.log, self._tell)
        self.window.did.connect(self.watch.note)

    def start(self, path: str = "") -> None:
        """Show the window, then the map, if one is named, then look for what a crash left."""
        self.window.show_start()
        self.window.show()
        QTimer.singleShot(0, lambda: self._after_showing(path))

    def _after_showing(self, path: str) -> None:
        """Do what the first sight of the window need not wait for."""
        texts = self.wardrobe.desk.texts
        if self.preferences.trouble:
            self.window.dialogs.message(
                texts("The settings could not be read; the usual ones are used."),
                self.preferences.trouble,
                severity="warning",
            )
        fonts.register_fallbacks()
        if path:
            self.window.maps.open_path(path)
        self.window.maps.offer_recovery()
        threading.Thread(target=_import_later, name="imports", daemon=True).start()

    def _tell(self, error: BaseException, log: Path) -> None:
        """Tell of an error that nobody foresaw."""
        texts = self.wardrobe.desk.texts
        self.window.dialogs.message(
            texts("Something went wrong in the program. Your map is safe; please save it."),
            texts("What happened stands in {path} ({error}).").format(
                path=log, error=type(error).__name__
            ),
            severity="error",
        )


def run(path: str = "", arguments: Sequence[str] = ()) -> int:
    """Run the program until its window is closed; return the exit status."""
    app = application(arguments)
    editor = Editor(app, standard_places())
    editor.watch.begin()
    bell = _Bell()
    bell.rung.connect(editor.window.close)
    gc.enable()
    editor.start(path)
    try:
        return app.exec()
    finally:
        bell.close()
        editor.watch.end()


def application(arguments: Sequence[str] = ()) -> QApplication:
    """Return Qt's application, with our name and typeface."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([NAME, *arguments])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(NAME)
    app.setStyle("Fusion")
    fonts.register()
    return app


def standard_places() -> Places:
    """Return where the platform wants a program to keep its things."""
    kind = QStandardPaths.StandardLocation
    data = Path(QStandardPaths.writableLocation(kind.AppLocalDataLocation))
    return Places(
        settings=Path(QStandardPaths.writableLocation(kind.AppConfigLocation)) / "settings.json",
        data=data,
        pictures=Path(QStandardPaths.writableLocation(kind.CacheLocation)) / "pictures",
        log=data / "journeyeditor.log",
    )


def _import_later() -> None:
    """Import what the first map needs, beside the window's thread."""
    for name in LATER:
        import_module(name)


class _Bell(QObject):
    """Lets the signals of the system (Ctrl-C, a session that ends) close the window properly."""

    rung = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notifier: QSocketNotifier | None = None
        if sys.platform == "win32":
            return
        import socket

        self._inner, outer = socket.socketpair()
        self._outer = outer
        for end in (self._inner, outer):
            end.setblocking(False)
        signal.set_wakeup_fd(outer.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _heard)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._ring)

    def close(self) -> None:
        """Hear no more."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            signal.set_wakeup_fd(-1)
            self._inner.close()
            self._outer.close()
            self._notifier = None

    def _ring(self) -> None:
        """Take what came, and tell."""
        self._inner.recv(64)
        self.rung.emit()


def _heard(*_: object) -> None:
    """Stand in for Python's own answer; the bell rings in Qt's loop."""
