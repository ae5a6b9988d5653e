"""Install the Debian package, use it as people do, and remove it without remains.

    python packaging/check.py dist/journeyeditor_VERSION_ARCHITECTURE.deb

Needs administrator rights, Xvfb, xdotool, xdg-utils and, where no desktop runs, the `mimetype` of
libfile-mimeinfo-perl. Prints what was measured; raises
AssertionError with what is wrong. `packaging/build.py check` makes the package first.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QMimeDatabase

ROOT = Path(__file__).resolve().parent.parent
NAME = "journeyeditor"
APP_ID = "org.journeyeditor.JourneyEditor"
MIME = "application/vnd.journey-map+json"
SAMPLE = ROOT / "resources" / "samples" / "toothbrush.sv.journey.json"
LOG = ROOT / "resources" / "events" / "toothbrush.sv.csv.gz"
#: Where a package may put files, and where it may cause some to be made.
PLACES = ("/usr", "/etc", "/opt", "/var/lib")
FORMATS = "pdf svg png pptx xlsx docx csv md mmd html canvas graphml gexf".split()
#: How often a start is measured; the best of them counts.
STARTS = 5
#: What the program may take on the disk.
MOST_BYTES = 150_000_000
#: How much longer than the source's the start of the package may take.
MOST_RATIO = 1.3
PATIENCE_S = 60.0
BEAT_S = 0.005


def main(package: Path) -> None:
    """Install, use, remove."""
    before = files()
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HOME": home, "XDG_RUNTIME_DIR": home, "LC_ALL": "C.UTF-8"}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "PYTHONPATH", "DISPLAY"):
            environment.pop(name, None)
        installed = run("dpkg", "-i", package, environment=environment)
        assert "dependency problems" not in installed, installed
        try:
            folder = Path(home)
            libraries_are_found()
            desktop_knows(folder, environment)
            commands_work(folder, environment)
            shells_complete(environment)
            with screen(environment) as shown:
                opens_by_double_click(folder, shown)
                starts_as_fast(folder, shown)
        finally:
            run("dpkg", "--purge", NAME, environment=environment)
    left = sorted(files() - before)
    assert not left, f"remains after removal: {left[:10]}"
    tell("removed without remains")


def tell(sentence: str) -> None:
    print(f"check.py: {sentence}", file=sys.stderr, flush=True)


def run(*command: str | Path, environment: dict[str, str], folder: Path | None = None) -> str:
    """Run a command to its end; return what it printed."""
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {said[-800:]}"
    return said


def files() -> set[str]:
    """Return all paths below PLACES, without dpkg's own backups of its lists."""
    found = set()
    for place in PLACES:
        for folder, _, names in os.walk(place):
            found |= {folder, *(os.path.join(folder, name) for name in names)}
    return {path for path in found if not path.startswith(("/var/lib/dpkg/", "/var/lib/apt/"))}


