"""OPML outlines: stages, cards, and what lies deeper."""

from __future__ import annotations

import pytest

from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files import dump_map
from journeyeditor.files.reader import parse_map
from journeyeditor.model import JourneyGraph

OUTLINE = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Å hyre bil</title></head><body>
<outline text="Discover" _note="At home">
  <outline text="Search &lt;b&gt;online&lt;/b&gt;"><outline text="On the phone"><outline text="In bed"/></outline></outline>
  <outline text="Pain points"><outline text="Too many offers"/><outline text="Small print" _note="Six pages"/></outline>
</outline>
<outline text="Book"><outline text="Pay"/></outline>
</body></opml>"""


def read(text: str) -> JourneyGraph:
    found = read_map_from(SourceFile("outline.opml", text.encode()))
    return parse_map(dump_map(found.graph), "map.json")


def test_an_outline_is_a_map() -> None:
    graph = read(OUTLINE)
    assert graph.info.title == "Å hyre bil"  # type: ignore[attr-defined]
    assert [(stage.title, stage.note) for stage in graph.stages()] == [
        ("Discover", "At home"), ("Book", ""),
    ]  # fmt: skip
    cards = [(card.kind, card.title, card.note) for card in graph.cards("s1")]
    assert cards == [
        ("step", "Search online", "- On the phone\n  - In bed"),
        ("pain_point", "Too many offers", ""),
        ("pain_point", "Small print", "Six pages"),
    ]
    assert [card.title for card in graph.cards("s2")] == ["Pay"]


def test_a_single_root_is_the_title() -> None:
    inner = OUTLINE[OUTLINE.index("<outline") : OUTLINE.index("</body>")]
    graph = read(f'<opml><body><outline text="Car rental">{inner}</outline></body></opml>')
    assert graph.info.title == "Car rental"  # type: ignore[attr-defined]
    assert [stage.title for stage in graph.stages()] == ["Discover", "Book"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<opml", "is not valid XML"),
        ("<opml/>", "is not an OPML outline"),
        ('<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><body/></opml>', "document type"),
        ("<opml><body>" + "<outline/>" * 5001 + "</body></opml>", "more than 5,000"),
        ("<opml><body>" + "<outline>" * 300, "nested"),
    ],
)
def test_what_is_no_outline_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        read_map_from(SourceFile("outline.opml", text.encode()))
    assert words in str(failure.value)
