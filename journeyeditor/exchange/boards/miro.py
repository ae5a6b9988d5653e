"""What Miro puts on the clipboard: its widgets as scrambled JSON inside the HTML.

The format is not documented. What cannot be read falls back to the plain text beside it.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from journeyeditor.exchange.boards.board import MAX_SHAPES, Board, Line, Shape, read_board
from journeyeditor.exchange.boards.colours import tint_of
from journeyeditor.exchange.boards.texts import Words, from_html
from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import N_, N_plural, Phrase

MAX_BYTES = 8 * 1024 * 1024
_DATA = re.compile(r"\(miro-data-v1\)([A-Za-z0-9+/=_\s-]+)\(/miro-data-v1\)")
#: Every byte is shifted by this much; should that change, the first bytes show by how much.
_SHIFT = 197
_BEGINS = b'{"'
_WIDGET, _FREE = 14, -1
_CARDS = frozenset({"sticker", "shape", "text", "card", "app_card", "preview"})
_MAX_SIDE, _MAX_DEPTH = 1e7, 20
#: The sides of a widget whose size is that of its text.
_SIDE = 100.0


_UNREADABLE = N_("the widgets of Miro cannot be read; copy them as text")
_LEFT_OUT = N_plural(
    "{count} widget of the type {type} was left out.",
    "{count} widgets of the type {type} were left out.",
)


def holds_widgets(html: str) -> bool:
    return "(miro-data-v1)" in html


def read_widgets(html: str) -> Imported:
    """Return the map of copied widgets; raises ImportFailure for what cannot be read."""
    objects = _objects(html)
    widgets = [each.get("widgetData") for each in objects]
    shapes = list(_shapes(objects))
    unknown = Counter(
        str(widget.get("type"))[:40]
        for widget in widgets
        if isinstance(widget, dict) and widget.get("type") not in _CARDS | {"frame", "line"}
    )
    notes = [Phrase(_LEFT_OUT, count=count, type=name) for name, count in sorted(unknown.items())]
    return read_board(Board(shapes, list(_lines(objects))), notes)


def _objects(html: str) -> Sequence[Mapping[str, Any]]:
    if len(html) > MAX_BYTES:
        large = N_("is larger than {count} MiB; copy less")
        raise ImportFailure(Phrase(large, count=MAX_BYTES // 2**20))
    match = _DATA.search(unescape(html))
    if match is None:
        raise ImportFailure(Phrase(N_("holds no widgets of Miro; copy them again")))
    packed = "".join(match[1].split()).translate(str.maketrans("-_", "+/"))
    try:
        data = b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        document = json.loads(_unscrambled(data).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise ImportFailure(Phrase(_UNREADABLE)) from None
    data_ = document.get("data") if isinstance(document, dict) else None
    objects = data_.get("objects") if isinstance(data_, dict) else None
    if not isinstance(objects, list):
        raise ImportFailure(Phrase(_UNREADABLE))
    if len(objects) > MAX_SHAPES:
        many = N_("has more than {count} widgets; copy less")
        raise ImportFailure(Phrase(many, count=MAX_SHAPES))
    return [each if isinstance(each, dict) else {} for each in objects]


def _unscrambled(data: bytes) -> bytes:
    for shift in (_SHIFT, (_BEGINS[0] - data[0]) % 256 if data else 0):
        table = bytes((value + shift) % 256 for value in range(256))
        if data[:2].translate(table) == _BEGINS:
            return data.translate(table)
    raise ValueError("another scrambling")


def _shapes(objects: Sequence[Mapping[str, Any]]) -> Iterator[Shape]:
    for index, entry in enumerate(objects):
        type_, content = _widget(entry)
        if type_ != "frame" and type_ not in _CARDS:
            continue
        words = from_html(
            _first(content, "text", "title")
            or _first(_dict(content.get("openGraph")), "title", "url")
        )
        details = _first(content, "description")
        if details:
            words = Words(words.title, "\n".join(filter(None, from_html(details))))
        yield Shape(
            f"w{index}",
            words,
            _rect(objects, index),
            is_container=type_ == "frame",
            fields={"tint": _tint(content.get("style"))},
        )


def _lines(objects: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for index, entry in enumerate(objects):
        type_, content = _widget(entry)
        if type_ != "line":
            continue
        source, target = (_end(content.get(name)) for name in ("primary", "secondary"))
        if _FREE not in (source, target) and source != target:
            captions = _dict(content.get("line")).get("captions")
            labels = (
                [_first(_dict(each), "text") for each in captions or ()]
                if isinstance(captions, list)
                else []
            )
            label = " ".join(from_html(each).title for each in labels)
            yield Line(f"l{index}", f"w{source}", f"w{target}", label)


def _first(content: Mapping[str, Any], *keys: str) -> str:
    """Return the first text under one of the keys."""
    return next(
        (content[key] for key in keys if content.get(key) and isinstance(content[key], str)), ""
    )


def _end(value: object) -> int:
    index = _dict(value).get("widgetIndex")
    return index if isinstance(index, int) and index >= 0 else _FREE


def _widget(entry: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the type of a widget and its content; ("", {}) for any other object."""
    widget = entry.get("widgetData")
    if entry.get("type") != _WIDGET or not isinstance(widget, dict):
        return "", {}
    content = widget.get("json")
    return str(widget.get("type")), content if isinstance(content, dict) else {}


