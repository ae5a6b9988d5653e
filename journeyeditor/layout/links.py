"""Web and mail addresses in a text, and where they stand once it is set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyeditor.display.primitives import Link
from journeyeditor.geometry import Rect
from journeyeditor.typography import Paragraph


def addresses(text: str) -> list[str]:
    """Return the web and mail addresses in a text, without the punctuation behind them."""
    if ":" not in text:
        return []
    found = re.findall(r"(?:https?://|mailto:)[^\s<>\"'”»]+", text)
    return [address.rstrip(".,;:!?)") for address in found]


def links(paragraph: Paragraph, lefts: list[float], top: float) -> Iterator[Link]:
    """Yield a link over each line that holds a part of an address.

    `lefts` are the left ends of the paragraph's lines, `top` its upper edge. An address holds no
    space, so the lines put together without spaces hold it whole, however it was broken.
    """
    found = addresses(paragraph.text)
    if not found:
        return
    ends = [0]
    joined = ""
    for line in paragraph.lines:
        joined += line.text
        ends.append(len(joined))
    start = 0
    for address in found:
        place = joined.find(address, start)
        if place < 0:  # cut with an ellipsis
            continue
        start = place + len(address)
        for number, line in enumerate(paragraph.lines):
            if place < ends[number + 1] and start > ends[number]:
                y = top + number * paragraph.line_height
                yield Link(Rect(lefts[number], y, line.width, paragraph.line_height), address)
