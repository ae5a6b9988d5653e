"""Cold start against its floor: a Qt program that shows an empty window, whole processes in turn.

    python -m tests.performance.bench_start [--quick]

Both end at the first painted frame of a window of the same size. Processor time is printed beside
wall time, as it is steadier on a busy machine, and the best of the runs counts. Nothing is
asserted; at most 1.5 times is wanted, and a second with a map of 10,000 elements.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.performance.figures import Figure, print_figures
from tests.performance.made_maps import write_made_map

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
    def _after_showing(self, window, paths):
        if paths:
            super()._after_showing(window, paths)
            window.map_view.canvas.finish_painting()
            window.map_view.canvas.repaint()
        os._exit(0)

application.Program = Program
from journeyeditor.cli import main
main()
"""


class Cost(NamedTuple):
    """What a start takes, in milliseconds."""

    wall: float
    processor: float


def start(program: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a program until its window is painted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", *program], env=environment, check=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall * 1000, spent * 1000)


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what our start costs beside that of the empty window, and with a map of 10,000."""
    runs = 5 if is_quick else 15
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
        made = Path(folder) / "made.journey.json"
        write_made_map(made, 10_000)
        programs = {"start": (OURS,), "start with 10,000 elements": (OURS, str(made))}
        costs: dict[str, list[Cost]] = {name: [] for name in (*programs, "empty")}
        for number in range(runs + 1):
            for name, program in {**programs, "empty": (EMPTY,)}.items():
                cost = start(program, environment)
                if number:  # the first warms the caches
                    costs[name].append(cost)
    for name in programs:
        for field in Cost._fields:
            ours, empty = (
                min(getattr(cost, field) for cost in costs[which]) for which in (name, "empty")
            )
            wanted = 1.5 * empty if name == "start" else 1000
            yield Figure(f"{name}, {field} time / empty window", ours, empty, "ms", wanted)


if __name__ == "__main__":
    print_figures(figures(is_quick="--quick" in sys.argv))
