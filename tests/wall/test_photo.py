"""A photo of a wall: what was printed is found again, notes are found by colour, whatever the light."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from journeyeditor.wall import codes
from journeyeditor.wall.errors import PhotoError
from journeyeditor.wall.photo import Find, WallPhoto, count_notes, read_wall
from journeyeditor.wall.picture import decoded, is_photo
from journeyeditor.wall.plane import Plane
from journeyeditor.wall.sorting import keys_of
from tests.poster.sheets import sample
from tests.wall.photos import WOOD, Wall, printed, sticky

GRAPH = sample("toothbrush.sv")
STEP = 335.0
#: The heights of rows, in millimetres.
PRINTED_ROWS = {"step": 300, "touchpoint": 480, "pain_point": 720}
NOTE_ROWS = {
    720: ("pink",),
    900: ("yellow", "orange"),
    1080: ("green",),
    1260: ("blue",),
    1440: ("yellow",),
}


@dataclass(frozen=True)
class Scene:
    """How a wall was photographed."""

    width: int = 4000
    tilt: tuple[float, float] = (0.0, 0.0)
    light: float = 0.25
    shadow: float = 0.2
    noise: float = 5.0
    blur: float = 0.6
    is_wood: bool = False


SCENES = {
    "from the left, above": Scene(tilt=(0.8, 0.3), light=0.35, shadow=0.3),
    "from the right, in the shade": Scene(tilt=(-0.9, 0.6), light=0.45, shadow=0.4, noise=8),
    "a wooden wall": Scene(tilt=(0.3, 0.3), light=0.3, shadow=0.35, is_wood=True),
}


@cache
def workshop(*, is_wood: bool = False) -> Wall:
    """Stages, lanes, steps and touchpoints as printed, and some fifty notes that people wrote."""
    drawn = random.Random(1)
    cards = printed(GRAPH)
    wall = Wall(2600, 1700, WOOD) if is_wood else Wall(2600, 1700)
    left = {stage.id: 250 + place * STEP for place, stage in enumerate(GRAPH.stages())}
    for stage, x in left.items():
        wall.hang(cards[stage], x, 120, drawn.uniform(-3, 3), stage)
    for kind, y in PRINTED_ROWS.items():
        key = codes.lane_key(kind)
        wall.hang(cards[key], 90, y, drawn.uniform(-3, 3), key)
        for stage, x in left.items():
            here = [card for card in GRAPH.cards(stage) if card.kind == kind]
            for place, card in enumerate(here if kind != "pain_point" else ()):
                at = x + place * 84, y + drawn.uniform(-12, 12)
                wall.hang(cards[card.id], *at, drawn.uniform(-6, 6), card.id)
    for y, colours in NOTE_ROWS.items():
        for x in (x + place * 92 for x in left.values() for place in range(2)):
            if drawn.random() < 0.75:
                note = sticky(drawn.choice(colours), "Lapp som\nnågon skrev")
                at = x + drawn.uniform(-6, 6), y + drawn.uniform(-14, 14)
                wall.hang(note, *at, drawn.uniform(-8, 8), f"note {len(wall.hung)}")
    return wall


def middle(find: Find) -> tuple[float, float]:
    xs, ys = zip(*find.outline, strict=True)
    return sum(xs) / 4, sum(ys) / 4


@cache
def seen(name: str) -> tuple[Wall, Scene, WallPhoto]:
    scene = SCENES[name]
    wall = workshop(is_wood=scene.is_wood)
    data = wall.photo(
        width=scene.width,
        tilt=scene.tilt,
        light=scene.light,
        shadow=scene.shadow,
        noise=scene.noise,
        blur=scene.blur,
    )
    return wall, scene, read_wall(data, keys_of(GRAPH), "none")


@pytest.fixture(autouse=True)
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract takes ten seconds for a wall; it is tried by itself."""
    monkeypatch.setattr(
        "journeyeditor.wall.photo.read_all", lambda cutouts, *_: [""] * len(cutouts)
    )


