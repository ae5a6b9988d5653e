"""Make what is published, into `dist/`; see USAGE.

It is made in an environment of its own, `build/environment`, with the versions of constraints.txt.
Times come from SOURCE_DATE_EPOCH, by default the time of the last commit, so that the same sources
make the same bytes. Standard library only, like dev.py, because it runs before anything is
installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import dev
from dev import CONSTRAINTS, PIP_OPTIONS, ROOT, Refusal, hashed, why_pip_failed

BUILD = ROOT / "build"
DIST = ROOT / "dist"
ENVIRONMENT = BUILD / "environment"
PYTHON = ENVIRONMENT / dev.PYTHON.relative_to(dev.VENV)
STAMP = ENVIRONMENT / "journeyeditor-stamp.txt"
TOOLS = ("hatchling",)

USAGE = """usage: python3 packaging/build.py wheel    the Python package"""


def main(arguments: Sequence[str]) -> int:
    """Make what the first argument names, print where it is, and return the exit status."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        is_asked = bool(arguments) and arguments[0] in {"-h", "--help"}
        print(USAGE, file=sys.stdout if is_asked else sys.stderr)
        return 0 if is_asked else 2
    try:
        began = time.monotonic()
        DIST.mkdir(exist_ok=True)
        prepare()
        made = TARGETS[arguments[0]]()
        say(f"{made.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.0f} s")
        print(made.relative_to(ROOT))
    except (Refusal, OSError) as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130
    return 0


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(f"build.py: {sentence}", file=sys.stderr, flush=True)


def prepare() -> None:
    """Make the environment, anew whenever something it depends on has changed."""
    key = environment_key()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == key:
        return
    say("making an environment")
    venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=os.name != "nt")
    install = [PYTHON, "-m", "pip", "install", *PIP_OPTIONS, f"--constraint={CONSTRAINTS}", *TOOLS]
    pip = subprocess.run(install, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False)
    if pip.returncode:
        raise Refusal(why_pip_failed(pip.stderr))
    STAMP.write_text(key, encoding="utf-8")


def environment_key() -> str:
    """Return what the environment depends on, as one hash."""
    python = f"{sys.version_info[:3]}"
    return hashed(CONSTRAINTS.read_bytes(), " ".join(TOOLS).encode(), python.encode())


def run(*command: str | Path) -> None:
    """Run a tool in the project's folder; raises Refusal with the end of what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environ(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise Refusal(f"{Path(command[0]).name} failed: {said}")


def environ() -> dict[str, str]:
    """Return the variables of tools that make the same bytes of the same sources."""
    fixed = {"SOURCE_DATE_EPOCH": str(source_date()), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    return os.environ | fixed


def source_date() -> int:
    """Return the time that files get, in seconds since 1970."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    ask = ["git", "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    except OSError:
        answer = ""
    return int(answer) if answer.strip() else 315_532_800  # 1980, the first year of ZIP files


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def wheel() -> Path:
    folder = emptied(BUILD / "wheel")
    run(PYTHON, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (made,) = folder.glob("*.whl")
    return Path(shutil.move(made, DIST / made.name))


TARGETS: dict[str, Callable[[], Path]] = {"wheel": wheel}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
