"""The documents for contributors say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from journeyeditor import __version__
from journeyeditor.insight.review import reviewer
from journeyeditor.vocabulary import CONNECTIONS, KINDS, Common
from journeyeditor.vocabulary.kind import Card

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "journeyeditor" / "docs"
README = (ROOT / "journeyeditor" / "README.md").read_text(encoding="utf-8")
DOMAIN = (DOCS / "domain.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "journeyeditor" / "README.md",
    *sorted(DOCS.glob("*.md")),
    *sorted((ROOT / ".github").rglob("*.md")),
]


def section(text: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, heading
    return found[1]


def rows(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def layers() -> list[list[str]]:
    """The layers of the import contract, from top to bottom, without the entry point."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (found,) = (c["layers"] for c in contracts if c["name"] == "Layers")
    return [layer.split(" | ") for layer in found if layer != "__main__"]


def test_the_picture_of_the_packages_is_the_import_contract() -> None:
    picture = re.findall(r"```mermaid\n(.*?)```", section(README, "Packages"), re.S)[0]
    arrows = re.findall(r"^ +(.+) --> (.+)$", picture, re.M)
    upper = [source.split(" & ") for source, _ in arrows]
    lower = [target.split(" & ") for _, target in arrows]
    assert upper[1:] == lower[:-1]
    assert [upper[0], *lower] == layers()


def test_every_package_is_described() -> None:
    described = re.findall(
        r"`(\w+)`", " ".join(row[0] for row in rows(section(README, "Packages")))
    )
    assert sorted(described) == sorted(name for layer in layers() for name in layer)


def test_the_table_of_kinds_is_complete() -> None:
    declared = {}
    for kind in KINDS:
        common = (Card if issubclass(kind, Card) else Common).model_fields.keys() | {"kind"}
        own = [name for name in kind.model_fields if name not in common]
        declared[kind.kind_name()] = (own, kind.look.claims)
    table = {
        re.findall(r"`(\w+)`", name)[0]: (re.findall(r"`(\w+)`", fields), claims == "yes")
        for name, _, fields, claims in rows(section(DOMAIN, "Kinds"))
    }
    assert table == declared


def test_the_table_of_relations_is_the_one_that_is_enforced() -> None:
    declared = {
        (name, frozenset({"any"}) if sources is None else sources, targets)
        for name, pairs in CONNECTIONS.items()
        for sources, targets in pairs
    }
    table = {
        (name.strip("`"), frozenset(sources.split(", ")), frozenset(targets.split(", ")))
        for name, sources, targets, _ in rows(section(DOMAIN, "Relations"))
    }
    assert table == declared


def test_every_rule_of_the_review_is_explained() -> None:
    folder = Path(reviewer.__file__).parent
    source = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    rules = set(re.findall(r'(?:Finding|_remark|_finding)\(\s*"([a-z0-9-]+)"', source))
    assert len(rules) > 20
    assert (
        set(
            re.findall(
                r"`([a-z0-9]+(?:-[a-z0-9]+)+|assumption|unreachable|overload)`",
                section(DOMAIN, "Review"),
            )
        )
        == rules
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_paths_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []
    named = re.findall(r"`((?:journeyeditor|tests|resources|packaging|\.github)/[\w./-]*)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_what_the_code_cites_is_there() -> None:
    cited = 0
    for folder in ("journeyeditor", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for name, heading in re.findall(r"docs/([\w-]+\.md), ([A-Z][\w -]+?)[):.;,]", text):
                section((DOCS / name).read_text("utf-8"), heading)
                cited += 1
    assert cited > 10


def test_each_version_of_the_changelog_says_each_thing_once() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", text, re.M)
    assert len(versions) == len(set(versions))
    assert __version__ in versions
    for body in re.split(r"^## ", text, flags=re.M)[1:]:
        headings = re.findall(r"^### (\w+)$", body, re.M)
        assert headings == [name for name in ("Added", "Changed", "Fixed") if name in headings]
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line for line in lines if lines.count(line) > 1] == []
