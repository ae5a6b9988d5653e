"""Web and mail addresses in a text: how they are printed, and where they are once the text is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from journeyeditor.display.primitives import Link
from journeyeditor.geometry import Rect
from journeyeditor.typography import Paragraph, TextLink

_ADDRESS = r"(?i:https?://|mailto:)[^\s<>\"'”»]+"
#: An address with its title as Markdown writes it, or an address alone.
_LINK = re.compile(
    rf"\[([^\[\]\n]+)\]\(((?i:https?://|mailto:)(?:[^\s()<>]|\([^\s()<>]*\))+)\)|{_ADDRESS}"
)
#: An address is printed with its path up to this many characters, else with its host alone.
MAX_PRINTED = 28


def printed(text: str) -> tuple[str, tuple[TextLink, ...]]:
    """Return a text with the titles or hosts of its addresses instead of these."""
    if ":" not in text:
        return text, ()
    words, links, place, length = [], [], 0, 0
    for match in _LINK.finditer(text):
        title = match[1]
        address = match[2] if title else _trimmed(match[0])
        shown = title or short_address(address)
        before = text[place : match.start()]
        words += [before, shown]
        start = length + len(before)
        length = start + len(shown)
        links.append(TextLink(start, length, address))
        place = match.end() if title else match.start() + len(address)
    return "".join([*words, text[place:]]), tuple(links)


def short_address(address: str) -> str:
    """Return the host of an address, with its path if that is short; what a reader can type."""
    if address.casefold().startswith("mailto:"):
        return address[len("mailto:") :].partition("?")[0] or address
    host, slash, path = address.partition("://")[2].rstrip("/").partition("/")
    host = host.removeprefix("www.")
    whole = host + slash + path
    return (whole if len(whole) <= MAX_PRINTED else f"{host}/…") if host else address


def _trimmed(address: str) -> str:
    """Return an address without the sentence's punctuation and marks; brackets that it opened stay."""
    while address and address[-1] in ".,;:!?)*":
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def placed(
    paragraph: Paragraph,
    lefts: list[float],
    top: float,
    measure: Callable[[str], float],
) -> Iterator[Link]:
    """Yield a rectangle with its address over each part of a link, line by line.

    `lefts` are the left ends of the paragraph's lines, `top` its upper edge, `measure` gives the
    width of a text as it is set.
    """
    place = 0
    for number, line in enumerate(paragraph.lines):
        start, end = _span(paragraph.text, place, line.text)
        for link in paragraph.links:
            low, high = max(link.start, start), min(link.end, end)
            if low >= high:
                continue
            before = measure(paragraph.text[start:low]) if low > start else 0.0
            width = measure(paragraph.text[low:high])
            if line.right_to_left:  # right-to-left text: link the whole line
                before, width = 0.0, line.width
            y = top + number * paragraph.line_height
            yield Link(Rect(lefts[number] + before, y, width, paragraph.line_height), link.address)
        place = end


def _span(text: str, place: int, line: str) -> tuple[int, int]:
    """Return where a line is in the text it was broken from; `place` is the end of the last one."""
    while place < len(text) and text[place].isspace():
        place += 1
    # A line may end in an inserted hyphen, and the last one in an ellipsis.
    for words in (line.rstrip("\u00ad"), line.rstrip("\u00ad…")):
        found = text.find(words, place)
        if found >= 0:
            return found, found + len(words)
    return place, place
