"""Every figure against its floor, and against the figures in the tree.

    python -m tests.performance.all [--quick] [--record] [BENCH ...]

A floor is measured in the same run, so that ratios can be compared between machines. What fell
behind the recorded ratio by more than 15 % is named, and the exit status is 1. `--record` writes
the figures into the tree instead. Each bench runs in a process of its own. What costs more than is
wanted has an exclamation mark.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path

from tests.performance.figures import Figure, line_of

BENCHES = (
    "start",
    "export",
    "files",
    "journal",
    "layout",
    "review",
    "events",
    "canvas",
    "window",
    "memory",
    "replay",
    "stalls",
    "growth",
)
RECORDED = Path(__file__).with_name("figures.toml")
#: How much higher a ratio may be than the recorded one.
TOLERANCE = 1.15


def main(benches: Sequence[str], *, is_quick: bool, is_recording: bool) -> int:
    recorded = _recorded()
    print(f"{'':58} {'ours':>10} {'floor':>10} {'':4} {'wanted':>7}  {'ratio':>8} {'recorded':>9}")
    measured, behind = [], []
    for bench in benches:
        for figure in _run(bench, is_quick=is_quick):
            before = recorded.get(figure.name)
            is_behind = before is not None and figure.ratio > before * TOLERANCE
            mark = "" if before is None else f" {before:9.2f}{'  behind' if is_behind else ''}"
            print(line_of(figure) + mark, flush=True)
            measured.append(figure)
            behind += [figure.name] * is_behind
    if is_recording:
        _record(measured)
        return 0
    print(
        "\n".join(["", "Fell behind by more than 15 %:", *behind])
        if behind
        else "\nNothing fell behind."
    )
    return 1 if behind else 0


def _run(bench: str, *, is_quick: bool) -> Iterator[Figure]:
    """Yield the figures of a bench as its process prints them."""
    command = [sys.executable, "-m", "tests.performance.all", "--one", bench]
    command += ["--quick"] * is_quick
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("["):
                yield Figure(*json.loads(line))
    if process.returncode:
        raise SystemExit(f"{bench} ended with status {process.returncode}")


def one(bench: str, *, is_quick: bool) -> None:
    """Print the figures of a bench as lines of JSON."""
    module = import_module(f"tests.performance.bench_{bench}")
    for figure in module.figures(is_quick=is_quick):
        print(json.dumps(figure), flush=True)


def _recorded() -> dict[str, float]:
    """Return the ratios in the tree by the names of their figures."""
    if not RECORDED.exists():
        return {}
    table = tomllib.loads(RECORDED.read_text(encoding="utf-8"))["figures"]
    return {name: row["value"] / row["floor"] for name, row in table.items()}


def _record(figures: Sequence[Figure]) -> None:
    """Write figures into the tree, beside those that were not measured now."""
    rows = {}
    if RECORDED.exists():
        rows = tomllib.loads(RECORDED.read_text(encoding="utf-8"))["figures"]
    for figure in figures:
        rows[figure.name] = {"value": figure.value, "floor": figure.floor, "unit": figure.unit}
    lines = [
        "# Written by: python -m tests.performance.all --record",
        f"machine = {json.dumps(_machine(), ensure_ascii=False)}",
        f"date = {datetime.now(UTC):%Y-%m-%d}",
        "",
        "[figures]",
    ]
    lines += [
        f"{json.dumps(name, ensure_ascii=False)} = {{ value = {row['value']:.4g}, "
        f'floor = {row["floor"]:.4g}, unit = "{row["unit"]}" }}'
        for name, row in rows.items()
    ]
    RECORDED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _machine() -> str:
    """Describe what was measured on."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    versions = [f"{name} {metadata.version(name)}" for name in ("PySide6-Essentials", "reportlab")]
    python = f"Python {platform.python_version()}"
    return ", ".join([f"{len(names)} × {names[0]}", platform.system(), python, *versions])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=" ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer sizes and runs")
    parser.add_argument("--record", action="store_true", help="write the figures into the tree")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.benches[0], is_quick=given.quick)
    else:
        wanted = [bench for bench in BENCHES if bench in given.benches or not given.benches]
        sys.exit(main(wanted, is_quick=given.quick, is_recording=given.record))
