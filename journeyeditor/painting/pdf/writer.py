"""One document from pages of primitives: boxes, resources, tags, outline and metadata.

The same pages and metadata give the same bytes on any machine with the same fonts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from journeyeditor import resources as bundled
from journeyeditor.display.primitives import Attachment, Box, Drawing, Metadata, Page
from journeyeditor.geometry import Rect
from journeyeditor.painting.bitmaps import PRINT_DPI, placed_sizes
from journeyeditor.painting.pdf.colour import CmykColours, Colours
from journeyeditor.painting.pdf.content_stream import Content, PagePlace, PageResources, TextPainter
from journeyeditor.painting.pdf.document import Document, text_string
from journeyeditor.painting.pdf.fonts import Fonts
from journeyeditor.painting.pdf.form_xobjects import Extents, FormXObjects
from journeyeditor.painting.pdf.images import Images
from journeyeditor.painting.pdf.metadata import (
    Press,
    information,
    language_of,
    write_attachment,
    write_metadata,
    write_output_intent,
)
from journeyeditor.painting.pdf.navigation import (
    OutlineItem,
    PageAnnotations,
    length,
    write_outline,
)
from journeyeditor.painting.pdf.operators import Numbers, PathWriter
from journeyeditor.painting.pdf.structure import Structure

if TYPE_CHECKING:
    from journeyeditor.typography import Faces


def write_pdf(
    pages: Iterable[Page],
    file: BinaryIO,
    faces: Faces,
    metadata: Metadata,
    *,
    dpi: float = PRINT_DPI,
    attachment: Attachment | None = None,
    press: Press | None = None,
) -> None:
    """Write the pages as a PDF, all of it at once; bitmaps are sharp at `dpi`.

    With a press the file is PDF/X-4 in CMYK, which allows neither links nor an attachment; else it
    is PDF/UA-1 and PDF/A-3b in sRGB.
    """
    sheets = tuple(pages)
    # PDF/X-4 is based on PDF 1.6.
    document = Document("1.6" if press else "1.7")
    srgb = bundled.path("colour", "sRGB-v2-micro.icc").read_bytes()
    fonts, forms = Fonts(faces), FormXObjects(sheets)
    colours = CmykColours(press.profile) if press else Colours()
    sizes = placed_sizes(page.drawing for page in sheets) if forms.has_pictures else {}
    images = Images(document, sizes, dpi, srgb if press else None)
    extents = Extents()
    path_writers = {decimals: PathWriter(decimals) for decimals in (1, 2, 3, 5)}
    page_resources = PageResources(
        TextPainter(fonts), images, forms, extents, colours, path_writers, Numbers(6)
    )
    tree, resources = document.reserve(), document.reserve()
    structure = Structure(document, sheets)
    outline: list[OutlineItem] = []
    page_objects = []
    for number, page in enumerate(sheets):
        page_object = document.reserve()
        tags = structure.page(page_object)
        annotations = PageAnnotations(
            document, page_object, page.size.height, tags, structure, has_links=press is None
        )
        place = PagePlace(tags, annotations, Rect(0, 0, *page.size))
        content = Content(page_resources, 1.0, place)
        content.play_page((Box(page.bleed_box, 0, page.background, None), *page.drawing))
        outline += annotations.entries
        stream = document.stream(_flip(page) + content.data())
        document.define(
            page_object,
            f"<</Type/Page/Parent {tree}{_boxes(page)}/Resources {resources}/Contents {stream}"
            f"/Group<</S/Transparency/CS/Device{'CMYK' if press else 'RGB'}>>"
            f"/Tabs/S/StructParents {number}{annotations.page_entry()}>>",
        )
        page_objects.append(page_object)
    structure.write()
    shown = forms.write(document, resources, partial(_form, page_resources), extents)
    document.define(
        resources,
        f"<</Font<<{fonts.write(document, colours)}>>/XObject<<{images.resources()}{shown}>>>>",
    )
    kids = " ".join(page_objects)
    document.define(tree, f"<</Type/Pages/Count {len(page_objects)}/Kids[{kids}]>>")
    catalog = document.catalog
    catalog["Pages"] = tree
    catalog["Lang"] = text_string(language_of(metadata))
    catalog["ViewerPreferences"] = "<</DisplayDocTitle true>>"
    catalog["OutputIntents"] = f"[{write_output_intent(document, srgb, press)}]"
    catalog["Metadata"] = write_metadata(document, metadata, press)
    if outline:
        catalog["Outlines"] = write_outline(document, outline)
    if any(page.label for page in sheets):
        labels = "".join(f"{i}<</P{text_string(page.label)}>>" for i, page in enumerate(sheets))
        catalog["PageLabels"] = f"<</Nums[{labels}]>>"
    if attachment is not None and press is None:
        file_object = write_attachment(document, attachment, metadata)
        name = text_string(attachment.name)
        catalog["AF"] = f"[{file_object}]"
        catalog["Names"] = f"<</EmbeddedFiles<</Names[{name} {file_object}]>>>>"
    file.write(document.finished(information(metadata, press)))


def _form(page_resources: PageResources, drawing: Drawing, scale: float) -> bytes:
    content = Content(page_resources, scale)
    content.play(drawing)
    return content.data()


def _flip(page: Page) -> bytes:
    return f"1 0 0 -1 0 {length(page.size.height)} cm\n".encode("ascii")


def _boxes(page: Page) -> str:
    height = page.size.height
    boxes = {
        "MediaBox": Rect(0, 0, *page.size),
        "BleedBox": page.bleed_box,
        "TrimBox": page.trim,
    }
    return "".join(
        f"/{name}[{' '.join(map(length, (box.x, height - box.bottom, box.right, height - box.y)))}]"
        for name, box in boxes.items()
    )
