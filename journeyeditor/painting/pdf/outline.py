"""The document's outline: bookmarks as a tree of entries that lead to places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyeditor.painting.pdf.document import Document, Reference, text_string


@dataclass(slots=True)
class Entry:
    """A line of the outline and the destination array it leads to."""

    title: str
    destination: str
    level: int
    children: list[Entry] = field(default_factory=list)


def write_outline(document: Document, entries: Sequence[Entry]) -> Reference:
    """Write the entries as a tree by their levels; a missing level is skipped."""
    roots: list[Entry] = []
    above: list[Entry] = []
    for entry in entries:
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].children if above else roots).append(entry)
        above.append(entry)
    root = document.reserve()
    document.define(root, f"<</Type/Outlines{_write_children(document, roots, root)}>>")
    return root


def _write_children(document: Document, entries: Sequence[Entry], parent: Reference) -> str:
    """Write siblings; return the parent's entries that refer to them."""
    references = [document.reserve() for _ in entries]
    for i, (entry, reference) in enumerate(zip(entries, references, strict=True)):
        near = f"/Prev {references[i - 1]}" if i else ""
        near += f"/Next {references[i + 1]}" if i + 1 < len(entries) else ""
        below = _write_children(document, entry.children, reference) if entry.children else ""
        title = text_string(" ".join(entry.title.split()))
        document.define(
            reference,
            f"<</Title{title}/Parent {parent}{near}/Dest{entry.destination}{below}>>",
        )
    count = sum(1 + _size(entry) for entry in entries)
    return f"/First {references[0]}/Last {references[-1]}/Count {count}"


def _size(entry: Entry) -> int:
    """The number of descendants, all of which are open."""
    return sum(1 + _size(child) for child in entry.children)
