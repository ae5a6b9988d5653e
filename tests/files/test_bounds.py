"""A stranger's file costs no more than the format allows."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from journeyeditor.files import FileError, parse_map, read_map
from journeyeditor.files import document as format_
from tests.files.documents import document, encoded, fault


def test_too_many_nodes_and_edges_are_refused_before_they_are_looked_at() -> None:
    many: list[dict[str, str]] = [{}] * (format_.MAX_NODES + 1)
    assert fault(encoded(document(nodes=many))) == (
        "has 100,001 nodes, more than 100,000; split the map"
    )
    many = [{}] * (format_.MAX_EDGES + 1)
    assert fault(encoded(document(edges=many))) == (
        "has 200,001 edges, more than 200,000; split the map"
    )


def test_a_file_beyond_its_bound_is_not_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "large.journey.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileError, match="is larger than 64 MiB; remove pictures or split the map"):
        read_map(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file here")
def test_an_endless_file_is_not_read_to_the_end() -> None:
    with pytest.raises(FileError, match="is larger than 64 MiB"):
        read_map("/dev/zero")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere.json", "does not exist; check the name and folder"),
        (".", "is a folder; choose a map inside it"),
        ("a\0b", "cannot be read"),
        ("a" * 300, "cannot be read"),
        ("file/in.json", "cannot be read"),
    ],
)
def test_what_cannot_be_opened_is_reported(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError) as refused:
        read_map(tmp_path / name)
    assert words in str(refused.value)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[" + b"{}," * 2_000_000 + b"{}]", "contains more than 2,000,000 values; split the map"),
        (b"[" * 2_100_000, "contains more than 2,000,000 values; split the map"),
        (b'["' + b"a, " * 12_000_000 + b'"]', "has more than 32 MiB of text; split the map"),
        (b'["' + b',\\"' * 12_000_000, "has more than 32 MiB of text; split the map"),
        (
            b'{"x-own":{' + b",".join(b'"%d":0' % i for i in range(100_001)) + b"}}",
            "has an object with more than 100,000 keys; remove keys from it",
        ),
    ],
    ids=["objects", "lists in lists", "prose", "an open text", "keys"],
)
def test_what_would_take_much_memory_is_refused_while_it_is_read(data: bytes, words: str) -> None:
    tracemalloc.start()
    assert fault(data) == words
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 * 2**20


def test_many_commas_in_prose_are_no_values() -> None:
    prose = "one, two, three, {four}, [five], six " * 400_000
    data = document(nodes=[{"id": "s", "kind": "stage", "title": "S", "note": prose}], edges=[])
    assert len(parse_map(encoded(data), "map").elements("stage")) == 1


def test_a_million_keys_with_one_twice_take_no_time() -> None:
    keys = ",".join(f'"x-{number}":0' for number in range(99_000))
    data = f'{{{keys},"x-98999":1}}'.encode()
    assert fault(data) == "the file has the key “x-98999” twice; remove one of them"


def test_a_hundred_thousand_wrong_nodes_are_reported_by_the_first() -> None:
    wrong = [{"id": str(number), "kind": "note", "a": 1, "b": 2} for number in range(100_000)]
    assert fault(encoded(document(nodes=wrong, edges=[]))) == (
        "note (0) has the unknown key “a”; remove it or start its name with x-"
    )
