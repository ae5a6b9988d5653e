"""How a map fills its sheets: nothing too large, little left empty, split at stage borders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.display.primitives import Group, Page, extent
from journeyeditor.geometry import Rect, Transform
from journeyeditor.i18n import texts
from journeyeditor.layout.grid import StageColumn
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster import source_list
from journeyeditor.poster.blocks import Block
from journeyeditor.poster.pagination import split
from journeyeditor.vocabulary import Emotion, Evidence, Follows, Persona, Stage, Step
from tests.layout.maps import maps
from tests.poster.sheets import SAMPLES, a_map, poster, rules, runs, sample, sample_poster, text_of


def named(page: Page, name: str) -> tuple[Group, Transform]:
    """Return the group of that name and the transform it stands in."""
    content = page.drawing[0]
    assert isinstance(content, Group)
    found = next(g for g in content.children if isinstance(g, Group) and g.name == name)
    return found, content.transform


def map_box(page: Page) -> Rect:
    group, transform = named(page, "map")
    box = extent(group)
    assert box is not None
    return transform.box(box)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("paper", ["A0", "A3", "A4", "1500x600mm"])
def test_a_sample_fills_its_sheet(name: str, paper: str) -> None:
    page = sample_poster(name, paper).pages[0]
    box = map_box(page)
    # side panel, head, foot and margins take their share; the rest is the map's
    assert box.width >= 0.70 * page.trim.width
    assert box.height >= 0.68 * page.trim.height
    assert page.trim.contains(box, 1)


@given(maps(), st.sampled_from(["A0", "A3", "A5", "300x1000mm", "1500x600mm"]))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_the_map_stays_between_head_and_foot(graph: JourneyGraph, paper: str) -> None:
    page = poster(graph, paper=paper).pages[0]
    content = page.drawing[0]
    assert isinstance(content, Group)
    foot = content.children[-1]
    assert isinstance(foot, Group)
    box, below = map_box(page), extent(foot)
    assert below is not None
    unit = content.transform.a
    # faces and pens may reach a little beyond their lane
    assert box.bottom <= content.transform.box(below).y + 3 * unit
    assert box.x >= page.trim.x
    assert box.right <= page.trim.right


columns = st.lists(st.integers(1, 12), min_size=1, max_size=20).map(
    lambda slots: [
        StageColumn(Stage(id=f"s{i}"), sum(slots[:i]), count) for i, count in enumerate(slots)
    ]
)


@given(columns, st.lists(st.floats(100, 3000), min_size=1, max_size=8))
def test_a_split_keeps_every_column_whole_and_in_order(
    stages: list[StageColumn], capacities: list[float]
) -> None:
    rows = split(stages, capacities)
    assert len(rows) == len(capacities)
    assert [column for row in rows for column in row] == stages
    fullest = max(
        sum(c.slots for c in row) / room for row, room in zip(rows, capacities, strict=True)
    )
    assert all(rows) or len(stages) < len(capacities)
    # never fuller than all on the smallest sheet, never less than the average
    total = sum(c.slots for c in stages)
    assert total / sum(capacities) - 1e-9 <= fullest <= total / min(capacities) * 1.01


@given(columns, st.integers(1, 6))
def test_equal_sheets_are_filled_as_evenly_as_can_be(stages: list[StageColumn], count: int) -> None:
    rows = split(stages, [1000.0] * count)
    fullest = max(sum(c.slots for c in row) for row in rows)
    assert fullest == _best([c.slots for c in stages], count)


def _best(slots: list[int], count: int) -> int:
    """Return the least greatest sum over all ways to cut a list into so many parts."""
    bound = max(slots)
    while True:
        parts, room = 1, bound
        for value in slots:
            if value > room:
                parts, room = parts + 1, bound
            room -= value
        if parts <= count:
            return bound
        bound += 1


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_long_map_is_split_over_sheets_at_stage_borders(name: str, count: int) -> None:
    graph = sample(name)
    found = poster(graph, paper="A3", sheets=count)
    assert len(found.pages) == count
    assert [page.label for page in found.pages] == [str(i + 1) for i in range(count)]
    order = []
    for page in found.pages:
        text = text_of(page)
        here = [stage.title for stage in graph.stages() if stage.title.split()[0] in text]
        assert here
        order.append(here)
    titles = [stage.title for stage in graph.stages()]
    assert sorted({title for here in order for title in here}, key=titles.index) == titles
    words = texts(name.partition(".")[2])
    for number, page in enumerate(found.pages):
        sheet = words(
            "Sheet {number} of {count}, continued" if number else "Sheet {number} of {count}"
        )
        assert sheet.format(number=number + 1, count=count) in text_of(page)


def test_text_grows_with_the_sheets() -> None:
    graph = sample("predictive_maintenance.en")
    scales = [
        named(poster(graph, paper="A3", sheets=count).pages[0], "map")[0].transform.a
        for count in (1, 2, 4)
    ]
    assert all(one < other for one, other in pairwise(scales))


def test_more_sheets_than_stages_are_reported() -> None:
    found = poster(a_map(Stage(id="a"), Stage(id="b")), sheets=5)
    assert len(found.pages) == 2
    assert "sheets" in rules(found)


def test_a_very_long_map_is_folded() -> None:
    records: list[Record] = []
    for i in range(40):
        records.append(Stage(id=f"s{i}", title=f"Stage {i}"))
        records += [Step(id=f"t{i}.{j}", stage=f"s{i}", title="Pay the bill") for j in range(4)]
    graph = a_map(*records, title="Long")
    page = poster(graph, paper="A3").pages[0]
    group, _ = named(page, "map")
    rows = [child for child in group.children if isinstance(child, Group) and child.name != "notes"]
    assert len(rows) > 1
    assert all(f"Stage {i}" in text_of(page) for i in range(40))


def test_a_connection_between_two_rows_leads_to_the_edge_and_names_its_other_end() -> None:
    stages = [Stage(id=f"s{i}", title=f"Stage {i}") for i in range(40)]
    steps = [Step(id=f"t{i}", stage=f"s{i}", title=f"Pay {i}") for i in range(40)]
    jump = Follows(id="r", source="t0", target="t39")
    found = poster(a_map(*stages, *steps, jump), paper="A3")
    assert not [f for f in found.findings if f.rule == "not-shown"]
    words = {run.text for run, _ in runs(found.pages[0])}
    assert {"→ Pay 39", "Pay 0 →"} <= words


def test_a_tiny_map_is_not_blown_up() -> None:
    graph = a_map(Stage(id="s", title="Pay"), Step(id="t", stage="s", title="Pay"))
    page = poster(graph, paper="A0").pages[0]
    content = page.drawing[0]
    assert isinstance(content, Group)
    group, _ = named(page, "map")
    assert group.transform.a <= 1.75 + 1e-9


@pytest.mark.parametrize("count", [300, 3_000])
def test_only_sources_that_could_have_room_are_set(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    made = []
    source_block = source_list._source_block

    def counted(*values: Any, **named: Any) -> Block:
        made.append(values)
        return source_block(*values, **named)

    monkeypatch.setattr(source_list, "_source_block", counted)
    sources = [Evidence(id=f"e{number}", source=f"Source {number}") for number in range(count)]
    composed = poster(a_map(Stage(id="s", title="Order"), *sources))
    assert len(made) < 600
    listed = text_of(composed).count("Source ")
    left_out = texts("en").number(count - listed)
    assert f"{left_out} sources are not listed in the side panel." in [
        finding.message for finding in composed.findings
    ]


def test_a_sheet_of_one_stage_is_used_in_its_whole_width() -> None:
    """The last column of cards begins right of the middle where a stage has several."""
    found = poster(sample("toothbrush.sv"), paper="A3", sheets=7)
    for page in found.pages[1:5]:  # stages of two slots; on the first sheet is the panel
        assert max(box.x for box in _records(page)) > page.trim.x + 0.45 * page.trim.width


def test_a_card_narrower_than_its_span_stands_at_its_own_column() -> None:
    """On wide slots, the pain of the till is below the till."""
    page = poster(sample("toothbrush.sv"), paper="A3", sheets=7).pages[3]
    (pain,) = _records(page, "pain_point")
    till = max(_records(page, "touchpoint"), key=lambda box: box.x)
    assert pain.x == pytest.approx(till.x, abs=page.trim.width * 0.02)


def _records(page: Page, kind: str = "") -> list[Rect]:
    """Return the boxes of the cards of a page, or of one kind."""

    def search(group: Group, transform: Transform) -> Iterator[Rect]:
        inner = transform.after(group.transform)
        kinds = dict(group.tag.data).get("kind") if group.tag else None
        if kinds and kinds != "emotion" and kind in {"", kinds}:
            box = extent(Group(group.children))
            assert box is not None
            yield inner.box(box)
        for child in group.children:
            if isinstance(child, Group):
                yield from search(child, inner)

    return [
        box
        for primitive in page.drawing
        if isinstance(primitive, Group)
        for box in search(primitive, Transform())
    ]


def test_a_sheet_without_scores_has_no_panels_for_them() -> None:
    people = [Persona(id=f"p{i}", title=f"Person {i}") for i in range(5)]
    stages = [Stage(id=f"s{i}", title=f"Stage {i}") for i in range(3)]
    steps = [Step(id=f"t{s}{i}", stage=f"s{s}", title="Waits") for s in range(3) for i in range(6)]
    scores = [Emotion(id=f"e{p.id}", stage="s0", persona=p.id, score=1.0) for p in people]
    found = poster(a_map(*people, *stages, *steps, *scores, title="Sparse"), paper="A3", sheets=3)
    assert ["+2" in text_of(page).split() for page in found.pages] == [True, False, False]
    assert text_of(found.pages[0]).count("+1.0") == 5
