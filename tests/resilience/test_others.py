"""Other windows, processes, machines and sync folders at the same file; and clocks that jump."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyeditor.files import read_map
from tests.resilience.conftest import SAMPLE
from tests.resilience.program import Program, until

pytestmark = pytest.mark.timeout(280)
Start = Callable[..., Program]
OTHER = SAMPLE.with_name("heat_pump.nb.journey.json")
CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

/* How far the clock on the wall is off, in seconds: the text of a file. */
static long offset(void) {
    long seconds = 0;
    FILE *file = fopen(getenv("CLOCK_OFFSET"), "r");
    if (file) { if (fscanf(file, "%ld", &seconds) != 1) seconds = 0; fclose(file); }
    return seconds;
}
int clock_gettime(clockid_t clock, struct timespec *found) {
    static int (*genuine)(clockid_t, struct timespec *);
    if (!genuine) genuine = dlsym(RTLD_NEXT, "clock_gettime");
    int result = genuine(clock, found);
    if (clock == CLOCK_REALTIME) found->tv_sec += offset();
    return result;
}
int gettimeofday(struct timeval *found, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    found->tv_sec = now.tv_sec;
    found->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *found) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (found) *found = now.tv_sec;
    return now.tv_sec;
}
"""


def title_in(path: Path) -> str:
    return str(getattr(read_map(path).info, "title", ""))


def test_a_second_process_opens_a_copy_until_the_first_one_is_gone(
    file: Path, started: Start
) -> None:
    first = started(file)
    title = first.title()
    second = started(file)
    box = second.box("“map” is open in another window.")
    assert list(box.buttons) == ["Open a copy", "Cancel"]
    second.press("Open a copy")
    assert second.title() == title
    assert second.path() == ""
    first.signal(signal.SIGKILL)
    first.ended()
    third = started(file)
    assert third.title() == title
    assert third.path() == str(file)
    assert third.boxes() == []


def test_a_lock_of_another_computer_that_may_be_stale_can_be_overridden(
    file: Path, started: Start
) -> None:
    program = started()
    program.run(
        "import errno, fcntl, pathlib, socket\n"
        "from journeyeditor.files.locks import lock_of\n"
        "def refuse(*_): raise OSError(errno.ENOLCK, 'this disk has no locks')\n"
        "fcntl.flock = refuse\n"
        "here = socket.gethostname\n"
        "socket.gethostname = lambda: 'ANNA-PC'\n"
        f"lock = lock_of(pathlib.Path({str(file)!r}), window.documents.app_context.store().locks)\n"
        "assert lock.acquire('a map')\n"
        "socket.gethostname = here"
    )
    program.run(f"QTimer.singleShot(0, lambda: window.documents.open_path({str(file)!r}))")
    program.box("“map” is open on another computer (ANNA-PC).")
    program.press("Open anyway")
    program.title()
    assert program.path() == str(file)


def rewrite(path: Path) -> None:
    """Truncate and write, as simple programs do."""
    path.write_bytes(OTHER.read_bytes())


def replace(path: Path) -> None:
    """Rename another file over it, as sync folders do."""
    new = path.with_name("incoming")
    new.write_bytes(OTHER.read_bytes())
    new.replace(path)


@pytest.mark.parametrize("change", [rewrite, replace])
def test_a_file_that_another_program_changed_is_asked_about_and_kept(
    file: Path, home: Path, started: Start, change: Callable[[Path], None]
) -> None:
    program = started(file)
    program.title()
    program.retitle("mine")
    change(file)
    program.act("save")
    program.box("“map” was changed on disk by another program.")
    assert file.read_bytes() == OTHER.read_bytes()
    assert "Unsaved changes" in program.status()
    program.press("Keep my version")
    until(lambda: title_in(file) == "mine", "a save")
    backups = [path.read_bytes() for path in (home / "data").rglob("backups/*/*")]
    assert OTHER.read_bytes() in backups


@pytest.mark.parametrize("way", ["deleted", "moved", "cut short"])
def test_a_file_that_is_gone_or_half_there_is_noticed_when_the_window_is_used_again(
    file: Path, started: Start, way: str
) -> None:
    program = started(file)
    title = program.title()
    if way == "deleted":
        file.unlink()
    elif way == "moved":
        file.rename(file.with_name("moved.journey.json"))
    else:
        os.truncate(file, 100)
    program.run("QTimer.singleShot(0, window.documents.check_stale)")
    if way == "cut short":
        program.box("“map” was changed on disk by another program.")
        program.press("Use the version on disk")
        until(lambda: any("map.journey.json" in box.text for box in program.boxes()), "why not")
        program.press("OK")
        program.act("save")
        program.box("“map” was changed on disk by another program.")
        program.press("Keep my version")
    else:
        program.says("Unsaved changes")
        program.act("save")
        program.box("“map” is no longer on disk.")
        program.press("Save here again")
    until(lambda: "Saved " in program.status(), "a save")
    assert title_in(file) == title


@pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD")
def test_a_clock_that_jumps_costs_nothing(
    file: Path, home: Path, tmp_path: Path, started: Start
) -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    source, library, offset = (tmp_path / name for name in ("clock.c", "clock.so", "offset"))
    source.write_text(CLOCK)
    build = [compiler, "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(build, check=True)
    offset.write_text("0")
    program = started(file, LD_PRELOAD=str(library), CLOCK_OFFSET=str(offset))
    program.title()
    assert program.run("import time; result = time.time()") > 0
    titles = []
    for years in (0, 10, -20, 3, 0):
        offset.write_text(str(years * 365 * 86_400))
        titles.append(f"{years} years off")
        program.retitle(titles[-1])
        program.act("save")
        until(lambda: title_in(file) == titles[-1], "a save")
        program.settled()
        assert program.boxes() == []
    backups = sorted((home / "data").rglob("backups/*/*"))
    assert [title_in(path) for path in backups][-4:] == titles[:-1]
    offset.write_text(str(-40 * 365 * 86_400))
    program.retitle("not saved")
    until(lambda: list(home.rglob("*.jsonl")), "a journal")
    program.run("window.documents.flush()")
    program.signal(signal.SIGKILL)
    program.ended()
    again = started()
    again.box("Recover your changes to")
    again.press("Recover")
    assert again.title() == "not saved"
