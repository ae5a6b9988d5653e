"""What measuring an event log costs: python -m tests.performance.bench_events [MILLIONS …].

Makes logs of 1 and 10 million events (or as many as given, 100 takes minutes and 3 GB of disk) and
prints the whole measure beside its floor: DuckDB's own count of the rows and one sort by case and
time, in the same run, with the same threads and memory. Each runs in a process of its own, whose
peak of memory is printed beside the bound.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.performance.figures import Figure

MEMORY = 2 * 2**30
THREADS = 2
#: Cases of nine events on average, of twelve activities, sorted by time as systems write them.
MADE = """
copy (
  select 'customer-' || lpad((i % {cases})::varchar, 9, '0') as customer_id,
    ['search', 'view', 'compare', 'basket', 'checkout', 'pay', 'deliver', 'use', 'review', 'support',
     'complain', 'return'][1 + (hash(i) % 12)::int] as event_name,
    timestamp '2026-01-01' + to_microseconds(i * {step} + (hash(i + 7) % 90000000)::bigint) as event_time
  from range({events}) as made(i)
) to '{path}' (format parquet)
"""
FLOOR = """
import sys, duckdb
path, folder = sys.argv[1:]
connection = duckdb.connect(folder + "/floor.db")
for setting in ("threads = {threads}", "memory_limit = '{memory}B'", f"temp_directory = '{{folder}}'"):
    connection.execute("set " + setting)
connection.execute(f"select count(*) from read_parquet('{{path}}')").fetchall()
connection.execute(
    f"create table sorted as select * from read_parquet('{{path}}') order by customer_id, event_time"
)
"""
OURS = """
import sys
from journeyeditor.events.database import Limits
from journeyeditor.events.log import opened_log
from journeyeditor.events.measures import measure
with opened_log(sys.argv[1], limits=Limits({memory}, {threads})) as log:
    found = measure(log)
assert found.events == {events}
"""
#: Runs the rest of its arguments and prints the seconds and the peak of memory in MiB.
TIMED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
seconds = time.perf_counter() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def made_log(path: Path, events: int) -> None:
    import duckdb

    cases = max(events // 9, 1)
    step = 300 * 86_400_000_000 // events
    with duckdb.connect() as connection:
        connection.execute(MADE.format(cases=cases, step=step, events=events, path=path))


def timed(program: str, *arguments: str) -> tuple[float, float]:
    """Run a program in a process of its own; return its seconds and its peak in MiB."""
    words = [sys.executable, "-c", TIMED, sys.executable, "-c", program, *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def costs(events: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds and MiB of the whole measure, and of the floor, on a log of so many events."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.parquet"
        made_log(path, events)
        floor = timed(FLOOR.format(threads=THREADS, memory=MEMORY), str(path), folder)
        ours = timed(OURS.format(memory=MEMORY, threads=THREADS, events=events), str(path))
    return ours, floor


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what a whole measure costs beside its floor (ms), and its memory beside the bound."""
    for millions in (1,) if is_quick else (1, 10):
        (ours, peak), (floor, _) = costs(millions * 1_000_000)
        yield Figure(
            f"measure {millions} million events / count and sort", 1000 * ours, 1000 * floor
        )
        yield Figure(f"memory of {millions} million events / bound", peak, MEMORY / 2**20)


def main(arguments: list[str]) -> None:
    before = 0.0
    for millions in map(float, arguments or ["1", "10"]):
        (ours, peak), (floor, floor_peak) = costs(int(millions * 1_000_000))
        growth = f", {ours / before:.1f} × the size before" if before else ""
        print(
            f"{millions:g} million events: {ours:.1f} s, floor {floor:.1f} s, "
            f"{ours / floor:.2f} × the floor{growth}; peak {peak:.0f} MiB of {MEMORY // 2**20} "
            f"(floor {floor_peak:.0f} MiB)"
        )
        before = ours


if __name__ == "__main__":
    main(sys.argv[1:])
