"""Write slides: the whole map on one slide of the poster's size, or a slide of 16:9 for each stage."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from journeyeditor.display.primitives import Bitmap
from journeyeditor.display.theme import Theme
from journeyeditor.exporters.archives import packed, timeless
from journeyeditor.exporters.format import Export
from journeyeditor.exporters.look import (
    CREATED,
    MAX_PROPERTY,
    document_theme,
    language_tag,
    xml_text,
)
from journeyeditor.exporters.slides.drawing_ml import EMU, NAMESPACES, ShapeWriter
from journeyeditor.exporters.slides.page_shapes import PageShapes
from journeyeditor.files import dump_map
from journeyeditor.geometry import Size
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.funnel import funnel
from journeyeditor.layout.grid import plan
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Stage, info_of

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

#: Fonts that programs for slides have everywhere, in the place of the poster's.
FONT = "Arial"
#: The longest side of a slide (points): 56 inches.
MAX_SIDE = 56 * 72.0
#: The layout of the built-in template that has a title and nothing else.
_TITLE_ONLY = 5
#: Roles of the theme as accents, after the client's colour.
_ACCENTS = ("brand", "touchpoint", "pain", "opportunity", "emotion", "thought")
#: The part with the map, for whoever imports the slides.
MAP_PART, MAP_TYPE = "/customXml/journey-map.xml", "application/xml"


def write(export: Export) -> list[bytes]:
    """Raises PaperError and PosterError like a poster."""
    import pptx

    deck = pptx.Presentation()
    theme = document_theme(export)
    _prepare(deck, theme, export)
    if export.slides == "stage":
        _add_stages(deck, theme, export)
    else:
        _add_poster(deck, theme, export)
    if export.has_source:
        _add_map(deck, dump_map(export.graph))
    file = BytesIO()
    deck.save(file)
    return [timeless(file.getvalue())]


def _add_poster(deck: Presentation, theme: Theme, export: Export) -> None:
    """Add the whole map on one slide, which is as large as the poster."""
    options = dataclasses.replace(
        export.options, tile="", bleed_mm=0.0, marks=False, appendix=(), imprint=False, sheets=1
    )
    # The same options share the poster, which has been composed for the preview already.
    same = options == export.options
    own = export if same else dataclasses.replace(export, options=options)
    (page,) = own.poster.pages
    export.progress(0.5)
    scale = min(1.0, MAX_SIDE / max(page.trim.size))
    _set_size(deck, page.trim.size, scale)
    slide = _new_slide(deck)
    shapes = PageShapes(
        export.graph, _shape_writer(theme, export), _texts(export), _picture_adder(slide)
    )
    _fill(slide, shapes.of(page, scale))
    _add_notes(slide, shapes.stages, export)


def _add_stages(deck: Presentation, theme: Theme, export: Export) -> None:
    """Add a slide for each stage, and one for the cards in no stage."""
    from journeyeditor.exporters.grid import persona_of
    from journeyeditor.exporters.slides.stage_shapes import SIZE, StageShapes

    graph = export.graph
    lanes = export.options.lanes or info_of(graph).poster.lanes
    grid = plan(graph, persona=persona_of(export), lanes=lanes)
    cells = grid.cards_by_cell()
    rows = {row.stage.id: row for row in funnel(graph)}
    _set_size(deck, SIZE)
    for number, column in enumerate(grid.columns):
        export.progress(number / len(grid.columns))
        slide = _new_slide(deck)
        writer = _shape_writer(theme, export)
        shapes = StageShapes(graph, grid, cells, writer, theme, _texts(export))
        stage = column.stage.id if column.stage else ""
        _fill(slide, shapes.of(number, rows.get(stage)))
        _add_notes(slide, [stage] if stage else [], export)


def _prepare(deck: Presentation, theme: Theme, export: Export) -> None:
    """Give the built-in template the properties and the look of the map."""
    info = info_of(export.graph)
    properties = deck.core_properties
    title, author, subject = (
        xml_text(words, MAX_PROPERTY) for words in (info.title, info.author, info.subtitle)
    )
    properties.title, properties.author = title, author
    properties.subject, properties.keywords = subject, ""
    properties.language = language_tag(info)
    properties.created = properties.modified = CREATED
    properties.last_modified_by, properties.revision = author, 1
    master = deck.slide_master.part
    part = next(rel.target_part for rel in master.rels.values() if rel.reltype.endswith("/theme"))
    themed = _themed(part.blob.decode("utf-8"), theme, info.client or info.title)
    part._blob = themed.encode()  # noqa: SLF001 - nor has the content of a part


def _themed(xml: str, theme: Theme, name: str) -> str:
    colours = {"dk1": theme["ink"], "lt1": theme["paper"], "dk2": theme["title"]}
    colours |= {"lt2": theme["panel"], "hlink": theme["touchpoint"], "folHlink": theme["emotion"]}
    colours |= {f"accent{n}": theme[role] for n, role in enumerate(_ACCENTS, 1)}
    for role, colour in colours.items():
        value = f'<a:{role}><a:srgbClr val="{colour[1:]}"/></a:{role}>'
        xml = re.sub(f"<a:{role}>.*?</a:{role}>", value, xml, count=1, flags=re.DOTALL)
    xml = re.sub(
        r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml, count=2
    )
    return re.sub(r'(<a:theme [^>]*name=")[^"]*', _quoted(name), xml, count=1)


def _quoted(name: str) -> Any:
    words = escape(xml_text(" ".join(name.split()), 60) or "Journey", {'"': "&quot;"})
    return lambda match: match[1] + words


def _roles(theme: Theme) -> Mapping[str, str]:
    """The names of colours in the theme, so that they change with it."""
    named = {theme["ink"]: "tx1", theme["paper"]: "bg1", theme["title"]: "tx2"}
    accents = {theme[role]: f"accent{n}" for n, role in enumerate(_ACCENTS, 1)}
    return {colour.upper(): role for colour, role in (accents | named).items()}


def _texts(export: Export) -> Texts:
    return texts_of(info_of(export.graph).language or "en")


def _shape_writer(theme: Theme, export: Export) -> ShapeWriter:
    return ShapeWriter(_roles(theme), language_tag(info_of(export.graph)))


def _set_size(deck: Presentation, size: Size, scale: float = 1.0) -> None:
    from pptx.util import Emu

    deck.slide_width = Emu(round(size.width * scale * EMU))
    deck.slide_height = Emu(round(size.height * scale * EMU))


def _new_slide(deck: Presentation) -> Slide:
    """Add an empty slide; its title comes with the shapes."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    for shape in list(slide.placeholders):
        shape.element.getparent().remove(shape.element)
    return slide


