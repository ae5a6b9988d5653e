"""Copying, cutting and pasting within a map and between maps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.clipboard.clip import CHOSEN
from journeyeditor.files import dump_map, parse_map
from journeyeditor.i18n import texts
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, ends, field, steps, titles


def test_what_is_copied_is_a_file_of_ours_and_plain_lines() -> None:
    shop = a_shop().with_("step", "Two\nlines", stage="stage1", note="and\ta note")
    session = a_session(shop.with_("emotion", stage="stage1", score=1, reason="Glad").built())
    clip = operations.copy(session, ["touchpoint1", "step1", "emotion1"])
    assert clip.text == "Advert\nTwo lines\tand a note\nGlad"
    source = parse_map(clip.json.encode(), "clipboard")
    assert {e.id for e in source.elements()} == {"touchpoint1", "step1", "emotion1", "stage1"}
    assert steps(session) == 0


def test_pasting_near_the_originals_keeps_their_relations() -> None:
    session = a_session(a_shop().with_("pain_point", "Late", stage="stage1", rank=2).built())
    clip = operations.copy(session, ["pain_point1"])
    (new,) = operations.paste_clip(session, clip.json)
    assert ends(session, new) == {(new, "at", "touchpoint2")}
    assert (field(session, new, "title"), field(session, new, "stage")) == ("Slow", "stage1")
    row = [card.id for card in session.graph.cards("stage1") if card.kind == "pain_point"]
    assert row == ["pain_point1", new, "pain_point2"]
    assert session.selection.ids == (new,)
    assert session.transactions.history.labels == ("Paste {thing}\tPain point",)


def test_pasting_goes_where_something_else_is_selected() -> None:
    session = a_session(a_shop().with_("touchpoint", "Till").built())
    clip = operations.copy(session, ["pain_point1"])
    session.selection.set(["touchpoint4"])
    (new,) = operations.paste_clip(session, clip.json)
    assert ends(session, new) == {(new, "at", "touchpoint4")}


def test_what_is_related_together_is_pasted_related_together() -> None:
    shop = a_shop().with_("opportunity", "Faster", stage="stage1")
    shop.related("addresses", "opportunity1", "pain_point1")
    session = a_session(shop.related("follows", "touchpoint1", "touchpoint2", share=0.5).built())
    ids = ["touchpoint1", "touchpoint2", "pain_point1", "opportunity1"]
    one, two, pain, cure = operations.paste_clip(
        session, operations.copy(session, ids).json, DropTarget("stage2")
    )
    assert ends(session, pain) == {(pain, "at", two), (cure, "addresses", pain)}
    (flow,) = session.graph.outgoing(one, "follows")
    assert (flow.target, getattr(flow, "share", None)) == (two, 0.5)
    assert titles(session, "stage2", "touchpoint") == ["Advert", "Website"]


def test_a_spot_takes_the_first_stage_and_the_others_to_the_right_of_it() -> None:
    builder = a_map()
    for number in range(5):
        builder.with_stage(f"Stage {number}").with_("step", f"Step {number}")
    session = a_session(builder.built())
    clip = operations.copy(session, ["step1", "step3"])
    operations.paste_clip(session, clip.json, DropTarget("stage2"))
    assert titles(session, "stage2", "step") == ["Step 1", "Step 0"]
    assert titles(session, "stage4", "step") == ["Step 3", "Step 2"]
    operations.paste_clip(session, clip.json, DropTarget("stage5", before="step5"))
    assert titles(session, "stage5", "step") == ["Step 0", "Step 2", "Step 4"]


def test_between_maps_stages_are_found_by_name_or_archetype() -> None:
    source = a_session(
        a_map()
        .with_stage("Search")
        .with_("step", "a")
        .with_stage("Köp", archetype="purchase")
        .with_("step", "b")
        .with_stage("Other")
        .with_("step", "c")
        .built()
    )
    target = a_map().with_("note").with_stage("x", id="s1").with_stage(" SEARCH", id="s2")
    session = a_session(target.with_stage("Buy", id="s3", archetype="purchase").built())
    clip = operations.copy(source, ["step1", "step2", "step3"])
    ids = operations.paste_clip(session, clip.json)
    assert [field(session, id_, "stage") for id_ in ids] == ["s2", "s3", None]


def test_between_maps_people_are_known_by_name_and_sources_come_along() -> None:
    builder = a_map().with_("persona", "Eva").with_("persona", "Per").with_stage("Search")
    builder.with_("step", "Go", persona=("persona1", "persona2"), id="card")
    builder.with_("thought", "Hm", persona="persona2").with_("evidence", "Study", source="IPSOS")
    source = a_session(builder.related("evidenced_by", "card", "evidence1").built())
    target = a_map().with_stage("Search", id="s").with_("persona", "eva ", id="her")
    session = a_session(target.built())
    step, thought = operations.paste_clip(
        session, operations.copy(source, ["card", "thought1"]).json
    )
    assert field(session, step, "persona") == ("her",)
    assert field(session, thought, "persona") is None
    (relation,) = session.graph.outgoing(step, "evidenced_by")
    assert field(session, relation.target, "source") == "IPSOS"


def test_stages_are_pasted_with_their_cards() -> None:
    source = a_session(a_shop().built())
    clip = operations.copy(source, ["stage1"])
    session = a_session(a_map().with_stage("One").with_stage("Two").built())
    session.selection.set(["stage1"])
    new = operations.paste_clip(session, clip.json)[0]
    assert [stage.title for stage in session.graph.stages()] == ["One", "Search", "Two"]
    assert titles(session, new, "touchpoint") == ["Advert", "Website", "Reviews"]
    (pain,) = session.graph.elements("pain_point")
    (relation,) = session.graph.outgoing(pain.id)
    assert session.graph.element(relation.target).title == "Website"


def test_a_stage_is_pasted_behind_itself() -> None:
    session = a_session(a_shop().built())
    session.selection.set(["stage1"])
    operations.paste_clip(session, operations.copy(session, ["stage1"]).json)
    assert [stage.title for stage in session.graph.stages()] == ["Search", "Search", "Buy"]


def test_personas_and_lanes_are_pasted_too() -> None:
    builder = a_map().with_("persona", "Eva").with_("lane", "Mobile", kinds=("note",))
    source = a_session(builder.with_stage("s").with_("note", "n", lane="lane1").built())
    session = a_session(a_map().with_stage("s").built())
    ids = operations.paste_clip(
        session, operations.copy(source, ["persona1", "lane1", "note1"]).json
    )
    assert [session.graph.element(id_).title for id_ in ids] == ["Eva", "Mobile", "n"]
    assert field(session, ids[2], "lane") == ids[1]


def test_cutting_takes_a_stage_with_its_cards_and_pasting_brings_all_back() -> None:
    session = a_session(a_shop().built())
    clip = operations.cut(session, ["stage1"])
    assert [element.id for element in session.graph.elements()] == ["stage2"]
    assert session.transactions.history.labels == ("Cut {thing}\tStage",)
    operations.paste_clip(session, clip.json)
    assert {element.title for element in session.graph.elements()} == {
        *("Search", "Buy", "Advert", "Website", "Reviews", "Slow")
    }
    assert len(session.graph.relations("at")) == 1


def test_own_keys_and_pictures_survive() -> None:
    session = a_session(
        a_shop().with_("thought", "Hm", extras={"x-mine": [1, {"a": None}]}).built()
    )
    (new,) = operations.paste_clip(session, operations.copy(session, ["thought1"]).json)
    assert field(session, new, "extras") == {"x-mine": [1, {"a": None}]}


def test_a_whole_file_that_was_copied_as_text_is_pasted_as_cards() -> None:
    session = a_session()
    text = dump_map(a_shop().built()).decode()
    operations.paste_text(session, text, "step")
    assert len(session.graph) == 6
    assert len(session.graph.relations()) == 1


HOSTILE = [
    "",
    "{}",
    "[" * 100_000,
    "nothing",
    "null",
    '{"format": "journey-map", "version": 99}',
    '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "nodes": []}',
    '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "nodes": [{"id": "a", "kind": "dragon"}]}',
    '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "nodes": [{"id": "a", "kind": "step", "stage": "b"}]}',
    '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "nodes": [{"id": "a", "kind": "step", "rank": 1e999}]}',
    "\ud800",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_no_part_of_a_map_is_refused_in_a_sentence(words: str) -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    with pytest.raises(operations.PasteError) as caught:
        operations.paste_clip(session, words)
    assert caught.value.message(texts("sv")).startswith("Urklipp")
    assert dump_map(session.graph) == before
    assert steps(session) == 0


@given(
    st.recursive(
        st.none() | st.integers(-9, 9) | st.text(max_size=3) | st.just("touchpoint1"),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    )
)
def test_whatever_is_said_to_be_chosen_only_what_is_there_is_pasted(chosen: Any) -> None:
    session = a_session(a_shop().built())
    clip = json.loads(operations.copy(session, ["touchpoint1", "touchpoint2"]).json)
    ids = operations.paste_clip(session, json.dumps({**clip, CHOSEN: chosen}))
    named = isinstance(chosen, list) and "touchpoint1" in chosen
    assert len(ids) == (1 if named else 3)
    data = dump_map(session.graph)
    assert dump_map(parse_map(data, "map")) == data


@pytest.mark.parametrize("limit", ["MAX_ELEMENTS", "MAX_OF_KIND"])
def test_what_is_pasted_leaves_room_for_what_is_typed(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(f"journeyeditor.editing.limits.{limit}", {"MAX_ELEMENTS": 8}.get(limit, 3))
    monkeypatch.setattr("journeyeditor.editing.limits.HEADROOM", 0)
    session = a_session(a_shop().built())
    clip = operations.copy(session, ["touchpoint1", "touchpoint2"])
    with pytest.raises(operations.PasteError) as caught:
        operations.paste_clip(session, clip.json)
    assert "too much" in caught.value.message(texts("en"))
    with pytest.raises(operations.PasteError):
        operations.paste_text(session, "a\nb\nc\nd", "step")
    assert steps(session) == 0