@pytest.mark.parametrize("name", SCENES)
def test_printed_cards_are_found_again_where_they_hang(name: str) -> None:
    wall, scene, photo = seen(name)
    places = dict(
        zip((each.what for each in wall.hung), wall.places(scene.width, scene.tilt), strict=True)
    )
    cards = [key for key in places if not key.startswith("note")]
    found = {find.key: middle(find) for find in photo.finds if find.key}
    right = [key for key in cards if key in found and _is_near(found[key], places[key])]
    print(f"{name}: {len(right)} of {len(cards)} printed cards, {len(found) - len(right)} wrong")
    assert len(right) >= 0.97 * len(cards)
    assert set(found) <= set(cards)


@pytest.mark.parametrize("name", SCENES)
def test_notes_are_found_and_nothing_else(name: str) -> None:
    wall, scene, photo = seen(name)
    places = [
        place
        for each, place in zip(wall.hung, wall.places(scene.width, scene.tilt), strict=True)
        if each.what.startswith("note")
    ]
    notes = [middle(find) for find in photo.finds if not find.key]
    hit = [place for place in places if any(_is_near(note, place) for note in notes)]
    wrong = [note for note in notes if not any(_is_near(note, place) for place in places)]
    print(f"{name}: {len(hit)} of {len(places)} notes, {len(wrong)} wrong")
    assert len(hit) >= 0.97 * len(places)
    assert len(wrong) <= 0.03 * len(places)


def _is_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 0.008 and abs(one[1] - other[1]) < 0.012


@pytest.mark.parametrize("name", SCENES)
def test_colours_are_told_apart_in_any_light(name: str) -> None:
    _, _, photo = seen(name)
    assert sorted(group.name for group in photo.colours) == [
        "Blue",
        "Green",
        "Orange",
        "Pink",
        "Yellow",
    ]


@pytest.mark.parametrize("name", SCENES)
def test_the_wall_is_straight_again(name: str) -> None:
    """Places on the plane are those on the wall, in notes, but for where it begins."""
    wall, _, photo = seen(name)
    true = {each.what: np.array([each.x, each.y]) / 76 for each in wall.hung}
    found = {find.key: np.array([find.x, find.y]) for find in photo.finds if find.key}
    keys = [key for key in found if key in true]
    shift = np.mean([true[key] - found[key] for key in keys], axis=0)
    errors = [np.hypot(*(found[key] + shift - true[key])) for key in keys]
    print(f"{name}: {np.mean(errors):.2f} notes off on average, {max(errors):.2f} at most")
    assert max(errors) < 0.6


def test_a_photo_on_its_side_is_read_as_well() -> None:
    stages = [stage.id for stage in GRAPH.stages()]
    wall, cards = Wall(1000, 400), printed(GRAPH)
    for place, stage in enumerate(stages):
        wall.hang(cards[stage], 100 + place * 130, 150 + place % 2 * 90, 0, stage)
    upright = Image.open(BytesIO(wall.photo(width=1800)))
    buffer = BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=90)
    photo = read_wall(buffer.getvalue(), keys_of(GRAPH))
    assert [find.key for find in sorted(photo.finds, key=lambda find: find.x)] == stages


def test_cards_on_notes_are_cards_and_notes_that_touch_are_several() -> None:
    wall = Wall(1000, 700)
    cards = printed(GRAPH, "notes")
    step = next(iter(GRAPH.elements("step"))).id
    paper = sticky("yellow").resize(cards[step].size)
    wall.hang(
        Image.composite(
            paper, cards[step], cards[step].convert("L").point(lambda v: 255 * (v > 128))
        ),
        200,
        150,
        2,
        step,
    )
    for x, y in ((500, 150), (576, 152), (652, 149), (500, 400), (576, 430)):
        wall.hang(sticky("green"), x, y, 0, "note")
    photo = read_wall(wall.photo(width=2400), keys_of(GRAPH))
    assert [find.key for find in photo.finds if find.key] == [step]
    assert sum(not find.key for find in photo.finds) == 5


