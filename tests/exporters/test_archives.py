"""Damaged and hostile documents are refused in a sentence, whatever is wrong with them."""

from __future__ import annotations

import random

import pytest

from journeyeditor.exchange.importers import ImportFailure, read_into_map, read_map_from
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exporters import Export, find_format
from journeyeditor.poster import PosterOptions
from journeyeditor.typography import Faces
from tests.builders import a_map


@pytest.mark.parametrize("ending", ["xlsx", "pptx"])
def test_flipped_bytes_are_refused_or_harmless(ending: str) -> None:
    graph = a_map(title="Buying").with_stage("Purchase").with_("step", "Pays").built()
    format_ = find_format(ending)
    assert format_ is not None
    (data,) = format_.write(Export(graph, PosterOptions(), Faces(system=False)))
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        source = SourceFile(f"x.{ending}", bytes(damaged))
        for read in (read_map_from, lambda each: read_into_map(each, graph)):
            try:
                read(source)
            except (ImportFailure, SourceError) as refusal:
                assert str(refusal)  # noqa: PT017 - both outcomes are right
