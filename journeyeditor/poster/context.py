"""What all documents of a map are drawn with: its typesetter, its theme, and the words of its language."""

from __future__ import annotations

from journeyeditor.files import map_hash
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import PRINT
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterOptions, requested_theme
from journeyeditor.typography import Faces, Typesetter, is_right_to_left
from journeyeditor.vocabulary import MapInfo


def print_context(
    graph: JourneyGraph, info: MapInfo, options: PosterOptions, faces: Faces
) -> RenderContext:
    theme = requested_theme(info, options)
    return RenderContext(
        Typesetter(faces, info.language, is_grey=theme.is_monochrome),
        theme,
        texts_of(info.language),
        is_mirrored=runs_right_to_left(graph, info),
        format=PRINT,
    )


def imprint_of(options: PosterOptions, graph: JourneyGraph, context: RenderContext) -> str:
    """The program's name and the map's state, if wished."""
    if not options.imprint:
        return ""
    words = context.texts("map {hash}").format(hash=map_hash(graph))
    return f"Journey Editor · {words}"


def runs_right_to_left(graph: JourneyGraph, info: MapInfo) -> bool:
    """Whether most stages have names in a script that runs from right to left."""
    names = [stage.title for stage in graph.stages() if stage.title] or [info.title]
    return 2 * sum(is_right_to_left(name) for name in names) > len(names)
