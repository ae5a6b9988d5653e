"""Export against its floors, whole processes, printed as ratios.

    python -m tests.performance.bench_export [--quick]

Floors, measured in the same run and in turn with ours: the bare imports that a poster cannot do
without, the same primitives written with the calls of Qt's PDF writer and of reportlab, and, where
they are installed, by Graphviz and rsvg-convert. Growth is time and peak memory from 57 to 10,000
elements. Time is that of the processor, which other programs disturb less, and beside it that of
the clock. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import marshal
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from journeyeditor import resources
from journeyeditor.display.path import transformed
from journeyeditor.display.primitives import Box, Fill, Primitive, Stroke, TextRun
from journeyeditor.files import read_map
from journeyeditor.geometry import Transform
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.preflight.checks import walk
from journeyeditor.typography import Faces
from tests.performance.export_peers import write_dot, write_svg
from tests.performance.figures import Figure, print_figures
from tests.performance.made_maps import write_made_map

Call: TypeAlias = tuple[str, tuple[Any, ...]]

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
IMPORTS = "import pydantic, reportlab.lib.rl_accel, uharfbuzz"
#: What the export of so many elements may take at most, in times of Qt's PDF writer.
WANTED = {57: 1.1, 1_000: 1.1, 10_000: 1.0}
LARGEST = 10_000
#: What the export of the largest map may take at most.
WANTED_SIZE, WANTED_MEMORY = 350.0, 120e6 / 2**20


class Cost(NamedTuple):
    """What a command took: time of the processor and of the clock (ms), and peak memory (MiB)."""

    processor: float
    clock: float
    memory: float


def timed(command: list[str]) -> Cost:
    # An installed program has its bytecode.
    environment = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    clock = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    processor = usage.ru_utime + usage.ru_stime
    return Cost(1000 * processor, 1000 * clock, usage.ru_maxrss / 1024)


def paired(ours: list[str], floor: list[str], runs: int) -> tuple[Cost, Cost]:
    """Return the median times and the largest memory of ours and of the floor."""
    for command in (ours, floor):  # once to warm the caches, not counted
        timed(command)
    pairs = [(timed(ours), timed(floor)) for _ in range(runs)]
    return _typical([a for a, _ in pairs]), _typical([b for _, b in pairs])


def _typical(costs: list[Cost]) -> Cost:
    processor, clock, memory = zip(*costs, strict=True)
    return Cost(statistics.median(processor), statistics.median(clock), max(memory))


def write_calls(map_: Path, calls: Path) -> None:
    """Write the primitives of a map's poster as plain calls, in page coordinates, y upwards."""
    faces = Faces(system=False)
    page = compose(read_map(map_), PosterOptions(paper="A0"), faces).pages[0]
    drawing = []
    fonts = {}
    for primitive, transform in walk(page.drawing):
        if isinstance(primitive, TextRun):
            face = faces.face(primitive.face)
            if not face.has_glyf or face.is_colour:
                continue
            fonts[primitive.face] = str(face.path)
        call = as_call(primitive, transform, page.size.height)
        if call:
            drawing.append(call)
    calls.write_bytes(marshal.dumps((tuple(page.size), fonts, drawing)))


