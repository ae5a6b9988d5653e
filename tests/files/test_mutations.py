"""Whatever stands in a file, it is read or refused in one sentence; what is read can be saved."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.files import FileError, dump_map, parse_map
from journeyeditor.model import JourneyGraph
from tests.files.documents import encoded
from tests.strategies import plain, texts

EVERYTHING = Path(__file__).parent / "samples" / "v0001" / "everything.journey.json"
DATA = EVERYTHING.read_bytes()
words = texts | st.sampled_from(
    ("id", "kind", "key", "x-", "stage", "persona1", "2026-11-21", "@map")
)


def attempt(data: bytes) -> JourneyGraph | str:
    """Return the map in a file, or the sentence that says why not."""
    try:
        return parse_map(data, "map")
    except FileError as error:
        return str(error)


def read_or_refused(data: bytes) -> None:
    found = attempt(data)
    if isinstance(found, str):
        assert found.isprintable()
        assert len(found) < 500
    else:
        calm = dump_map(found)
        assert dump_map(parse_map(calm, "map")) == calm


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


VALUES = json.loads(DATA)
PLACES = [place for place in places(VALUES) if place]


@given(st.sampled_from(PLACES), plain | words)
def test_any_value_may_be_another(path: tuple[Any, ...], value: object) -> None:
    values = copy.deepcopy(VALUES)
    *above, last = path
    part = values
    for key in above:
        part = part[key]
    part[last] = value
    read_or_refused(encoded(values))


@given(st.sampled_from(PLACES), words, plain)
def test_any_key_may_be_there_or_not(path: tuple[Any, ...], key: str, value: object) -> None:
    values = copy.deepcopy(VALUES)
    *above, last = path
    part = values
    for each in above:
        part = part[each]
    del part[last]
    if isinstance(part, dict):
        part[key] = value
    read_or_refused(encoded(values))


@given(st.integers(0, len(DATA)), st.integers(0, 40), st.binary(max_size=6))
def test_any_bytes_may_be_others(start: int, length: int, others: bytes) -> None:
    read_or_refused(DATA[:start] + others + DATA[start + length :])


@given(st.binary(max_size=200))
def test_any_bytes_at_all(data: bytes) -> None:
    read_or_refused(data)
