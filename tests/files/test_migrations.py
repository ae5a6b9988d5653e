"""Older maps become today's in memory; the original is kept at the first save."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from journeyeditor.files import FileError, dump_map, parse_map, read_map, write_map
from journeyeditor.files import document as format_
from journeyeditor.files.backup import keep_original
from journeyeditor.files.reader.migrations import MIGRATIONS, migrate
from journeyeditor.vocabulary import KINDS, RELATIONS
from tests.files.documents import document, encoded, fault

SAMPLES = Path(__file__).parent / "samples"
Values = dict[str, Any]


def from_1(values: Values) -> Values:
    """Stages were columns in a version that never was."""
    for node in values["nodes"]:
        if node["kind"] == "column":
            node["kind"] = "stage"
    return values


def from_2(values: Values) -> Values:
    """Titles were names."""
    for node in values["nodes"]:
        if "name" in node:
            node["title"] = node.pop("name")
    return values


@pytest.fixture
def in_version_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two versions later."""
    steps = MappingProxyType({1: from_1, 2: from_2})
    monkeypatch.setattr(format_, "VERSION", 3)
    monkeypatch.setattr("journeyeditor.files.reader.MIGRATIONS", steps)


OLD: Values = {
    **document(graph={}, edges=[]),
    "nodes": [{"id": "s", "kind": "column", "name": "Buy", "x-own": 1}],
}


def test_there_is_a_step_from_every_version_but_todays() -> None:
    assert sorted(MIGRATIONS) == list(range(1, format_.VERSION))


def test_there_is_a_frozen_sample_of_every_version() -> None:
    folders = sorted(folder.name for folder in SAMPLES.iterdir())
    assert folders == [f"v{number:04}" for number in range(1, format_.VERSION + 1)]


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/*.json")), ids=lambda path: path.parent.name
)
def test_a_frozen_sample_is_read_for_ever(path: Path) -> None:
    graph = read_map(path)
    data = dump_map(graph)
    assert dump_map(parse_map(data, "map")) == data
    kinds = {element.kind for element in graph.elements()}
    links = {relation.kind for relation in graph.relations()}
    assert (len(kinds), len(links)) >= (14, 5)
    if path.parent.name == f"v{format_.VERSION:04}":
        assert data == path.read_bytes()


def test_todays_sample_says_everything_that_can_be_said() -> None:
    path = SAMPLES / f"v{format_.VERSION:04}" / "everything.journey.json"
    values = json.loads(path.read_bytes())
    for cls in (*KINDS, *RELATIONS):
        kind = cls.kind_name()
        said = {
            key for row in values["nodes"] + values["edges"] if row["kind"] == kind for key in row
        }
        assert set(cls.model_fields) - {"extras", "id"} <= said | {"visible"}, kind


@pytest.mark.usefixtures("in_version_3")
@pytest.mark.parametrize("version", [1, 2])
def test_an_old_map_is_read_as_todays(version: int) -> None:
    old = copy.deepcopy(OLD) if version == 1 else from_1(copy.deepcopy(OLD))
    graph = parse_map(encoded({**old, "version": version}), "map")
    assert graph.element("s").title == "Buy"
    assert b'"version": 3' in dump_map(graph)
    assert b'"x-own": 1' in dump_map(graph)


@pytest.mark.usefixtures("in_version_3")
def test_an_old_map_that_no_step_understands_is_reported() -> None:
    old = {**OLD, "nodes": [3]}
    assert fault(encoded(old)) == "is not a valid map of version 1; fix it or use a backup"
    assert "has the unknown kind" in fault(encoded({**OLD, "nodes": [{"id": "s", "kind": "row"}]}))


@pytest.mark.usefixtures("in_version_3")
def test_the_original_is_kept_at_the_first_save(tmp_path: Path) -> None:
    path = tmp_path / "a.b.journey.json"
    original = encoded(OLD)
    path.write_bytes(original)
    graph = read_map(path)
    assert list(tmp_path.iterdir()) == [path]
    write_map(graph, path)
    copy_ = tmp_path / "a.b.v1.journey.json"
    assert copy_.read_bytes() == original
    assert path.read_bytes() == dump_map(graph)
    write_map(graph, path)
    assert sorted(tmp_path.iterdir()) == [path, copy_]
    path.write_bytes(b" " + original)
    write_map(graph, path)
    assert copy_.read_bytes() == original


@pytest.mark.usefixtures("in_version_3")
@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"no map", encoded({**OLD, "version": 3}), encoded({**OLD, "version": "1"})],
)
def test_only_old_maps_are_kept(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(data)
    assert keep_original(path) is None
    assert keep_original(tmp_path / "nowhere.json") is None
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("in_version_3")
def test_a_map_whose_version_stands_anywhere_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(encoded(dict(reversed(OLD.items()))))
    assert keep_original(path) == tmp_path / "map.v1.json"


@pytest.mark.usefixtures("in_version_3")
def test_no_save_without_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(encoded(OLD))
    graph = read_map(path)

    def failing(*_: object) -> None:
        raise FileError("map.v1.json", "could not be written", "make room")

    monkeypatch.setattr("journeyeditor.files.backup.write_atomically", failing)
    with pytest.raises(FileError):
        write_map(graph, path)
    assert path.read_bytes() == encoded(OLD)


def test_nothing_is_kept_while_there_is_one_version(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(encoded(document()))
    write_map(read_map(path), path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_chain_with_a_step_missing_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        migrate({}, 1, 3, {2: from_2})


def test_a_newer_map_names_what_it_needs() -> None:
    assert fault(encoded(document(version=7))) == (
        "has format version 7, but this version of Journey Editor only reads up to 1; "
        "install a newer version of Journey Editor"
    )
