"""The JSON Schema says what the reader says, as far as a schema can."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from journeyeditor import resources
from journeyeditor.files import FileError, dump_map, parse_map, schema
from journeyeditor.model import JourneyGraph
from tests.files import fault_tables
from tests.files.documents import Document, document, encoded
from tests.strategies import maps

COMMITTED = json.loads(resources.path("schema", schema.NAME).read_bytes())
JUDGE = Draft202012Validator(COMMITTED, format_checker=FormatChecker())
MAPS = sorted([*resources.path("samples").iterdir(), *resources.path("templates").iterdir()])
#: What a schema cannot say: 3.0 is a whole number to it, `$` may stand before a last line end for
#: the judge's language, and ids and depth are the matter of a reader of the whole file.
BEYOND = (
    "not 3.0",
    "not 6.0",
    'C\\n"',
    "used twice",
    "must not be nested",
    "has an invalid version",
)


def test_the_committed_schema_is_the_generated_one() -> None:
    committed = resources.path("schema", schema.NAME).read_text(encoding="utf-8")
    assert committed == schema.text(), "run python -m journeyeditor.files.schema"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(COMMITTED)
    assert COMMITTED["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_templates_and_samples_are_valid(path: Any) -> None:
    JUDGE.validate(json.loads(path.read_bytes()))


@given(maps())
def test_every_map_is_valid(graph: JourneyGraph) -> None:
    JUDGE.validate(json.loads(dump_map(graph)))


def test_the_small_document_is_valid() -> None:
    JUDGE.validate(document())
    parse_map(encoded(document()), "map")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [*fault_tables.FIELDS, *fault_tables.KINDS_AND_IDS, *fault_tables.MAP, *fault_tables.TOP],
    ids=lambda _: "",
)
def test_what_the_reader_refuses_is_not_valid(found: Document, sentence: str) -> None:
    with pytest.raises(FileError):
        parse_map(encoded(found), "map")
    if not any(words in sentence for words in BEYOND):
        assert not JUDGE.is_valid(found)
