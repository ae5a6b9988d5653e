"""Colours read: over every theme, over any brand, and with red-green blindness (docs/design.md, Principles)."""

from __future__ import annotations

import colorsys
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.display.primitives import Fill
from journeyeditor.display.theme import (
    LARGE,
    READABLE,
    channels,
    contrast,
    legible,
    mixed,
    ramp,
)
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.style import HEADING, SCREEN
from journeyeditor.vocabulary import Brand, Persona, Stage
from tests.layout.shares import share, theme, walk
from tests.poster.sheets import a_map, poster, runs, sample_poster

THEMES = ("print", "ink")
#: Roles that text is written in at body size, and those that only carry large or bold signs.
TEXT = ("ink", "quiet", "label", "title", "warning", "brand")
SIGNS = ("touchpoint", "pain", "opportunity", "emotion", "backstage", "step", "metric", "thought")
GROUNDS = ("paper", "tint", "pain_tint", "opportunity_tint", "note_tint")
#: The kinds that are drawn in an accent of their own.
KINDS = (
    "touchpoint",
    "pain",
    "opportunity",
    "thought",
    "emotion",
    "backstage",
    "step",
    "metric",
    "picture",
    "note",
)
#: Cards that differ by the accent at their edge only, besides their lane and its name.
ALIKE = ("pain", "opportunity", "backstage", "metric")
Matrix: TypeAlias = tuple[tuple[float, float, float], ...]
#: Full colour blindness in linear sRGB (Machado, Oliveira, Fernandes 2009, severity 1.0).
SIGHTS: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
brands = st.integers(0, 0xFFFFFF).map("#{:06X}".format) | st.sampled_from(
    ["#FFFF00", "#FFFFFF", "#000000", "#00FF00", "#FF0000", "#0000FF", "#808080", "#777777"]
)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour in CIE Lab (D65) as an eye sees it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in channels(colour))
    ]
    red, green, blue = (
        min(max(sum(f * c for f, c in zip(row, linear, strict=True)), 0.0), 1.0)
        for row in SIGHTS[sight]
    )
    x = _root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def distance(one: str, other: str, sight: str) -> float:
    """Return how far two colours are apart; 2.3 is just noticed side by side."""
    a, b = seen(one, sight), seen(other, sight)
    return float(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5)


def test_the_simulation_is_that_of_the_paper() -> None:
    assert distance("#FF0000", "#00FF00", "full") > 150
    # what sets red and green apart in full sight is nearly gone
    assert distance("#C00000", "#6B7000", "deuteranopia") < 25
    assert distance("#0000FF", "#FFFF00", "protanopia") > 150


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_reads_on_every_ground(name: str, ground: str) -> None:
    colours = theme(name)
    for role in TEXT:
        least = 4.0 if role == "label" else READABLE
        assert contrast(colours[role], colours[ground]) >= least, (role, ground)


@pytest.mark.parametrize("name", THEMES)
def test_signs_stand_out_from_the_paper(name: str) -> None:
    colours = theme(name)
    for role in SIGNS:
        assert contrast(colours[role], colours["paper"]) >= LARGE, role
    for colour in colours.personas:
        assert contrast(colour, colours["paper"]) >= READABLE, colour


@pytest.mark.parametrize("sight", SIGHTS)
def test_kinds_stay_apart_for_every_eye(sight: str) -> None:
    colours = theme("print")
    for one, other in combinations(KINDS, 2):
        assert distance(colours[one], colours[other], sight) >= 8, (one, other)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_cards_of_one_shape_stay_apart_in_every_theme(name: str, sight: str) -> None:
    colours = theme(name)
    for one, other in combinations(ALIKE, 2):
        assert distance(colours[one], colours[other], sight) >= 8, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_first_personas_stay_apart(sight: str) -> None:
    # they have markers of their own, too
    for one, other in combinations(theme("print").personas[:4], 2):
        assert distance(one, other, sight) >= 10, (one, other)


@given(brands, st.integers(1, 12))
def test_a_stage_reads_in_any_brand_colour(colour: str, count: int) -> None:
    branded = theme("print").branded(colour)
    pairs = ramp(branded["ramp"], branded["ramp_end"], count, branded["title"])
    assert len(pairs) == count
    for ground, ink in pairs:
        assert contrast(ground, ink) >= READABLE


@given(brands, brands, st.integers(1, 12))
def test_any_ramp_has_as_many_colours_as_stages(one: str, other: str, count: int) -> None:
    pairs = ramp(one, other, count, "#0B2B3A")
    assert len(pairs) == count
    assert all(contrast(ground, ink) >= READABLE for ground, ink in pairs)


@pytest.mark.parametrize("colour", ["#FFFF00", "#FFFFFF", "#000000", "#E30613", "#7FBA00"])
def test_the_texts_of_the_stages_read_on_the_poster(colour: str) -> None:
    graph = a_map(
        *[Stage(id=f"s{i}", title=f"Stage{i}", customer_goal="Goal") for i in range(7)],
        brand=Brand(colour=colour),
    )
    page = poster(graph).pages[0]
    grounds = [p.colour for p, _ in walk(page.drawing) if isinstance(p, Fill) and len(p.path) < 9]
    inks = [run.colour for run, _ in runs(page) if run.text.startswith("Stage")]
    assert len(inks) == 7
    chevrons = grounds[-7:] if len(grounds) >= 7 else grounds
    assert all(contrast(a, b) >= READABLE for a, b in zip(chevrons, inks, strict=True))


@given(brands)
def test_a_persona_in_any_colour_reads(colour: str) -> None:
    found = persona_styles(a_map(Persona(id="p", title="Kim", colour=colour)), theme())
    assert contrast(found["p"].colour, "#FFFFFF") >= READABLE


@given(brands, brands, st.sampled_from(["#FFFFFF", "#000000"]))
def test_a_colour_is_made_to_read_on_light_and_on_dark_grounds(
    colour: str, other: str, paper: str
) -> None:
    ground = mixed(other, paper, 0.9)
    assert contrast(legible(colour, ground), ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert legible(colour, ground) == colour.upper()


def test_every_text_of_a_sample_reads_on_the_paper_or_on_its_stage() -> None:
    page = sample_poster("toothbrush.sv").pages[0]
    for run, transform in runs(page):
        if run.colour != "#FFFFFF":
            least = LARGE if run.size * transform.a >= 14 else 4.0
            assert contrast(run.colour, "#FFFFFF") >= least, run.text


def test_names_shrink_before_they_break() -> None:
    arrangement = share(a_map(Stage(id="a", title="Konfirmandundervisning"), Stage(id="b")))
    name = arrangement.measured.headers[0].name
    assert len(name.lines) >= 1
    assert name.size < HEADING
    assert arrangement.measured.header_height >= SCREEN.least_head


def _grey(level: float) -> str:
    red, green, blue = colorsys.hsv_to_rgb(0, 0, level)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


@pytest.mark.parametrize("level", [i / 20 for i in range(21)])
def test_every_grey_has_a_text_colour(level: float) -> None:
    ((ground, ink),) = ramp(_grey(level), _grey(level), 1, "#0B2B3A")
    assert contrast(ground, ink) >= READABLE
