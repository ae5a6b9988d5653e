"""The .po files: which languages there are, and what each one says.

They are read directly: what a translator edits is what runs, and a few dozen lines cost less at
start-up than gettext's machinery. A file that cannot be read is no language; an entry of a
user's own file whose placeholders differ from the English ones stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from journeyeditor import resources

SOURCE_LANGUAGE = "en"
#: Between context and message in a key, as in gettext's own catalogues.
CONTEXT_END = "\x04"
#: The head of a catalogue is within its first characters.
HEADER_LENGTH = 4096

_ESCAPED = re.compile(r"\\(.)")
_CODE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})*")
_PLURAL_RULE = re.compile(r"plural\s*=\s*([^;]+)")
#: The rules of most languages, known without a parser.
_COMMON_RULES: Mapping[str, Callable[[float], int]] = {
    "n != 1": lambda n: int(n != 1),
    "n > 1": lambda n: int(n > 1),
    "0": lambda n: 0,
}


class Language(NamedTuple):
    """A language of the program: its name in itself, other tags, and the name of Qt's catalogue."""

    name: str
    aliases: frozenset[str] = frozenset()
    qt_name: str = ""
    is_poster_only: bool = False


class Catalogue(NamedTuple):
    """The content of a .po file; keys carry a context before CONTEXT_END, if any."""

    header: Mapping[str, str]
    messages: dict[str, str]
    plurals: dict[str, tuple[str, ...]]


def user_folder() -> Path:
    """The folder for the user's own catalogues: `locale` where Qt keeps the data of programs."""
    return resources.data_folder() / "locale"


@cache
def languages() -> Mapping[str, Language]:
    """All languages by code: English, then by name."""
    by_code = {
        path.stem: _language(path.stem, header)
        for path in _files().values()
        if (header := read_head(path)) is not None
    }
    by_code.pop(SOURCE_LANGUAGE, None)
    ordered = sorted(by_code.items(), key=lambda item: (item[1].name.casefold(), item[0]))
    return {SOURCE_LANGUAGE: Language("English"), **dict(ordered)}


def where(code: str) -> Path:
    """The file of a language that `languages` lists."""
    return _files()[code]


def read(path: Path) -> Catalogue:
    """Read a catalogue; an unreadable file is an empty one."""
    try:
        source = path.read_text("utf-8")
    except (OSError, ValueError):
        return Catalogue({}, {}, {})
    return parse(source, is_checked=path.parent != resources.path("locale"))


def parse(source: str, *, is_checked: bool = False) -> Catalogue:
    """Read the text of a .po file; obsolete, fuzzy and untranslated entries are left out.

    Checked, it also leaves out translations with placeholders that their messages do not have.
    """
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    header: dict[str, str] = {}
    entry: dict[str, str] = {}
    field, is_fuzzy = "", False
    for line in [*source.splitlines(), "#", 'msgid ""']:
        keyword, _, rest = line.partition(" ")
        if keyword in ("msgid", "msgctxt", "#", "#,", "#.", "#:") and "msgstr" in field:
            if not is_fuzzy and not (is_checked and _has_strange_placeholders(entry)):
                _take(entry, header, messages, plurals)
            entry, field, is_fuzzy = {}, "", False
        if keyword == "#,":
            is_fuzzy = "fuzzy" in rest
        elif keyword.startswith("msg"):
            field = keyword
            entry[field] = _unquoted(rest)
        elif line.startswith('"') and field:
            entry[field] += _unquoted(line)
    return Catalogue(header, messages, plurals)


def plural_rule(forms: str) -> Callable[[float], int]:
    """The function of a Plural-Forms head; one and many where it cannot be read.

    It gives the number of a form, -1 (the last one) for fractions that the rule does not know.
    """
    match = _PLURAL_RULE.search(forms)
    expression = match[1] if match else "n != 1"
    common = _COMMON_RULES.get(expression.strip("() "))
    if common is not None:
        return common
    # A parser of its own, not eval: a catalogue may be hostile.
    from gettext import c2py

    try:
        rule = c2py(expression)
    except (ValueError, RecursionError):
        return _COMMON_RULES["n != 1"]

    def form(n: float) -> int:
        try:
            return rule(int(n)) if n == int(n) else -1
        except ZeroDivisionError:
            return -1

    return form


