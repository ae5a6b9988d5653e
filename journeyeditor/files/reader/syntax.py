"""From bytes to plain values, suspicious of everything that JSON readers usually let pass."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from unicodedata import is_normalized

from journeyeditor.files.document import MAX_BYTES, MAX_KEYS, MAX_TEXT, MAX_VALUES
from journeyeditor.files.errors import FileError, place_of, short
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import MAX_INTEGER
from journeyeditor.values import composed

Path: TypeAlias = tuple[str | int, ...]


#: A string, closed or not, or what begins a value. Possessive: one pass, no memory.
_STRING_OR_VALUES = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[,{\[]++', re.DOTALL)


_PICTURE = re.compile(rb'"data:image/[^"]*+')


class _TooManyKeysError(Exception):
    """An object has more keys than the format allows."""


class _Problem:
    """A placeholder for an invalid value until its place in the file is known.

    `fault` is an English message with the placeholders {place} and {value}.
    """

    def __init__(self, fault: str, value: str, advice: str) -> None:
        self.fault = fault
        self.value = value
        self.advice = advice


class _Twice(dict[str, Any]):
    """An object with a duplicate key."""

    key = ""


def parse(data: bytes, name: str) -> Any:
    """Return the values of a JSON text; raises FileError.

    Refused beside bad syntax: other encodings than UTF-8, duplicate keys, numbers that are not
    finite, whole numbers beyond 2^53, lone surrogates, nesting beyond what Python reads, and
    more than the format allows, before it takes memory.
    """
    if len(data) > MAX_BYTES:
        fault = Phrase(N_("is larger than {count} MiB"), count=MAX_BYTES // 1024 // 1024)
        raise FileError(name, fault, N_("remove pictures or split the map"))
    _check_bounds(data, name)
    text = _decoded(data, name)
    reader = _Reader()
    try:
        values = json.loads(
            text,
            object_pairs_hook=reader.object,
            parse_int=reader.integer,
            parse_float=reader.float,
            parse_constant=reader.constant,
        )
    except json.JSONDecodeError as error:
        if not text.strip():
            advice = N_("use a backup or create a new map")
            raise FileError(name, N_("is empty"), advice) from None
        fault = Phrase(
            N_("is not JSON at line {line}, column {column} ({reason})"),
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        )
        raise FileError(name, fault, N_("fix it there or use a backup")) from None
    except _TooManyKeysError:
        fault = Phrase(N_("has an object with more than {count} keys"), count=f"{MAX_KEYS:,}")
        raise FileError(name, fault, N_("remove keys from it")) from None
    except RecursionError:
        raise FileError(name, N_("is nested too deeply"), N_("open a journey map")) from None
    if reader.is_wrong:
        _refuse_wrong(values, name)
    if "\\ud" in text or "\\uD" in text:
        _refuse_surrogates(values, name)
    return _composed(values, text)


def _composed(values: Any, text: str) -> Any:
    """Return values whose texts are in the composed form; iterative, as they may be deep."""
    if "\\u" not in text and is_normalized("NFC", text):
        return values
    root = [values]
    open_: list[list[Any] | dict[str, Any]] = [root]
    while open_:
        container = open_.pop()
        if isinstance(container, dict):
            for key in [key for key in container if not is_normalized("NFC", key)]:
                container.setdefault(composed(key), container.pop(key))
        places: Iterable[Any] = (
            list(container) if isinstance(container, dict) else range(len(container))
        )
        for place in places:
            value = container[place]
            if isinstance(value, str):
                container[place] = composed(value)
            elif isinstance(value, list | dict):
                open_.append(value)
    return root[0]


def _check_bounds(data: bytes, name: str) -> None:
    """Refuse what would take more memory than a map may, before it does."""
    if _has_too_many_values(data):
        fault = Phrase(N_("contains more than {count} values"), count=f"{MAX_VALUES:,}")
        raise FileError(name, fault, N_("split the map"))
    if len(data) > MAX_TEXT:
        pictures = sum(match.end() - match.start() for match in _PICTURE.finditer(data))
        if len(data) - pictures > MAX_TEXT:
            fault = Phrase(N_("has more than {count} MiB of text"), count=MAX_TEXT // 1024 // 1024)
            raise FileError(name, fault, N_("split the map"))


def _has_too_many_values(data: bytes) -> bool:
    """Count commas, objects and lists: exactly only where prose may have most of the commas."""
    if sum(map(data.count, (b",", b"{", b"["))) <= MAX_VALUES:
        return False
    count = 0
    for match in _STRING_OR_VALUES.finditer(data):
        if data[match.start()] != ord('"'):
            count += match.end() - match.start()
            if count > MAX_VALUES:
                return True
    return False


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(b"%PDF-"):
        advice = N_("import the map inside it first")
        raise FileError(name, N_("is a PDF, not a journey map"), advice)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fault = Phrase(N_("is not UTF-8 text (line {line})"), line=line)
        raise FileError(name, fault, N_("save it as UTF-8")) from None


class _Reader:
    """The hooks of the JSON decoder; they mark invalid values."""

    def __init__(self) -> None:
        self.is_wrong = False

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Refuse duplicate keys, of which only the last would be kept."""
        if len(pairs) > MAX_KEYS:
            raise _TooManyKeysError
        values = dict(pairs)
        if len(values) == len(pairs):
            return values
        self.is_wrong = True
        twice = _Twice(values)
        twice.key, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        return twice

    def integer(self, digits: str) -> int | _Problem:
        """Refuse integers beyond 2^53, which other programs would round."""
        if len(digits) < 16:
            return int(digits)
        if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
            self.is_wrong = True
            return _Problem(
                N_("{place} is {value}, beyond 2^53"), _cut(digits), N_("use a smaller number")
            )
        return int(digits)

    def float(self, digits: str) -> float | _Problem:
        """Refuse numbers that are not finite, such as 1e999."""
        value = float(digits)
        if math.isfinite(value):
            return value
        self.is_wrong = True
        return _Problem(
            N_("{place} is {value}, which is not finite"), _cut(digits), N_("use a smaller number")
        )

    def constant(self, word: str) -> _Problem:
        """Refuse NaN and Infinity, which are not JSON."""
        self.is_wrong = True
        return _Problem(
            N_("{place} is {value}, which is not a number"),
            word,
            N_("use a number or remove the key"),
        )