def libraries_are_found() -> None:
    """Every library that a file of the program links is in its folder, or in the system."""
    folder = Path("/usr/lib", NAME)
    lacking = set()
    for path in (folder / NAME, *folder.rglob("*.so*")):
        answer = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
        lacking |= {line.split()[0] for line in answer.splitlines() if "not found" in line}
    assert not lacking, f"not found: {', '.join(sorted(lacking))}"
    assert not [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    total = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    tell(f"{total / 1e6:.1f} MB installed; every library is found")
    assert total <= MOST_BYTES, f"takes {total / 1e6:.1f} MB"


def desktop_knows(home: Path, environment: dict[str, str]) -> None:
    """Files of maps have their type, by name or by content, and the program opens them."""
    for name in ("a.journey.json", "a.journey", "nameless"):
        (home / name).write_bytes(SAMPLE.read_bytes())
        found = QMimeDatabase().mimeTypeForFile(str(home / name)).name()
        assert found == MIME, f"{name}: {found}"
    opener = run("xdg-mime", "query", "default", MIME, environment=environment)
    assert opener.strip() == f"{APP_ID}.desktop", opener
    icons = Path("/usr/share/icons/hicolor")
    assert len(list(icons.glob(f"*/apps/{APP_ID}.*"))) >= 10
    manual = run("man", "-P", "cat", NAME, environment=environment)
    assert "measure what customers did" in " ".join(manual.split()) or "measure" in manual
    tell("the desktop knows maps, their icon and their program; man has the page")


def commands_work(home: Path, environment: dict[str, str]) -> None:
    """Every command and every format does what it does from source."""
    work = home / "work"
    work.mkdir()
    sample = work / "m.journey.json"
    sample.write_bytes(SAMPLE.read_bytes())

    def program(*words: str) -> str:
        return run(f"/usr/bin/{NAME}", *words, environment=environment, folder=work)

    for suffix in FORMATS:
        program("export", sample.name, "-o", f"out.{suffix}")
        assert (work / f"out.{suffix}").stat().st_size > 100
    for suffix in ("pdf", "xlsx", "csv", "md", "mmd", "canvas", "html", "pptx"):
        program("import", f"out.{suffix}", "-o", f"back-{suffix}.journey.json")
    program("new", "-o", "new.journey", "--template", "003", "--language", "en")
    program("info", "new.journey", "--json")
    program("check", sample.name)
    program("compare", sample.name, "back-pdf.journey.json", "-o", "report.pdf")
    program("pack", sample.name, "-o", "pack.zip")
    program("translate", sample.name, "--language", "en", "-o", "texts.xlsx")
    program("reminder", sample.name, "-o", "review.ics")
    json.loads(program("schema"))
    program("measure", str(LOG), "-o", "measured.journey.json", "--language", "en")
    spelling_is_checked(environment)
    room_answers(sample, environment)
    tell(f"all commands, {len(FORMATS)} formats, an event log, spelling and a room work")


def spelling_is_checked(environment: dict[str, str]) -> None:
    """The process that reads dictionaries finds the one that comes along."""
    (dictionary,) = Path("/usr/lib", NAME).rglob("dictionaries/en_US.dic")
    request = {"dictionary": str(dictionary.with_suffix("")), "words": ["journey", "jurney"]}
    answer = subprocess.run(
        [f"/usr/bin/{NAME}", "spelling-server"],
        input=json.dumps(request) + "\n",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(answer) == {"wrong": ["jurney"]}, answer


def room_answers(sample: Path, environment: dict[str, str]) -> None:
    """A room shows its page to a phone."""
    command = [f"/usr/bin/{NAME}", "room", str(sample), "--host", "127.0.0.1", "--json"]
    room = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert room.stdout is not None
        said = json.loads(room.stdout.readline())
        with urllib.request.urlopen(said["url"], timeout=PATIENCE_S) as page:
            assert b"<html" in page.read()
    finally:
        room.send_signal(signal.SIGINT)
        room.wait(PATIENCE_S)


def shells_complete(environment: dict[str, str]) -> None:
    """Bash finds the completion by the program's name."""
    share = Path("/usr/share")
    words = f"COMP_WORDS=({NAME} ex); COMP_CWORD=1; _{NAME}; echo ${{COMPREPLY[*]}}"
    source = f"source {share}/bash-completion/completions/{NAME}"
    found = run("bash", "-c", f"{source}; {words}", environment=environment)
    assert found.strip() == "export", found
    assert (share / "zsh/vendor-completions" / f"_{NAME}").is_file()
    assert (share / "fish/vendor_completions.d" / f"{NAME}.fish").is_file()


@contextmanager
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Start a screen without a monitor; yield the variables of programs on it."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as reported:
            yield environment | {"DISPLAY": f":{reported.readline().strip()}"}
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def opens_by_double_click(home: Path, environment: dict[str, str]) -> None:
    """What a file manager does opens the map in a window, and nothing goes wrong."""
    for name in ("map.journey.json", "map.journey"):
        path = home / name
        path.write_bytes(SAMPLE.read_bytes())
        seconds = window_after(["xdg-open", str(path)], r"^map\b", environment, stays=3.0)
        tell(f"xdg-open {name}: the map is seen after {seconds:.2f} s")
    logs = [path.read_text(encoding="utf-8") for path in home.rglob(f"{NAME}.log")]
    assert not logs, logs[0][-1500:]


def starts_as_fast(home: Path, environment: dict[str, str]) -> None:
    """Measure the start of the package and of the source, in turns."""
    sample = home / "start.journey.json"
    sample.write_bytes(SAMPLE.read_bytes())
    source = [sys.executable, "-P", "-m", NAME]
    programs = {"the package": [f"/usr/bin/{NAME}"], "the source": source}
    paths = environment | {"PYTHONPATH": str(ROOT)}
    times: dict[str, list[float]] = {each: [] for each in programs}
    for _ in range(STARTS):
        for each, command in programs.items():
            times[each].append(window_after(command, r"Journey Editor", paths))
    best = {each: min(found) for each, found in times.items()}
    ratio = best["the package"] / best["the source"]
    tell(
        "first window after "
        + ", ".join(f"{seconds:.2f} s ({each})" for each, seconds in best.items())
        + f": {ratio:.2f} times"
    )
    assert ratio <= MOST_RATIO, f"starts in {ratio:.2f} times the source's start"


def window_after(
    command: Sequence[str], title: str, environment: dict[str, str], stays: float = 0.0
) -> float:
    """Return the seconds until a program's window of such a title is seen; then end the program."""
    look = ["xdotool", "search", "--onlyvisible", "--name", title]
    while is_seen(look, environment):  # of the one before
        time.sleep(BEAT_S)
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        while not is_seen(look, environment):
            assert process.poll() is None, f"{command[0]} ended with status {process.poll()}"
            assert time.monotonic() < began + PATIENCE_S, f"{command[0]} shows no window"
            time.sleep(BEAT_S)
        seconds = time.monotonic() - began
        if stays:
            with suppress(subprocess.TimeoutExpired):
                process.wait(stays)
            assert process.poll() is None, f"{command[0]} ended with status {process.poll()}"
        return seconds
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_S)


def is_seen(look: Sequence[str], environment: dict[str, str]) -> bool:
    """Whether a screen has a window that is looked for."""
    return not subprocess.run(look, env=environment, capture_output=True, check=False).returncode


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
