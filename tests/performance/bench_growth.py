"""How the cost of everything grows with the map, up to 100,000 elements.

    python -m tests.performance.bench_growth [--quick] [--sizes N,N,…] [--only WORD]

Commands run as whole processes; what the window does is measured in it, a process for each size.
Each has three figures at each size: processor time, the peak of memory, and, from the size before,
the exponent of the growth, which is 1 where the cost is linear. Exponents from 1,000 on are low,
because the start of the program is in them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.performance.bench_export import timed
from tests.performance.bench_journal import costs as journal_costs
from tests.performance.figures import Figure, print_figures, processor_floor
from tests.performance.made_maps import write_made_map

QUICK, WHOLE = (1_000, 10_000), (1_000, 10_000, 50_000, 100_000)
#: The highest exponent that is wanted.
LINEAR = 1.1
#: A made map overshoots its size by less than this, and a file has at most 100,000 elements.
MARGIN = 12
#: The formats that are exported: posters, for which paper is chosen, and others.
POSTERS = "pdf svg png pptx".split()
FORMATS = "xlsx docx html md csv canvas mmd graphml gexf".split()
#: The formats that are read again when the map itself is not in them.
READ_AGAIN = "csv md xlsx mmd".split()
#: What needs more memory than a laptop has for larger maps; the library builds all shapes at once.
MOST_SHAPES = 10_000
PAPER = ("--paper", "A0")
OPTIONS = (("--ribbon",), ("--flow",), ("--sections", "all"))
#: Actions with what they do then.
IN_WINDOW = (
    ("undo", "undo"),
    ("select_all", "select all"),
    ("delete", "delete all"),
    ("undo", "undo of all"),
)


class Inputs:
    """The files of one size, in a folder of their own."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.map, self.later = folder / "map.journey.json", folder / "later.journey.json"
        self.diagram = folder / "tasks.mmd"
        write_made_map(self.map, count - MARGIN)
        rows = json.loads(self.map.read_text(encoding="utf-8"))
        for number, node in enumerate(rows["nodes"]):
            if number % 10 == 0 and "title" in node:
                node["title"] += " now"
            if number % 7 == 0 and "score" in node:
                node["score"] = -node["score"]
        self.later.write_text(json.dumps(rows), encoding="utf-8")
        # A task is a step, and an emotion of each of the two.
        tasks = [
            f"  Task {number}: {number % 5 + 1}: Anna, Bo" for number in range(count * 13 // 40)
        ]
        sections = (
            "\n".join([f"  section Section {start}", *tasks[start : start + 40]])
            for start in range(0, len(tasks), 40)
        )
        self.diagram.write_text("\n".join(["journey", *sections]), encoding="utf-8")

    def commands(self, count: int) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield names and arguments in an order in which each finds its input."""
        path, out = str(self.map), str(self.folder / "out")
        yield "info", ("info", path)
        yield "check", ("check", path)
        yield "compare", ("compare", path, str(self.later))
        yield "compare -o", ("compare", path, str(self.later), "-o", f"{out}.report.pdf")
        for name in POSTERS if count <= MOST_SHAPES else POSTERS[:-1]:
            yield f"export {name}", ("export", path, "-o", f"{out}.{name}", *PAPER)
        for name in FORMATS:
            yield f"export {name}", ("export", path, "-o", f"{out}.{name}")
        for options in OPTIONS:
            made = f"{out}{options[0]}.pdf"
            yield f"export {' '.join(options)}", ("export", path, "-o", made, *PAPER, *options)
        yield "export slides of stages", ("export", path, "-o", f"{out}.pptx", "--slides", "stage")
        if count <= MOST_SHAPES:
            yield "pack", ("pack", path, "-o", f"{out}.pack", "--profile", "team")
        yield "translate", ("translate", path, "--language", "de", "-o", f"{out}.po")
        read = str(self.folder / "read.journey.json")
        yield "import Mermaid", ("import", str(self.diagram), "-o", read)
        for name in READ_AGAIN:
            bare = f"{out}.bare.{name}"
            yield f"export bare {name}", ("export", path, "-o", bare, "--no-source")
            yield f"import {name}", ("import", bare, "-o", read)


def figures(*, is_quick: bool) -> Iterator[Figure]:
    return measured(QUICK if is_quick else WHOLE)


def measured(sizes: Sequence[int], word: str = "") -> Iterator[Figure]:
    """Yield the figures of what has a word in its name."""
    before: dict[str, tuple[int, float]] = {}
    floor = processor_floor()
    with tempfile.TemporaryDirectory() as folder:
        bare = timed([sys.executable, "-m", "journeyeditor", "--version"]).memory
        for count in sizes:
            for name, seconds, peak in _costs(Path(folder), count, word):
                yield Figure(f"{name}, {count:,} / processor", 1000 * seconds, floor)
                if peak:
                    yield Figure(f"{name}, memory, {count:,} / program", peak, bare, "MiB")
                if name in before:
                    fewer, cost = before[name]
                    growth = math.log(seconds / cost) / math.log(count / fewer)
                    range_ = f"{fewer:,} to {count:,}"
                    yield Figure(f"{name}, exponent, {range_}", growth, 1.0, "", LINEAR)
                before[name] = count, seconds


def _costs(work: Path, count: int, word: str) -> Iterator[tuple[str, float, float]]:
    """Yield names with processor time (s) and peak memory (MiB, 0 where it is that of another)."""
    folder = work / str(count)
    folder.mkdir()
    inputs = Inputs(folder, count)
    for name, arguments in inputs.commands(count):
        if word in name:
            cost = timed([sys.executable, "-m", "journeyeditor", *arguments])
            yield name, cost.processor / 1000, cost.memory
    if word in "journal":
        for name, milliseconds in journal_costs(count - MARGIN).items():
            yield f"journal: {name}", milliseconds / 1000, 0.0
    if word in "window":
        command = [sys.executable, "-m", "tests.performance.bench_growth", "--window"]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        lines = subprocess.run(
            [*command, str(inputs.map)], check=True, env=environment, stdout=subprocess.PIPE
        ).stdout
        yield from json.loads(lines)


def in_window(path: Path) -> Iterator[tuple[str, float, float]]:
    """Yield what a map costs in the window: seconds of its thread, until all has caught up."""
    from journeyeditor.app.application import application
    from tests.performance.bench_window import drop
    from tests.qt.shell import Shell

    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(application(), Path(folder))
        window = shell.window
        window.resize(1600, 1000)
        window.show()
        shell.settle()
        window.documents.open_path(str(path.with_name("later.journey.json")))  # imports

        def done(call: Callable[[], object]) -> float:
            begin = time.thread_time()
            call()
            shell.settle()
            window.map_view.canvas.finish_painting()
            return time.thread_time() - begin

        yield "window: open", done(partial(window.documents.open_path, str(path))), 0.0
        window.map_view.set_animated(False)
        session, canvas = shell.session, window.map_view.canvas
        card = session.graph.elements("touchpoint")[3].id
        session.selection.set([card])
        canvas.edit_text(card)
        shell.settle()
        from PySide6.QtTest import QTest

        yield "window: type a letter", done(lambda: QTest.keyClicks(canvas.field, "x")), 0.0
        canvas.field.finish()
        yield "window: drop a card", drop(shell, 0) / 1000, 0.0
        for action, name in IN_WINDOW:
            yield f"window: {name}", done(partial(shell.do, action)), 0.0
        session.selection.clear()
        window.map_view.find_bar.begin()
        words = window.map_view.find_bar.words
        yield "window: find", done(lambda: QTest.keyClicks(words, "pay")), 0.0
        window.map_view.find_bar.end()
        yield "window: theme", done(lambda: window.preferences.change(theme="dark")), 0.0
        yield "window: save", done(partial(shell.do, "save")), _peak()
        shell.close()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sizes", default="")
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--window", metavar="MAP", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.window:
        print(json.dumps([*in_window(Path(given.window))]))
    else:
        sizes = [int(size) for size in given.sizes.split(",") if size]
        print_figures(measured(sizes or (QUICK if given.quick else WHOLE), given.only))
