"""Options: one persona, some lanes, themes, the client's colour and logo, and the sentences of errors."""

from __future__ import annotations

import datetime

import pytest

from journeyeditor.app.export.messages import sentence
from journeyeditor.display.primitives import Bitmap, Box, Fill, Page, Stroke
from journeyeditor.i18n import texts, window_languages
from journeyeditor.layout.recipes.card_details import TARGET_DASHES, is_target_reached
from journeyeditor.poster import PosterError, options
from journeyeditor.poster.options import EVERYBODY
from journeyeditor.vocabulary import (
    Brand,
    Emotion,
    Evidence,
    EvidencedBy,
    Follows,
    Lane,
    Metric,
    Note,
    PainPoint,
    Persona,
    PosterPreferences,
    Stage,
    Step,
    Touchpoint,
)
from tests.layout.maps import DOT
from tests.layout.shares import theme, walk
from tests.poster.sheets import SAMPLES, a_map, poster, rules, runs, sample, text_of

TWO = (
    Stage(id="s", title="Order"),
    Persona(id="kim", title="Kim Öberg", role="Buyer"),
    Persona(id="bo", title="Bo Ask", role="Engineer"),
    Step(id="a", stage="s", title="Signs", persona=("kim",)),
    Step(id="b", stage="s", title="Installs", persona=("bo",)),
    Step(id="c", stage="s", title="Meets"),
    Emotion(id="e", stage="s", persona="kim", score=2),
    Emotion(id="f", stage="s", persona="bo", score=-1.5),
)


def colours(page: Page) -> set[str]:
    found: set[str] = set()
    for primitive, _ in walk(page.drawing):
        if isinstance(primitive, Fill):
            found.add(primitive.colour)
        elif isinstance(primitive, Stroke):
            found.add(primitive.pen.colour)
        elif isinstance(primitive, Box):
            found |= {primitive.fill or "", primitive.pen.colour if primitive.pen else ""}
    return found | {run.colour for run, _ in runs(page)}


def test_everybody_is_asked_for_where_the_map_options_one() -> None:
    wishing = a_map(*TWO, poster=PosterPreferences(persona="kim"))
    assert "Installs" not in text_of(poster(wishing))
    assert "Installs" in text_of(poster(wishing, persona=EVERYBODY))


@pytest.mark.parametrize("name", ["kim", "Kim Öberg", "KIM ÖBERG"])
def test_one_persona_has_its_own_poster(name: str) -> None:
    text = text_of(poster(a_map(*TWO), persona=name))
    assert "Signs" in text
    assert "Meets" in text
    assert "Installs" not in text
    assert "Bo" not in text
    assert "+2.0" in text
    assert "−1.5" not in text


def test_all_personas_are_shown_and_can_be_distinguished() -> None:
    page = poster(a_map(*TWO)).pages[0]
    assert all(word in text_of(page) for word in ("Signs", "Installs", "Meets", "+2.0", "−1.5"))
    first, second = theme().personas[:2]
    assert {first, second} <= colours(page)


def test_the_map_says_its_persona_when_nobody_else_does() -> None:
    graph = a_map(*TWO, poster=PosterPreferences(persona="bo"))
    assert "Signs" not in text_of(poster(graph))
    assert "Installs" not in text_of(poster(graph, persona="kim"))


def test_an_unknown_persona_is_reported_with_those_there_are() -> None:
    with pytest.raises(PosterError, match='the map has no persona "eve"; it has Kim Öberg, Bo Ask'):
        poster(a_map(*TWO), persona="eve")
    with pytest.raises(PosterError, match="it has none"):
        poster(a_map(), persona="eve")


@pytest.mark.parametrize("wanted", ["pain_point", "PAIN_POINT", "Trouble", "l1"])
def test_lanes_are_chosen_by_kind_title_or_id(wanted: str) -> None:
    graph = a_map(
        Stage(id="s"),
        Lane(id="l1", title="Trouble", kinds=("pain_point",)),
        PainPoint(id="p", stage="s", title="Queue"),
        Touchpoint(id="t", stage="s", title="Till"),
    )
    found = poster(graph, lanes=(wanted,))
    assert "Queue" in text_of(found)
    assert "Till" not in text_of(found)
    assert "not-shown" in rules(found)


def test_unknown_lanes_are_reported() -> None:
    with pytest.raises(PosterError, match='the map has no lane called "roof"'):
        poster(a_map(*TWO), lanes=("roof",))


def test_an_unknown_theme_is_reported() -> None:
    with pytest.raises(PosterError, match='there is no theme called "neon"; use one of ink, print'):
        poster(a_map(), theme="neon")
    with pytest.raises(PosterError, match="no theme"):
        poster(a_map(), theme="../themes/print")


def _is_grey(colour: str) -> bool:
    return not colour or colour[1:3] == colour[3:5] == colour[5:7]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_theme_for_office_printers_has_no_colour(name: str) -> None:
    page = poster(sample(name), theme="ink").pages[0]
    assert {c for c in colours(page) if not _is_grey(c)} == set()


def test_the_clients_colour_is_the_ramp() -> None:
    graph = a_map(*TWO, brand=Brand(colour="#7A1FA2"))
    assert "#7A1FA2" in colours(poster(graph).pages[0])
    page = poster(graph, brand="#225500").pages[0]
    assert "#225500" in colours(page)
    assert "#7A1FA2" not in colours(page)


