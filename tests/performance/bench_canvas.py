"""The canvas under the hands at many sizes, against floors measured in the same run.

    QT_QPA_PLATFORM=offscreen python -m tests.performance.bench_canvas [COUNT ...]

Floors: laying a picture of the window's size on the window (what any frame costs at least), and
the bare reading of the file. Frames are whole: event, change of the view, painting. Each size runs
in a process of its own. Nothing is asserted: machines differ, ratios say enough.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from journeyeditor.layout.incremental import hit_testing
from tests.performance.figures import Figure
from tests.performance.made_maps import write_made_map

COUNTS = (100, 1_000, 10_000, 50_000)
WIDTH, HEIGHT = 1600, 1000
#: A frame at 60 Hz, in milliseconds.
FRAME = 16.0


def main(counts: Iterable[int]) -> None:
    """Print the tables, size by size."""
    for count in counts:
        command = [sys.executable, "-m", "tests.performance.bench_canvas", "--one", str(count)]
        subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield median frames beside laying a picture on a window, opening beside reading JSON."""
    for count in (1_000,) if is_quick else (1_000, 10_000, 50_000):
        command = [sys.executable, "-m", "tests.performance.bench_canvas", "--figures", str(count)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        lines = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout
        yield from (Figure(*row) for row in json.loads(lines))


class Measured(NamedTuple):
    """What one size costs: seconds of the steps of opening, MiB of them all, seconds of frames.

    `json` is the bare reading of the file, `blit` laying a picture on a window.
    """

    json: float
    read: float
    arranged: float
    painted: float
    sharp: float
    memory: float
    blit: float
    frames: dict[str, list[float]]


def measure(count: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.journey.json"
        write_made_map(path, count)
        return _measure_map(path)


def _measure_map(path: Path) -> Measured:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from journeyeditor.canvas.canvas import Canvas
    from journeyeditor.editing.session import Session
    from journeyeditor.files import read_map
    from journeyeditor.i18n import texts
    from journeyeditor.typography import Faces
    from journeyeditor.widgets import style
    from journeyeditor.widgets.ui_context import UiContext, window_theme

    bare = timed(lambda: json.loads(path.read_bytes()))
    before = memory()
    app = QApplication([])
    style.register()
    blit = floor(app, QWidget, QPixmap)
    theme = window_theme("light")
    start = perf_counter()
    graph = read_map(path)
    read = perf_counter()
    session = Session(graph, Faces(system=False), theme)
    arranged = perf_counter()
    canvas = Canvas(session, UiContext(texts("en"), theme))
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    canvas.view.zoom_to_fit()
    app.processEvents()
    painted = perf_counter()
    canvas.finish_painting()
    sharp = perf_counter()
    held = memory() - before
    frames = dict(Drive(app, canvas).all())
    canvas.close()
    steps = (read - start, arranged - read, painted - arranged, sharp - arranged)
    return Measured(bare, *steps, held, blit, frames)


def show(count: int) -> None:
    """Print the table of one size."""
    it = measure(count)
    print(
        f"{count:6} elements: file {1000 * it.json:.0f} ms bare, {1000 * it.read:.0f} ms read; "
        f"arranged {1000 * it.arranged:.0f} ms; first paint {1000 * it.painted:.0f} ms "
        f"(sharp {1000 * it.sharp:.0f} ms); {it.memory:.0f} MiB; blit {1000 * it.blit:.2f} ms"
    )
    print(f"        {'':28} median    95 %     max   within 16 ms   median/blit")
    for name, frames in it.frames.items():
        line(name, frames, it.blit)


def show_figures(count: int) -> None:
    """Print the figures of one size as JSON."""
    it = measure(count)
    opened = 1000 * (it.read + it.arranged + it.painted)
    rows = [Figure(f"open {count:,} / JSON", opened, 1000 * it.json)]
    rows += [
        Figure(f"{name}, {count:,} / blit", 1000 * statistics.median(frames), 1000 * it.blit)
        for name, frames in it.frames.items()
    ]
    print(json.dumps(rows))


def floor(app: object, widget: type, pixmap: type) -> float:
    """Return how long it takes to lay a picture on a window, in seconds."""
    from PySide6.QtGui import QColor, QPainter, QPaintEvent

    picture = pixmap(WIDTH, HEIGHT)
    picture.fill(QColor("#88AACC"))

    class Floor(widget):  # type: ignore[misc]
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
            QPainter(self).drawPixmap(0, 0, picture)

    window = Floor()
    window.resize(WIDTH, HEIGHT)
    window.show()
    app.processEvents()  # type: ignore[attr-defined]
    times = [timed(window.repaint) for _ in range(40)]
    window.close()
    return statistics.median(times)


class Drive:
    """Does to a canvas what hands do, frame by frame."""

    def __init__(self, app: object, canvas: object) -> None:
        from PySide6.QtWidgets import QApplication

        from journeyeditor.canvas.canvas import Canvas

        assert isinstance(app, QApplication)
        assert isinstance(canvas, Canvas)
        self.app, self.canvas = app, canvas

    def all(self) -> Iterable[tuple[str, list[float]]]:
        """Yield the name and the frames (s) of each thing that is done."""
        canvas = self.canvas
        yield "fit, painted anew", [self.frame(self.anew) for _ in range(9)]
        for scale in (0.25, 0.5, 1.0):
            self.look(scale)
            yield f"at {scale:.0%}, painted anew", [self.frame(self.anew) for _ in range(9)]
            yield f"pan at {scale:.0%}", self.pan()
        self.look(1.0)
        yield "pan slowly at 100%", [self.frame(lambda: canvas.view.pan(7, 0)) for _ in range(120)]
        yield "zoom 36% to 220%, out again", self.zoom()
        self.look(1.0)
        yield "drag a card", self.drag()
        yield "type into a title", self.type()
        yield "undo", self.undo()

    def look(self, scale: float) -> None:
        from PySide6.QtCore import QPointF

        canvas = self.canvas
        canvas.view.zoom(scale / canvas.viewport.scale, QPointF(WIDTH / 2, HEIGHT / 2))
        size = canvas.session.layout.size
        canvas.view.center_on(QPointF(size.width / 2, size.height / 2))
        canvas.finish_painting()
        self.app.processEvents()

    def anew(self) -> None:
        self.canvas.renderer.backing.invalidate()
        self.canvas.renderer.backing.work(60)
        self.canvas.update()

    def pan(self) -> list[float]:
        """Move the view as a hand does that is in a hurry, into what was not seen yet."""
        frames = [self.frame(lambda: self.canvas.view.pan(40, 3)) for _ in range(60)]
        return frames + [self.frame(lambda: self.canvas.view.pan(-40, -3)) for _ in range(60)]

    def zoom(self) -> list[float]:
        """Zoom in and out in small steps; the rest in between is a frame as well."""
        from PySide6.QtCore import QPointF

        at = QPointF(WIDTH / 3, HEIGHT / 3)
        self.look(0.36)
        steps = [1.03] * 61 + [1 / 1.03] * 61
        frames = [self.frame(partial(self.canvas.view.zoom, step, at)) for step in steps]
        self.canvas.view._idle_timer.stop()
        frames.append(self.frame(self.canvas.view._paint_sharply))
        while not self.canvas.renderer.backing.is_sharp:
            frames.append(self.frame(self.canvas.update))
        return frames

    def drag(self) -> list[float]:
        """Drag a card with relations over its neighbours, and let it go."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        canvas = self.canvas
        canvas.renderer.animation.is_enabled = False
        layout = canvas.session.layout
        ids = hit_testing.ids_in(layout, canvas.viewport.seen.inset(150))
        card = next(i for i in ids if canvas.session.graph.element(i).kind == "touchpoint")
        rect = layout.rect(card)
        assert rect is not None
        start = QPointF(*canvas.viewport.to_screen(rect.center))
        left = Qt.MouseButton.LeftButton

        def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
            there = QPointF(canvas.mapToGlobal(at))
            plain = Qt.KeyboardModifier.NoModifier
            self.app.sendEvent(canvas, QMouseEvent(kind, at, there, button, left, plain))

        frames = [self.frame(lambda: send(QEvent.Type.MouseButtonPress, start, left))]
        none = Qt.MouseButton.NoButton
        for step in range(120):
            at = start + QPointF(4.0 * step if step < 60 else 480 - 4.0 * step, step % 30)
            frames.append(self.frame(partial(send, QEvent.Type.MouseMove, at, none)))
        frames.append(self.frame(lambda: send(QEvent.Type.MouseButtonRelease, at, left)))
        return frames

    def type(self) -> list[float]:
        """Write a title letter by letter, each of them reaching the map."""
        from journeyeditor.editing import operations

        session = self.canvas.session
        ids = hit_testing.ids_in(session.layout, self.canvas.viewport.seen)
        card = next(i for i in ids if session.graph.element(i).kind == "pain_point")
        words = "What hurts here is that nobody says what it costs"
        return [
            self.frame(
                partial(operations.set_field, session, [card], "title", words[:n], typing=True)
            )
            for n in range(1, len(words))
        ]

    def undo(self) -> list[float]:
        session = self.canvas.session
        return [self.frame(step) for _ in range(10) for step in (session.undo, session.redo)]

    def frame(self, act: Callable[[], object]) -> float:
        """Do something and paint it; return how long both took."""
        start = perf_counter()
        act()
        self.canvas.repaint()
        return perf_counter() - start


def line(name: str, frames: list[float], blit: float) -> None:
    ordered = sorted(1000 * frame for frame in frames)
    median = statistics.median(ordered)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    share = sum(frame <= FRAME for frame in ordered) / len(ordered)
    print(
        f"        {name:28} {median:6.2f}  {high:6.2f}  {ordered[-1]:6.1f}   {share:8.0%}"
        f"       {median / 1000 / blit:8.1f}"
    )


def timed(act: Callable[[], object]) -> float:
    """Return how long something takes, in seconds."""
    start = perf_counter()
    act()
    return perf_counter() - start


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        show(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--figures"]:
        show_figures(int(sys.argv[2]))
    else:
        main([int(word) for word in sys.argv[1:]] or COUNTS)
