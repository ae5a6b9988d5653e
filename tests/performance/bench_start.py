"""Cold start against its floor: a Qt program that shows an empty window, whole processes in turn.

    python -m tests.performance.bench_start [RUNS]

Both end at the first painted frame of a window of the same size. Processor time is told beside
wall time, as it is steadier on a busy machine. Nothing is asserted; at most 2 times is wanted.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

EMPTY = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))

app = QApplication([])
window = Window()
window.resize(1360, 860)
window.show()
app.exec()
"""
OURS = """
import os
from journeyeditor.app import application

class Program(application.Program):
    def _after_showing(self, *_):
        os._exit(0)

application.Program = Program
from journeyeditor.cli import main
main()
"""


class Cost(NamedTuple):
    """What a start takes, in milliseconds."""

    wall: float
    processor: float


def start(program: str, environment: dict[str, str]) -> Cost:
    """Run a program until its window is painted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall * 1000, spent * 1000)


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "QT_LOGGING_RULES": "*=false",
        }
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for program in (EMPTY, OURS):  # once to warm the caches, not counted
            start(program, environment)
        pairs = [(start(EMPTY, environment), start(OURS, environment)) for _ in range(runs)]
    for name in Cost._fields:
        empty = statistics.median(getattr(pair[0], name) for pair in pairs)
        ours = statistics.median(getattr(pair[1], name) for pair in pairs)
        ratio = statistics.median(getattr(b, name) / getattr(a, name) for a, b in pairs)
        print(f"{name:10} empty {empty:5.0f} ms   ours {ours:5.0f} ms   ratio {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
