"""What boards put on the clipboard is pasted as a journey, and as lines where it cannot be read."""

from __future__ import annotations

import json
from urllib.parse import quote

from journeyeditor.app.importing.import_map import pasted_journeys
from tests.exchange.boards.test_drawio import SIMPLE
from tests.exchange.boards.test_json_canvas import group, node
from tests.exchange.boards.test_miro import BOARD, copied


def stages(plain: str, html: str = "") -> list[str]:
    (journey,) = pasted_journeys(plain, html)
    return [stage.title for stage in journey.read().graph.stages()]


def test_widgets_of_miro_are_a_journey() -> None:
    assert stages("Compare prices\nPay", copied(*BOARD)) == ["Consider", "Buy"]


def test_cells_of_draw_io_are_a_journey() -> None:
    assert stages(quote(SIMPLE, safe="")) == ["Aware", "Buy"]


def test_nodes_of_a_canvas_are_a_journey() -> None:
    nodes = [group("a", 0, 0, "First"), node("1", 20, 60, text="Compare")]
    assert stages(json.dumps({"nodes": nodes, "edges": []})) == ["First"]


def test_widgets_that_cannot_be_read_are_lines() -> None:
    html = "<span data-meta='(miro-data-v1)AAAA(/miro-data-v1)'>"
    assert pasted_journeys("One\nTwo", html) == ()
