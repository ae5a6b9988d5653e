"""Clusters and levels are what the Unicode Standard's own test data ask for."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import bidirectional

from journeyeditor.typography import bidi
from journeyeditor.typography.graphemes import clusters

DATA = Path(__file__).parent / "data" / "unicode-15.0"
#: Of the long cases one in so many is tried: the rules meet in all of the short ones already.
STRIDE = 23
#: A character of each bidirectional class.
CHARACTERS = {
    "L": "a",
    "R": "\u05d0",
    "AL": "\u0627",
    "EN": "0",
    "ES": "+",
    "ET": "#",
    "AN": "\u0660",
    "CS": ",",
    "B": "\u2029",
    "S": "\t",
    "WS": " ",
    "ON": "!",
    "NSM": "\u0300",
    "BN": "\u00ad",
    "LRE": "\u202a",
    "RLE": "\u202b",
    "PDF": "\u202c",
    "LRO": "\u202d",
    "RLO": "\u202e",
    "LRI": "\u2066",
    "RLI": "\u2067",
    "FSI": "\u2068",
    "PDI": "\u2069",
}
REMOVED = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
WHITESPACE = {"WS", "LRI", "RLI", "FSI", "PDI"}


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a file without comments and empty ones."""
    path = DATA / name
    text = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    for line in text.decode("utf-8").splitlines():
        case = line.partition("#")[0].strip()
        if case:
            yield case


def with_line_ends(classes: Sequence[str], levels: Sequence[int], base: int) -> list[int]:
    """Return the levels after rule L1: whitespace before a separator or a line's end is reset."""
    result = list(levels)
    is_trailing = True
    for place in reversed(range(len(classes))):
        if classes[place] in REMOVED:
            continue
        is_trailing = classes[place] in ("S", "B") or (is_trailing and classes[place] in WHITESPACE)
        if is_trailing:
            result[place] = base
    return result


def agrees(wanted: Sequence[str], levels: Sequence[int]) -> bool:
    """Tell whether levels are the wanted ones; those of removed characters ("x") are free."""
    return all(want in ("x", str(level)) for want, level in zip(wanted, levels, strict=True))


def test_clusters_break_where_unicode_says() -> None:
    wrong = []
    for case in lines("GraphemeBreakTest.txt"):
        wanted = [
            "".join(chr(int(point, 16)) for point in cluster.split("×"))
            for cluster in case.strip("÷ ").split("÷")
        ]
        if clusters("".join(wanted)) != wanted:
            wrong.append(case)
    assert wrong == []


def test_every_class_has_its_character() -> None:
    assert {name: bidirectional(char) for name, char in CHARACTERS.items()} == {
        name: name for name in CHARACTERS
    }


def test_levels_of_all_sequences_of_classes() -> None:
    wrong, tried = [], 0
    wanted: list[str] = []
    for number, case in enumerate(lines("BidiTest.txt.xz")):
        if case.startswith("@"):
            wanted = case.split()[1:] if case.startswith("@Levels") else wanted
            continue
        listed, _, directions = case.partition(";")
        classes = listed.split()
        if not int(directions, 16) & 1 or "B" in classes[:-1]:
            continue  # a direction from outside, or several paragraphs, which we never have
        if len(classes) > 3 and classes[-1] != "B" and number % STRIDE:
            continue
        found, base = bidi.levels("".join(CHARACTERS[name] for name in classes))
        tried += 1
        if not agrees(wanted, with_line_ends(classes, found, base)):
            wrong.append((listed, wanted, found))
    assert wrong == []
    assert tried > 20_000


def test_levels_and_order_of_characters() -> None:
    wrong, tried = [], 0
    for number, case in enumerate(lines("BidiCharacterTest.txt.xz")):
        if number % STRIDE:
            continue
        points, _, paragraph, levels, order = case.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        found, base = bidi.levels(text)
        if base != int(paragraph) or "\u2029" in text[:-1]:
            continue  # the file asks for another direction than the text's own
        tried += 1
        found = with_line_ends([bidirectional(char) for char in text], found, base)
        kept = [place for place, level in enumerate(levels.split()) if level != "x"]
        drawn = bidi.reordered(kept, [found[place] for place in kept])
        if not agrees(levels.split(), found) or drawn != [int(place) for place in order.split()]:
            wrong.append((points, levels, found))
    assert wrong == []
    assert tried > 1_500
