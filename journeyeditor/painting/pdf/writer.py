"""One document from pages of primitives: boxes, resources, links, outline and metadata.

The same pages give the same bytes, at any time and on any machine with the same fonts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from journeyeditor import __version__
from journeyeditor.display.primitives import Drawing, Link, Metadata, Page
from journeyeditor.geometry import Rect
from journeyeditor.painting.bitmaps import PRINT_DPI, placed_sizes
from journeyeditor.painting.links import safe_target
from journeyeditor.painting.pdf.content_stream import Content, PageResources
from journeyeditor.painting.pdf.document import Document, Reference, text_string
from journeyeditor.painting.pdf.fonts import Fonts
from journeyeditor.painting.pdf.form_xobjects import FormXObjects
from journeyeditor.painting.pdf.images import Images
from journeyeditor.painting.pdf.navigation import OutlineItem, destinations, write_outline
from journeyeditor.painting.pdf.operators import Numbers, PathWriter
from journeyeditor.painting.pdf.structure import Structure
from journeyeditor.painting.pdf.text import TextPainter

if TYPE_CHECKING:
    from journeyeditor.typography import Faces


def write_pdf(
    pages: Iterable[Page],
    file: BinaryIO,
    faces: Faces,
    metadata: Metadata,
    *,
    dpi: float = PRINT_DPI,
) -> None:
    """Write the pages as a PDF, all of it at once; bitmaps are sharp at `dpi`."""
    sheets = tuple(pages)
    document = Document()
    fonts, forms = Fonts(faces), FormXObjects(sheets)
    images = Images(document, placed_sizes(page.drawing for page in sheets), dpi)
    path_writers = {decimals: PathWriter(decimals) for decimals in (1, 2, 3, 5)}
    page_resources = PageResources(TextPainter(fonts), images, forms, path_writers, Numbers(6))
    tree, resources = document.reserve(), document.reserve()
    structure = Structure(document, sheets)
    outline: list[OutlineItem] = []
    page_objects = []
    for number, page in enumerate(sheets):
        page_object = document.reserve()
        content = Content(page_resources, 1.0, structure.page(page_object))
        content.play_page(page.drawing)
        annotations, entries = _annotations_of(page, page_object, document)
        outline += entries
        stream = document.stream(_flip(page) + content.data())
        document.define(
            page_object,
            f"<</Type/Page/Parent {tree}{_boxes(page)}/Resources {resources}"
            f"/Contents {stream}/StructParents {number}{annotations}>>",
        )
        page_objects.append(page_object)
    structure.write()
    shown = forms.write(document, resources, partial(_form, page_resources))
    document.define(
        resources,
        f"<</Font<<{fonts.write(document)}>>/XObject<<{images.resources()}{shown}>>>>",
    )
    page_list = " ".join(page_objects)
    document.define(tree, f"<</Type/Pages/Count {len(page_objects)}/Kids[{page_list}]>>")
    document.catalog["Pages"] = tree
    document.catalog["Lang"] = text_string(metadata.language)
    document.catalog["ViewerPreferences"] = "<</DisplayDocTitle true>>"
    if outline:
        document.catalog["Outlines"] = write_outline(document, outline)
    if any(page.label for page in sheets):
        labels = "".join(f"{i}<</P{text_string(page.label)}>>" for i, page in enumerate(sheets))
        document.catalog["PageLabels"] = f"<</Nums[{labels}]>>"
    information = {
        "title": metadata.title,
        "author": metadata.author,
        "subject": metadata.subject,
        "creator": f"Journey Editor {__version__}",
    }
    file.write(document.finished(information))


def _form(page_resources: PageResources, drawing: Drawing, scale: float) -> bytes:
    content = Content(page_resources, scale)
    content.play(drawing)
    return content.data()


def _flip(page: Page) -> bytes:
    """The operator that makes y point downwards."""
    return f"1 0 0 -1 0 {_number(page.size.height)} cm\n".encode("ascii")


def _boxes(page: Page) -> str:
    """MediaBox, BleedBox and TrimBox of a page."""
    width, height = page.size
    media = f"[0 0 {_number(width)} {_number(height)}]"
    if page.trim == Rect(0, 0, width, height):
        return f"/MediaBox{media}"
    trim = page.trim
    corners = (trim.x, height - trim.bottom, trim.right, height - trim.y)
    return f"/MediaBox{media}/BleedBox{media}/TrimBox[{' '.join(map(_number, corners))}]"


def _annotations_of(
    page: Page, page_object: Reference, document: Document
) -> tuple[str, list[OutlineItem]]:
    """The entry for a page's links, and its outline entries."""
    height = page.size.height
    links: list[Reference] = []
    entries: list[OutlineItem] = []
    for place in destinations(page):
        if isinstance(place, Link):
            target = safe_target(place.target)
            if target is not None:
                links.append(document.add(_link(place.rect, target, height)))
        else:
            x, y = round(place.at.x), round(height - place.at.y)
            entries.append(
                OutlineItem(place.title, f"[{page_object}/XYZ {x} {y} null]", place.level)
            )
    return f"/Annots[{' '.join(links)}]" if links else "", entries


def _link(rect: Rect, target: str, height: float) -> str:
    corners = (rect.x, height - rect.bottom, rect.right, height - rect.y)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{' '.join(map(_number, corners))}]/Border[0 0 0]"
        f"/F 4/A<</S/URI/URI{text_string(target)}>>>>"
    )


def _number(value: float) -> str:
    """A length with the four decimals that large multiples of 0.1 mm need."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