def _rect(objects: Sequence[Mapping[str, Any]], index: int) -> Rect:
    """Return the place of a widget on the board."""
    middle, size = _middle(objects, index, 0), _size(_widget(objects[index])[1])
    return Rect(middle.x - size.width / 2, middle.y - size.height / 2, *size)


def _size(content: Mapping[str, Any]) -> Size:
    size, scale = _dict(content.get("size")), abs(_scale(content))
    sides = (_number(size.get(name), _SIDE) or _SIDE for name in ("width", "height"))
    return Size(*(abs(side) * scale for side in sides))


def _scale(content: Mapping[str, Any]) -> float:
    return _number(_dict(content.get("scale")).get("scale"), 1.0)


def _middle(objects: Sequence[Mapping[str, Any]], index: int, depth: int) -> Point:
    """Return the middle of a widget; inside another one it is relative to that one's upper left corner."""
    content = _widget(objects[index])[1]
    position = _dict(content.get("_position"))
    offset = _dict(position.get("offsetPx"))
    x, y = _number(offset.get("x"), 0.0), _number(offset.get("y"), 0.0)
    parent = _end({"widgetIndex": _dict(content.get("_parent")).get("index")})
    is_inner = position.get("schema") == "parentOffsetPx" and parent != _FREE
    if is_inner and parent < len(objects) and depth < _MAX_DEPTH:
        around = _widget(objects[parent])[1]
        origin, size, scale = _middle(objects, parent, depth + 1), _size(around), _scale(around)
        x = origin.x + x * scale - size.width / 2
        y = origin.y + y * scale - size.height / 2
    return Point(x, y)


def _tint(style: object) -> str:
    """Return the tint of a sticky note, whose style is JSON in a string."""
    if isinstance(style, str) and len(style) < 10_000:
        try:
            style = json.loads(style)
        except (ValueError, RecursionError):
            return ""
    colour = _dict(style).get("sbc")
    is_colour = isinstance(colour, int) and 0 <= colour < 2**24
    return tint_of(f"#{colour:06X}") if is_colour else ""


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object, otherwise: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MAX_SIDE:
        return float(value)
    return otherwise


def _recognizes(source: SourceFile) -> bool:
    try:
        return holds_widgets(source.text)
    except SourceError:
        return False


def _read(source: SourceFile, _: bool) -> Imported:
    return read_widgets(source.text)


IMPORTER = Importer("miro", N_("Widgets copied in Miro"), ("html",), _recognizes, _read)
