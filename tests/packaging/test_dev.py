"""The two commands of the README, as far as they can be tried without installing anything."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "packaging" / "dev.py"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp.json")
    return module


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the script set out to do to the machine."""
    done: list[str] = []
    monkeypatch.setattr(
        dev, "install_system_packages", lambda wanted: done.append(f"system {len(wanted)}")
    )
    monkeypatch.setattr(dev, "make_environment", lambda: done.append("environment"))
    monkeypatch.setattr(dev, "install", lambda _, *, testing: done.append(f"install {testing=}"))
    return done


def test_without_a_command_it_tells_the_usage() -> None:
    process = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False)
    assert process.returncode == 2
    assert process.stderr.startswith("usage:")


def test_an_old_python_gets_one_sentence() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.version = '3.9.2 (main)';"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    process = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False
    )
    assert process.returncode == 1
    assert process.stderr == "dev.py: Python 3.11 or later is needed; this is 3.9.2\n"


def test_the_first_run_makes_everything(dev: ModuleType, calls: list[str]) -> None:
    dev.prepare(testing=False, windowed=False)
    packages = len(dev.QT_LIBRARIES)
    assert calls == [f"system {packages}", "environment", "install testing=False"]


def test_the_second_run_starts_at_once(dev: ModuleType, calls: list[str]) -> None:
    dev.write_stamp(dev.Stamp(dev.key(), testing=True, was_complete=True))
    dev.prepare(testing=False, windowed=False)
    assert not calls


def test_the_first_test_after_a_run_adds_what_tests_need(dev: ModuleType, calls: list[str]) -> None:
    dev.write_stamp(dev.Stamp(dev.key(), testing=False, was_complete=True))
    dev.prepare(testing=True, windowed=True)
    packages = len(dev.QT_LIBRARIES) + len(dev.TEST_PACKAGES)
    assert calls == [f"system {packages}", "environment", "install testing=True"]


@pytest.mark.parametrize("content", ["", "{", "3", "[1, 2, 3, 4]", "null"])
def test_a_broken_stamp_is_no_stamp(dev: ModuleType, content: str) -> None:
    dev.STAMP.write_text(content)
    assert dev.read_stamp() == dev.Stamp()


@pytest.mark.parametrize(
    "content", [None, "", "command = python -m venv elsewhere\n"], ids=["none", "empty", "moved"]
)
def test_a_half_made_or_moved_environment_is_not_sound(
    dev: ModuleType, content: str | None
) -> None:
    if content is not None:
        (dev.VENV / "pyvenv.cfg").write_text(content)
    assert not dev.is_sound()


def test_without_a_network_it_says_so(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = subprocess.CompletedProcess(
        [], 1, stderr="WARNING: Retrying: NewConnectionError\nERROR: No matching distribution\n"
    )
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(dev.Refusal, match=r"no network\?"):
        dev.install(dev.Stamp(), testing=False)
    assert dev.read_stamp() == dev.Stamp()
    assert "Traceback" not in capsys.readouterr().err


def test_offline_what_was_complete_is_used_as_it_is(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = subprocess.CompletedProcess([], 1, stderr="ERROR: Read timed out\n")
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: answer)
    monkeypatch.setattr(dev, "can_import", lambda *_: True)
    dev.install(dev.Stamp("old", was_complete=True), testing=False)
    assert "going on" in capsys.readouterr().err
    assert dev.read_stamp() == dev.Stamp("", was_complete=True)


def test_another_failure_of_pip_is_its_last_sentence(dev: ModuleType) -> None:
    said = dev.why_pip_failed("ERROR: first\nERROR: No space left on device\n")
    assert said == "could not install what is needed: No space left on device"


def test_a_renamed_library_counts_as_there(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = subprocess.CompletedProcess(
        [], 1, stdout="installed libglib2.0-0t64\nconfig-files xvfb\n"
    )
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: answer)
    assert dev.missing_packages(["libglib2.0-0", "xvfb", "xauth"]) == ["xvfb", "xauth"]


def test_who_may_not_install_is_reported_the_line(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda name: name)
    monkeypatch.setattr(dev, "missing_packages", list)
    monkeypatch.setattr(dev, "administrator", lambda: None)
    dev.install_system_packages(["xvfb", "xauth"])
    assert capsys.readouterr().err.endswith("type: sudo apt-get install xvfb xauth\n")


def test_constraints_are_names_and_versions_only(dev: ModuleType) -> None:
    lines = dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    assert "PySide6_Essentials==6.12.0" not in pins


def test_constraints_name_everything_that_is_installed(dev: ModuleType) -> None:
    pinned = {
        canonicalize_name(line.partition("==")[0])
        for line in dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    }
    asked: set[tuple[str, str]] = set()
    waiting = [("journeyeditor", "test"), ("journeyeditor", "")]
    while waiting:
        name, extra = waiting.pop()
        for requirement in map(Requirement, requires(name) or ()):
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            for wanted in {"", *requirement.extras}:
                found = (canonicalize_name(requirement.name), wanted)
                if found not in asked:
                    asked.add(found)
                    waiting.append(found)
    assert {name for name, _ in asked} - pinned == set()


def test_an_unknown_check_is_one_sentence(dev: ModuleType) -> None:
    with pytest.raises(dev.Refusal, match=r"no check called pylint; use ruff check, .*spelling"):
        dev.check(["mypy", "pylint"])


def test_pre_commit_runs_every_check(dev: ModuleType) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [shlex.split(hook["entry"]) for hook in hooks[0]["hooks"]]
    assert {tuple(entry[:3]) for entry in entries} == {("python3", "packaging/dev.py", "check")}
    assert [entry[3] for entry in entries] == list(dev.CHECKS)
