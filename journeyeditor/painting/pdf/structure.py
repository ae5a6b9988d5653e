"""Tags: what a screen reader needs to read a page in order and to name its pictures.

Coarse on purpose. Each named group is a section, whose text is one marked run of content, and
each picture with words of its own is a figure. A tag for every line of text would make a large
map half as large again, and say no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyeditor.display.primitives import Drawing, Group, Page
from journeyeditor.painting.pdf.document import Document, Reference, text_string

#: With more sections the outline is the better way through, and each costs 80 bytes.
MAX_SECTIONS = 100


@dataclass(slots=True)
class Element:
    """A node of the structure; its kids are nodes and numbers of marked content."""

    kind: str
    alt: str = ""
    children: list[Element | int] = field(default_factory=list)
    reference: Reference = ""


class PageTags:
    """The marks of one page in the order of its content; without sections it is one run."""

    def __init__(self, page_object: Reference, *, has_sections: bool) -> None:
        self.page_object = page_object
        self.has_sections = has_sections
        self.whole = Element("Part")
        self.owners: list[Element] = []
        self._open = [self.whole]

    def begin(self) -> str:
        """The operator that begins content of the innermost element."""
        element = self._open[-1]
        element.children.append(len(self.owners))
        self.owners.append(element)
        return f"/P<</MCID {len(self.owners) - 1}>>BDC"

    def discard_empty(self) -> None:
        """Forget the content begun last, because it is empty."""
        self.owners.pop().children.pop()

    def enter(self, kind: str, alt: str = "") -> None:
        """Open an element inside the innermost one."""
        element = Element(kind, alt)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self) -> None:
        """Close the innermost element, and drop it if it is empty."""
        if not self._open.pop().children:
            self._open[-1].children.pop()


class Structure:
    """The structure tree of a document."""

    def __init__(self, document: Document, pages: Sequence[Page]) -> None:
        self._document = document
        self._has_sections = sum(_sections(page.drawing) for page in pages) <= MAX_SECTIONS
        self._pages: list[PageTags] = []

    def page(self, page_object: Reference) -> PageTags:
        self._pages.append(PageTags(page_object, has_sections=self._has_sections))
        return self._pages[-1]

    def write(self) -> None:
        """Write the tree and enter it in the catalogue."""
        document = self._document
        root, whole = document.reserve(), document.reserve()
        parts = " ".join(self._write(page.whole, whole, page.page_object) for page in self._pages)
        document.define(whole, f"<</S/Document/P {root}/K[{parts}]>>")
        numbers = "".join(
            f"{i}[{' '.join(element.reference for element in page.owners)}]"
            for i, page in enumerate(self._pages)
        )
        owners = document.add(f"<</Nums[{numbers}]>>")
        document.define(
            root,
            f"<</Type/StructTreeRoot/K {whole}/ParentTree {owners}"
            f"/ParentTreeNextKey {len(self._pages)}>>",
        )
        document.catalog["StructTreeRoot"] = root
        document.catalog["MarkInfo"] = "<</Marked true>>"

    def _write(self, element: Element, parent: Reference, page_object: Reference) -> Reference:
        """Write an element and its content; return its reference."""
        element.reference = self._document.reserve()
        children = " ".join(
            str(child)
            if isinstance(child, int)
            else self._write(child, element.reference, page_object)
            for child in element.children
        )
        alt = f"/Alt{text_string(element.alt)}" if element.alt else ""
        self._document.define(
            element.reference,
            f"<</S/{element.kind}/P {parent}{alt}/Pg {page_object}/K[{children}]>>",
        )
        return element.reference


def _sections(drawing: Drawing) -> int:
    """The number of named groups at any depth."""
    return sum(
        bool(primitive.name) + _sections(primitive.children)
        for primitive in drawing
        if isinstance(primitive, Group)
    )
