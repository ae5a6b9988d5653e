"""What a stranger, a broken program or an attacker makes of a file, by its structure and by its bytes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

Values: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

#: Texts that break terminals, typesetters, encoders or readers; long ones are made in `text`.
ODD_TEXTS = (
    "",
    " ",
    "\t",
    "\n\n",
    "\0",
    "\u2028",
    "\x1b[31mred",
    "\u202eright to left",
    "\ufeff",
    "\ud800",
    "half \udfff surrogate",
    "%s %d {0} {title} {{}}",
    "../../etc/passwd",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "<![CDATA[x]]>&amp;&#0;",
    "(unbalanced \\( PDF",
    "سلام",
    "👩‍💼",
    "e" + "\u0301" * 300,
    "ﷺ" * 40,
    "\U000e0001",
    "=1+1",
    "2026-13-45",
    "P1Y",
    "#12345",
    "data:image/png;base64,AAAA",
    "data:image/jpeg;base64,",
    "file:///etc/passwd",
    "stage",
    "@map",
    "x-",
)
ODD_NUMBERS = (0, -1, 1, 2**31, 2**53, 2**53 + 1, -(2**63), 0.1, -0.0, 1e308, 1e-320, 10**40)
#: JSON that is none of Python's: written as it stands in place of a marked text.
RAW = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1E400", "01", "0x10", "'a'", "nul")
MARK = "\u0001raw"


def text(chance: Random, longest: int = 200_000) -> str:
    """An odd text, one in four very long."""
    words = chance.choice(ODD_TEXTS)
    if chance.random() < 0.75:
        return words
    unit = chance.choice(
        [words or "a", "a", "word ", "سلام ", "👩‍💼", "漢字", "ﬁ", "\u00ad", "ก็", "i\u0307"]
    )
    return unit * (chance.choice([100, 5_000, longest]) // len(unit) + 1)


def value(chance: Random) -> Values:
    """Anything that JSON can say, and some that it cannot."""
    makers: list[Callable[[], Values]] = [
        lambda: text(chance),
        lambda: chance.choice(ODD_NUMBERS),
        lambda: chance.choice([None, True, False, [], {}, [[]], [None], {"": ""}, [{}], {"x-": 1}]),
        lambda: MARK + chance.choice(RAW),
        lambda: _nested(chance.choice([3, 60, 900, 20_000])),
        lambda: [text(chance, 1000) for _ in range(chance.choice([2, 300]))],
        lambda: {text(chance, 1000): chance.random() for _ in range(chance.choice([2, 300]))},
        lambda: [["2026-11-21", i] for i in range(chance.choice([3, 20_000]))],
    ]
    return chance.choice(makers)()


def _nested(depth: int) -> Values:
    """A mark that is written as lists in lists; Python itself cannot write the deep ones."""
    return MARK + "[" * depth + "]" * depth


def places(values: Values, path: Path = ()) -> list[Path]:
    inner = (
        values.items()
        if isinstance(values, dict)
        else enumerate(values)
        if isinstance(values, list)
        else ()
    )
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def at(values: Values, path: Path) -> Values:
    for key in path:
        values = values[key]
    return values


def encoded(values: Values) -> bytes:
    """A document as a file, with what JSON cannot say."""
    words = json.dumps(values, ensure_ascii=False)
    pieces = words.split('"\\u0001raw')
    whole = [pieces[0]]
    for piece in pieces[1:]:
        raw, _, rest = piece.partition('"')
        whole.append(raw.replace("\\", "") + rest)
    try:
        return "".join(whole).encode()
    except UnicodeEncodeError:
        return json.dumps(values).replace('"\\u0001raw', '"raw').encode()


def changed(values: Values, chance: Random) -> Values:
    values = copy.deepcopy(values)
    found = places(values)
    path = chance.choice(found[1:])
    above: Any = at(values, path[:-1])
    last: Any = path[-1]
    match chance.randrange(6):
        case 0:
            del above[last]
        case 1 if isinstance(above, dict):
            above[text(chance, 1000)] = value(chance)
        case 2:
            above[last] = copy.deepcopy(at(values, chance.choice(found)))
        case 3 if isinstance(above, list):
            above[last:last] = [copy.deepcopy(above[last])] * chance.choice([1, 2, 1000])
        case _:
            above[last] = value(chance)
    return values


def broken(data: bytes, chance: Random) -> bytes:
    """Bytes with some cut, doubled, swapped or put in."""
    start = chance.randrange(len(data) + 1)
    length = chance.choice([0, 1, 3, 50, len(data)])
    match chance.randrange(6):
        case 0:
            return data[:start]
        case 1:
            return (
                data[:start] + chance.randbytes(chance.choice([1, 4, 60])) + data[start + length :]
            )
        case 2:
            return data[:start] + data[start : start + length] * 2 + data[start + length :]
        case 3:
            return data[:start] + data[start + length :]
        case 4:
            return chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0" * 40]) + data
        case _:
            code = chance.choice(["utf-16", "utf-16-le", "utf-32", "latin-1"])
            return data.decode("utf-8", "replace").encode(code, "replace")


def lines_changed(words: str, chance: Random, odd: tuple[str, ...]) -> str:
    """A text of lines with one or more of them changed, doubled or multiplied."""
    lines = words.split("\n")
    for _ in range(chance.choice([1, 1, 2, 5])):
        place = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[place : place + chance.choice([1, 3])]
            case 1:
                lines[place:place] = [chance.choice(odd)] * chance.choice([1, 2, 3000])
            case 2:
                lines[place:place] = [lines[place]] * chance.choice([1, 30, 3000])
            case 3:
                cut = chance.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:cut] + text(chance) + lines[place][cut:]
            case 4:
                lines[place] = chance.choice(odd)
            case _:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
        lines = lines or [""]
    return "\n".join(lines)