def test_the_clients_logo_stands_in_the_head_instead_of_the_name() -> None:
    for graph, chosen in (
        (a_map(client="Acme", brand=Brand(logo=DOT)), {}),
        (a_map(client="Acme"), {"logo": DOT}),
    ):
        page = poster(graph, **chosen).pages[0]
        pictures = [p for p, _ in walk(page.drawing) if isinstance(p, Bitmap)]
        assert [p.alt for p in pictures] == ["Acme"]
        assert "ACME" not in text_of(page)
    assert "ACME" in text_of(poster(a_map(client="Acme")))


def test_sources_are_numbered_in_the_panel_and_on_the_cards() -> None:
    graph = a_map(
        Stage(id="s"),
        Step(id="a", stage="s", title="Asks a friend"),
        Evidence(id="e", source="Survey of buyers"),
        EvidencedBy(id="r", source="a", target="e"),
    )
    text = text_of(poster(graph))
    assert "Asks a friend 1" in text
    assert "Survey of buyers" in text


def test_notes_lie_free_and_inside_the_map() -> None:
    notes = [
        Note(id=f"n{i}", title=f"Idea{i}", position=place)
        for i, place in enumerate([(0, 0), (-500, -500), (1e6, 1e6), (120.5, 40)])
    ]
    found = poster(a_map(*TWO, *notes))
    assert all(f"Idea{i}" in text_of(found) for i in range(len(notes)))


def test_notes_of_a_map_on_several_sheets_are_all_there_once() -> None:
    stages = [Stage(id=f"s{i}", title=f"Stage {i}") for i in range(6)]
    notes = [Note(id=f"n{i}", title=f"Idea{i}", position=(i * 60 - 30, 30)) for i in range(10)]
    found = poster(a_map(*stages, *notes), sheets=3)
    words = text_of(found).split()
    assert [words.count(f"Idea{i}") for i in range(len(notes))] == [1] * len(notes)


@pytest.mark.parametrize(
    ("language", "word"),
    [("sv", "Kundresekarta"), ("nb", "Kundereisekart"), ("da", "Kunderejsekort")],
)
def test_the_poster_speaks_the_language_of_the_map(language: str, word: str) -> None:
    assert word in text_of(poster(a_map(language=language)))


@pytest.mark.parametrize(
    ("series", "value", "target", "is_reached"),
    [
        ((54.0, 50.0), 50, 35, False),
        ((54.0, 34.0), 34, 35, True),
        ((2.0, 4.0), 4, 5, False),
        ((2.0, 6.0), 6, 5, True),
        ((), 6, 5, False),
    ],
)
def test_a_target_is_reached_from_the_side_where_its_series_began(
    series: tuple[float, ...], value: float, target: float, is_reached: bool
) -> None:
    day = datetime.date(2026, 1, 1)
    points = tuple((day + datetime.timedelta(days=at), each) for at, each in enumerate(series))
    metric = Metric(id="m", value=value, target=target, series=points)
    assert is_target_reached(metric) == is_reached


def test_a_series_shows_where_it_began_and_its_target() -> None:
    day = datetime.date(2026, 1, 1)
    points = ((day, 54.0), (day + datetime.timedelta(days=9), 50.0))
    stage = Stage(id="s", title="Buy")
    metric = Metric(id="m", stage="s", title="Left", value=50, unit="%", target=35, series=points)
    sheet = poster(a_map(stage, metric)).pages[0]
    text = text_of(sheet)
    assert "54%" in text
    assert "Target of a metric" in text
    dashed = [
        each
        for each, _ in walk(sheet.drawing)
        if isinstance(each, Stroke) and each.pen.dashes == TARGET_DASHES
    ]
    assert len(dashed) == 2


def test_a_map_larger_than_any_poster_is_refused_before_it_is_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(options, "MAX_ELEMENTS", len(TWO) - 1)
    with pytest.raises(PosterError) as refusal:
        poster(a_map(*TWO))
    assert str(refusal.value) == (
        "the map has 8 elements, but a poster has room for 7; "
        "export one persona or some lanes, or split the map"
    )
    for language in window_languages():
        words = sentence(refusal.value, texts(language))
        assert "8" in words
        assert ("elements" in words) == (language == "en")
    # What the sentence advises helps.
    assert "Signs" in text_of(poster(a_map(*TWO), persona="kim"))
    assert "Signs" in text_of(poster(a_map(*TWO), lanes=("step",)))


def test_more_relations_than_a_poster_can_show_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    follows = [Follows(id=f"r{end}", source="a", target=end) for end in ("b", "c")]
    monkeypatch.setattr(options, "MAX_RELATIONS", 1)
    with pytest.raises(PosterError, match="the map has 2 relations"):
        poster(a_map(*TWO, *follows))
    assert poster(a_map(*TWO, *follows), persona="kim").pages


def test_numbers_of_a_refusal_are_written_as_people_write_them() -> None:
    refusal = PosterError("{count} elements", count=99_999)
    assert str(refusal) == "99,999 elements"
    assert refusal.message(texts("sv")) == "99\xa0999 elements"
