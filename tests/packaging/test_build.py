"""What is published is made from pinned versions, and twice the same."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    spec = importlib.util.spec_from_file_location("build", ROOT / "packaging" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    monkeypatch.setattr(module, "DIST", tmp_path)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    yield module
    del sys.modules["dev"]


def test_the_wheel_has_the_same_bytes_twice(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest(date: str) -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        return hashlib.sha256(build.wheel().read_bytes()).hexdigest()

    first = digest("1700000000")
    assert digest("1700000000") == first
    assert digest("1600000000") != first


def test_the_time_of_files_is_given_or_that_of_the_last_commit(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build.source_date() == 1_700_000_000
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(build, "ROOT", tmp_path)  # no repository
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert build.source_date() == 315_532_800


def test_an_environment_of_other_versions_is_made_anew(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = build.environment_key()
    changed = tmp_path / "constraints.txt"
    changed.write_bytes(build.CONSTRAINTS.read_bytes() + b"another==1.0\n")
    monkeypatch.setattr(build, "CONSTRAINTS", changed)
    assert build.environment_key() != before


@pytest.mark.parametrize(("words", "status"), [([], 2), (["boat"], 2), (["--help"], 0)])
def test_usage_names_what_can_be_made(
    build: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str], status: int
) -> None:
    assert build.main(words) == status
    printed = capsys.readouterr()
    assert all(target in printed.out + printed.err for target in build.TARGETS)


def test_modules_that_were_left_out_and_are_needed_are_named(build: ModuleType) -> None:
    warnings = """
excluded module named _frozen_importlib - imported by importlib (optional), zipimport (top-level)
excluded module named ssl - imported by aiohttp.client (optional), urllib.request (delayed, optional)
excluded module named networkx.drawing.nx_agraph - imported by networkx.drawing (top-level)
missing module named winreg - imported by mimetypes (top-level)
"""
    assert list(build.lacking_modules(warnings)) == ["networkx.drawing.nx_agraph"]


def test_the_package_depends_on_all_that_qt_leaves_to_the_system(build: ModuleType) -> None:
    named = {name for entry in build.depends() for name in entry.replace("(", "|").split(" | ")}
    assert {name.strip() for name in named} >= {*sys.modules["dev"].QT_LIBRARIES, *build.LIBRARIES}


def test_the_changelog_tells_app_stores_about_releases(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "version", lambda: "1.1.0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2023-01-31\n", encoding="utf-8"
    )
    assert build.releases() == (
        '<release version="1.1.0" date="2023-11-14"/><release version="1.0.0" date="2023-01-31"/>'
    )


def test_files_of_a_package_get_one_time_and_plain_permissions(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = tmp_path / "root"
    root.mkdir()
    (root / "plain").write_text("", encoding="utf-8")
    (root / "plain").chmod(0o600)
    (root / "program").write_text("", encoding="utf-8")
    (root / "program").chmod(0o700)
    (root / "link").symlink_to("plain")
    build.same_times(root)
    modes = {path.name: path.stat().st_mode & 0o777 for path in root.iterdir()}
    assert (modes["plain"], modes["program"]) == (0o644, 0o755)
    assert {path.lstat().st_mtime for path in (root, *root.iterdir())} == {1_700_000_000}
