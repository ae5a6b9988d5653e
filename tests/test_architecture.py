"""The structure holds: import contracts, size of modules and classes, nothing machine-specific."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "journeyeditor"
MAX_MODULE_LINES = 600
MAX_METHODS = 40
#: What may lead to Qt: the window, and the doors to it; of the painters one may, so each is named.
WINDOW = {
    f"journeyeditor.{name}"
    for name in ("__init__", "__main__", "app", "canvas", "cli", "painting", "panels", "widgets")
}
#: Package indexes, and folders that only one machine has.
FOREIGN = re.compile(
    r"\bpypi\.|pythonhosted|registry\.npmjs|index-url"
    r"|(?<![\w.~-])/(?:work|opt|root|mnt|srv)/|(?<![\w.])/home/\w|/Users/\w",
    re.IGNORECASE,
)
#: Other people's texts, kept to the byte.
QUOTED = re.compile(r"^tests/\w+/(?:corpus|data)/|^resources/fonts/|\.po$")


def test_imports_follow_the_contracts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    # It would silence every logger that there is, for all tests that come after.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    broken = lint_imports(no_cache=True)
    assert not broken, capsys.readouterr().out


def test_only_the_window_may_know_qt() -> None:
    assert packages() - sources("Everything below the window runs without Qt") <= WINDOW


@pytest.mark.parametrize(
    ("contract", "allowed"),
    [
        ("networkx only in insight", {"insight"}),
        ("duckdb only in events", {"events"}),
        ("reportlab only in painting.pdf", {"painting"}),
    ],
)
def test_a_library_has_one_home(contract: str, allowed: set[str]) -> None:
    # A package that a contract does not name could import the library unseen.
    named = {name.split(".")[1] for name in sources(contract)}
    there = {name.split(".")[1] for name in packages()} - {"__init__", "__main__"}
    assert there - named == allowed - named


def test_every_painter_but_the_pdf_is_kept_from_reportlab() -> None:
    painters = {
        f"journeyeditor.painting.{path.stem}"
        for path in (PACKAGE / "painting").iterdir()
        if path.suffix == ".py" and path.stem != "__init__"
    }
    assert painters <= sources("reportlab only in painting.pdf")


def sources(contract: str) -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (named,) = (set(c["source_modules"]) for c in contracts if c["name"] == contract)
    return named


def packages() -> set[str]:
    return {
        f"journeyeditor.{path.stem}"
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }


def test_modules_and_classes_stay_readable() -> None:
    offenders = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if (length := len(source.splitlines())) > MAX_MODULE_LINES:
            offenders.append(f"{name}: {length} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(each, ast.FunctionDef) for each in node.body)
                if methods > MAX_METHODS:
                    offenders.append(f"{name}: {node.name} has {methods} methods")
    assert not offenders, "\n".join(offenders)


def test_a_painter_ends_before_what_it_paints_on() -> None:
    """An exception clears the local variables of a function in their order, the picture first."""
    loose = []
    for path in sorted(PACKAGE.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        held = {
            id(item.context_expr)
            for node in nodes
            if isinstance(node, ast.With)
            for item in node.items
        }
        loose += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in nodes
            if isinstance(node, ast.Call) and node.args and id(node) not in held
            if isinstance(node.func, ast.Name) and node.func.id == "QPainter"
        ]
    assert loose == []


def test_what_is_committed_fits_every_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}:{number}: {line.strip()}"
        for name in listing.stdout.split("\0")
        if name and name != own and not QUOTED.search(name)
        for number, line in enumerate(_lines(ROOT / name), 1)
        if FOREIGN.search(line)
    ]
    assert not found, "\n".join(found)


def _lines(path: Path) -> list[str]:
    """Return the lines of a text file; none where it is no text or is gone for now."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError):
        return []
