"""The catalogues hold every message of the source, and the styles of the CLDR."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from journeyeditor import resources
from journeyeditor.i18n.catalogues import read_head
from journeyeditor.vocabulary import KINDS

ROOT = Path(__file__).parent.parent.parent
SHIPPED = sorted(path.stem for path in resources.path("locale").glob("*.po"))
UPDATE = "run python3 packaging/dev.py messages"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "packaging" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(catalogue: Catalog) -> set[tuple[str, str, str]]:
    found = set()
    for message in catalogue:
        one, many = message.id if isinstance(message.id, tuple) else (str(message.id), "")
        if one:
            found.add((message.context or "", one, many))
    return found


@pytest.mark.parametrize("name", ["journeyeditor.pot", *(f"{code}.po" for code in SHIPPED)])
def test_every_catalogue_has_the_messages_of_the_source(tool: ModuleType, name: str) -> None:
    with resources.path("locale", name).open("rb") as file:
        catalogue = read_po(file, locale=None if name.endswith(".pot") else name[:-3])
    assert entries(catalogue) == set(tool.messages()), UPDATE


@pytest.mark.parametrize("code", SHIPPED)
def test_a_language_of_the_window_is_complete(tool: ModuleType, code: str) -> None:
    path = resources.path("locale", f"{code}.po")
    catalogue = tool.merged(path, tool.extract())
    assert list(tool.problems(catalogue)) == []
    if (read_head(path) or {}).get("X-Scope") != "poster":
        missing = [message.id for message in catalogue if not tool.is_translated(message)]
        assert [text for text in missing if text] == []


@pytest.mark.parametrize("code", SHIPPED)
def test_the_head_says_what_the_cldr_says(tool: ModuleType, code: str) -> None:
    head = read_head(resources.path("locale", f"{code}.po")) or {}
    for name, value in tool.cldr_head(Locale.parse(code)).items():
        assert head[name] == value, name


def test_all_ways_to_mark_a_message_are_known(tool: ModuleType) -> None:
    source = """
N_("plain"); N_("noun", "context"); context.texts("attribute"); ui.texts("verb", "context")
texts("a" if x else "b"); messages("message"); N_plural("one", "many")
texts.plural("{n} card", "{n} cards", n); self.texts.plural("x", "xs", n); texts(name)
f"{texts('nested')}"; plural(kind, texts); print("no")
"""
    assert set(tool._marked(ast.parse(source))) == {
        ("", "plain", ""),
        ("context", "noun", ""),
        ("", "attribute", ""),
        ("context", "verb", ""),
        ("", "a", ""),
        ("", "b", ""),
        ("", "message", ""),
        ("", "one", "many"),
        ("", "{n} card", "{n} cards"),
        ("", "x", "xs"),
        ("", "nested", ""),
    }


def test_the_tips_of_kinds_are_messages(tool: ModuleType) -> None:
    tips = {(cls.__doc__ or "").partition("\n")[0] for cls in KINDS}
    assert tips <= {text for _, text, _ in tool.messages()}


def test_a_new_language_is_begun_with_what_the_cldr_knows(tool: ModuleType, tmp_path: Path) -> None:
    head = tool.cldr_head(Locale.parse("pl"))
    assert head["X-Language-Name"] == "Polski"
    assert head["Plural-Forms"].startswith("nplurals=4") or head["Plural-Forms"].startswith(
        "nplurals=3"
    )
    path = tmp_path / "pl.po"
    tool.write(path, "# Journey Editor in Polish.", head, tool.merged(path, tool.extract()))
    assert read_head(path) == head
    before = path.read_text("utf-8")
    tool.write(path, "# Journey Editor in Polish.", head, tool.merged(path, tool.extract()))
    assert path.read_text("utf-8") == before