def as_call(primitive: Primitive, transform: Transform, height: float) -> Call | None:
    """Return one primitive as the name and the arguments of a call; None for what leaves no ink."""
    scale = math.sqrt(abs(transform.a * transform.d - transform.b * transform.c))
    if isinstance(primitive, TextRun):
        x, y = transform.apply(primitive.x, primitive.y)
        size = primitive.size * scale
        return "text", (x, height - y, primitive.text, primitive.face, size, primitive.colour)
    if isinstance(primitive, Box):
        x, y = transform.apply(primitive.rect.x, primitive.rect.bottom)
        rect, pen = primitive.rect, primitive.pen
        extent = (rect.width * scale, rect.height * scale, primitive.radius * scale)
        line = (pen.colour, pen.width * scale) if pen else (None, None)
        return "box", (x, height - y, *extent, primitive.fill, *line)
    if not isinstance(primitive, Fill | Stroke):
        return None
    path = [
        (letter, *(value if i % 2 == 0 else height - value for i, value in enumerate(values)))
        for letter, *values in transformed(primitive.path, transform)
    ]
    if isinstance(primitive, Fill):
        return "path", (path, primitive.colour, None, None)
    return "path", (path, None, primitive.pen.colour, primitive.pen.width * scale)


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield the times of whole exports beside those of their floors."""
    runs = 2 if is_quick else 5
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sample = resources.path("samples", "toothbrush.sv.journey.json")
        bare = [sys.executable, "-c", IMPORTS]
        ours, floor = paired(export(sample, work), bare, runs)
        yield Figure("export the sample / bare imports", ours.processor, floor.processor)
        for count in WANTED:
            yield from _against_calls(work, count, runs)
        yield from _against_programs(work, LARGEST, runs)


def _against_calls(work: Path, count: int, runs: int) -> Iterator[Figure]:
    """Yield the costs of a map of some size beside its primitives by bare calls."""
    map_, calls, bare = made(work, count), work / f"{count}.calls", work / "bare.pdf"
    write_calls(map_, calls)
    for name, file in (("QPdfWriter", "qt_calls.py"), ("reportlab", "bare_calls.py")):
        script = str(Path(__file__).with_name(file))
        ours, floor = paired(
            export(map_, work), [sys.executable, script, str(calls), str(bare)], runs
        )
        is_qt, is_largest = name == "QPdfWriter", count == LARGEST
        wanted = WANTED[count] * floor.processor if is_qt else None
        yield Figure(f"export {count:,} / {name}", ours.processor, floor.processor, wanted=wanted)
        if is_qt:
            yield Figure(f"export {count:,} by the clock / {name}", ours.clock, floor.clock)
            poster, floor_size = (
                file.stat().st_size / 1000 for file in (work / "poster.pdf", bare)
            )
            wanted = WANTED_SIZE if is_largest else None
            yield Figure(f"size of the PDF of {count:,} / {name}", poster, floor_size, "KB", wanted)
            wanted = WANTED_MEMORY if is_largest else None
            yield Figure(
                f"memory of export {count:,} / {name}", ours.memory, floor.memory, "MiB", wanted
            )


def _against_programs(work: Path, count: int, runs: int) -> Iterator[Figure]:
    """Yield the time of a map of some size beside its primitives by programs that draw, too."""
    calls, svg, dot = (work / f"{count}.{kind}" for kind in ("calls", "svg", "dot"))
    write_svg(calls, svg)
    write_dot(calls, dot)
    output = str(work / "peer.pdf")
    programs = {
        "neato": ["-n2", "-q", "-Tpdf", "-o", output, str(dot)],
        "rsvg-convert": ["--unlimited", "-f", "pdf", "-o", output, str(svg)],
    }
    for name, arguments in programs.items():
        program = shutil.which(name)
        if program is None:
            print(f"{name} is not installed: export {count:,} is not measured against it")
            continue
        ours, floor = paired(export(made(work, count), work), [program, *arguments], runs)
        wanted = floor.processor
        yield Figure(f"export {count:,} / {name}", ours.processor, wanted, wanted=wanted)


def made(work: Path, count: int) -> Path:
    path = work / f"{count}.journey.json"
    write_made_map(path, count)
    return path


def export(map_: Path, work: Path) -> list[str]:
    """Return the command that prints a map on A0."""
    ours = [sys.executable, "-m", "journeyeditor", "export"]
    return [*ours, str(map_), "-o", str(work / "poster.pdf"), "--paper", "A0"]


if __name__ == "__main__":
    print_figures(figures(is_quick="--quick" in sys.argv))
