"""Export against its floors, whole processes, printed as ratios.

    python -m tests.performance.bench_export [--quick]

Floors, measured in the same run and in turn with ours: the bare imports that a poster cannot do
without, and the same primitives written with the calls of Qt's PDF writer and of reportlab. Growth
is time and peak memory from 57 to 10,000 elements. Time is that of the processor, which other
programs disturb less. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import marshal
import math
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from journeyeditor import resources
from journeyeditor.display.path import transformed
from journeyeditor.display.primitives import Box, Fill, Primitive, Stroke, TextRun
from journeyeditor.files import read_map
from journeyeditor.geometry import Transform
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.preflight.checks import walk
from journeyeditor.typography import Faces
from tests.performance.figures import Figure, print_figures
from tests.performance.made_maps import write_made_map

Call: TypeAlias = tuple[str, tuple[Any, ...]]

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
IMPORTS = "import networkx, pydantic, reportlab.pdfgen.canvas, uharfbuzz"


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command; return its processor time (s) and its peak memory (MiB)."""
    # An installed program has its bytecode.
    environment = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    pid = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def paired(
    ours: list[str], floor: list[str], runs: int
) -> tuple[float, float, tuple[float, float]]:
    """Return the median processor times (ms) of ours and of the floor, and the peak memory (MiB) of both."""
    for command in (ours, floor):  # once to warm the caches, not counted
        timed(command)
    pairs = [(timed(ours), timed(floor)) for _ in range(runs)]
    return (
        1000 * statistics.median(a[0] for a, _ in pairs),
        1000 * statistics.median(b[0] for _, b in pairs),
        (max(a[1] for a, _ in pairs), max(b[1] for _, b in pairs)),
    )


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
        ours, floor, _ = paired(export(sample, work), bare, runs)
        yield Figure("export the sample / bare imports", ours, floor)
        for count in (57, 1_000, 10_000):
            yield from _against_calls(work, count, runs)


def _against_calls(work: Path, count: int, runs: int) -> Iterator[Figure]:
    """Yield the costs of a map of some size beside its primitives by bare calls."""
    map_, calls, bare = made(work, count), work / f"{count}.calls", work / "bare.pdf"
    write_calls(map_, calls)
    for name, file in (("QPdfWriter", "qt_calls.py"), ("reportlab", "bare_calls.py")):
        script = str(Path(__file__).with_name(file))
        ours, floor, memory = paired(
            export(map_, work), [sys.executable, script, str(calls), str(bare)], runs
        )
        yield Figure(f"export {count:,} / {name}", ours, floor)
        if name == "QPdfWriter":
            poster, qt = ((work / "poster.pdf"), bare)
            sizes = poster.stat().st_size / 1000, qt.stat().st_size / 1000
            yield Figure(f"size of the PDF of {count:,} / {name}", *sizes, "KB")
            yield Figure(f"memory of export {count:,} / {name}", *memory, "MiB")


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
