"""Fields as cells: what a field looks like in a workbook, and the value that a cell means.

Values are those of the map file. What words in a cell could not give back to the byte is written as
JSON behind a mark, so that every value of every field comes back.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from journeyeditor.i18n import N_, Phrase, PhraseError, Texts
from journeyeditor.model import RecordId
from journeyeditor.values import (
    UnreadableError,
    format_duration,
    read_date,
    read_duration,
    read_number,
    read_share,
)
from journeyeditor.vocabulary import KINDS, Editor

#: What a cell holds; a percentage is a share of 1.
Cell: TypeAlias = str | int | float | bool | datetime.date | None

#: The most characters of a cell in Excel.
MAX_CELL = 32_767
#: Before a value as JSON.
MARK = "json:"
#: Excel has no earlier dates, and counts the first two months of it wrong.
FIRST_DATE = datetime.date(1900, 3, 1)
#: The digits of a number that workbooks keep.
DIGITS = 16
_UNSAFE = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_x[0-9A-Fa-f]{4}_")
_TERM = re.compile(r"\s*(.*?)\s*([:=])\s*(.*?)\s*")
_NAMED = re.compile(r"(?s)(.*) \[(.+)\]")


class CellError(PhraseError, ValueError):
    """A cell that does not suit its field; the message is the end of a sentence: fault and remedy."""


class FieldColumn(NamedTuple):
    """A field as a column: its words in the language of the map, and what its cells may hold.

    `labels` are the words for values that the file stores as keys. A column of numbers `has_whole`
    ones only; one of words may take numbers too, if `has_numbers`.
    """

    name: str
    title: str
    editor: Editor
    labels: Mapping[str, str]
    default: Any
    has_whole: bool = False
    has_numbers: bool = False


class ElementNames:
    """The names by which cells refer to elements: the title, with the id where it is not enough."""

    def __init__(self, titles: Mapping[RecordId, str], earlier: ElementNames | None = None) -> None:
        """`earlier` names are understood too, where no present one is the same."""
        by_id = {id_: _one_line(title) for id_, title in titles.items()}
        self._earlier = earlier
        counts = Counter(by_id.values())
        self.names = {
            id_: title
            if title and counts[title] == 1 and not _NAMED.fullmatch(title)
            else f"{title} [{id_}]"
            for id_, title in by_id.items()
        }
        self._ids = {name: id_ for id_, name in self.names.items()}
        self._by_words = {name.casefold().strip(): id_ for id_, name in self.names.items()}

    def find(self, words: str) -> RecordId:
        """The id of an element; raises CellError."""
        if words in self._ids:
            return self._ids[words]
        key = _one_line(words).casefold()
        named = _NAMED.fullmatch(words)
        found = self._by_words.get(key) or (named and named[2] in self.names and named[2])
        if not found and self._earlier:
            return self._earlier.find(words)
        if not found:
            unknown = N_("there is no “{words}”; use a name that is in the workbook")
            raise CellError(Phrase(unknown, words=short(words)))
        return str(found)


Names: TypeAlias = Mapping[str, ElementNames]


def to_cell(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    """The cell of a value of the map file; empty for the default."""
    if column.editor is Editor.PICTURE:
        return _picture(value, texts)
    if isinstance(value, bool):
        return texts(N_("Yes")) if value else None if not column.default else texts(N_("No"))
    if value is None or value == column.default:
        return None
    plain = _words(column, value, names, texts)
    if _is_safe(plain):
        with suppress(CellError):
            if same(from_cell(column, plain, names, texts), value):
                return plain
    encoded = MARK + json.dumps(value, ensure_ascii=not _is_safe(value)).replace("_x", "\\u005fx")
    if len(encoded) <= MAX_CELL:
        return encoded
    return f"{readable(str(plain))[: MAX_CELL - 1]}…"


def from_cell(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    """The value that a cell means, in the form of the map file; raises CellError."""
    if isinstance(cell, str) and cell.startswith(MARK):
        try:
            return json.loads(cell[len(MARK) :])
        except (ValueError, RecursionError):
            pass
    if cell is None or cell == "":
        return column.default
    read = _OWN_READERS.get(column.name) or _READERS.get(column.editor, _text)
    return read(column, cell, names, texts)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in a map file, where 1 is not 1.0."""
    return bool(one == other) and repr(one) == repr(other)


