"""The fonts: what they measure, what they cover, what comes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.typography import Faces
from journeyeditor.typography.faces import BUNDLED, MISSING

MARKETS = "Żółć ğüşiöç ĐđŁł ŐőŰű ǍǎǏ Ệặỡữ Ελληνικά άέή Русский Українська ґєї Ñandú ß ẞ"
SIGNS = "«»„“”‘’‚–—…·•†‡§¶°′″€£¥₹₽₺¢←↑→↓↔×÷±−≤≥≠≈∞√‰№™©®½¼¾²³%‱☐☑☒★☆✓✗✔✘▲▼◆●■"


@pytest.mark.parametrize("key", ["text-400", "text-600", "text-700"])
def test_poster_face_measures(faces: Faces, key: str) -> None:
    face = faces.face(key)
    assert face.units_per_em == 2048
    assert (face.ascent, face.descent) == (1984, -494)
    assert face.cap_height == 1490
    assert face.has_glyf
    assert face.may_embed
    assert not face.is_colour
    assert len(face.data) == face.path.stat().st_size


@pytest.mark.parametrize("weight", [400, 600, 700])
@pytest.mark.parametrize("text", [MARKETS, SIGNS])
def test_bundled_faces_cover_the_markets(faces: Faces, text: str, weight: int) -> None:
    assert [char for char in text if faces.covering(char, weight, "") == MISSING] == []


def test_poster_face_draws_the_nordic_languages_alone(faces: Faces) -> None:
    assert faces.covers_as_text("ÅÄÖåäöÆØæøÐðÞþÉéÜü –—”’»…·%€→ 0123456789\xa0\u202f", 600)


def test_weights_choose_the_nearest_face(faces: Faces) -> None:
    chosen = [faces.covering("a", weight, "")[-3:] for weight in (100, 400, 500, 600, 700, 900)]
    assert chosen == ["400", "400", "600", "600", "700", "700"]
    assert faces.covering("ש", 700, "") == "hebrew-700"


def test_every_bundled_face_opens_and_may_be_used(faces: Faces) -> None:
    for key in BUNDLED:
        face = faces.face(key)
        assert face.has_glyf, key
        assert face.glyph_count > 1
        assert face.may_embed is not face.is_colour, key
        assert faces.face(key) is face


def test_every_font_has_its_licence_beside_it() -> None:
    folder = resources.path("fonts")
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")
    for font in folder.glob("*.ttf"):
        family = font.stem.partition("-")[0]
        assert (folder / f"{family}-LICENSE.txt").exists() or family == "Missing"
        assert f"`{family}" in notice
    assert "CC BY 4.0" in notice


def test_the_folder_stays_small() -> None:
    assert sum(file.stat().st_size for file in resources.path("fonts").iterdir()) < 5_000_000


def test_an_unknown_key_is_refused(faces: Faces) -> None:
    with pytest.raises(KeyError):
        faces.face("text-450")


def test_a_face_of_the_system_has_its_path_in_the_key(faces: Faces) -> None:
    path = resources.path("fonts", "Inter-Regular.ttf")
    assert faces.face(f"system:{path}#0").path == Path(path)


def test_outlines_are_cubic_and_closed(faces: Faces) -> None:
    face = faces.face("text-400")
    glyph = face.glyphs("o")[0]
    outline = face.outline(glyph)
    assert outline[0][0] == "M"
    assert outline[-1] == ("Z",)
    assert {segment[0] for segment in outline} <= {"M", "L", "C", "Z"}
    assert {len(segment) for segment in outline} <= {1, 3, 7}
    assert face.outline(glyph) is outline
    assert max(y for _, *numbers in outline for y in numbers[1::2]) >= 1118  # Inter's x-height


def test_a_space_has_no_outline(faces: Faces) -> None:
    face = faces.face("text-400")
    assert face.outline(face.glyphs(" ")[0]) == ()


def test_emoji_are_layers_of_flat_colours(faces: Faces) -> None:
    face = faces.face("emoji")
    assert face.is_colour
    [glyph] = face.glyphs("😀")
    layers = face.layers(glyph)
    assert layers[0][1] == "#FFCC4D"
    assert all(outline and len(colour) == 7 for outline, colour in layers)
    assert faces.face("text-400").layers(5) == ()


def test_a_see_through_layer_takes_its_colour_from_the_one_below(faces: Faces) -> None:
    face = faces.face("emoji")
    [dart] = face.glyphs("🎯")
    shadow = face.layers(dart)[5][1]
    assert shadow == "#B02436"  # a fifth of black on the red of the target


def test_the_replacement_is_a_visible_box(faces: Faces) -> None:
    face = faces.face(MISSING)
    assert sum(segment[0] == "Z" for segment in face.outline(1)) == 4
