"""What Miro copies: frames are stages, and widgets inside them count from their corner."""

from __future__ import annotations

import base64
import json
from html import escape
from typing import Any

import pytest

from journeyeditor.exchange.boards.miro import holds_widgets, read_widgets
from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files import dump_map
from journeyeditor.files.reader import parse_map


def widget(type_: str, x: float, y: float, text: str = "", *, parent: int | None = None, size: tuple[int, int] = (100, 60), scale: float = 1, **more: Any) -> dict[str, Any]:  # fmt: skip
    schema = "canvasOffsetPx" if parent is None else "parentOffsetPx"
    content = {
        "_position": {"offsetPx": {"x": x, "y": y}, "schema": schema},
        "_parent": None if parent is None else {"index": parent},
        "scale": {"scale": scale}, "size": {"width": size[0], "height": size[1]}, "text": text,
    }  # fmt: skip
    return {"type": 14, "widgetData": {"type": type_, "json": {**content, **more}}}


def line(source: int, target: int, label: str = "") -> dict[str, Any]:
    captions = [{"text": f"<p>{label}</p>"}] if label else []
    content = {
        "primary": {"widgetIndex": source}, "secondary": {"widgetIndex": target},
        "_position": None, "line": {"captions": captions},
    }  # fmt: skip
    return {"type": 14, "widgetData": {"type": "line", "json": content}}


def copied(*objects: dict[str, Any], shift: int = 197) -> str:
    text = json.dumps({"version": 2, "host": "miro.com", "data": {"objects": objects}})
    text = '{"isProtected": false, ' + text[1:]
    data = bytes((byte - shift) % 256 for byte in text.encode())
    packed = base64.b64encode(data).decode().rstrip("=")
    meta = f"<--(miro-data-v1){packed}(/miro-data-v1)-->"
    return f'<meta charset="utf-8"><span data-meta="{escape(meta)}"></span><div>plain</div>'


BOARD = (
    widget("frame", 500, 300, "Consider", size=(400, 600)),
    widget("frame", 1000, 300, "Buy", size=(400, 600)),
    widget("sticker", 200, 100, "<p>Compare&nbsp;prices</p>", parent=0, style='{"sbc":16775070}'),
    widget("sticker", 200, 300, "<p>Ask a friend<br/>who has one</p>", parent=0),
    widget("shape", 1000, 250, "<p>Pay</p>"),
    {"type": 10, "items": [2, 3]},
    widget("paint", 0, 0), widget("image", 0, 0), widget("image", 0, 0),
    line(3, 4, "next day"), line(-1, 4),
)  # fmt: skip


@pytest.mark.parametrize("shift", [197, 100])
def test_frames_are_stages_and_stickies_cards(shift: int) -> None:
    html = copied(*BOARD, shift=shift)
    assert holds_widgets(html)
    found = read_map_from(SourceFile("clipboard.html", html.encode()))
    graph = parse_map(dump_map(found.graph), "map.json")
    assert {s.title: [c.title for c in graph.cards(s.id)] for s in graph.stages()} == {
        "Consider": ["Compare prices", "Ask a friend"],
        "Buy": ["Pay"],
    }
    first, _, second = graph.elements("step")
    assert (first.tint, second.note) == ("ochre", "who has one")  # type: ignore[attr-defined]
    (relation,) = graph.relations("follows")
    assert (relation.source, relation.target, relation.title) == ("w3", "w4", "next day")
    assert tuple(map(str, found.notes)) == (
        "2 widgets of the type image were left out.",
        "1 widget of the type paint was left out.",
    )


def test_places_inside_a_scaled_frame_are_scaled() -> None:
    frames = (
        widget("frame", 0, 0, "A", size=(100, 100), scale=4),
        widget("frame", 500, 0, "B", size=(100, 100), scale=4),
    )
    graph = read_widgets(copied(*frames, widget("sticker", 95, 50, "<p>x</p>", parent=0))).graph
    (card,) = graph.elements("step")
    assert graph.element(card.stage or "").title == "A"


@pytest.mark.parametrize(
    "html",
    [
        "<span data-meta='(miro-data-v1)'>",
        "<span data-meta='(miro-data-v1)!!!!(/miro-data-v1)'>",
        "<span data-meta='(miro-data-v1)AAAA(/miro-data-v1)'>",
        copied().replace("objects", "").replace("miro-data-v1)", "miro-data-v1)A", 1),
        copied(*[widget("sticker", 0, 0, "x")] * 5001),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(html: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        read_widgets(html)
    assert "\n" not in str(failure.value)


def test_hostile_widgets_do_no_harm() -> None:
    odd: list[Any] = [
        {}, 7, {"type": 14}, {"type": 14, "widgetData": {"type": "sticker", "json": []}},
        widget("sticker", 1e300, 0, "far", parent=5), widget("frame", 0, 0, "loop", parent=5),
        {"type": 14, "widgetData": {"type": "line", "json": {"primary": 3, "line": {"captions": 3}}}},
        line(0, 99), widget("sticker", 0, 0, "<script>x</script><b>bold", style="[" * 9000),
    ]  # fmt: skip
    found = read_widgets(copied(*odd))
    assert parse_map(dump_map(found.graph), "map.json")
    assert "bold" in {card.title for card in found.graph.elements("step")}