def _cut(digits: str) -> str:
    """A number short enough for a sentence."""
    return digits if len(digits) <= 24 else f"{digits[:23]}…"


def _walk(values: object) -> Iterator[tuple[Path, object]]:
    """Yield every value with its path, in the order of the file; not recursive, as values may be nested deeply."""
    open_: list[tuple[Path, object]] = [((), values)]
    while open_:
        path, value = open_.pop()
        yield path, value
        if isinstance(value, dict):
            open_ += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            open_ += [((*path, i), value[i]) for i in range(len(value) - 1, -1, -1)]


def _refuse_wrong(values: object, name: str) -> None:
    """Report the first invalid value with its place."""
    for path, value in _walk(values):
        if isinstance(value, _Problem):
            invalid = Phrase(value.fault, place=place_of(path, values), value=value.value)
            raise FileError(name, invalid, value.advice)
        if isinstance(value, _Twice):
            fault = Phrase(
                N_("{place} has the key “{key}” twice"),
                place=place_of(path, values),
                key=short(value.key),
            )
            raise FileError(name, fault, N_("remove one of them"))
    raise FileError(name, N_("contains a key twice"), N_("remove one of them"))


def _refuse_surrogates(values: object, name: str) -> None:
    """Refuse lone surrogates, which cannot be encoded as UTF-8."""
    for path, value in _walk(values):
        texts = value if isinstance(value, dict) else (value,) if isinstance(value, str) else ()
        if not all(map(_is_whole, texts)):
            fault = Phrase(
                N_("{place} contains an incomplete character (a lone surrogate)"),
                place=place_of(path, values),
            )
            raise FileError(name, fault, N_("retype that character"))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