def _picture_adder(slide: Slide) -> Callable[[Bitmap], str]:
    pictures: dict[str, str] = {}

    def add_picture(bitmap: Bitmap) -> str:
        if bitmap.asset.key not in pictures:
            _, relation = slide.part.get_or_add_image_part(BytesIO(bitmap.asset.data))
            pictures[bitmap.asset.key] = relation
        return pictures[bitmap.asset.key]

    return add_picture


def _fill(slide: Slide, shapes: str) -> None:
    from pptx.oxml import parse_xml

    tree = slide.shapes._spTree  # noqa: SLF001 - the tree of all shapes has no public name
    for element in list(parse_xml(f"<p:spTree {NAMESPACES}>{shapes}</p:spTree>")):
        tree.append(element)


def _add_notes(slide: Slide, stages: list[RecordId], export: Export) -> None:
    """Put the speaker notes of the stages on the slide below it."""
    parts = []
    for id_ in stages:
        stage = export.graph.element(id_)
        if isinstance(stage, Stage) and stage.speaker_notes:
            heading = f"{stage.title}\n" if len(stages) > 1 and stage.title else ""
            parts.append(heading + stage.speaker_notes)
    if parts:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n\n".join(parts)


def _add_map(deck: Presentation, data: bytes) -> None:
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<journey-map>{packed(data)}</journey-map>'
    part = Part(PackURI(MAP_PART), MAP_TYPE, deck.part.package, xml.encode())
    deck.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
