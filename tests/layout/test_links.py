"""Addresses are printed by title or host, and lead where they were written to lead."""

from __future__ import annotations

import pytest

from journeyeditor.display.primitives import Link, TextRun
from journeyeditor.layout.links import printed
from tests.layout.shares import context


@pytest.mark.parametrize(
    ("text", "words", "addresses"),
    [
        ("No address: none", "No address: none", []),
        ("See https://www.example.com/.", "See example.com.", ["https://www.example.com/"]),
        ("https://example.com/pricing", "example.com/pricing", ["https://example.com/pricing"]),
        (
            "https://example.com/a/very/long/path?with=query",
            "example.com/…",
            ["https://example.com/a/very/long/path?with=query"],
        ),
        (
            "Draft [the sketch](https://example.com/x_(1)), mailto:kim@example.com",
            "Draft the sketch, kim@example.com",
            ["https://example.com/x_(1)", "mailto:kim@example.com"],
        ),
        ("[Sketch](https://a.example) now", "Sketch now", ["https://a.example"]),
        ("[not](javascript:alert)", "[not](javascript:alert)", []),
        ("https://", "https://", []),
    ],
)
def test_what_is_printed_of_an_address(text: str, words: str, addresses: list[str]) -> None:
    shown, links = printed(text)
    assert shown == words
    assert [link.address for link in links] == addresses
    assert all(0 <= link.start < link.end <= len(shown) for link in links)


def test_each_line_of_a_link_leads_to_its_address() -> None:
    text = "Before https://a.example/with/a/rather/long/path after https://a.example/another/very/long/path"
    one = context().text(text, 8, 60)
    drawing = context().place(one, 10, 20, "#000000", width=60)
    links = [each for each in drawing if isinstance(each, Link)]
    assert [link.target.rpartition("/a")[2] for link in links] == [
        "/rather/long/path",
        "nother/very/long/path",
    ]
    for link in links:
        under = [
            each
            for each in drawing
            if isinstance(each, TextRun) and link.rect.y < each.y < link.rect.bottom
        ]
        assert "a.example/…" in "".join(run.text for run in under)
        assert link.rect.width == pytest.approx(context().measure("a.example/…", 8))


def test_a_title_broken_over_lines_is_a_link_on_each() -> None:
    one = context().text("[a title of several long words](https://a.example)", 8, 50)
    links = [each for each in context().place(one, 0, 0, "#000000") if isinstance(each, Link)]
    assert len(links) == len(one.lines) > 1
    for link, line in zip(links, one.lines, strict=True):
        assert link.rect.width == pytest.approx(line.width)
