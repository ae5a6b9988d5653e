"""A trial of a size finds the heights that the drawing has: rows, lanes, and the places of their stacks."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.i18n import texts
from journeyeditor.layout.grid import STACK_LIMIT, plan
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import PRINT
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.map_rows import MapRows
from journeyeditor.poster.options import PosterOptions, requested_theme
from journeyeditor.poster.pagination import Trial
from journeyeditor.poster.paper import paper_size
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import info_of
from tests.layout.maps import maps

TRIM = paper_size("A3", "landscape")
FACES = Faces(system=False)

trials = st.builds(
    Trial,
    scale=st.floats(0.2, 2.0),
    rows=st.integers(1, 3),
    has_origins=st.booleans(),
    has_notes=st.booleans(),
)


@given(maps(), st.lists(st.tuples(trials, st.floats(30, 260)), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_trial_finds_the_heights_of_the_drawing(
    graph: JourneyGraph, tried: list[tuple[Trial, float]]
) -> None:
    rows = map_rows(graph)
    if not rows.grid.columns:
        return
    for trial, slot_width in tried:
        found, drawn = (
            rows.measure(rows.grid.columns, slot_width, 0.0, each, TRIM)
            for each in (trial, trial._replace(is_final=True))
        )
        assert [lane.rows for lane in found.lanes] == [lane.rows for lane in drawn.lanes]
        assert found.height == drawn.height
        assert found.lanes_top == drawn.lanes_top


def map_rows(graph: JourneyGraph) -> MapRows:
    info = info_of(graph)
    theme = requested_theme(info, PosterOptions())
    context = RenderContext(
        Typesetter(FACES, info.language), theme, texts(info.language), format=PRINT
    )
    planned = plan(graph, stack_limit=STACK_LIMIT)
    return MapRows(graph, planned, "", persona_styles(graph, theme), context, has_ribbon=False)
