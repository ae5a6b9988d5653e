"""Long runs of the whole window: what grows with use, and what levels off.

    python -m tests.performance.soak [--minutes 10] [--maps 100] [--seed 1]

Each phase does one thing again and again, and takes a sample where the window is as it was at the
sample before: an empty map is open, garbage is collected, and what was to be deleted is gone. The
first quarter of the samples is warm-up (caches fill); after it the figures must level off, and
nothing of ours or Qt's may be left behind each time.
Exit status: 0 everything levels off, 1 something grows.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from shiboken6 import Shiboken

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStandardPaths
from PySide6.QtWidgets import QApplication

from journeyeditor import resources
from journeyeditor.app.application import application
from journeyeditor.app.background import Background
from journeyeditor.app.dialogs import DISCARD, Choice
from journeyeditor.app.docks import PAGES
from journeyeditor.app.map_view import DOCKS
from tests.qt.monkey import Monkey
from tests.qt.shell import Script, Shell

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
LANGUAGES = ("en", "sv", "nb", "da")
#: Random steps on one map before it is left for a fresh one.
STEPS = 150
SAMPLES_A_PHASE = 12
#: What may be more at the end of a phase than after its warm-up, as a share: forms of rare kinds are
#: made when they are first needed, caches fill up to their bounds, and no allocator gives back all.
TOLERANCE = {"memory": 0.05, "qt": 0.03, "wrappers": 0.03, "python": 0.03}


class Sample(NamedTuple):
    """What there is at one moment; the memory is the resident set in megabytes."""

    memory: float
    qt: int
    wrappers: int
    python: int
    threads: int
    files: int


class Answers(Script):
    """Says that nothing is to be saved, and calls every other question off."""

    def ask_save(self, title: str) -> str:
        return DISCARD

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        return ""

    def _next(self, question: str) -> str | None:
        return None


class Soak:
    """One program, used for a long time."""

    def __init__(self, app: QApplication, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.shell = Shell(app, folder)
        self.answers = Answers()
        self.shell.script = self.answers
        self.shell.program._dialogs = self.answers
        self.shell.window._dialogs = self.answers
        self.monkey = Monkey(self.shell, seed)
        self.maps = [self._copied(path) for path in SAMPLES]

    def warm_up(self) -> None:
        """Show the form of every record of the samples, and every panel: they are made once."""
        window = self.shell.window
        for path in self.maps:
            window.documents.open_path(str(path))
            for dock in DOCKS:
                window.map_view.set_open(dock, True)
            for page in PAGES:
                window.map_view.show_page(page.NAME)
                self.shell.settle()
            graph = self.shell.session.graph
            for record in (*graph.elements(), *graph.relations()):
                self.shell.session.selection.set([record.id])
                self.shell.app.processEvents()
        self._close()

    def open_and_close(self) -> None:
        """Open a map, change a little of it, and close it unsaved."""
        self._open()
        self._edit(5)
        self._close()

    def edit(self) -> None:
        """Change one map at random, with every panel open in turn."""
        self._open()
        window, pages = self.shell.window, [page.NAME for page in PAGES]
        for dock in DOCKS:
            window.map_view.set_open(dock, True)
        for number in range(STEPS):
            if number % 15 == 0:
                window.map_view.show_page(pages[number // 15 % len(pages)])
            self._edit(1)
        self._close()

    def restyle(self) -> None:
        """Go through all languages, both themes and two sizes, with a map open."""
        self._open()
        for language in LANGUAGES:
            for theme in ("dark", "light"):
                self.shell.program.preferences.change(language=language, theme=theme)
                self.shell.settle()
        self.shell.program.preferences.change(size=1.3)
        self.shell.settle()
        self.shell.program.preferences.change(size=1.0, language="en")
        self._close()

    def open_windows(self) -> None:
        window = self.shell.program.open_window()
        window.documents.open_path(str(self.maps[0]))
        self.shell.settle()
        for action in ("filter", "find", "shortcuts", "preferences", "export", "commands"):
            if action in window.action_registry and window.action_registry[action].isEnabled():
                window.action_registry.run(action)
                self.shell.settle()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget.window() not in self.shell.program.windows:
                widget.close()
        window.close()
        self._settle()

    def sample(self) -> Sample:
        """Return what there is, once everything that can go is gone."""
        self._settle()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return Sample(
            memory=pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
            qt=sum(1 for _ in qt_objects()),
            wrappers=len(Shiboken.getAllValidWrappers()),
            python=len(gc.get_objects()),
            threads=threading.active_count(),
            files=len(os.listdir("/proc/self/fd")),
        )

    def _open(self) -> None:
        self.shell.window.documents.open_path(str(self.chance.choice(self.maps)))
        self.shell.settle()

    def _close(self) -> None:
        window = self.shell.window
        window.map_view.settle()
        window.documents.new_blank()
        self.shell.settle()

    def _edit(self, count: int) -> None:
        for _ in range(count):
            self.monkey.step()
        self.shell.settle()

    def _settle(self) -> None:
        windows = self.shell.program.windows
        while any(b.is_busy for window in windows for b in window.findChildren(Background)):
            self.shell.app.processEvents()  # pictures of maps are painted in another thread
        for _ in range(3):
            self.shell.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()

    def _copied(self, path: Path) -> Path:
        copy = self.folder / path.name
        copy.write_bytes(path.read_bytes())
        return copy


def qt_objects() -> Iterator[QObject]:
    """Yield every object that hangs below the application or a window without a parent."""
    app = QCoreApplication.instance()
    assert app is not None
    for root in (app, *(w for w in QApplication.topLevelWidgets() if not w.parentWidget())):
        yield root
        yield from root.findChildren(QObject)


def types() -> Counter[str]:
    """Return how many objects there are of each type, Python's and Qt's."""
    python = Counter(f"{type(o).__module__}.{type(o).__qualname__}" for o in gc.get_objects())
    return python + Counter(f"{type(o).__qualname__} of Qt" for o in qt_objects())


def main() -> None:
    """Run the phases, print a table of each, and end with 1 if anything grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.soak")
    parser.add_argument("--minutes", type=float, default=10, help="of random editing")
    parser.add_argument("--maps", type=int, default=100, help="to open and close")
    parser.add_argument("--seed", type=int, default=1)
    wishes = parser.parse_args()
    QStandardPaths.setTestModeEnabled(True)
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(application(), Path(folder), wishes.seed)
        soak.warm_up()
        grown = [
            *phase(soak, "maps opened and closed", soak.open_and_close, wishes.maps),
            *phase(soak, "random edits", soak.edit, seconds=wishes.minutes * 60),
            *phase(soak, "languages, themes and sizes", soak.restyle, 12),
            *phase(soak, "windows and dialogs", soak.open_windows, 36),
        ]
        soak.shell.close()
    print("\neverything levels off" if not grown else "\n" + "\n".join(grown))
    sys.exit(bool(grown))