def _files() -> dict[str, Path]:
    """The catalogues by code; those of the user come before those that ship."""
    by_code: dict[str, Path] = {}
    for folder in (user_folder(), resources.path("locale")):
        try:
            paths = sorted(folder.glob("*.po"))
        except OSError:
            continue
        for path in paths:
            if _CODE.fullmatch(path.stem):
                by_code.setdefault(path.stem, path)
    return by_code


def read_head(path: Path) -> Mapping[str, str] | None:
    """The head of a catalogue, or None if the file is none."""
    try:
        with path.open("rb") as file:
            start = file.read(HEADER_LENGTH)
    except OSError:
        return None
    header = parse(start.decode("utf-8", "ignore").partition("\n\n")[0]).header
    return header or None


def _language(code: str, header: Mapping[str, str]) -> Language:
    return Language(
        header.get("X-Language-Name") or code,
        frozenset(header.get("X-Language-Aliases", "").casefold().split()),
        header.get("X-Qt-Catalogue") or code,
        header.get("X-Scope") == "poster",
    )


def _take(
    entry: Mapping[str, str],
    header: dict[str, str],
    messages: dict[str, str],
    plurals: dict[str, tuple[str, ...]],
) -> None:
    """Add what an entry translates; the entry of the empty text is the head."""
    text = entry.get("msgstr", "")
    if not entry.get("msgid"):
        for line in text.splitlines():
            name, _, value = line.partition(":")
            header.setdefault(name, value.strip(" "))
        return
    context = entry.get("msgctxt")
    key = entry["msgid"] if context is None else f"{context}{CONTEXT_END}{entry['msgid']}"
    forms = [text for name, text in entry.items() if name.startswith("msgstr[")]
    if forms and all(forms):
        plurals[key] = tuple(forms)
    elif text:
        messages[key] = text


def _unquoted(text: str) -> str:
    inner = text.strip()[1:-1]
    return (
        _ESCAPED.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), inner)
        if "\\" in inner
        else inner
    )


def _has_strange_placeholders(entry: Mapping[str, str]) -> bool:
    if not entry.get("msgid"):
        return False
    wanted = _placeholders(entry["msgid"]) | _placeholders(entry.get("msgid_plural", ""))
    try:
        return any(
            not _placeholders(text) <= wanted
            for field, text in entry.items()
            if field.startswith("msgstr")
        )
    except ValueError:  # a brace without its pair
        return True


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SHORT = re.compile(r"1(\D?)234(\D)5")
_LONG = re.compile(r"12(\D?)345(\D)6")


class Style(NamedTuple):
    """How a language writes numbers, percentages and dates, as the head of its catalogue shows it.

    The head holds samples rather than codes: `X-Numbers: 1234,5 | 12.345,6`, `X-Percent: 12 %` and
    `X-Date: d. MMMM y` (a pattern of the CLDR). `packaging/dev.py messages` writes them from the CLDR.
    `X-Nouns: capitalised` is for languages that write them so inside sentences, as German does.
    `grouped_from` counts the characters of a number with group separators.
    """

    thousands: str
    decimal: str
    percent: str
    date: str
    grouped_from: int = 0
    capitalises_nouns: bool = False


ENGLISH = Style(",", ".", "{}%", "d MMMM y")


def style_of(header: Mapping[str, str]) -> Style:
    """Read the style from the head of a catalogue; what is missing or unclear is English."""
    short, _, long = header.get("X-Numbers", "").partition(" | ")
    first, second = _SHORT.fullmatch(short), _LONG.fullmatch(long)
    thousands, decimal, grouped_from = ENGLISH.thousands, ENGLISH.decimal, 0
    if first and second and second[1] != second[2]:
        thousands, decimal = second[1], second[2]
        grouped_from = 0 if first[1] else len("12,345")
    percent = header.get("X-Percent", "")
    is_clear = percent.count("12") == 1 and not set(percent) & set("{}")
    return Style(
        thousands,
        decimal,
        percent.replace("12", "{}") if is_clear else ENGLISH.percent,
        header.get("X-Date") or ENGLISH.date,
        grouped_from,
        header.get("X-Nouns") == "capitalised",
    )
