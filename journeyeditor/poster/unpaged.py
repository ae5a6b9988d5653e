"""The map alone on a page of its own size, for screens: without title block, panel and paper."""

from __future__ import annotations

from journeyeditor.display.primitives import Group, Page, Primitive
from journeyeditor.display.theme import Theme
from journeyeditor.geometry import Size, Transform
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.replay.volumes import volumes
from journeyeditor.layout.arrangement import MeasuredRow, arrange
from journeyeditor.layout.grid import plan
from journeyeditor.layout.map_drawing import depict, depict_free_notes
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import PRINT, WITH_FLOW
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.poster.legend import SIGN_WIDTH, depict_sign, flow_entries
from journeyeditor.poster.map_rows import MapRows
from journeyeditor.poster.options import PosterOptions, check_size, no_lanes, requested_persona
from journeyeditor.poster.pagination import Trial
from journeyeditor.poster.paper import FRAME_SIZE, SheetEdge, page_of
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import info_of

#: The widths of slots that are tried, in map units, and the shape that is wide enough for a screen.
SLOTS = (96.0, 112.0, 128.0, 148.0, 170.0)
WIDE = 1.6
MARGIN = 10.0
#: Around the entries of a legend below the map, the height of its rows, and its type size.
LEGEND_GAP, LEGEND_ROW, LEGEND_TEXT = 16.0, 14.0, 8.0


def unpaged_map(graph: JourneyGraph, faces: Faces, theme: Theme, options: PosterOptions) -> Page:
    """Return the map, or the options' persona and lanes, in one row, in points at its regular size.

    Raises PosterError for a persona or lane that the map does not have, and for more elements or
    relations than a poster can show.
    """
    info = info_of(graph)
    check_size(len(graph), len(graph.relations()))
    persona = requested_persona(graph, options.persona)
    planned = plan(graph, persona=persona, lanes=options.lanes)
    if not planned.lanes and options.lanes:
        raise no_lanes(options.lanes)
    context = RenderContext(
        Typesetter(faces, info.language, is_grey=theme.is_monochrome),
        theme,
        texts_of(info.language),
        is_mirrored=runs_right_to_left(graph, info),
        format=WITH_FLOW if options.flow else PRINT,
        flow=volumes(graph, persona) if options.flow else None,
    )
    styles = persona_styles(graph, theme)
    rows = MapRows(graph, planned, persona, styles, context, has_ribbon=False, is_alone=True)
    measured = _measured(rows)
    arrangement = arrange(measured, measured.height)
    final = rows.context_at(1.0, FRAME_SIZE)
    drawing = (
        *depict(arrangement, rows.render_data(), final),
        Group(tuple(depict_free_notes(graph, arrangement, final)), name="notes"),
    )
    legend, height = _flow_legend(graph, final, measured.width, arrangement.height)
    size = Size(measured.width + 2 * MARGIN, height + 2 * MARGIN)
    return page_of(
        (Group(drawing, name="map"), *legend),
        size,
        1.0,
        MARGIN,
        SheetEdge(),
        0,
        theme["paper"],
        is_mirrored=context.is_mirrored,
    )


def _flow_legend(
    graph: JourneyGraph, context: RenderContext, width: float, top: float
) -> tuple[tuple[Group, ...], float]:
    """Return the legend of the flow below the map, if that is shown, and where it ends."""
    if context.flow is None:
        return (), top
    x, y = context.format.label_width, top + LEGEND_GAP
    drawing: list[Primitive] = []
    for entry in flow_entries(context.flow, graph, context):
        line = context.text(entry.words, LEGEND_TEXT, width, max_lines=1)
        own = SIGN_WIDTH + line.width
        if x + own > width and x > context.format.label_width:
            x, y = context.format.label_width, y + LEGEND_ROW
        middle = y + LEGEND_ROW / 2
        sign = tuple(depict_sign(entry, middle, context))
        drawing.append(Group(sign, Transform(e=x)))
        words_y = middle - line.line_height / 2
        drawing += context.place(line, x + SIGN_WIDTH, words_y, context.theme["ink"])
        x += own + LEGEND_GAP
    return (Group(tuple(drawing), name="legend"),), y + LEGEND_ROW


def _measured(rows: MapRows) -> MeasuredRow:
    """Return the row with the narrowest slots that make it wide enough."""
    trial = Trial(1.0, is_full_size=True, is_final=True)
    for slot_width in SLOTS:
        measured = rows.measure(rows.grid.columns, slot_width, 0.0, trial, FRAME_SIZE)
        if measured.width >= WIDE * measured.height:
            break
    return measured