def phase(
    soak: Soak, title: str, work: Callable[[], None], count: int = 0, seconds: float = 0
) -> list[str]:
    """Repeat a piece of work so often or so long; return what grew, a sentence each."""
    print(f"\n{title}\n{'done':>8}{'s':>8}  " + "".join(f"{n:>10}" for n in Sample._fields))
    start = time.monotonic()
    done, warm, before = 0, 0, Counter[str]()
    samples: list[Sample] = []

    def is_due() -> bool:
        share: float = (time.monotonic() - start) / seconds if seconds else done / count
        return share * SAMPLES_A_PHASE >= len(samples) + 1

    while len(samples) < SAMPLES_A_PHASE:
        work()
        done += 1
        if is_due():
            samples.append(soak.sample())
            took = time.monotonic() - start
            print(f"{done:>8}{took:>8.0f}  " + "".join(f"{_said(v):>10}" for v in samples[-1]))
            if len(samples) == SAMPLES_A_PHASE // 4:
                warm, before = done, types()
    more = types() - before
    for name, by in sorted(more.items(), key=lambda item: -item[1])[:8]:
        print(f"    +{by} {name}")
    leaks = [
        f"{by} more {name}" for name, by in more.items() if is_ours(name) and by >= done - warm
    ]
    return [f"{title}: {words}" for words in (*leaks, *growth(samples))]


def is_ours(name: str) -> bool:
    """Not a mark, a glyph or a word, which are remembered up to a number."""
    packages = ("app", "canvas", "editing", "layout.incremental", "model", "panels", "widgets")
    return name.endswith(" of Qt") or name.startswith(
        tuple(f"journeyeditor.{p}." for p in packages)
    )


def growth(samples: Sequence[Sample]) -> list[str]:
    """Return which figures are larger at the end than after the warm-up."""
    quarter = max(len(samples) // 4, 1)
    found = []
    for number, name in enumerate(Sample._fields):
        early = min(sample[number] for sample in samples[quarter : 2 * quarter])
        late = min(sample[number] for sample in samples[-quarter:])
        if late > early * (1 + TOLERANCE.get(name, 0.0)):
            found.append(f"{name} grew from {_said(early)} to {_said(late)}")
    return found


def _said(value: float) -> str:
    return f"{value:.1f}" if type(value) is float else f"{value}"


if __name__ == "__main__":
    main()
