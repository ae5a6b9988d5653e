"""The memory of the window, without a map and with maps of several sizes, beside an empty window.

    python -m tests.performance.bench_memory [--quick]

Each window is the only one of a process that ends with it, and has been at rest for a while. Its
memory is given twice: with its share of what other processes use as well, such as libraries (PSS,
which is smaller the more Qt programs run), and what it has for itself (USS). Nobody who shows a
window with Qt for Python goes below the empty one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.performance.figures import Figure, print_figures
from tests.performance.made_maps import write_made_map

#: Wanted at most (MiB, shared in part), by the number of elements; 117 is a quarter of the browser
#: that needs least for a canvas of 1,000.
WANTED = {1_000: 117, 10_000: 160, 50_000: None}
SIZE = (1600, 1000)
REST_S = 1.5


class Memory(NamedTuple):
    """What a process takes (MiB): `pss` shares what others use as well, `uss` leaves it out."""

    pss: float
    uss: float


def figures(*, is_quick: bool) -> Iterator[Figure]:
    empty, start = measured("empty"), measured("start")
    yield from _compared("window without a map", start, empty)
    with tempfile.TemporaryDirectory() as folder:
        for count, wanted in WANTED.items():
            if is_quick and count > 10_000:
                continue
            path = Path(folder) / f"{count}.journey.json"
            write_made_map(path, count)
            yield from _compared(f"window, {count:,}", measured("map", path), empty, wanted)


def _compared(
    name: str, ours: Memory, empty: Memory, wanted: float | None = None
) -> Iterator[Figure]:
    yield Figure(f"memory of the {name} / empty window", ours.pss, empty.pss, "MiB", wanted)
    yield Figure(f"private memory of the {name} / empty window", ours.uss, empty.uss, "MiB")


def measured(*words: str | Path) -> Memory:
    """Return the memory of a window that a process of its own shows."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # Modules are compiled already where the program is installed.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.performance.bench_memory", "--one", *map(str, words)]
    for _ in range(2):  # the first may compile
        done = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE)
    return Memory(*json.loads(done.stdout))


def one(kind: str, path: str = "") -> None:
    """Show a window, print its memory, and end."""
    with tempfile.TemporaryDirectory() as folder:
        memory = _empty() if kind == "empty" else _ours(Path(folder), path)
    print(json.dumps(memory), flush=True)
    os._exit(0)


def _empty() -> Memory:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["empty", "-style", "fusion"])
    window = QMainWindow()
    window.resize(*SIZE)
    window.show()
    return _at_rest(app)


def _ours(folder: Path, path: str) -> Memory:
    from importlib import import_module

    from journeyeditor.app.application import PRELOADED_MODULES, application
    from tests.qt.shell import Shell

    app = application()
    shell = Shell(app, folder / "program")
    shell.window.resize(*SIZE)
    shell.window.show()
    for name in PRELOADED_MODULES:
        import_module(name)
    if path:
        shell.window.documents.open_path(path)
    return _at_rest(app)


def _at_rest(app: object) -> Memory:
    """Let everything that waits for a pause happen, then return the memory of this process."""
    import gc

    from PySide6.QtWidgets import QApplication

    assert isinstance(app, QApplication)
    for _ in range(2):
        end = time.monotonic() + REST_S
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(0.005)
        gc.collect()
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    kib = {
        words[0]: int(words[1]) for words in map(str.split, rollup.splitlines()) if "kB" in words
    }
    return Memory(kib["Pss:"] / 1024, (kib["Private_Clean:"] + kib["Private_Dirty:"]) / 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    else:
        print_figures(figures(is_quick="--quick" in sys.argv))
