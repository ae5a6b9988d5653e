"""How long the window's thread is away from its event loop while somebody works on a map.

    python -m tests.performance.bench_stalls [--count 1000] [--act ACT] [--profile] [PANEL ...]

With each panel and bar that the window has in turn, a card's title gets 200 letters, with a rest
after every 20 in which the panels catch up; a card is dragged, dropped, taken back and dropped
again; cards and a stage are added, copied, pasted and deleted; a score changes; all are selected;
words are searched for; and the view zooms. A turn is one pass of the event loop, in processor time
of its thread, so that other programs do not count; the longest wall time stands beside it. Garbage
is collected between the panels only, as the program does it at rest. `--profile` shows where the
turns that take too long are, by samples of 4 ms. Exit status: 0 none does, 1 some do.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NamedTuple

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor.app.application import PRELOADED_MODULES, application
from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.app.room.open_dialog import RoomPlace
from journeyeditor.files import read_map
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.panels.comparison import ComparePanel
from journeyeditor.panels.session_view import SessionView
from tests.performance.figures import Figure
from tests.performance.made_maps import write_made_map
from tests.qt.shell import Shell

#: A frame at 60 Hz, in milliseconds, and the longest turn that is wanted at each size.
FRAME_MS = 16.0
WANTED_MS = {1_000: FRAME_MS, 10_000: 33.0, 50_000: 50.0}
KEYS, MOVES, BURST, CARDS = 200, 200, 20, 20
#: A turn of a window at rest, at most that of a cursor that blinks (ms), and the longest rest (s).
SHORT_MS, LONGEST_S = 3.0, 120.0
#: The time between two samples of a profile, in seconds.
SAMPLE_S = 0.004
#: How many functions a profile shows, those with most of the time first.
SHOWN = 40
#: What is shown by an action, and hidden by the same one.
TOGGLED = ("filter", "flow", "deviations", "replay", "agenda")
Key = Qt.Key


class Turns:
    """The turns since the last start, in processor and wall time; samples of the long ones."""

    def __init__(self, wanted: float, *, is_profiled: bool) -> None:
        self.wanted = wanted
        self.costs: list[float] = []
        self.wall = 0.0
        self.samples: Counter[str] = Counter()
        self._stacks: list[Sequence[str]] = []
        if is_profiled:
            signal.signal(signal.SIGPROF, self._sample)
            signal.setitimer(signal.ITIMER_PROF, SAMPLE_S, SAMPLE_S)

    def close(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def start(self) -> None:
        self.costs.clear()
        self.samples.clear()
        self.wall = 0.0

    def take(self, work: Callable[[], object]) -> float:
        """Do something as one turn; return its processor time (ms)."""
        self._stacks.clear()
        wall, begin = time.perf_counter(), time.thread_time()
        work()
        cost = 1000 * (time.thread_time() - begin)
        self.wall = max(self.wall, 1000 * (time.perf_counter() - wall))
        self.costs.append(cost)
        if cost > self.wanted:
            for stack in self._stacks:
                self.samples.update(set(stack))
        return cost

    @property
    def worst(self) -> float:
        return max(self.costs, default=0.0)

    def _sample(self, _: int, frame: FrameType | None) -> None:
        names: list[str] = []
        while frame is not None and frame.f_code is not Turns.take.__code__:
            code = frame.f_code
            folder = "/".join(Path(code.co_filename).parts[-2:])
            names.append(f"{folder}: {code.co_name}")
            frame = frame.f_back
        self._stacks.append(names)


class Row(NamedTuple):
    """What was measured of one act beside one panel, in milliseconds."""

    panel: str
    act: str
    worst: float
    wall: float
    over: tuple[int, int, int]
    samples: Sequence[tuple[str, int]]


class Worker:
    """Works on the map of one window as somebody would."""

    def __init__(self, shell: Shell, turns: Turns) -> None:
        self.shell, self.app, self.turns = shell, shell.app, turns
        self.acts: dict[str, Callable[[], None]] = {
            "typing": self.type,
            "dragging": self.drag,
            "dropping": self.drop,
            "scoring": self.score,
            "adding": self.add,
            "pasting": self.paste,
            "selecting all": self.select_all,
            "finding": self.find,
            "zooming": self.zoom,
        }

    def turn(self, act: Callable[[], object] = lambda: None) -> float:
        """Do something and let the event loop handle what comes of it, as one turn each."""
        return max(self.turns.take(act), self.turns.take(self.app.processEvents))

    def rest(self) -> None:
        """Let everything happen that waits for a pause: no timer is left that ends."""
        begin = time.monotonic()
        while self.turn() > SHORT_MS or self._is_busy():
            if time.monotonic() - begin > LONGEST_S:
                raise SystemExit("the window never rests")
            time.sleep(0.001)

    def _is_busy(self) -> bool:
        timers = self.shell.window.findChildren(QTimer)
        return any(timer.isSingleShot() and timer.isActive() for timer in timers)

    def run(self, *actions: str) -> None:
        """Choose commands, and rest."""
        for action in actions:
            self.turn(partial(self.shell.window.action_registry.run, action))
        self.rest()

    def press(self, key: Qt.Key | str, widget: QWidget | None = None) -> None:
        widget = widget or self.shell.window.map_view.canvas
        if isinstance(key, str):
            self.turn(partial(QTest.keyClicks, widget, key))
        else:
            self.turn(partial(QTest.keyClick, widget, key))

    def select(self, kind: str, number: int = 3) -> str:
        session = self.shell.session
        card = list(session.graph.elements(kind))[number]
        self.turn(partial(session.selection.set, [card.id]))
        self.rest()
        return card.id

    def type(self) -> None:
        """Write letters on a card, as fast as they are handled, with rests."""
        field = self.shell.window.map_view.canvas.field
        card = self.select("touchpoint")
        self.turn(partial(self.shell.window.map_view.canvas.edit_text, card))
        self.rest()
        for number in range(KEYS):
            self.press("abcde fghij klmno pqrst "[number % 24], field)
            if number % BURST == BURST - 1:
                self.rest()
        self.turn(field.finish)
        self.rest()

    def drag(self) -> None:
        """Drag a card to and fro over others, and put it back."""
        canvas = self.shell.window.map_view.canvas
        start = self._centers()[0]
        self.rest()
        self._send(QEvent.Type.MouseButtonPress, start)
        for number in range(MOVES):
            away = min(number, MOVES - number) * 4.0
            self._send(QEvent.Type.MouseMove, start + QPointF(away, number % 30))
        self.press(Key.Key_Escape, canvas)
        self._send(QEvent.Type.MouseButtonRelease, start)
        self.rest()

    def drop(self) -> None:
        """Drop a card in another stage, take that back, and do it again."""
        centers = self._centers()
        self._send(QEvent.Type.MouseButtonPress, centers[0])
        for part in range(1, 11):
            at = centers[0] + (centers[-1] - centers[0]) * part / 10
            self._send(QEvent.Type.MouseMove, at)
        self._send(QEvent.Type.MouseButtonRelease, centers[-1])
        self.rest()
        self.run("undo", "redo")
        self.run("undo")

    def score(self) -> None:
        """Rate an emotion up and down by keys."""
        self.select("emotion")
        for key in (Key.Key_5, Key.Key_1, Key.Key_3):
            self.press(key)
        self.rest()
        self.run("undo", "undo", "undo")

    def add(self) -> None:
        """Add a card and a stage, and delete them."""
        canvas, insert = self.shell.window.map_view.canvas, self.shell.window.map_view.insert
        for kind in ("touchpoint", "stage"):
            self.select("touchpoint")
            self.turn(partial(insert, kind))
            for letter in "New one":
                self.press(letter, canvas.field)
            self.turn(canvas.field.finish)
            self.rest()
            self.run("delete")

    def paste(self) -> None:
        """Copy cards, paste them, and delete them."""
        session = self.shell.session
        cards = [card.id for card in session.graph.elements("touchpoint")][:CARDS]
        self.turn(partial(session.selection.set, cards))
        self.run("copy", "paste")
        self.run("delete")
        self.run("undo", "undo")

    def select_all(self) -> None:
        self.shell.window.map_view.canvas.setFocus()
        self.run("select_all")
        self.run("select_none")

    def find(self) -> None:
        """Search for words while they are typed, and for the next ones."""
        bar = self.shell.window.map_view.find_bar
        self.run("find")
        for letter in "order":
            self.press(letter, bar.words)
        self.rest()
        for _ in "rder":
            self.press(Key.Key_Backspace, bar.words)
        self.rest()
        self.run("find_next")
        self.turn(bar.end)
        self.rest()

    def zoom(self) -> None:
        """Zoom by commands and by the wheel."""
        canvas = self.shell.window.map_view.canvas
        self.run("zoom_in", "zoom_out", "zoom_fit", "zoom_100")
        at = QPointF(canvas.rect().center())
        held, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
        for turn in (-120,) * 12 + (120,) * 12:
            pixels, angle = QPoint(), QPoint(0, turn)
            there = QPointF(canvas.mapToGlobal(at))
            event = QWheelEvent(
                at, there, pixels, angle, Qt.MouseButton.NoButton, held, phase, False
            )
            self.turn(partial(QApplication.sendEvent, canvas, event))
        self.rest()
        self.run("zoom_100")

    def _centers(self) -> list[QPointF]:
        """Where the touchpoints in view are, in the canvas."""
        canvas = self.shell.window.map_view.canvas
        layout, graph = canvas.session.layout, canvas.session.graph
        ids = hit_testing.ids_in(layout, canvas.viewport.seen.inset(60))
        cards = [id_ for id_ in ids if graph.element(id_).kind == "touchpoint"]
        rects: list[Rect] = [rect for id_ in cards if (rect := layout.rect(id_))]
        return [QPointF(*canvas.viewport.to_screen(rect.center)) for rect in rects]

    def _send(self, kind: QEvent.Type, at: QPointF) -> None:
        canvas = self.shell.window.map_view.canvas
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
        event = QMouseEvent(kind, at, QPointF(canvas.mapToGlobal(at)), button, left, plain)
        self.turn(partial(QApplication.sendEvent, canvas, event))


class Panels:
    """Everything that can be open beside the map, by name, as the window lists it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._window = worker.shell.window
        self._seen: set[SessionView] = set()
        self.names = (
            *("no dock", "overview"),
            *(page.NAME for page in PAGES),
            *(tab for tab, _, _ in TABS),
            *(f"{name} bar" for name in (*TOGGLED, "find", "room")),
        )

    def open(self, name: str) -> None:
        """Open what has a name, beside the docks that are open in most windows."""
        view = self._window.map_view
        for dock in ("left", "right", "bottom", "overview"):
            view.set_open(dock, name != "no dock")
        if name not in {"no dock", "overview"}:
            self._show(name)
        self._worker.rest()
        views = view.findChildren(SessionView)
        self._seen.update(view for view in views if view.isVisible())

    def close(self, name: str) -> None:
        bar = name.removesuffix(" bar") if name.endswith(" bar") else ""
        if bar in TOGGLED:
            self._window.action_registry.run(bar)
        elif bar == "room":
            self._window.room.close()
        elif bar == "find":
            self._window.map_view.find_bar.end()
        self._worker.rest()

    def unseen(self) -> list[str]:
        """Return the panels that were never seen."""
        views = self._window.map_view.findChildren(SessionView)
        return sorted(
            {type(view).__name__ for view in views} - {type(v).__name__ for v in self._seen}
        )

    def _show(self, name: str) -> None:
        if name == "room bar":
            self._window.room.open(RoomPlace("127.0.0.1", 0))
        elif name.endswith(" bar"):
            self._window.action_registry.run(name.removesuffix(" bar"))
        else:
            self._window.map_view.show_panel(name)


