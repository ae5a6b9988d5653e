"""What the words of a card say it is, in boards and outlines alike."""

from __future__ import annotations

import pytest

from journeyeditor.exchange.boards.card_words import card_words
from journeyeditor.exchange.importers import read_map_from
from journeyeditor.exchange.sources import SourceFile
from tests.exchange.outlines import outline


@pytest.mark.parametrize(
    ("title", "lane", "kind", "fields"),
    [
        ("Opens the shop", "", "step", {"title": "Opens the shop"}),
        ("Pain point: no Swish", "", "pain_point", {"title": "no Swish"}),
        ("https://example.org", "", "step", {"title": "https://example.org"}),
        ("😡 Card refused", "", "emotion", {"title": "", "reason": "Card refused", "score": -2}),
        ("😀", "emotion", "emotion", {"title": "", "reason": "", "score": 2}),
        ("worried", "emotion", "emotion", {"title": "", "reason": "worried", "score": -1}),
        ("blah", "emotion", "emotion", {"title": "blah", "reason": "blah", "score": None}),
        ("Note: call back", "touchpoint", "touchpoint", {"title": "Note: call back"}),
    ],
)
def test_the_kind_and_fields_of_a_card(
    title: str, lane: str, kind: str, fields: dict[str, object]
) -> None:
    assert card_words(title, lane) == (kind, fields)


def test_keys_and_the_name_of_a_journey_in_an_outline() -> None:
    text = """<opml><body><outline text="Journey: Moving house"><outline text="Plan"><outline text="Feelings">
    <outline text="stressed"/></outline><outline text="Emotion: curious"/></outline><outline text="Move"/></outline>
    </body></opml>"""
    found = read_map_from(SourceFile("outline.opml", text.encode()))
    assert outline(found.graph) == (
        "title: Moving house\n[Plan]\n  emotion: -1 stressed\n  emotion: +1 curious\n[Move]\n"
    )
