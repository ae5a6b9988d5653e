"""What is written into fields: for many at once, checked, and typed as one step."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from journeyeditor.editing import operations
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.errors import FieldError
from journeyeditor.files import dump_map
from journeyeditor.i18n import texts
from journeyeditor.vocabulary.kind import Matching
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, ends, field, steps
from tests.strategies import PIXEL


def test_a_field_is_given_to_many_at_once() -> None:
    session = a_session(a_shop().with_("backstage", "Stock").built())
    operations.set_field(session, ["touchpoint1", "touchpoint2", "backstage1"], "channel", "web")
    assert [field(session, f"touchpoint{n}", "channel") for n in (1, 2, 3)] == ["web", "web", ""]
    assert session.transactions.history.labels == ("Edit {thing}\tChannel",)


def test_typing_is_one_step_for_each_field_and_choice_of_cards() -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    for words in ("a", "ab", "abc"):
        operations.set_field(session, ["touchpoint1", "touchpoint2"], "title", words, typing=True)
    operations.set_field(session, ["touchpoint1"], "title", "d", typing=True)
    operations.set_field(session, ["touchpoint1"], "note", "e", typing=True)
    operations.end_merge(session)
    operations.set_field(session, ["touchpoint1"], "note", "ef", typing=True)
    assert steps(session) == 4
    for _ in range(4):
        session.undo()
    assert dump_map(session.graph) == before


def test_writing_what_is_there_is_no_step() -> None:
    session = a_session(a_shop().built())
    operations.set_field(session, ["touchpoint1"], "title", "Advert")
    operations.set_info(session, "title", "")
    assert steps(session) == 0


REFUSED: list[tuple[str, str, Any, str]] = [
    ("pain_point1", "severity", 9, "Enter a number from 1 to 5."),
    ("pain_point1", "severity", 2.5, "Enter a whole number."),
    ("pain_point1", "severity", "bad", "Enter a whole number."),
    ("pain_point1", "votes", -1, "Enter a number of 0 or more."),
    ("pain_point1", "votes", 2**60, "This number is too large."),
    ("emotion1", "score", -3, "Enter a number from −2 to 2."),
    ("emotion1", "score", "x", "Enter a number."),
    ("emotion1", "score", float("nan"), "Enter a number."),
    ("metric1", "value", "x", "Enter a number."),
    ("metric1", "date", "soon", "Enter a date such as 2026-11-21."),
    ("metric1", "date", 5, "Enter a date such as 2026-11-21."),
    ("persona1", "colour", "red", "Enter a colour such as #0B4F6C."),
    (
        "persona1",
        "image",
        "data:image/png;base64,AAAA",
        "This image cannot be used. Choose a smaller PNG or JPEG.",
    ),
    ("r1", "elapsed", "a week", "Enter a duration such as P3D or PT2H."),
    ("r1", "source", "stage2", "This field does not exist."),
    ("stage1", "stated_rate", 50, "Enter a number from 0 to 1."),
    ("stage1", "channel", "web", "This field does not exist."),
    ("thought1", "polarity", "odd", "Choose an option from the list."),
    ("thought1", "title", 5, "Enter text."),
    ("thought1", "title", "\ud800", "The text contains an incomplete character. Retype it."),
    ("thought1", "tags", "a", "Enter a list."),
    ("thought1", "persona", "stage1", "This element is no longer on the map. Choose another one."),
    ("step1", "persona", 5, "This element is no longer on the map. Choose another one."),
    ("thought1", "stage", "nobody", "This element is no longer on the map. Choose another one."),
    ("thought1", "moment_of_truth", True, "This field does not exist."),
    ("touchpoint1", "moment_of_truth", "yes", "Choose yes or no."),
    ("lane1", "kinds", ("dragon",), "This kind of card does not exist."),
    ("note1", "position", (1,), "This value is not allowed here."),
]


@pytest.mark.parametrize(("id_", "name", "value", "sentence"), REFUSED)
def test_what_does_not_fit_is_reported_and_leaves_the_map_alone(
    id_: str, name: str, value: object, sentence: str
) -> None:
    builder = a_shop().with_("emotion", score=1).with_("metric").with_("persona").with_("thought")
    builder.with_("step").with_("lane").with_("note").related("follows", "stage1", "stage2")
    session = a_session(builder.built())
    relation = session.graph.relations("follows")[0].id
    before = dump_map(session.graph)
    with pytest.raises(operations.FieldError) as caught:
        operations.set_field(session, [relation if id_ == "r1" else id_], name, value)
    assert caught.value.message(texts("en")) == sentence
    assert caught.value.message(texts("sv")) != sentence
    assert caught.value.field == name
    assert dump_map(session.graph) == before
    assert steps(session) == 0


def test_one_that_does_not_take_the_value_keeps_it_from_all() -> None:
    session = a_session(a_shop().with_("persona", "Eva").with_("step", "Go").built())
    with pytest.raises(operations.FieldError):
        operations.set_field(session, ["pain_point1", "step1"], "persona", ("persona1", "nobody"))
    assert steps(session) == 0


def test_a_picture_that_decodes_is_taken() -> None:
    session = a_session(a_map().with_("persona", "Eva").built())
    operations.set_field(session, ["persona1"], "image", PIXEL)
    assert field(session, "persona1", "image") == PIXEL


def test_a_card_that_is_given_a_stage_moves_there() -> None:
    session = a_session(a_shop().built())
    operations.set_field(session, ["pain_point1", "touchpoint1"], "stage", "stage2")
    assert [field(session, i, "stage") for i in ("pain_point1", "touchpoint1")] == ["stage2"] * 2
    assert ends(session, "pain_point1") == set()
    operations.set_field(session, ["touchpoint1"], "stage", None)
    assert field(session, "touchpoint1", "stage") is None
    operations.set_field(session, ["touchpoint1"], "stage", None)
    assert steps(session) == 2


def test_a_relation_has_its_words_and_share() -> None:
    session = a_session(a_shop().related("follows", "stage1", "stage2").built())
    (relation,) = session.graph.relations("follows")
    operations.set_field(session, [relation.id], "share", 0.25)
    assert session.graph.relation(relation.id) == relation.replaced(share=0.25)


def test_the_map_has_fields_of_its_own() -> None:
    session = a_session(a_shop().with_("persona", "Eva").built())
    for words in ("O", "Ou", "Our"):
        operations.set_info(session, "title", words, typing=True)
    operations.set_info(session, "brand.colour", "#123456")
    operations.set_info(session, "funnel.tolerance", 2)
    operations.set_info(session, "poster.persona", "persona1")
    info = session.info
    assert (info.title, info.brand.colour, info.funnel.tolerance) == ("Our", "#123456", 2)
    assert info.poster.persona == "persona1"
    assert session.transactions.history.labels == ("Edit map properties",) * 4


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("brand.colour", "red", "Enter a colour such as #0B4F6C."),
        (
            "brand.logo",
            "nothing",
            "This image cannot be used. Choose a smaller PNG or JPEG.",
        ),
        ("brand.size", 3, "This field does not exist."),
        ("title.size", 3, "This field does not exist."),
        ("size", 3, "This field does not exist."),
        ("id", "x", "This field does not exist."),
        ("review_months", 5000, "Enter a number from 0 to 1200."),
        ("funnel.convention", "odd", "Choose an option from the list."),
        ("poster.persona", "nobody", "This element is no longer on the map. Choose another one."),
        ("poster.lanes", ("dragon",), "This element is no longer on the map. Choose another one."),
        ("date", "soon", "Enter a date such as 2026-11-21."),
    ],
)
def test_what_does_not_fit_the_map_is_reported(name: str, value: object, sentence: str) -> None:
    session = a_session(a_shop().built())
    with pytest.raises(operations.FieldError) as caught:
        operations.set_info(session, name, value)
    assert (caught.value.field, caught.value.message(texts("en"))) == (name, sentence)
    assert steps(session) == 0


@pytest.mark.parametrize(
    ("asked", "expected"), [(1.26, 1.3), (3, 2), (-9.5, -2), (0.04, 0), (-0.05, 0), (1.0, 1)]
)
def test_a_score_is_kept_within_bounds_and_in_tenths(asked: float, expected: float) -> None:
    session = a_session(a_map().with_stage().with_("emotion", score=0.5).built())
    operations.set_score(session, "emotion1", asked)
    score = field(session, "emotion1", "score")
    assert (score, repr(score)) == (expected, repr(expected))


def test_pulling_a_face_is_one_step() -> None:
    session = a_session(a_map().with_stage().with_("emotion", score=0).built())
    for score in (0.3, 0.9, 1.4):
        operations.set_score(session, "emotion1", score, typing=True)
    assert steps(session) == 1


def test_a_curve_is_drawn_in_one_step() -> None:
    builder = a_shop().with_("persona", "Eva").with_("persona", "Per")
    builder.with_("emotion", persona="persona1", stage="stage1", score=0)
    builder.with_("emotion", persona="persona2", stage="stage1", score=0)
    builder.related("at", "emotion1", "touchpoint1").related("at", "emotion2", "touchpoint2")
    session = a_session(builder.built())
    ids = operations.draw_curve(
        session,
        "persona1",
        {"touchpoint1": 1.04, "touchpoint2": -5, ("stage2", ""): 0.5, "nobody": 1, "stage1": 1},
    )
    assert ids[0] == "emotion1"
    assert [field(session, id_, "score") for id_ in ids] == [1, -2, 0.5]
    assert [field(session, id_, "persona") for id_ in ids] == ["persona1"] * 3
    assert ends(session, ids[1]) == {(ids[1], "at", "touchpoint2")}
    assert (field(session, ids[2], "stage"), ends(session, ids[2])) == ("stage2", set())
    assert field(session, "emotion2", "score") == 0
    assert steps(session) == 1
    again = operations.draw_curve(session, "persona1", {("stage2", ""): -1, ids[1]: 2})
    assert again == [ids[2], ids[1]]
    assert len(session.graph.elements("emotion")) == 4


def test_what_to_do_is_reported_by_the_type_of_an_error_not_by_its_words() -> None:
    form = Annotated[str, Matching("#[0-9A-F]{6}", "colour_form", "be written otherwise")]
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(form).validate_python("red")
    assert FieldError.of("colour", caught.value).message(texts("en")) == (
        "Enter a colour such as #0B4F6C."
    )


HALVES = {"\ud83d": "\ufffd", "half \udfff": "half \ufffd", "\ud83d\ude00 whole": "😀 whole"}


@pytest.mark.parametrize("words", HALVES)
def test_half_a_character_never_gets_into_a_map(words: str) -> None:
    """A text field that cuts an emoji in two hands its halves on; no file could hold them."""
    whole = HALVES[words]
    session = a_session(a_map().with_stage("S").with_("step", "A").built())
    for value in (words, (words, "b")):
        with pytest.raises(FieldError):
            operations.set_field(session, ["step1"], "tags", value)
    draft = Draft(session.graph)
    draft.set("step1", title=words, tags=(words, "b"))
    draft.put(session.info.replaced(title=words, glossary={words: (words,)}))
    session.commit("", draft.change())
    step, info = session.graph.element("step1"), session.info
    assert (step.title, field(session, "step1", "tags")) == (whole, (whole, "b"))
    assert (info.title, dict(info.glossary)) == (whole, {whole: (whole,)})
    new = operations.add_evidence(session, ["step1"], title=words)
    assert session.graph.element(new).title == whole
    operations.paste_text(session, f"{words}\nb", "note")
    dump_map(session.graph)
