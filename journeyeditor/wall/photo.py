"""Read a photo of a wall: its printed cards, its sticky notes, where they hang and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.wall.colours import ColourGroup, grouped
from journeyeditor.wall.errors import PhotoError
from journeyeditor.wall.marks import find_marks
from journeyeditor.wall.measures import MARK_INSET_MM, MARK_MM, SIDE_MM
from journeyeditor.wall.picture import can_read_photos, decoded, is_photo, require_extra
from journeyeditor.wall.text import read_all

if TYPE_CHECKING:
    from journeyeditor.wall.marks import Mark
    from journeyeditor.wall.notes import Patch
    from journeyeditor.wall.picture import Pixels
    from journeyeditor.wall.plane import Floats, Plane

#: The longer side of the picture that is shown, and the side of a cut-out (pixels).
SHOWN_SIDE, CUTOUT_SIDE = 1800, 420
QUALITY = 82
#: A picture with a shorter side shows no wall (pixels).
LEAST_SIDE = 64
#: Left out around a note, whose edges curl, as a share of its side.
TRIM = 0.03
#: Shares of the work: marks, notes, and from there on reading.
_MARKS_DONE, _NOTES_DONE = 0.15, 0.3
#: Two finds nearer than this share of a note are one.
_SAME_PLACE = 0.5


class Jpeg(NamedTuple):
    """A picture as JPEG, and its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Find:
    """A card or a note in a photo.

    `outline` are its corners as shares of the photo's width and height, clockwise from the upper
    left one; `x` and `y` the place of its middle on the wall, in sides of a note. `key` is that of
    its mark, "" for a note; `colour` the number of its colour, −1 for a printed card.
    """

    outline: tuple[tuple[float, float], ...]
    x: float
    y: float
    cutout: Jpeg
    key: str = ""
    colour: int = -1
    words: str = ""


@dataclass(frozen=True, slots=True)
class WallPhoto:
    """What a photo shows: the straight picture to look at, its finds, and the colours of the notes."""

    picture: Jpeg
    finds: tuple[Find, ...]
    colours: tuple[ColourGroup, ...]


def _ignore(_: float) -> None: ...


def read_wall(
    data: bytes,
    keys: Sequence[str] = (),
    language: str = "",
    progress: Callable[[float], None] = _ignore,
) -> WallPhoto:
    """Read a photo; `keys` are those of the cards that may hang there.

    `progress` gets the share of the work that is done, and may raise to stop. Raises PhotoError.
    """
    require_extra()
    from journeyeditor.wall.notes import find_areas
    from journeyeditor.wall.plane import Plane

    photo = decoded(data)
    if min(photo.shape[:2]) < LEAST_SIDE:
        return WallPhoto(_jpeg(photo), (), ())
    progress(0.02)
    marks = find_marks(photo, keys)
    progress(_MARKS_DONE)
    areas = find_areas(photo)
    progress(_NOTES_DONE)
    picture = _jpeg(_scaled(photo, SHOWN_SIDE))
    squares = areas.squares()
    if not marks and not squares:
        return WallPhoto(picture, (), ())
    sides = [MARK_MM / SIDE_MM] * len(marks) + [1.0] * len(squares)
    plane = Plane([*(mark.corners for mark in marks), *squares], sides, len(marks))
    patches = areas.notes(plane.side_at)
    cards = [_card(mark, plane) for mark in marks]
    notes = _apart(patches, [plane.to_plane(card).mean(axis=0) for card in cards], plane)
    groups, colour_of = grouped([note.colour for note in notes], photo, notes)
    outlines = [*cards, *(note.corners for note in notes)]
    cutouts = [_cutout(photo, corners) for corners in outlines]
    blank = [
        place for place in range(len(outlines)) if place >= len(marks) or _is_blank(marks[place])
    ]
    words = dict(
        zip(
            blank,
            read_all(
                [_readable(cutouts[place], place < len(marks)) for place in blank],
                language,
                lambda share: progress(_NOTES_DONE + share * (1 - _NOTES_DONE)),
            ),
            strict=True,
        )
    )
    height, width = photo.shape[:2]
    finds = []
    for place, corners in enumerate(outlines):
        x, y = plane.to_plane(corners).mean(axis=0)
        is_card = place < len(marks)
        finds.append(
            Find(
                tuple((float(px / width), float(py / height)) for px, py in corners),
                float(x),
                float(y),
                _jpeg(cutouts[place]),
                marks[place].key if is_card else "",
                -1 if is_card else colour_of[place - len(marks)],
                words.get(place, ""),
            )
        )
    return WallPhoto(picture, tuple(finds), tuple(groups))


