"""Run or test the program from a checkout, or update its translations; see USAGE.

Makes or refreshes `.venv` with the versions of constraints.txt, and on Debian and Ubuntu sees to
the system's libraries. Standard library only, because it runs before anything is installed; what
it has to say goes to standard error, so that the program's output stays the program's.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets a sentence, not a traceback
    sys.exit("dev.py: Python 3.11 or later is needed; this is " + sys.version.split()[0])

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import time
import venv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "journeyeditor-stamp.json"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

#: What Qt's wheel links but does not carry: to load at all, then to show a window under X.
QT_LIBRARIES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
#: A screen without a monitor, a second reader of PDF, a system font for scripts not bundled, a
#: browser for pages, an office suite for its files, a reader of the words in photos (24 MB).
TEST_PACKAGES = (
    "xvfb",
    "xauth",
    "xdotool",
    "poppler-utils",
    "fonts-droid-fallback",
    "chromium",
    "libreoffice-calc-nogui",
    "libreoffice-impress-nogui",
    "libreoffice-writer-nogui",
    "tesseract-ocr",
)
PIP_OPTIONS = (
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
    "--no-warn-script-location",
)
CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "imports": ("lint-imports",),
    "spelling": ("codespell",),
}
USAGE = """usage: python3 packaging/dev.py run [ARGUMENTS]    run journeyeditor with these arguments
       python3 packaging/dev.py test [ARGUMENTS]   check everything; with arguments, pytest only
       python3 packaging/dev.py check [NAME ...]   run the checks without the tests; with names, only these
       python3 packaging/dev.py messages [LANGUAGE ...]   update the catalogues in resources/locale
       python3 packaging/dev.py handbook [pictures] [LANGUAGE ...]   make the handbook as HTML and PDF, or take its pictures anew"""


class Refusal(Exception):
    """The sentence to stop with."""


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument asks, and return the exit status."""
    if not arguments or arguments[0] not in COMMANDS:
        asked = bool(arguments) and arguments[0] in {"-h", "--help"}
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    command, *rest = arguments
    try:
        prepare(testing=command != "run", windowed=command in {"run", "test"} and not rest)
        return COMMANDS[command](rest)
    except (Refusal, OSError) as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


def prepare(*, testing: bool, windowed: bool) -> None:
    """Bring environment and system libraries up to date; cheap when they are."""
    installed = read_stamp()
    fresh = installed.key == key() and (installed.testing or not testing)
    if not fresh or testing or windowed:
        install_system_packages(QT_LIBRARIES + (TEST_PACKAGES if testing else ()))
    if not fresh:
        make_environment()
        install(installed, testing=testing or installed.testing)


def key() -> str:
    """Return what the environment depends on, as one hash."""
    return hashed(
        (ROOT / "pyproject.toml").read_bytes(),
        CONSTRAINTS.read_bytes(),
        f"{sys.version_info[:2]} {VENV}".encode(),
    )


