"""The window with a map: opening it, another theme or language, dropping a card.

    python -m tests.performance.bench_window [--quick]

Each is processor time of the process up to the picture that shows it, in a window that is open
already and in which everything has been imported, as it is some moments after the start. The floor
is plain work of Python. Each size runs in a process of its own. Memory has a bench of its own.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.performance.figures import Figure, print_figures, processor_floor
from tests.performance.made_maps import write_made_map

#: Wanted at most, in ms: of opening, theme, language, dropping.
WANTED = {
    1_000: (480, 150, 150, None),
    10_000: (800, 500, 500, 33),
    50_000: (None, None, None, 50),
}
SWITCHES = 5


def figures(*, is_quick: bool) -> Iterator[Figure]:
    for count in (1_000, 10_000) if is_quick else (1_000, 10_000, 50_000):
        command = [sys.executable, "-m", "tests.performance.bench_window", "--one", str(count)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        lines = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout
        yield from (Figure(*row) for row in json.loads(lines))


def measure(count: int) -> Iterator[Figure]:
    from importlib import import_module

    from journeyeditor.app.application import PRELOADED_MODULES, application
    from journeyeditor.files.document import edge_adapter, node_adapter
    from journeyeditor.files.gc_pause import uncollected
    from tests.qt.shell import Shell

    app = application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.journey.json"
        write_made_map(path, count)
        floor = processor_floor()
        shell = Shell(app, Path(folder) / "program")
        window = shell.window
        window.resize(1600, 1000)
        window.show()
        for name in PRELOADED_MODULES:
            import_module(name)
        node_adapter()
        edge_adapter()
        shell.settle()
        uncollected.__enter__()

        def show() -> None:
            """Paint what is seen of the map; the overview follows while nothing else happens."""
            app.processEvents()
            while not window.map_view.canvas.renderer.backing.is_sharp:
                window.map_view.canvas.repaint()

        def open_map() -> None:
            window.documents.open_path(str(path))
            show()

        def change(name: str, value: str) -> None:
            window.preferences.change(**{name: value})
            show()

        opening = spent(open_map)
        settle(app.processEvents)
        gc.collect()
        wanted = WANTED[count]
        yield Figure(f"open in the window, {count:,} / processor", opening, floor, "ms", wanted[0])
        for number, (name, values) in enumerate(
            {"theme": ("dark", "light"), "language": ("sv", "en")}.items(), 1
        ):
            costs = []
            for turn in range(SWITCHES):
                costs.append(spent(partial(change, name, values[turn % 2])))
                settle(app.processEvents)
            # The first has to draw what is kept from then on.
            yield Figure(
                f"another {name}, {count:,} / processor", max(costs), floor, "ms", wanted[number]
            )
        costs = [drop(shell, turn) for turn in range(SWITCHES)]
        yield Figure(
            f"drop a card, {count:,} / processor", statistics.median(costs), floor, "ms", wanted[3]
        )
        uncollected.__exit__()
        shell.close()


def drop(shell: object, turn: int) -> float:
    """Drop a card in the next stage, or back; return what the release costs (ms)."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from journeyeditor.layout.incremental import hit_testing
    from tests.qt.shell import Shell

    assert isinstance(shell, Shell)
    canvas = shell.window.map_view.canvas
    shell.window.map_view.set_animated(False)
    canvas.view.zoom_100()
    settle(shell.app.processEvents)
    layout, graph = canvas.session.layout, canvas.session.graph
    ids = hit_testing.ids_in(layout, canvas.viewport.seen.inset(60))
    steps = [id_ for id_ in ids if graph.element(id_).kind == "touchpoint"]
    rects = [layout.rect(id_) for id_ in (steps[0], steps[-1])]
    ends = [QPointF(*canvas.viewport.to_screen(rect.center)) for rect in rects if rect]
    start, end = ends if turn % 2 == 0 else ends[::-1]
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        there = QPointF(canvas.mapToGlobal(at))
        plain = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, there, button, left, plain))

    send(QEvent.Type.MouseButtonPress, start, left)
    for part in range(1, 11):
        send(QEvent.Type.MouseMove, start + (end - start) * part / 10, none)
        shell.app.processEvents()
    before = shell.session.graph.element(steps[0])

    def release() -> None:
        send(QEvent.Type.MouseButtonRelease, end, left)
        shell.app.processEvents()

    cost = spent(release)
    settle(shell.app.processEvents)
    assert shell.session.graph.element(steps[0]) is not before or turn % 2
    return cost


def spent(call: Callable[[], object]) -> float:
    """Return the processor time of a call on this thread (ms)."""
    begin = time.thread_time()
    call()
    return 1000 * (time.thread_time() - begin)


def settle(process: Callable[[], object]) -> None:
    """Let everything that waits for a pause happen."""
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        process()
        time.sleep(0.005)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps([*measure(int(sys.argv[2]))]))
    else:
        print_figures(figures(is_quick="--quick" in sys.argv))