def rows(
    count: int, panels: Sequence[str] = (), acts: Sequence[str] = (), *, is_profiled: bool = False
) -> Iterator[Row]:
    """Drive a window of its own; yield a row for each act beside each panel."""
    app = application()
    for name in PRELOADED_MODULES:
        import_module(name)
    turns = Turns(WANTED_MS.get(count, FRAME_MS), is_profiled=is_profiled)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.journey.json"
        write_made_map(path, count)
        shell = Shell(app, Path(folder) / "program")
        window = shell.window
        worker = Worker(shell, turns)
        gc.disable()
        window.resize(1600, 1000)
        window.show()
        window.activateWindow()
        window.documents.open_path(str(path))
        window.map_view.set_animated(False)
        worker.rest()
        window.map_view.bottom.page(ComparePanel).compare_with(read_map(path))
        window.map_view.canvas.view.zoom_100()
        worker.rest()
        surroundings = Panels(worker)
        for name in surroundings.names:
            if panels and name not in panels:
                continue
            gc.collect()
            turns.start()
            surroundings.open(name)
            yield _row(name, "opening", turns)
            for act in acts or worker.acts:
                turns.start()
                worker.acts[act]()
                yield _row(name, act, turns)
            surroundings.close(name)
        if not panels and (unseen := surroundings.unseen()):
            raise SystemExit(f"never measured: {', '.join(unseen)}")
        gc.enable()
        turns.close()
        shell.close()


