"""An exception that leaves an overridden method of Qt's is reported; it does not end the process."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import journeyeditor
from journeyeditor.widgets.overrides import is_guarded, overrides

ROOT = Path(__file__).parents[2]
#: A window whose question at closing has no answer left: what the tests of the window died of.
CLOSED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from tests.qt.shell import Shell

app = QApplication([])
shell = Shell(app, Path(sys.argv[1]))
shell.open_sample()
shell.pick("step")
shell.do("duplicate")
errors = []
sys.excepthook = lambda kind, error, _: errors.append(kind.__name__)
QTimer.singleShot(0, shell.window.close)
QTimer.singleShot(0, app.quit)
app.exec()
print(*errors)
shell.window.documents.close_to_journal()
shell.close()
"""
#: The same without the program: a division, an index, an object that Qt has deleted.
RAISED = """
import sys
import shiboken6
import journeyeditor.widgets
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication([])
gone = QWidget()
shiboken6.delete(gone)

class Broken(QWidget):
    case = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        [int, lambda: 1 / 0, lambda: [].pop(), gone.show][self.case]()

sys.excepthook = lambda kind, error, _: print(kind.__name__)
broken = Broken()
broken.show()
for broken.case in range(1, 4):
    broken.resize(200, 200 + broken.case)
"""
#: What Qt shows after a child that fails: each view is looked at for the first time.
SHOWN_AFTER = """
import sys
import journeyeditor.widgets
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication([])
errors, shown = [], []

class Broken(QWidget):
    def showEvent(self, event: QShowEvent) -> None:
        1 / 0

class View(QWidget):
    def showEvent(self, event: QShowEvent) -> None:
        shown.append(self)

sys.excepthook = lambda kind, error, _: errors.append(kind.__name__)
before = sys.getrefcount(View.showEvent)
window = QWidget()
children = [cls(window) for cls in (Broken, View, View, View)]
window.show()
print(*errors, len(shown), sys.getrefcount(View.showEvent) - before)
"""
#: A thumbnail or a page of the export window, stopped in the middle.
UNPAINTABLE = """
from PySide6.QtGui import QGuiApplication
from journeyeditor.app.export.job import PosterRenderer
from journeyeditor.display.primitives import Page
from journeyeditor.geometry import Rect, Size

class Renderer(PosterRenderer):
    player = property(lambda self: 1 / 0)

app = QGuiApplication([])
try:
    Renderer().picture(Page(Size(10, 10), Rect(0, 0, 10, 10), ()), Rect(0, 0, 10, 10), 1.0)
except ZeroDivisionError as error:
    print(type(error).__name__)
"""


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-X", "faulthandler", "-c", program, *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_error_while_closing_is_reported_and_the_program_goes_on(tmp_path: Path) -> None:
    done = run(CLOSED, tmp_path)
    assert (done.returncode, done.stdout) == (0, "IndexError\n"), done.stderr


def test_errors_raised_in_c_are_reported() -> None:
    done = run(RAISED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["ZeroDivisionError", "IndexError", "RuntimeError"]


def test_an_error_leaves_the_overrides_that_qt_calls_next_alone() -> None:
    done = run(SHOWN_AFTER)
    assert (done.returncode, done.stdout) == (0, "ZeroDivisionError 3 0\n"), done.stderr


def test_a_page_whose_painting_fails_can_be_collected() -> None:
    done = run(UNPAINTABLE)
    assert (done.returncode, done.stdout) == (0, "ZeroDivisionError\n"), done.stderr


def classes(cls: type) -> Iterator[type]:
    derived: type
    for derived in cls.__subclasses__():
        yield derived
        yield from classes(derived)


def test_every_override_of_the_program_is_guarded() -> None:
    for module in pkgutil.walk_packages(journeyeditor.__path__, "journeyeditor."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    own = {cls for cls in classes(Shiboken.Object) if cls.__module__.startswith("journeyeditor.")}
    assert len(own) > 100
    bare = [
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls in own
        for name in overrides(cls)
        if not is_guarded(getattr(cls, name))
    ]
    assert bare == []


def test_a_guarded_slot_takes_no_more_arguments_than_before(qtbot: QtBot) -> None:
    received: list[int] = []

    class Teller(QObject):
        reported = Signal(int, str)

    class Hearer(QDialog):
        def accept(self) -> None:
            received.append(0)

        def done(self, result: int) -> None:
            received.append(result)

    sender, receiver = Teller(), Hearer()
    qtbot.addWidget(receiver)
    sender.reported.connect(receiver.accept)
    sender.reported.connect(receiver.done)
    sender.reported.emit(3, "three")
    assert received == [0, 3]


def test_no_item_of_a_list_or_table_is_made_in_python() -> None:
    """PySide ends the process over such an item's stale wrapper; `widgets.items` has Qt make them."""
    made = re.compile(r"\bQ(?:Table|List|Tree)WidgetItem\(|\bQStandardItem\(")
    package = Path(journeyeditor.__file__).parent
    assert not [
        path.name for path in package.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))
    ]
