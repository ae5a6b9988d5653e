"""Finding words anywhere on a map and replacing them; dimming what is not looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.filter import facets
from journeyeditor.editing.search import Hit, find
from journeyeditor.files import dump_map
from journeyeditor.model import JourneyGraph
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import field, steps
from tests.layout.maps import maps


def queues() -> JourneyGraph:
    builder = a_map(title="Queue map", language="en")
    builder.with_("persona", "Eva", goals=("no queue", "quick QUEUEING"), quote="Queue?")
    builder.with_stage("Buy", customer_goal="Skip the queue")
    builder.with_("step", "Queue and queue again", note="in the\nqueue", tags=("queue",))
    builder.with_("touchpoint", "Till", channel="queue", owner="Queue team")
    builder.with_("evidence", "Study", claim="Queues cost 5 %", figure=5, stage=None)
    return builder.related("follows", "step1", "touchpoint1", title="queueless").built()


def places(graph: JourneyGraph, words: str, **options: object) -> list[tuple[str, str]]:
    return [(hit.id, hit.field) for hit in find(graph, words, **options)]  # type: ignore[arg-type]


def test_words_are_found_in_every_text_in_reading_order() -> None:
    assert places(queues(), "queue") == [
        ("@map", "title"),
        ("persona1", "quote"),
        ("persona1", "goals"),
        ("persona1", "goals"),
        ("stage1", "customer_goal"),
        ("step1", "title"),
        ("step1", "title"),
        ("step1", "note"),
        ("step1", "tags"),
        ("touchpoint1", "owner"),
        ("evidence1", "claim"),
        ("r1", "title"),
    ]


def test_a_hit_says_where_the_words_stand() -> None:
    graph = queues()
    hits = [hit for hit in find(graph, "queue") if hit.id in ("step1", "persona1")]
    assert Hit("step1", "title", 10, 15, -1, "queue") in hits
    assert Hit("persona1", "goals", 6, 11, 1, "QUEUE") in hits


def test_case_and_whole_words_narrow_the_search() -> None:
    graph = queues()
    assert ("step1", "title") in places(graph, "Queue", match_case=True)
    assert places(graph, "QUEUE", match_case=True) == [("persona1", "goals")]
    whole = places(graph, "queue", whole_words=True)
    assert ("r1", "title") not in whole
    assert whole.count(("persona1", "goals")) == 1


def test_a_blank_finds_any_blank_and_signs_are_no_patterns() -> None:
    graph = queues()
    assert ("step1", "note") in places(graph, "the queue")
    assert places(graph, ".*") == []
    assert places(graph, "5 %") == [("evidence1", "claim")]
    assert find(graph, "  ") == ()
    assert find(graph, "") == ()


def test_nordic_letters_are_found_in_any_case() -> None:
    graph = a_map().with_stage("Överväga").with_stage("ØL").built()
    assert [places(graph, words) for words in ("över", "øl", "o")] == [
        [("stage1", "title")],
        [("stage2", "title")],
        [],
    ]


def test_replacing_everywhere_is_one_step() -> None:
    session = a_session(queues())
    before = dump_map(session.graph)
    assert operations.replace_all(session, find(session.graph, "queue"), "line up") == 12
    assert field(session, "step1", "title") == "line up and line up again"
    assert field(session, "persona1", "goals") == ("no line up", "quick line upING")
    assert session.info.title == "line up map"
    assert find(session.graph, "queue") == ()
    assert session.transactions.history.labels == ("Replace",)
    session.undo()
    assert dump_map(session.graph) == before


def test_replacing_one_leaves_the_others() -> None:
    session = a_session(queues())
    hit = next(hit for hit in find(session.graph, "queue") if hit.id == "step1" and hit.start)
    operations.replace(session, hit, "wait")
    assert field(session, "step1", "title") == "Queue and wait again"


def test_a_hit_that_is_out_of_date_is_left_alone() -> None:
    session = a_session(queues())
    hits = find(session.graph, "queue")
    operations.delete(session, ["step1"])
    operations.set_field(session, ["stage1"], "customer_goal", "x")
    operations.set_field(session, ["persona1"], "goals", ())
    assert operations.replace_all(session, hits, "line") == 4
    stale = [
        Hit("stage1", "customer_goal", 9, 14),
        Hit("stage1", "count", 0, 1),
        Hit("no", "title", 0, 1),
    ]
    assert operations.replace_all(session, stale, "line") == 0


def test_half_a_character_is_not_written_anywhere() -> None:
    session = a_session(queues())
    with pytest.raises(operations.FieldError):
        operations.replace_all(session, find(session.graph, "queue"), "\udfff")
    assert steps(session) == 0


@given(maps(stages=3, cards=2), st.sampled_from(["a", "E", "or", "open "]), st.booleans())
def test_what_is_found_stands_there(graph: JourneyGraph, words: str, match_case: bool) -> None:
    for hit in find(graph, words, match_case=match_case):
        value = getattr(graph.record(hit.id), hit.field)
        text = value if hit.entry < 0 else value[hit.entry]
        found = text[hit.start : hit.end]
        assert (
            found == words.strip() if match_case else found.casefold() == words.strip().casefold()
        )


def people() -> JourneyGraph:
    builder = a_map().with_("persona", "Eva").with_("persona", "Per").with_stage("Buy")
    builder.with_("step", "a", persona=("persona1",), tags=("x", "y"), owner="Ann")
    builder.with_("step", "b", persona=("persona2",), tags=("y",), owner="Bo")
    builder.with_("emotion", persona="persona1", score=1)
    return builder.related("follows", "step1", "step2").related("at", "emotion1", "step1").built()


def dim(session: object, *ids: str) -> list[bool]:
    return [session.is_dim(id_) for id_ in ids]  # type: ignore[attr-defined]


def test_nothing_is_dim_without_a_filter() -> None:
    session = a_session(people())
    assert not session.filter.is_active
    assert not any(session.is_dim(element.id) for element in session.graph.elements())


def test_what_is_another_personas_is_dim_with_its_relations() -> None:
    session = a_session(people())
    session.filter.set(persona="persona1")
    assert dim(session, "step1", "step2", "emotion1", "stage1") == [False, True, False, False]
    assert dim(session, "persona1", "persona2", "r1", "r2") == [False, True, True, False]
    assert dim(session, "nobody", "@map") == [False, False]


def test_criteria_must_all_be_met() -> None:
    session = a_session(people())
    session.filter.set(kinds=["step"], tags=["x", "z"])
    assert dim(session, "step1", "step2", "emotion1") == [False, True, True]
    session.filter.set(tags=[], owners=["Bo"])
    assert dim(session, "step1", "step2") == [True, False]
    session.filter.clear()
    assert not session.filter.is_active


def test_a_filter_tells_when_it_changes_and_only_then() -> None:
    session = a_session(people())
    reported: list[None] = []
    session.filter.changed.connect(reported.append)
    session.filter.set(tags=["x"])
    session.filter.set(tags=["x"])
    session.filter.set(persona="persona2")
    assert len(reported) == 2
    operations.delete(session, ["persona2"])
    assert (session.filter.persona, len(reported)) == ("", 3)


def test_a_card_that_is_edited_is_judged_anew() -> None:
    session = a_session(people())
    session.filter.set(tags=["x"])
    assert session.is_dim("step2")
    operations.set_field(session, ["step2"], "tags", ("x",))
    assert not session.is_dim("step2")
    session.undo()
    assert session.is_dim("step2")


def test_asking_again_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    session = a_session(people())
    session.filter.set(persona="persona1")
    session.is_dim("step1")
    judged: list[object] = []
    monkeypatch.setattr(type(session.filter), "_meets", lambda _, record: judged.append(record))
    session.is_dim("step1")
    assert judged == []


def test_facets_are_what_the_map_uses() -> None:
    assert facets(people()) == (("x", "y"), ("Ann", "Bo"))
