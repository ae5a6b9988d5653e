"""The colours of sticky notes in a photo: which notes are of one pack, and what that is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.i18n import N_

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from journeyeditor.wall.notes import Patch
    from journeyeditor.wall.picture import Pixels

    Floats = NDArray[np.float64]

#: Notes whose colours are this near (a and b of CIE L*a*b*, and degrees of hue) are of one pack.
NEAR, NEAR_HUE = 22.0, 16.0
#: Where colours begin on the circle of hues of CIE L*a*b* (degrees), with their names in English.
HUES = (
    (10.0, N_("Pink")),
    (38.0, N_("Red")),
    (74.0, N_("Orange")),
    (107.0, N_("Yellow")),
    (195.0, N_("Green")),
    (290.0, N_("Blue")),
    (330.0, N_("Violet")),
    (360.0, N_("Pink")),
)


class ColourGroup(NamedTuple):
    """A colour of notes: its name in English, and as "#RRGGBB"."""

    name: str
    colour: str


def grouped(
    colours: Sequence[Floats], photo: Pixels, notes: Sequence[Patch]
) -> tuple[list[ColourGroup], list[int]]:
    """The colours of notes, the most frequent first, and the number of each note's colour."""
    import numpy as np

    centres: list[list[int]] = []
    for number, colour in enumerate(colours):
        for members in centres:
            middle = np.mean([colours[each] for each in members], axis=0)
            if _is_near(colour, middle):
                members.append(number)
                break
        else:
            centres.append([number])
    centres.sort(key=len, reverse=True)
    groups, group_of = [], [0] * len(colours)
    for number, members in enumerate(centres):
        middle = np.mean([colours[each] for each in members], axis=0)
        groups.append(
            ColourGroup(
                _name(middle + notes[members[0]].ground),
                _shown([notes[each] for each in members], photo),
            )
        )
        for each in members:
            group_of[each] = number
    return groups, group_of


def _is_near(one: Floats, other: Floats) -> bool:
    import numpy as np

    turn = abs((_hue(one) - _hue(other) + 180) % 360 - 180)
    return bool(np.hypot(*(one - other)) < NEAR and turn < NEAR_HUE)


def _hue(colour: Floats) -> float:
    import numpy as np

    return float(np.degrees(np.arctan2(colour[1], colour[0])) % 360)


def _name(colour: Floats) -> str:
    hue = _hue(colour)
    return next(name for end, name in HUES if hue <= end)


def _shown(notes: Sequence[Patch], photo: Pixels) -> str:
    """The colour around the middles of notes, as it is in the light."""
    import numpy as np

    samples = []
    for note in notes:
        x, y = (int(value) for value in note.corners.mean(axis=0))
        samples.append(photo[max(y - 8, 0) : y + 9, max(x - 8, 0) : x + 9].reshape(-1, 3))
    red, green, blue = (int(value) for value in np.percentile(np.concatenate(samples), 85, axis=0))
    return f"#{red:02X}{green:02X}{blue:02X}"
