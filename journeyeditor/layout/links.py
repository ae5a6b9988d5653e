"""Web and mail addresses in a text, and their rectangles once it is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from journeyeditor.display.primitives import Link
from journeyeditor.geometry import Rect
from journeyeditor.typography import Paragraph

ADDRESS = r"(?i:https?://|mailto:)[^\s<>\"'”»]+"


def addresses(text: str) -> list[str]:
    """Return the web and mail addresses in a text, without trailing punctuation."""
    if ":" not in text:
        return []
    return [_trimmed(address) for address in re.findall(ADDRESS, text)]


def _trimmed(address: str) -> str:
    """Return an address without the sentence's punctuation; brackets that it opened stay."""
    while address and address[-1] in ".,;:!?)":
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def links(
    paragraph: Paragraph, lefts: list[float], top: float, measure: Callable[[str], float]
) -> Iterator[Link]:
    """Yield a link over each part of an address, line by line.

    `lefts` are the left ends of the paragraph's lines, `top` its upper edge, `measure` gives the
    width of a text as it is set. An address holds no space, so the lines put together
    hold it whole, however it was broken.
    """
    links = addresses(paragraph.text)
    if not links:
        return
    ends = [0]
    for line in paragraph.lines:
        ends.append(ends[-1] + len(line.text))
    joined = "".join(line.text for line in paragraph.lines)
    start = 0
    for address in links:
        index = joined.find(address, start)
        if index < 0:  # cut with an ellipsis
            continue
        start = index + len(address)
        for number, line in enumerate(paragraph.lines):
            low, high = max(index, ends[number]), min(start, ends[number + 1])
            if low < high:
                before = measure(line.text[: low - ends[number]]) if low > ends[number] else 0.0
                width = measure(line.text[low - ends[number] : high - ends[number]])
                if line.right_to_left:  # right-to-left text: link the whole line
                    before, width = 0.0, line.width
                y = top + number * paragraph.line_height
                yield Link(Rect(lefts[number] + before, y, width, paragraph.line_height), address)
