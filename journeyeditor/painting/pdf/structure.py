"""Tags: what a screen reader needs to read a page in a sensible order and to know what is what.

The tags of a drawing become the elements of the structure tree. Text belongs to the innermost
element; what is drawn besides is an artifact, except inside a figure, which is a whole. Elements
that only group cannot hold text: it gets a paragraph there, and items get a list around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Final

from journeyeditor.display.primitives import Drawing, Group, Page, Tag
from journeyeditor.geometry import Rect
from journeyeditor.painting.pdf.document import Document, Reference, text_string

#: Structure types that hold other elements but no content (PDF 32000-1, 14.8.4).
_GROUPING = frozenset({"Document", "Part", "Sect", "Div", "L", "LI", "Table", "TR"})
#: What of an item of a list its figures are a part of.
_ITEM = frozenset({"LI", "LBody"})
#: Their places in a row count even when they are empty.
_CELLS = frozenset({"TH", "TD"})
#: With more paragraphs than anybody listens to, a cell of a table is read as one text.
MAX_PARAGRAPHS = 3000
_NO_TAG = Tag()
FIGURE: Final = "Figure"
ARTIFACT: Final = "Artifact"
_COVERS = frozenset({FIGURE, ARTIFACT})


@dataclass(slots=True)
class Element:
    """A node of the structure; its kids are nodes, numbers of marked content and annotations.

    `box` is that of a figure, in page coordinates with y upwards.
    """

    role: str
    tag: Tag = _NO_TAG
    kids: list[Element | int | Reference] = field(default_factory=list)
    reference: Reference = ""
    box: Rect | None = None
    is_implied: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.kids and self.role not in _CELLS


class PageTags:
    """The elements of one page, opened and closed in the order of its content.

    The methods return the operators that go before what they announce.
    """

    def __init__(self, page_object: Reference, *, is_coarse: bool = False) -> None:
        self.page_object = page_object
        self._is_coarse = is_coarse
        self._skipped: list[bool] = []
        self.whole = Element("Part")
        self.owners: list[Element] = []
        self._open = [self.whole]
        #: The open figure or artifact, of which everything inside is a part, and the depth in it.
        self._cover: Element | None = None
        self._depth = 0
        #: What is being marked: an element, ARTIFACT, or nothing.
        self._marked: Element | str | None = None

    def text(self) -> list[str]:
        if self._cover is not None:
            return self.graphics()
        return self._switch(self._holder())

    def graphics(self) -> list[str]:
        is_figure = self._cover is not None and self._cover.role == FIGURE
        return self._switch(self._cover if is_figure else ARTIFACT)

    def end(self) -> list[str]:
        return self._switch(None)

    def border(self) -> list[str]:
        """Begin or end a coordinate system, at whose borders marks end but for those of a whole."""
        return self.end() if self._cover is None else self.graphics()

    def enter(self, tag: Tag, box: Rect | None = None) -> list[str]:
        """Open an element inside the innermost one; `box` is that of a figure."""
        is_in_cell = self._open[-1].role in _CELLS and self._cover is None
        self._skipped.append(self._is_coarse and is_in_cell and tag.role == "P")
        if self._skipped[-1]:
            return []
        if self._cover is not None:
            self._depth += 1
            return []
        operators = self.end()
        if tag.role == FIGURE and self._open[-1].role in _ITEM:
            self._holder()
        elif not (tag.role == "LI" and self._open[-1].role == "L"):
            self._close_implied()
        if tag.role == "LI" and self._open[-1].role != "L":
            self._enter("L").is_implied = True
        element = self._enter(tag.role, tag)
        element.box = box
        if tag.role in _COVERS:
            self._cover = element
        return operators

    def leave(self) -> list[str]:
        """Close the innermost element, and drop it if it is empty."""
        if self._skipped.pop():
            return []
        if self._depth:
            self._depth -= 1
            return []
        operators = self.end()
        self._cover = None
        self._close_implied()
        self._close()
        return operators

    def link(self, annotation: Reference, alt: str) -> Element:
        element = Element("Link", Tag(alt=alt), [annotation])
        if self._cover is None:
            self._holder().kids.append(element)
        else:
            self._open[-2].kids.append(Element("P", kids=[element]))
        return element

    def _holder(self) -> Element:
        if self._open[-1].role == "L":
            self._close_implied()
        element = self._open[-1]
        if element.role in _GROUPING:
            element = self._enter("LBody" if element.role == "LI" else "P")
            element.is_implied = True
        return element

    def _enter(self, role: str, tag: Tag = _NO_TAG) -> Element:
        element = Element(role, tag)
        self._open[-1].kids.append(element)
        self._open.append(element)
        return element

    def _close_implied(self) -> None:
        if self._open[-1].is_implied:
            self._close()

    def _close(self) -> None:
        element = self._open.pop()
        if element.is_empty:
            self._open[-1].kids.pop()

    def _switch(self, wanted: Element | str | None) -> list[str]:
        if wanted is self._marked:
            return []
        operators = [] if self._marked is None else ["EMC"]
        self._marked = wanted
        if isinstance(wanted, Element):
            number = len(self.owners)
            wanted.kids.append(number)
            self.owners.append(wanted)
            operators.append(f"/{wanted.role}<</MCID {number}>>BDC")
        elif wanted is not None:
            operators.append("/Artifact BMC")
        return operators


class Structure:
    """The structure tree of a document."""

    def __init__(self, document: Document, pages: Sequence[Page]) -> None:
        self._document = document
        self._page_count = len(pages)
        self._is_coarse = sum(_paragraphs(page.drawing) for page in pages) > MAX_PARAGRAPHS
        self._pages: list[PageTags] = []
        self._annotations: list[Element] = []

    def page(self, page_object: Reference) -> PageTags:
        self._pages.append(PageTags(page_object, is_coarse=self._is_coarse))
        return self._pages[-1]

    def annotation_key(self, element: Element) -> int:
        """Return the StructParent of an annotation that belongs to an element."""
        self._annotations.append(element)
        return self._page_count + len(self._annotations) - 1

    def write(self) -> None:
        """Write the tree and enter it in the catalogue."""
        document = self._document
        root, whole = document.reserve(), document.reserve()
        parts = " ".join(self._write(page.whole, whole, page.page_object) for page in self._pages)
        document.define(whole, f"<</S/Document/P {root}/K[{parts}]>>")
        numbers = [
            f"{i}[{' '.join(element.reference for element in page.owners)}]"
            for i, page in enumerate(self._pages)
        ]
        numbers += [
            f"{self._page_count + i} {element.reference}"
            for i, element in enumerate(self._annotations)
        ]
        owners = document.add(f"<</Nums[{' '.join(numbers)}]>>")
        document.define(
            root,
            f"<</Type/StructTreeRoot/K {whole}/ParentTree {owners}"
            f"/ParentTreeNextKey {len(numbers)}>>",
        )
        document.catalog["StructTreeRoot"] = root
        document.catalog["MarkInfo"] = "<</Marked true>>"

    def _write(self, element: Element, parent: Reference, page_object: Reference) -> Reference:
        element.reference = self._document.reserve()
        kids = list(self._kids(element, page_object))
        entry = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
        if entry[0].isdigit():
            entry = f" {entry}"
        alt = f"/Alt{text_string(element.tag.alt)}" if element.tag.alt else ""
        self._document.define(
            element.reference,
            f"<</S/{element.role}/P {parent}{alt}{_attributes(element)}"
            f"/Pg {page_object}/K{entry}>>",
        )
        return element.reference

    def _kids(self, element: Element, page_object: Reference) -> Iterator[str]:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield self._write(kid, element.reference, page_object)
            elif isinstance(kid, int):
                yield str(kid)
            else:
                yield f"<</Type/OBJR/Obj {kid}>>"


def _attributes(element: Element) -> str:
    if element.tag.scope:
        return f"/A<</O/Table/Scope/{element.tag.scope}>>"
    if element.role == "L":
        return "/A<</O/List/ListNumbering/None>>"
    if element.box is not None:
        x, y, right, bottom = *element.box[:2], element.box.right, element.box.bottom
        return f"/A<</O/Layout/BBox[{floor(x)} {floor(y)} {ceil(right)} {ceil(bottom)}]>>"
    return ""


def _paragraphs(drawing: Drawing) -> int:
    count = 0
    for primitive in drawing:
        if isinstance(primitive, Group):
            tag = primitive.tag
            count += tag is not None and tag.role == "P"
            count += _paragraphs(primitive.children)
    return count
