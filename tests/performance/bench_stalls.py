"""How long the window's thread is away from its event loop while somebody types or drags.

    QT_QPA_PLATFORM=offscreen python -m tests.performance.bench_stalls [--count 1000] [PANEL ...]

With each panel below the map in turn, a card's title gets 200 letters, with a rest after every 20
in which the panels catch up, and then a card is dragged by 200 moves. A turn is one pass of the
event loop, in processor time of the thread, so that other programs do not count; garbage is
collected between the panels only, as the program does it at rest. Every turn should stay within a
frame. Exit status: 0 all do, 1 some do not.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from journeyeditor.app.application import PRELOADED_MODULES, application
from journeyeditor.app.docks import PAGES
from journeyeditor.files import read_map
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.panels.comparison import ComparePanel
from tests.performance.figures import Figure
from tests.performance.made_maps import write_made_map
from tests.qt.shell import Shell

#: A frame at 60 Hz, in milliseconds.
FRAME_MS = 16.0
KEYS, MOVES, BURST = 200, 200, 20
#: A rest is longer than any panel waits before it catches up, in seconds.
REST_S = 1.1


class Stalls:
    """One window, driven panel by panel; if wanted, the turns over a frame are profiled."""

    def __init__(self, shell: Shell, path: Path, *, is_profiled: bool) -> None:
        self.shell, self.app = shell, shell.app
        self.turns: list[float] = []
        self._is_profiled = is_profiled
        self._slow: list[cProfile.Profile] = []
        shell.window.resize(1600, 1000)
        shell.window.show()
        shell.window.documents.open_path(str(path))
        shell.window.map_view.set_animated(False)
        for dock in ("left", "right", "bottom"):
            shell.window.map_view.set_open(dock, True)
        self.rest()
        compare = shell.window.map_view.bottom.page(ComparePanel)
        compare.compare_with(read_map(path))
        shell.window.map_view.canvas.view.zoom_100()
        self.rest()

    def turn(self, act: Callable[[], object] = lambda: None) -> None:
        """Do something and let the event loop handle what comes of it, as one turn each."""
        for work in (act, self.app.processEvents):
            profile = cProfile.Profile(time.thread_time)
            begin = time.thread_time()
            if self._is_profiled:
                profile.runcall(work)
            else:
                work()
            self.turns.append(1000 * (time.thread_time() - begin))
            if self._is_profiled and self.turns[-1] > FRAME_MS:
                self._slow.append(profile)

    def rest(self) -> None:
        end = time.monotonic() + REST_S
        while time.monotonic() < end:
            self.turn()
            time.sleep(0.002)

    def type(self) -> None:
        """Write letters on a card, as fast as they are handled, with rests."""
        canvas, session = self.shell.window.map_view.canvas, self.shell.session
        card = list(session.graph.elements("touchpoint"))[3]
        session.selection.set([card.id])
        canvas.edit_text(card.id)
        self.rest()
        self.turns.clear()
        self._slow.clear()
        for number in range(KEYS):
            letter = "abcde fghij klmno pqrst "[number % 24]
            self.turn(lambda letter=letter: QTest.keyClicks(canvas.field, letter))  # type: ignore[misc]
            if number % BURST == BURST - 1:
                self.rest()
        canvas.field.finish()

    def drag(self) -> None:
        """Drag a card to and fro over others, and put it back."""
        canvas = self.shell.window.map_view.canvas
        layout, graph = canvas.session.layout, canvas.session.graph
        ids = hit_testing.ids_in(layout, canvas.viewport.seen.inset(60))
        card = next(id_ for id_ in ids if graph.element(id_).kind == "touchpoint")
        rect = layout.rect(card)
        assert rect is not None
        start = QPointF(*canvas.viewport.to_screen(rect.center))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

        def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
            there = QPointF(canvas.mapToGlobal(at))
            plain = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(canvas, QMouseEvent(kind, at, there, button, left, plain))

        self.rest()
        self.turns.clear()
        self.turn(lambda: send(QEvent.Type.MouseButtonPress, start, left))
        for number in range(MOVES):
            away = min(number, MOVES - number) * 4.0
            at = start + QPointF(away, number % 30)
            self.turn(lambda at=at: send(QEvent.Type.MouseMove, at, none))  # type: ignore[misc]
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        send(QEvent.Type.MouseButtonRelease, start, left)
        self.rest()

    @property
    def worst(self) -> float:
        """The longest turn since the last rest, in milliseconds."""
        return max(self.turns)

    def report(self, name: str) -> bool:
        """Print the worst turn; return whether all stay within a frame."""
        worst = self.worst
        over = [sum(turn > limit for turn in self.turns) for limit in (FRAME_MS, 50, 100)]
        print(f"{name:28} {worst:7.1f} ms {over[0]:6} {over[1]:6} {over[2]:6}", flush=True)
        if self._slow:
            pstats.Stats(*self._slow).sort_stats("cumulative").print_stats(45)
            self._slow.clear()
        return worst <= FRAME_MS


def stalls_of(
    count: int, panels: Sequence[str], *, is_profiled: bool
) -> Iterator[tuple[str, Stalls]]:
    """Drive a window of its own; yield after each thing done what it is called, and its turns."""
    app = application()
    for name in PRELOADED_MODULES:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.journey.json"
        write_made_map(path, count)
        shell = Shell(app, Path(folder) / "program")
        stalls = Stalls(shell, path, is_profiled=is_profiled)
        gc.disable()
        for page in PAGES:
            if panels and page.NAME not in panels:
                continue
            shell.window.map_view.show_page(page.NAME)
            stalls.rest()
            gc.collect()
            stalls.type()
            yield f"{page.NAME}, typing", stalls
            stalls.drag()
            yield f"{page.NAME}, dragging", stalls
        gc.enable()
        shell.close()


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield the longest turn with each panel, beside a frame."""
    for count in (1_000,) if is_quick else (1_000, 10_000):
        for name, stalls in stalls_of(count, (), is_profiled=False):
            wanted = FRAME_MS if count == 1_000 else 2 * FRAME_MS
            figure = f"worst turn, {count:,}, {name} / frame"
            yield Figure(figure, stalls.worst, FRAME_MS, "ms", wanted)


def main(count: int, panels: Sequence[str], *, is_profiled: bool) -> int:
    print(f"{count} elements{'':19} worst turn     >16    >50   >100 ms")
    is_fine = True
    for name, stalls in stalls_of(count, panels, is_profiled=is_profiled):
        is_fine &= stalls.report(name)
    return 0 if is_fine else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("panels", nargs="*")
    given = parser.parse_args()
    sys.exit(main(given.count, given.panels, is_profiled=given.profile))
