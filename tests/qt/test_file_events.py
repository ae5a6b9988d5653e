"""macOS asks for files by events: before there is a window, and while there are some."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from journeyeditor import resources

#: Two files before the window is seen, then the first one again, and one more.
ASKED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from journeyeditor.app import application

folder = Path(sys.argv[1])
first, second, third = (str(folder / f"{name}.journey") for name in ("first", "second", "third"))
app = application.application()
program = application.Program(app, application.standard_places())

def ask(*paths):
    for path in paths:
        QApplication.sendEvent(app, QFileOpenEvent(path))

def shown():
    return sorted(window.documents.workflow.name for window in program.windows)

def later():
    try:
        print(*shown())
        ask(first, third)
        print(*shown())
    finally:
        program.terminate()

ask(first, second)
program.start()
program.windows[0].seen.connect(lambda: QTimer.singleShot(0, later))
status = app.exec()
program.close()
sys.exit(status)
"""


def test_files_are_opened_whenever_the_system_asks_for_them(tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        source = resources.path("samples", "toothbrush.sv.journey.json")
        shutil.copy(source, tmp_path / f"{name}.journey")
    homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-c", ASKED, tmp_path],
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["first second", "first second third"]