def _row(panel: str, act: str, turns: Turns) -> Row:
    over = tuple(sum(cost > limit for cost in turns.costs) for limit in (FRAME_MS, 33, 50))
    return Row(panel, act, turns.worst, turns.wall, over, turns.samples.most_common(SHOWN))  # type: ignore[arg-type]


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield the longest turn with each panel, beside a frame."""
    for count in (1_000,) if is_quick else (1_000, 10_000):
        for row in rows(count, acts=("typing", "dragging", "dropping")):
            if row.act != "opening":
                figure = f"worst turn, {count:,}, {row.panel}, {row.act} / frame"
                yield Figure(figure, row.worst, FRAME_MS, "ms", WANTED_MS[count])


def main(count: int, panels: Sequence[str], acts: Sequence[str], *, is_profiled: bool) -> int:
    wanted = WANTED_MS.get(count, FRAME_MS)
    print(f"{count} elements{'':19} worst turn    wall   >16   >33   >50 ms")
    is_fine = True
    for row in rows(count, panels, acts, is_profiled=is_profiled):
        name = f"{row.panel}, {row.act}"
        over = " ".join(f"{number:5}" for number in row.over)
        mark = "" if row.worst <= wanted else "  !"
        print(f"{name:30} {row.worst:7.1f} {row.wall:7.0f} {over}{mark}", flush=True)
        for function, number in row.samples:
            print(f"{number:8} × {function}")
        is_fine &= row.worst <= wanted
    return 0 if is_fine else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--act", action="append", default=[])
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("panels", nargs="*")
    given = parser.parse_args()
    sys.exit(main(given.count, given.panels, given.act, is_profiled=given.profile))