def are_alike(one: Cell, other: Cell) -> bool:
    """Whether two cells show the same: numbers to the digits that workbooks keep."""
    one, other = _normal(one), _normal(other)
    return type(one) is type(other) and one == other


def _normal(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return float(f"{cell:.{DIGITS}G}")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if cell is None:
        return ""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"


def _words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    """The value as people read it; whether it reads back is for the caller to see."""
    writer = _OWN_WRITERS.get(column.name) or _WRITERS.get(column.editor)
    if writer is not None:
        return writer(column, value, names, texts)
    return value if isinstance(value, str | int | float) else json.dumps(value)


def _label_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    return str(column.labels.get(value, value))


def _element_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    ids = [value] if isinstance(value, str) else value
    return "\n".join(names[column.name].names.get(id_, id_) for id_ in ids)


def _list_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    return "\n".join(column.labels.get(each, each) for each in value)


def _duration_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    return format_duration(value, texts)


def _date_cell(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    day = datetime.date.fromisoformat(value)
    return day if day >= FIRST_DATE else str(value)


def _series_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    return "\n".join(f"{date}: {texts.number(number)}" for date, number in value)


def _position_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    return "; ".join(texts.number(number) for number in value)


def _glossary_words(column: FieldColumn, value: Any, names: Names, texts: Texts) -> Cell:
    """A line for each term: its meaning after a colon, or the words it replaces after an equals sign."""
    return "\n".join(
        f"{name}: {words}" if isinstance(words, str) else f"{name} = {', '.join(words)}"
        for name, words in value.items()
    )


_Writer: TypeAlias = Callable[[FieldColumn, Any, "Names", Texts], Cell]
_WRITERS: Mapping[Editor, _Writer] = {
    Editor.CHOICE: _label_words,
    Editor.SUGGESTION: _label_words,
    Editor.ELEMENT: _element_words,
    Editor.ELEMENTS: _element_words,
    Editor.LIST: _list_words,
    Editor.DURATION: _duration_words,
    Editor.DATE: _date_cell,
    Editor.SERIES: _series_words,
    Editor.POSITION: _position_words,
}
#: Of fields that no form has, by name.
_OWN_WRITERS: Mapping[str, _Writer] = {"glossary": _glossary_words}


def _picture(value: Any, texts: Texts) -> Cell:
    """The picture itself, if a cell has room for it, else its type and size."""
    if not value:
        return None
    if len(value) <= MAX_CELL:
        return str(value)
    kind = value.partition("/")[2].partition(";")[0].upper()
    return f"{kind}, {texts.number(len(value) * 3 // 4 // 1024)} kB"


def _text(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, bool):
        return texts("Yes") if cell else texts("No")
    if isinstance(cell, int | float):
        return cell if column.has_numbers else _digits(cell, texts)
    if isinstance(cell, datetime.date):
        return _normal(cell)
    return str(_normal(cell))


def _digits(number: float, texts: Texts) -> str:
    """A number that a program made of the digits in a text, such as a year."""
    return repr(int(number) if number == int(number) else number).replace(".", texts.style.decimal)


def _label(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    words = _text(column, cell, names, texts)
    if not isinstance(words, str):
        return words
    key = words.strip().casefold()
    return next((value for value, label in column.labels.items() if label.casefold() == key), words)


def _number(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, str):
        cell = _read(read_number, cell, texts)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise CellError(Phrase(N_("is not a number; enter one")))
    return _number_of(cell, is_whole=column.has_whole)


def _number_of(cell: float, *, is_whole: bool = False) -> int | float:
    """A number as Excel means it: LibreOffice stores whole ones with decimals."""
    if is_whole and cell != int(cell):
        raise CellError(Phrase(N_("must be a whole number, not {cell}; correct it"), cell=cell))
    return int(cell) if is_whole else cell


def _percent(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, str):
        return _read(read_share, cell, texts)
    return _number(column, cell, names, texts)


def _switch(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, bool):
        return cell
    words = str(cell).strip().casefold()
    for value, labels in ((True, ("yes", "true", "x", "1")), (False, ("no", "false", "0"))):
        if words in (*labels, texts("Yes" if value else "No").casefold()):
            return value
    raise CellError(
        Phrase(
            N_("must be {yes} or {no}, not “{words}”; correct it"),
            yes=texts("Yes"),
            no=texts("No"),
            words=short(str(cell)),
        )
    )


def _date(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, datetime.date):
        return _normal(cell)
    return _read(read_date, str(cell), texts).isoformat()


def _duration(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    return _read(read_duration, str(cell), texts)


def _element(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    return names[column.name].find(str(_text(column, cell, names, texts)))


def _elements(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    lines = str(_text(column, cell, names, texts)).split("\n")
    ids = [names[column.name].find(line) for line in lines if line.strip()]
    return ids[0] if column.name == "persona" and len(ids) == 1 else ids


def _list(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    values = {label.casefold(): value for value, label in column.labels.items()}
    lines = str(_text(column, cell, names, texts)).split("\n")
    return [values.get(line.strip().casefold(), line) for line in lines if line.strip()]


def _series(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    readings = []
    for line in filter(str.strip, str(cell).split("\n")):
        date, colon, number = line.partition(":")
        if not colon:
            raise CellError(Phrase(N_("must have lines such as “2026-11-21: 5”; correct it")))
        day = _read(read_date, date, texts).isoformat()
        readings.append([day, _read(read_number, number, texts)])
    return readings


def _glossary(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    terms: dict[str, str | list[str]] = {}
    for line in filter(str.strip, str(cell).split("\n")):
        match = _TERM.fullmatch(line)
        if match is None:
            raise CellError(
                Phrase(
                    N_("must have lines such as “term: meaning” or “term = synonym”; correct it")
                )
            )
        name, sign, words = match.groups()
        terms[name] = words if sign == ":" else words.split(", ") if words else []
    return terms


def _position(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    parts = str(cell).split(";")
    if len(parts) != 2:
        raise CellError(Phrase(N_("must be two numbers with a semicolon between them; correct it")))
    return [_read(read_number, part, texts) for part in parts]


def _image(column: FieldColumn, cell: Cell, names: Names, texts: Texts) -> Any:
    if isinstance(cell, str) and cell.startswith("data:image/"):
        return cell
    raise CellError(Phrase(N_("cannot be changed here; change the picture in the program")))


_Reader: TypeAlias = Callable[[FieldColumn, Cell, Names, Texts], Any]
_READERS: Mapping[Editor, _Reader] = {
    Editor.NUMBER: _number,
    Editor.PIPS: _number,
    Editor.SLIDER: _number,
    Editor.PERCENT: _percent,
    Editor.SWITCH: _switch,
    Editor.DATE: _date,
    Editor.DURATION: _duration,
    Editor.CHOICE: _label,
    Editor.SUGGESTION: _label,
    Editor.ELEMENT: _element,
    Editor.ELEMENTS: _elements,
    Editor.LIST: _list,
    Editor.SERIES: _series,
    Editor.POSITION: _position,
    Editor.PICTURE: _image,
}
_OWN_READERS: Mapping[str, _Reader] = {"glossary": _glossary}


def _read(read: Callable[[str, Texts], Any], words: str, texts: Texts) -> Any:
    try:
        return read(words, texts)
    except UnreadableError as error:
        unreadable = N_("“{words}” cannot be read. {reason}")
        raise CellError(Phrase(unreadable, words=short(words), reason=error.words)) from error


def _is_safe(value: Any) -> bool:
    """Whether a workbook keeps a text as it is, and whether a cell has room for it."""
    if not isinstance(value, str):
        return True
    return len(value) <= MAX_CELL and not _UNSAFE.search(value)


def readable(text: str) -> str:
    """A text as a workbook can show it, where it need not come back."""
    return _UNSAFE.sub("\ufffd", text)[:MAX_CELL]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def kind_words(texts: Texts) -> dict[str, str]:
    """Kind → the word for it above a list."""
    return {cls.model_fields["kind"].default: texts(cls.look.plural) for cls in KINDS}
