"""The .po files: complete and true to their messages, and any such file is a language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from journeyeditor import resources
from journeyeditor.i18n import languages, texts, window_languages
from journeyeditor.i18n.catalogues import CONTEXT_END, parse, read

ROOT = Path(__file__).parent.parent.parent
SHIPPED = {path.stem: path for path in resources.path("locale").glob("*.po")}


def test_every_catalogue_is_a_language() -> None:
    assert set(languages()) == {"en", *SHIPPED}
    assert next(iter(languages())) == "en"


@pytest.mark.parametrize("code", SHIPPED)
def test_no_entry_is_doubtful_or_double(code: str) -> None:
    source = SHIPPED[code].read_text("utf-8")
    assert "fuzzy" not in source
    assert "#~" not in source
    entries = source.split("\n\n")
    keys = [entry.partition("msgstr")[0] for entry in entries]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("code", SHIPPED)
def test_a_quotation_opens_and_closes(code: str) -> None:
    opening, closing = texts(code)("“…”").split("…")
    assert len(opening.strip("\u00a0")) == len(closing.strip("\u00a0")) == 1


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", SHIPPED)
def test_a_translation_has_the_placeholders_and_ends_of_its_message(code: str) -> None:
    found = texts(code)
    pairs = [(key, text) for key, text in found.messages.items()]
    pairs += [(key, form) for key, forms in found.plurals.items() for form in forms[1:]]
    for key, text in pairs:
        message = key.rpartition(CONTEXT_END)[2]
        assert placeholders(message) <= placeholders(text) | {"count"}, key
        assert placeholders(text) <= placeholders(message) | {"count"}, key
        for end in ("…", ":", "\n"):
            assert message.endswith(end) == text.endswith(end), key
        assert text == text.strip(), key


@pytest.mark.parametrize("code", SHIPPED)
def test_sentences_end_as_in_english(code: str) -> None:
    for key, text in texts(code).messages.items():
        if not key.endswith("…"):
            assert key.endswith(".") == text.endswith("."), key


def test_a_german_map_is_no_card() -> None:
    """“Karte” is both in German, so the catalogue keeps it for cards and calls maps “Map”."""
    found = texts("de")
    translated = {**{key: (text,) for key, text in found.messages.items()}, **found.plurals}
    for key, forms in translated.items():
        message = key.rpartition(CONTEXT_END)[2]
        if not re.search(r"\bcards?\b", message, re.IGNORECASE):
            about_map = re.search(r"\bmaps?\b", message, re.IGNORECASE)
            assert not about_map or not re.search(r"\bKarten?\b", " ".join(forms)), key


CATALOGUE = r"""# a comment
msgid ""
msgstr ""
"Language: xx\n"
"X-Language-Name: Exish\n"

#. one
msgid "a"
msgstr "A"

msgid "a “quoted” \"word\"\n"
msgstr ""
"over "
"two\tlines\\"

msgid "{n} card"
msgid_plural "{n} cards"
msgstr[0] "{n} kort"
msgstr[1] "{n} korten"

msgctxt "noun"
msgid "a"
msgstr "AA"

msgid "not yet"
msgstr ""

#, fuzzy
msgid "guessed"
msgstr "gissat"

msgid "strange {name}"
msgstr "{other}"

msgid "broken"
msgstr "{"

#~ msgid "gone"
#~ msgstr "borta"
"""


def test_a_catalogue_is_read_as_written() -> None:
    found = parse(CATALOGUE)
    assert found.header["X-Language-Name"] == "Exish"
    assert found.plurals == {"{n} card": ("{n} kort", "{n} korten")}
    assert found.messages == {
        "a": "A",
        'a “quoted” "word"\n': "over two\tlines\\",
        f"noun{CONTEXT_END}a": "AA",
        "strange {name}": "{other}",
        "broken": "{",
    }


def test_what_could_fail_when_filled_is_left_out_of_a_file_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "xx.po"
    path.write_text(CATALOGUE, "utf-8")
    found = read(path)
    assert found.messages.keys() & {"strange {name}", "broken"} == set()
    assert found.messages["a"] == "A"
    assert found.plurals.keys() == {"{n} card"}


ASK = """
from journeyeditor.i18n import language_name, texts, window_languages
from journeyeditor.app.actions import ACTIONS
print([*window_languages()], language_name("xx"), texts("xx-YY")("Save"))
print([spec.id for spec in ACTIONS if spec.id.startswith("language_")])
"""


@pytest.mark.parametrize("scope", ["", "X-Scope: poster"])
def test_a_file_in_the_folder_is_a_language(tmp_path: Path, scope: str) -> None:
    folder = tmp_path / "journeyeditor" / "locale"
    folder.mkdir(parents=True)
    header = ["Language: xx", "X-Language-Name: Zzz", *([scope] if scope else [])]
    lines = "".join(f'"{line}\\n"\n' for line in header)
    (folder / "xx.po").write_text(f'msgid ""\nmsgstr ""\n{lines}\nmsgid "Save"\nmsgstr "Zave"\n')
    (folder / "nonsense.po").write_bytes(b"\xff\xfe\0")
    (folder / "yy.po").write_text("no catalogue")
    (folder / "zz.po").mkdir()
    variables = ("XDG_DATA_HOME", "LOCALAPPDATA") if sys.platform != "darwin" else ()
    if not variables:
        pytest.skip("the folder of macOS cannot be moved")
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | dict.fromkeys(variables, str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    codes = [*window_languages(), *([] if scope else ["xx"])]
    actions = ["language_system", *(f"language_{code}" for code in codes)]
    assert done.stdout.splitlines() == [f"{codes} Zzz Zave", str(actions)]


PLACES = """
from PySide6.QtCore import QStandardPaths
from journeyeditor.i18n.catalogues import user_folder
data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
print(user_folder().as_posix() == data + "/journeyeditor/locale")
"""


def test_the_users_folder_is_where_qt_keeps_data() -> None:
    """Another process, as a test may have sent Qt's places of this one elsewhere."""
    done = subprocess.run(
        [sys.executable, "-c", PLACES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"