def hashed(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


class Stamp(NamedTuple):
    """What an installation leaves behind; without a key it was begun and not finished."""

    key: str = ""
    testing: bool = False
    was_complete: bool = False


def read_stamp() -> Stamp:
    """Return what the last installation left."""
    try:
        stamp = Stamp(*json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stamp()
    return stamp if PYTHON.exists() else Stamp()


def write_stamp(stamp: Stamp) -> None:
    """Note how far the installation has come."""
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def make_environment() -> None:
    """Make `.venv`, again if what is there is half made or of another Python."""
    if is_sound():
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        install_system_packages((package,))
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is None:
            raise Refusal(f"this Python cannot make environments; type: {apt_line([package])}")
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refusal(f"could not make {VENV}: {error}") from error


def is_sound() -> bool:
    """Tell whether the environment was made here, by this Python, and has a pip that answers."""
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        # Scripts hold the path they were made for, so an environment does not survive a move.
        made_here = str(VENV) in (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
        asking = [str(PYTHON), "-c", question]
        answer = subprocess.run(asking, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return made_here and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def install(before: Stamp, *, testing: bool) -> None:
    """Install the project, editable, with what it needs; leave a stamp when all went well."""
    say("installing what is needed (the first time takes a minute or two)")
    write_stamp(before._replace(key=""))
    began = time.monotonic()
    wanted = f"{ROOT}[test]" if testing else str(ROOT)
    # The build's own needs are held to the same versions, by whichever name this pip knows.
    held = {"PIP_CONSTRAINT": str(CONSTRAINTS), "PIP_BUILD_CONSTRAINT": str(CONSTRAINTS)}
    pip = subprocess.run(
        [PYTHON, "-m", "pip", "install", *PIP_OPTIONS, "--retries", "2", "--editable", wanted],
        env=os.environ | held,
        stdout=sys.stderr,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if pip.returncode == 0:
        # An editable install leaves compiling to the first run, which should be quick already.
        quietly([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "journeyeditor")])
        write_stamp(Stamp(key(), testing, was_complete=True))
        say(f"installed in {time.monotonic() - began:.0f} s")
        return
    reason = why_pip_failed(pip.stderr)
    if not (before.was_complete and can_import("journeyeditor", *(["pytest"] if testing else []))):
        raise Refusal(reason)
    say(f"{reason}; going on with what {VENV.name} has")


def why_pip_failed(output: str) -> str:
    """Return one sentence for pip's many."""
    signs = ("NewConnectionError", "name resolution", "unreachable", "timed out", "ProxyError")
    if any(sign in output for sign in signs):
        return "could not install what is needed: the package index did not answer (no network?)"
    errors = [line.removeprefix("ERROR: ") for line in output.splitlines() if "ERROR" in line]
    return f"could not install what is needed: {errors[-1] if errors else output.strip()[-300:]}"


def can_import(*modules: str) -> bool:
    """Tell whether the environment has these modules."""
    program = f"import {', '.join(modules)}"
    return not subprocess.run([PYTHON, "-c", program], capture_output=True, check=False).returncode


def install_system_packages(wanted: Sequence[str]) -> None:
    """Install what is missing on Debian and Ubuntu; else tell what to type, and go on."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    prefix = administrator()
    if prefix is None:
        say(f"some system packages are missing; type: {apt_line(missing)}")
        return
    say(f"installing {' '.join(missing)}")
    settings = "DEBIAN_FRONTEND=noninteractive apt-get -qq -oDPkg::Lock::Timeout=120"
    command = [*prefix, "env", *settings.split()]
    packages = [*command, "install", "-y", "--no-install-recommends", *missing]
    # The lists may be missing or old: only then are they fetched.
    if not (quietly(packages) or (quietly([*command, "update"]) | quietly(packages))):
        say(f"the system packages could not be installed; later, type: {apt_line(missing)}")


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Return those not installed, also under the name of their 64-bit-time successor."""
    names = [name + suffix for name in wanted for suffix in ("", "t64")]
    show = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *names]
    answer = subprocess.run(show, capture_output=True, text=True, check=False)
    lines = [line.partition(" ") for line in answer.stdout.splitlines()]
    there = {name.removesuffix("t64") for status, _, name in lines if status == "installed"}
    return [name for name in wanted if name not in there]


def administrator() -> list[str] | None:
    """Return what to put before a command that changes the system; None if we may not."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and quietly(["sudo", "-n", "true"]) else None


def apt_line(packages: Sequence[str]) -> str:
    """Return what a person would type."""
    return f"sudo apt-get install {' '.join(packages)}"


def quietly(command: Sequence[str]) -> bool:
    """Run a command without a word and tell whether it went well."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode == 0


def run(arguments: Sequence[str]) -> int:
    """Become the program, or, where a process cannot, wait for it."""
    # -P: no module in the current folder may stand in for one of ours.
    command = [str(PYTHON), "-P", "-m", "journeyeditor", *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def messages(arguments: Sequence[str]) -> int:
    """Extract the messages, merge them into the catalogues and check these."""
    command = [str(PYTHON), str(ROOT / "packaging" / "messages.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def handbook(arguments: Sequence[str]) -> int:
    """Make the handbook as HTML and PDF, or its pictures."""
    command = [str(PYTHON), str(ROOT / "packaging" / "handbook"), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


class Result(NamedTuple):
    """How a command ended."""

    status: int
    seconds: float
    output: str


def test(arguments: Sequence[str]) -> int:
    """Check everything, or run pytest with the arguments, and return the exit status."""
    # The order of sets is part of what a run does, so it is the same in all of them.
    os.environ.setdefault("PYTHONHASHSEED", "0")
    pytest = [str(PYTHON), "-m", "pytest"]
    if arguments:
        return subprocess.run([*pytest, *arguments], cwd=ROOT, check=False).returncode
    with ThreadPoolExecutor() as pool:  # they only read, so they may run side by side
        results = dict(zip(CHECKS, pool.map(checked, CHECKS), strict=True))
    cores = min(os.cpu_count() or 1, 8)
    results["pytest"] = timed([*pytest, "-n", str(cores)], shown=True)
    print()
    for name, (status, seconds, _) in results.items():
        print(f"{'FAIL' if status else 'ok  '} {name:12} {seconds:6.1f} s")
    return int(any(status for status, *_ in results.values()))


def check(names: Sequence[str]) -> int:
    """Run all checks, or those that are named, and return the exit status."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        raise Refusal(f"there is no check called {unknown[0]}; use {', '.join(CHECKS)}")
    with ThreadPoolExecutor() as pool:
        return int(any(result.status for result in pool.map(checked, names or CHECKS)))


def checked(name: str) -> Result:
    """Run one of the checks; print what it says if it fails."""
    program, *rest = CHECKS[name]
    result = timed([str(BIN / program), *rest], shown=False)
    if result.status:
        print(f"\n{name}\n{result.output.strip()}", flush=True)
    return result


def timed(command: Sequence[str], *, shown: bool) -> Result:
    """Run a command in the project's folder."""
    to = None if shown else subprocess.PIPE
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=to, stderr=to, text=True, check=False)
    return Result(
        done.returncode, time.monotonic() - began, (done.stdout or "") + (done.stderr or "")
    )


COMMANDS = {"run": run, "test": test, "check": check, "messages": messages, "handbook": handbook}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
