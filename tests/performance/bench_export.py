"""Export against its floors, whole processes, printed as ratios.

    python tests/performance/bench_export.py [RUNS]

Floors, measured in the same run and in turn with ours: the bare imports that a poster cannot do
without, and the same primitives written with reportlab's own calls. Growth is time and peak
memory from 100 to 10,000 elements. Nothing is asserted: machines differ, ratios say enough.
"""

from __future__ import annotations

import marshal
import math
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from journeyeditor import resources
from journeyeditor.display.primitives import Box, Fill, Page, Stroke, TextRun
from journeyeditor.display.path import transformed
from journeyeditor.files import read_map
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.preflight import walk
from journeyeditor.typography import Faces
from tests.performance.made_maps import write_made_map

IMPORTS = "import networkx, pydantic, reportlab.pdfgen.canvas, uharfbuzz"


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command; return its wall time (s) and its peak memory (MiB)."""
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return wall, usage.ru_maxrss / 1024


def paired(ours: list[str], floor: list[str], runs: int) -> tuple[float, float, float, float]:
    """Return the medians of ours and of the floor, of their ratio pair by pair, and our peak memory."""
    timed(ours), timed(floor)
    pairs = [(timed(ours), timed(floor)) for _ in range(runs)]
    return (
        statistics.median(a[0] for a, _ in pairs),
        statistics.median(b[0] for _, b in pairs),
        statistics.median(a[0] / b[0] for a, b in pairs),
        max(a[1] for a, _ in pairs),
    )


def write_calls(map_: Path, calls: Path) -> None:
    """Write the primitives of a map's poster as plain calls, in page coordinates, y upwards."""
    faces = Faces(system=False)
    page = compose(read_map(map_), PosterOptions(paper="A0"), faces).pages[0]
    drawing: list[tuple[str, tuple[object, ...]]] = []
    fonts = {}
    for primitive, transform in walk(page.drawing):
        scale = math.sqrt(abs(transform.a * transform.d - transform.b * transform.c))
        if isinstance(primitive, TextRun):
            face = faces.face(primitive.face)
            if not face.has_glyf or face.is_colour:
                continue
            fonts[primitive.face] = str(face.path)
            x, y = transform.apply(primitive.x, primitive.y)
            drawing.append(("text", (x, page.size.height - y, primitive.text, primitive.face, primitive.size * scale, primitive.colour)))
        elif isinstance(primitive, Box):
            x, y = transform.apply(primitive.rect.x, primitive.rect.bottom)
            pen = primitive.pen
            drawing.append(
                ("box", (x, page.size.height - y, primitive.rect.width * scale, primitive.rect.height * scale, primitive.radius * scale, primitive.fill, pen and pen.colour, pen and pen.width * scale))
            )
        elif isinstance(primitive, Fill | Stroke):
            path = [
                (segment[0], *(v if i % 2 == 0 else page.size.height - v for i, v in enumerate(segment[1:])))
                for segment in transformed(primitive.path, transform)
            ]
            if isinstance(primitive, Fill):
                drawing.append(("path", (path, primitive.colour, None, None)))
            else:
                drawing.append(("path", (path, None, primitive.pen.colour, primitive.pen.width * scale)))
    calls.write_bytes(marshal.dumps((tuple(page.size), fonts, drawing)))


def main(runs: int) -> None:
    """Print the table."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sample = resources.path("samples", "toothbrush.sv.journey.json")
        output = work / "poster.pdf"

        def export(map_: Path) -> list[str]:
            return [python, "-m", "journeyeditor", "export", str(map_), "-o", str(output), "--paper", "A0"]

        ours, floor, ratio, _ = paired(export(sample), [python, "-c", IMPORTS], runs)
        print(f"sample map      export {ours:6.3f} s   bare imports {floor:6.3f} s   ratio {ratio:5.2f} (wanted ≤ 1.5)")
        for count in (60, 100, 1_000, 10_000):
            map_, calls = work / f"{count}.journey.json", work / f"{count}.calls"
            write_made_map(map_, count)
            write_calls(map_, calls)
            bare = [python, str(Path(__file__).with_name("bare_calls.py")), str(calls), str(work / "bare.pdf")]
            ours, floor, ratio, memory = paired(export(map_), bare, runs)
            size = output.stat().st_size / 1000
            print(
                f"{count:6} elements export {ours:6.3f} s   bare calls {floor:6.3f} s   ratio {ratio:5.2f}"
                f"   {memory:6.1f} MiB   {size:7.1f} KB (bare {(work / 'bare.pdf').stat().st_size / 1000:.1f} KB)"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
