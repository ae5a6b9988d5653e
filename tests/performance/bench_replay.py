"""Frames of a replay of 10,000 cases on the canvas, against laying a picture on a window.

    QT_QPA_PLATFORM=offscreen python -m tests.performance.bench_replay

All cases are under way at once, which is the most there can be; and as they are in a made log. The frames are
whole: the look-up of the dots and the painting of map, dots and figures; their time is that of the
processor, so that other programs do not count.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import thread_time

from journeyeditor.insight.replay.traces import Traces
from tests.performance.bench_canvas import HEIGHT, WIDTH, floor, line
from tests.performance.figures import Figure

CASES, VISITS, FRAMES = 10_000, 12, 300
#: The longest time between two visits (seconds).
LONGEST = 200.0
SAMPLE = "heat_pump.nb.journey.json"


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield median frames beside laying a picture on a window."""
    command = [sys.executable, "-m", "tests.performance.bench_replay", "--figures"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    lines = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout
    yield from (Figure(*row) for row in json.loads(lines))


def measure() -> tuple[float, dict[str, list[float]]]:
    """Return the seconds of laying a picture on a window, and those of frames."""
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from journeyeditor import resources
    from journeyeditor.canvas.canvas import Canvas
    from journeyeditor.canvas.replay import Replay, is_back
    from journeyeditor.editing.session import Session
    from journeyeditor.files import read_map
    from journeyeditor.i18n import texts
    from journeyeditor.insight.replay.timeline import Timeline
    from journeyeditor.typography import Faces
    from journeyeditor.widgets import style
    from journeyeditor.widgets.ui_context import UiContext, window_theme

    app = QApplication([])
    style.register()
    blit = floor(app, QWidget, QPixmap)
    theme = window_theme("light")
    graph = read_map(Path(resources.path("samples", SAMPLE)))
    session = Session(graph, Faces(system=False), theme)
    canvas = Canvas(session, UiContext(texts("en"), theme))
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    app.processEvents()
    traces = made_traces([card.id for card in graph.elements("touchpoint")])
    frames = {}
    for name, travel in (
        ("all under way", LONGEST),
        ("in a minute", (LONGEST * VISITS / 2) * 0.015),
    ):
        timeline = Timeline(
            traces, lambda a, b: is_back(session.layout, traces.moments[a], traces.moments[b])
        )
        timeline.set_travel(travel)
        shown = Replay(timeline)
        canvas.show_replay(shown)
        canvas.repaint()
        times = []
        for number in range(FRAMES):
            start = thread_time()
            shown.time = timeline.end * (0.3 + 0.4 * number / FRAMES)
            canvas.repaint()
            times.append(thread_time() - start)
        frames[f"{CASES:,} cases, {name}"] = times
    canvas.show_replay(None)
    canvas.repaint()
    frames["without a replay"] = []
    for _ in range(FRAMES):
        start = thread_time()
        canvas.repaint()
        frames["without a replay"].append(thread_time() - start)
    canvas.close()
    return blit, frames


def made_traces(moments: list[str]) -> Traces:
    """Return cases that go through a map in all directions, all at the same time."""
    chance = random.Random(15)
    made = Traces(tuple(moments), (), CASES)
    for _ in range(CASES):
        visits, time = [], chance.uniform(0, 20)
        for _ in range(VISITS):
            visits.append((chance.randrange(len(moments)), time))
            time += chance.uniform(1, LONGEST)
        made.add(visits, -1, is_completed=chance.random() < 0.5)
    return made


def main() -> None:
    blit, frames = measure()
    print(f"blit {1000 * blit:.2f} ms")
    print(f"        {'':28} median    95 %     max   within 16 ms   median/blit")
    for name, times in frames.items():
        line(name, times, blit)


def show_figures() -> None:
    blit, frames = measure()
    rows = [
        Figure(f"replay, {name} / blit", 1000 * statistics.median(times), 1000 * blit)
        for name, times in frames.items()
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    if sys.argv[1:] == ["--figures"]:
        show_figures()
    else:
        main()
