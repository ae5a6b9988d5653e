"""A board as CSV: frames are stages, and tables stay tables."""

from __future__ import annotations

import pytest

from journeyeditor.exchange.boards.miro_csv import IMPORTER
from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile

BOARD = """"Consider"
"Compare prices"
"Ask, a friend
who has one"

Buy
Pay
Terms,https://example.com/terms
"""


def source(text: str) -> SourceFile:
    return SourceFile("board.csv", text.encode())


@pytest.mark.parametrize("gap", ["", '""', ","])
def test_frames_are_stages_and_their_texts_cards(gap: str) -> None:
    graph = read_map_from(source(BOARD.replace("\n\n", f"\n{gap}\n"))).graph
    found = {
        stage.title: [(card.title, card.note) for card in graph.cards(stage.id)]
        for stage in graph.stages()
    }
    assert found == {
        "Consider": [("Compare prices", ""), ("Ask, a friend", "who has one")],
        "Buy": [("Pay", ""), ("Terms", "https://example.com/terms")],
    }


@pytest.mark.parametrize(
    "text",
    [
        "Stage,Action\nBuy,Pay\n\nStage,Action\nWait,Ask\n",
        "One\nTwo\nThree\n",
        "Title\n\nStage,Action\nBuy,Pay\n",
        "Title\n1,2\n\nOther\n3,4\n",
        '"open',
        "",
    ],
)
def test_anything_else_is_left_to_tables(text: str) -> None:
    assert not IMPORTER.recognizes(source(text))


def test_too_many_texts_are_refused() -> None:
    with pytest.raises(ImportFailure, match="more than 5,000"):
        read_map_from(source("A\n" + "x\n" * 5000 + "\nB\ny\n"))
