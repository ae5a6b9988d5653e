"""Read titles that somebody edited on slides: the name of a shape is the id of its card.

Only titles are read, as nothing else on a slide is certain: what is missing may be on another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from journeyeditor.exchange.importers import FoundJourney, Imported, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters.archives import check_unpacked, part_of, unpacked
from journeyeditor.exporters.revision import Revision, copy_of, imported
from journeyeditor.exporters.slides.writer import MAP_PART
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph

_PRESENTATION, _MAX_LISTED = "ppt/presentation.xml", 64
#: Shapes that are looked at, and groups inside one another.
MAX_SHAPES, MAX_DEPTH = 200_000, 20
_QUOTES = "“”„\"«»‹›'’ "


def recognizes(source: SourceFile) -> bool:
    """Whether a file is a deck of slides."""
    return part_of(source, _PRESENTATION, _MAX_LISTED) is not None


def find(source: SourceFile) -> Sequence[FoundJourney]:
    """The map that travels with the slides, with the titles on them, or else what is drawn on them.

    Raises ImportFailure.
    """
    check_unpacked(source)
    exported = _map_in(source)
    if exported is None:
        from journeyeditor.exchange.boards.slides import find_slides

        return find_slides(source.data)
    return [FoundJourney("", "", lambda: _taken(source, exported, exported))]


def read_into(source: SourceFile, graph: JourneyGraph, lenient: bool) -> Imported:
    """A map with the titles on the slides; raises ImportFailure."""
    check_unpacked(source)
    exported = _map_in(source)
    if not any(graph.has_element(name) for _, name, _ in _titles(source)):
        raise ImportFailure(
            Phrase(N_("has no shape of a card of this map; export the slides again"))
        )
    return _taken(source, graph, graph if exported is None else exported)


def _taken(source: SourceFile, graph: JourneyGraph, exported: JourneyGraph) -> Imported:
    target, revision = copy_of(graph), Revision()
    seen: set[str] = set()
    for place, name, words in _titles(source):
        if not exported.has_element(name) or name in seen:
            continue
        seen.add(name)
        revision.places[name] = Phrase(N_("slide {slide}"), slide=place)
        title = exported.element(name).title
        if words.strip(_QUOTES) != " ".join(title.split()).strip(_QUOTES):
            was_quoted = title[:1] not in _QUOTES
            revision.edit(name, "title", words.strip(_QUOTES) if was_quoted else words)
    return imported(target, revision)


def _titles(source: SourceFile) -> Iterator[tuple[int, str, str]]:
    """Yield the place, the name and the first paragraph of each shape with text."""
    from pptx import Presentation

    try:
        deck = Presentation(BytesIO(source.data))
        for number, slide in enumerate(deck.slides, 1):
            for shape in _shapes(slide.shapes):
                if shape.has_text_frame and shape.text_frame.paragraphs:
                    words = " ".join(shape.text_frame.paragraphs[0].text.split())
                    yield number, shape.name, words
    except Exception as error:  # python-pptx fails in many ways on a damaged file
        raise ImportFailure(Phrase(N_("is a damaged deck of slides; save it again"))) from error


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            if depth < MAX_DEPTH:
                yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _map_in(source: SourceFile) -> JourneyGraph | None:
    """The map as it was exported, None if the slides carry none."""
    from journeyeditor.files import FileError, parse_map

    part = part_of(source, MAP_PART.removeprefix("/"))
    match = re.search(rb"<journey-map[^>]*>([A-Za-z0-9+/=\s]*)</journey-map>", part or b"")
    if match is None:
        return None
    data = unpacked("".join(match[1].decode("ascii").split()))
    if data is None:
        return None
    try:
        return parse_map(data, source.name)
    except FileError as error:
        raise ImportFailure(error.words) from error