def test_each_find_has_its_cutout_and_the_photo_is_small_enough_to_show() -> None:
    _, _, photo = seen("from the left, above")
    assert max(photo.picture.width, photo.picture.height) <= 1800
    for find in photo.finds:
        with Image.open(BytesIO(find.cutout.data)) as picture:
            assert picture.width == picture.height >= 60
        assert all(-0.05 <= share <= 1.05 for corner in find.outline for share in corner)


def test_an_empty_wall_and_a_picture_without_notes_have_no_finds() -> None:
    assert read_wall(Wall(1000, 700).photo(width=1200), keys_of(GRAPH)).finds == ()
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
    buffer = BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    assert len(read_wall(buffer.getvalue(), keys_of(GRAPH)).finds) < 3


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (1, 3000), (200, 64), (63, 500)])
def test_pictures_of_any_shape_are_read(size: tuple[int, int]) -> None:
    buffer = BytesIO()
    Image.new("RGB", size, "#FFDD44").save(buffer, "PNG")
    assert read_wall(buffer.getvalue(), keys_of(GRAPH)).finds == ()
    assert count_notes(buffer.getvalue()) == 0


def test_a_poster_beside_the_notes_is_not_taken_apart() -> None:
    """The time of taking areas apart grows with the number of their parts."""
    wall = Wall(1600, 900)
    for place in range(6):
        wall.hang(sticky("green"), 100 + place * 110, 820)
    poster = Image.new("RGB", (240, 120), (40, 120, 230))
    wall.hang(poster, 800, 350, size=900)
    photo = read_wall(wall.photo(width=2000), ())
    assert len(photo.finds) == 6


def test_a_plane_makes_squares_of_what_the_camera_saw() -> None:
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    squares = [corners + np.array((x, y)) for x in range(0, 12, 2) for y in range(0, 8, 2)]
    matrix = np.array([[90, 12, 200], [-8, 110, 300], [0.02, 0.035, 1]])
    seen_ = []
    for square in squares:
        three = np.column_stack([square, np.ones(4)]) @ matrix.T
        seen_.append(three[:, :2] / three[:, 2:])
    plane = Plane(seen_, [1.0] * len(seen_))
    for shown in seen_:
        back = plane.to_plane(shown)
        sides = np.linalg.norm(np.roll(back, -1, axis=0) - back, axis=1)
        assert np.abs(sides - 1).max() < 0.02
        assert np.abs(plane.to_photo(back) - shown).max() < 0.01


def test_hostile_pictures_are_refused_in_one_sentence() -> None:
    good = BytesIO()
    Image.new("RGB", (400, 300)).save(good, "JPEG")
    huge = BytesIO()
    Image.new("1", (12_000, 9_000)).save(huge, "PNG")
    for data, words in (
        (good.getvalue()[:200], "is damaged"),
        (b"\xff\xd8\xff" + b"x" * 100, "is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 200, "is damaged"),
        (huge.getvalue(), "more than 64 megapixels"),
        (b"\xff\xd8\xff" + bytes(17 * 1024 * 1024), "larger than 16 MiB"),
    ):
        assert is_photo(data)
        with pytest.raises(PhotoError, match=words) as caught:
            decoded(data)
        assert "\n" not in str(caught.value)


def test_a_photo_is_upright_as_its_camera_was_held() -> None:
    picture = Image.new("RGB", (60, 40))
    picture.paste((255, 0, 0), (0, 0, 60, 10))
    exif = picture.getexif()
    exif[0x0112] = 6
    buffer = BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    pixels = decoded(buffer.getvalue())
    assert pixels.shape == (60, 40, 3)
    assert pixels[30, 37, 0] > 200  # what was at the top is at the right
    assert pixels[30, 3, 0] < 50


def test_work_stops_when_asked() -> None:
    class Stop(Exception):
        pass

    def progress(share: float) -> None:
        if share > 0.1:
            raise Stop

    with pytest.raises(Stop):
        read_wall(workshop().photo(width=1200), keys_of(GRAPH), "sv", progress)
