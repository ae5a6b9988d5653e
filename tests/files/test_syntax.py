"""What other JSON readers let pass, and what they choke on: one sentence each, no crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyeditor.files import FileError, dump_map, parse_map
from journeyeditor.files.reader.syntax import parse
from tests.files.documents import document, encoded, fault, with_node

CORPUS = Path(__file__).parent / "corpus" / "json-parsing"
FILES = sorted(CORPUS.iterdir())
#: What JSON allows and a map does not: a key that comes twice.
REFUSED = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
HEAD = '{"format":"journey-map","version":1,"directed":true,"multigraph":true,'


def wrapped(value: bytes) -> bytes:
    """Return a map that holds a JSON text under a key of somebody's own."""
    return HEAD.encode() + b'"x-test":' + value + b"}"


def test_the_corpus_is_there() -> None:
    kinds = [path.name[0] for path in FILES]
    assert (kinds.count("n"), kinds.count("y"), kinds.count("i")) == (94, 47, 18)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_of_the_suite_is_a_map(path: Path) -> None:
    fault(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_inside_a_map_the_good_is_read_and_the_bad_refused(path: Path) -> None:
    data = path.read_bytes()
    kind = path.name[0]
    try:
        graph = parse_map(wrapped(data), path.name)
    except FileError:
        assert kind != "y" or path.name in REFUSED
        return
    assert kind != "n"
    assert json.loads(dump_map(graph))["x-test"] == json.loads(data.decode("utf-8-sig"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_as_such_is_read_or_refused(path: Path) -> None:
    try:
        parse(path.read_bytes(), path.name)
    except FileError:
        assert path.name[0] != "y" or path.name in REFUSED
    else:
        assert path.name[0] != "n"


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"":'])
def test_a_hundred_thousand_arrays_are_no_crash(opening: str) -> None:
    said = "is nested too deeply; open a journey map"
    assert fault(opening.encode() * 100_000) == said
    assert fault(wrapped(b"[" * 100_000 + b"]" * 100_000)) == said


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_deep_nesting_where_a_text_belongs(depth: int) -> None:
    deep = json.loads("[" * depth + "]" * depth)
    assert fault(encoded(with_node("t1", title=deep))).startswith("touchpoint (t1): title must be")
    assert fault(encoded(with_node("t1", tags=deep))).startswith(
        "touchpoint “Pay online” (t1): tags"
    )
    assert "x- key must not be nested" in fault(encoded(with_node("t1", **{"x-a": deep})))


def test_as_deep_as_the_bound_is_read() -> None:
    deep = json.loads("[" * 63 + "]" * 63)
    data = dump_map(parse_map(encoded(with_node("t1", **{"x-a": deep})), "map"))
    assert dump_map(parse_map(data, "map")) == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty; use a backup or create a new map"),
        (b" \n", "is empty; use a backup or create a new map"),
        (b"\xef\xbb\xbf", "is empty; use a backup or create a new map"),
        (
            b'{\n  "format" 1',
            "is not JSON at line 2, column 12 (Expecting ':' delimiter); fix it there or use a backup",
        ),
        (b'{"format":\n"\xe5"}', "is not UTF-8 text (line 2); save it as UTF-8"),
        ('{"format": ""}'.encode("utf-16"), "is not UTF-8 text (line 1); save it as UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, not a journey map; import the map inside it first"),
        (b"%PDF-1.4\n1 0 obj", "is a PDF, not a journey map; import the map inside it first"),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"stage","count":NaN}}]}}'.encode(),
            "stage (a): count is NaN, which is not a number; use a number or remove the key",
        ),
        (
            f'{HEAD}"graph":{{"funnel":{{"tolerance":-Infinity}}}}}}'.encode(),
            "the map: funnel.tolerance is -Infinity, which is not a number; "
            "use a number or remove the key",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"stage","count":1e999}}]}}'.encode(),
            "stage (a): count is 1e999, which is not finite; use a smaller number",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"stage","count":9007199254740993}}]}}'.encode(),
            "stage (a): count is 9007199254740993, beyond 2^53; use a smaller number",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"stage","x-y":[0,-{"9" * 5000}]}}]}}'.encode(),
            "stage (a): x-y (entry 2) is -9999999999999999999999…, beyond 2^53; use a smaller number",
        ),
        (
            f'{HEAD}"graph":{{"title":"a","title":"b"}}}}'.encode(),
            "the map has the key “title” twice; remove one of them",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"note","title":"b","title":"c"}}]}}'.encode(),
            "note “c” (a) has the key “title” twice; remove one of them",
        ),
        (
            f'{HEAD}"version":1}}'.encode(),
            "the file has the key “version” twice; remove one of them",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"note","title":"\\ud800"}}]}}'.encode(),
            "note “�” (a): title contains an incomplete character (a lone surrogate); retype that character",
        ),
        (
            f'{HEAD}"nodes":[{{"id":"a","kind":"note","\\uDfff":""}}]}}'.encode(),
            "note (a) contains an incomplete character (a lone surrogate); retype that character",
        ),
    ],
    ids=lambda _: "",
)
def test_a_fault_of_the_text_is_reported_in_one_sentence(data: bytes, sentence: str) -> None:
    assert fault(data) == sentence


def test_a_fault_in_what_a_later_key_hides_is_reported() -> None:
    data = f'{HEAD}"graph":{{"title":NaN,"title":"b"}}}}'.encode()
    assert fault(data) == "the map has the key “title” twice; remove one of them"


def test_whole_characters_of_two_halves_are_read() -> None:
    title = parse_map(encoded(with_node("t1", title="👍🏽 å")), "map").element("t1").title
    assert title == "👍🏽 å"


def test_the_largest_numbers_are_read() -> None:
    graph = parse_map(encoded(with_node("m1", value=2**53, target=-(2**53))), "map")
    assert repr(graph.element("m1")).count("9007199254740992") == 2
    assert "beyond 2^53" in fault(encoded(with_node("m1", value=2**53 + 1)))


def test_a_byte_order_mark_is_let_pass() -> None:
    data = encoded(document())
    assert dump_map(parse_map(b"\xef\xbb\xbf" + data, "map")) == dump_map(parse_map(data, "map"))


def test_own_keys_are_known_by_their_meaning_not_their_spelling() -> None:
    data = f'{HEAD}"nodes":[{{"id":"a","kind":"note","\\u0078-a":1,"x\\u002db":2}}]}}'.encode()
    assert b'"x-a": 1, "x-b": 2' in dump_map(parse_map(data, "map"))