def count_notes(data: bytes) -> int:
    """How many sticky notes of one size a picture shows at a glance; 0 for what is no photo."""
    from journeyeditor.wall.notes import SIDE, find_areas

    if not can_read_photos() or not is_photo(data):
        return 0
    import numpy as np

    try:
        photo = decoded(data, SIDE)
    except PhotoError:
        return 0
    if min(photo.shape[:2]) < LEAST_SIDE:
        return 0
    squares = find_areas(photo).squares()
    sides = np.array([np.hypot(*(box[1] - box[0])) for box in squares])
    if not len(sides):
        return 0
    usual = float(np.median(sides))
    return int(((sides > usual * 0.6) & (sides < usual * 1.6)).sum())


def _is_blank(mark: Mark) -> bool:
    return mark.key.startswith("@blank/")


def _card(mark: Mark, plane: Plane) -> Floats:
    """The corners of a card in the photo, from those of its mark."""
    import numpy as np

    shown = plane.to_plane(mark.corners)
    edges = np.array([shown[1] - shown[0], shown[2] - shown[3]]).mean(axis=0)
    along = edges / max(float(np.hypot(*edges)), 1e-9)
    down = np.array([-along[1], along[0]])
    half, middle = 0.5, shown.mean(axis=0)
    away = half - (MARK_INSET_MM + MARK_MM / 2) / SIDE_MM
    centre = middle - (along + down) * away
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return plane.to_photo(np.array([centre + along * x + down * y for x, y in corners]))


def _apart(patches: Sequence[Patch], centres: Sequence[Floats], plane: Plane) -> list[Patch]:
    """The notes that are no printed card, whose ground may have a colour too."""
    import numpy as np

    notes = []
    for patch in patches:
        shown = plane.to_plane(patch.corners)
        at = shown.mean(axis=0)
        is_card = any(float(np.hypot(*(at - centre))) < _SAME_PLACE for centre in centres)
        sides = np.linalg.norm(np.roll(shown, -1, axis=0) - shown, axis=1)
        if not is_card and sides.min() > 0.5 and sides.max() < 2.4:
            notes.append(patch)
    return notes


def _cutout(photo: Pixels, corners: Floats) -> Pixels:
    """A note as a straight square."""
    import cv2
    import numpy as np

    middle = corners.mean(axis=0)
    inner = middle + (corners - middle) * (1 - 2 * TRIM)
    sides = np.linalg.norm(np.roll(inner, -1, axis=0) - inner, axis=1)
    side = int(min(max(float(sides.max()), 40.0), CUTOUT_SIDE * 1.5))
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    matrix = cv2.getPerspectiveTransform(inner.astype(np.float32), square)
    straight = cv2.warpPerspective(photo, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, np.uint8)


def _readable(cutout: Pixels, is_card: bool) -> Pixels:
    """What of a cut-out holds words: of a printed card that below its band and above its mark."""
    if not is_card:
        return cutout
    side = cutout.shape[0]
    return cutout[int(side * 0.15) : int(side * (1 - (MARK_MM + MARK_INSET_MM) / SIDE_MM))]


def _scaled(photo: Pixels, side: int) -> Pixels:
    import cv2
    import numpy as np

    factor = min(1.0, side / max(photo.shape[:2]))
    small = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _jpeg(pixels: Pixels) -> Jpeg:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=QUALITY)
    height, width = pixels.shape[:2]
    return Jpeg(buffer.getvalue(), int(width), int(height))
