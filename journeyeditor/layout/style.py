"""The measures of the map in map units (points at scale 1; a poster scales the whole).

Type sizes are steps of ×1.25 from the body (docs/design.md, Principles); everything else that
two modules share is defined here once.
"""

from __future__ import annotations

from typing import NamedTuple

SMALL, BODY, LARGE, HEADING, DISPLAY, TITLE = 6.4, 8.0, 10.0, 12.5, 15.6, 24.4
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
LEADING = 1.25

#: Between a card and the edge of its slot, on each side; two of them make the gutter.
GUTTER = 4.0
#: Between a lane's edge and its cards, and between two cards of one stack.
LANE_PAD = 6.0
STACK_GAP = 6.0
#: Between two lanes, when no connector runs there.
LANE_GAP = 6.0
#: Between two parallel connectors in one corridor.
TRACK, LABELLED_TRACK, BUNDLED_TRACK = 5.0, 9.0, 2.6
#: Extra height for the label above the uppermost connector of a corridor.
LABEL_SPACE = 6.0
#: The column with the names of the lanes.
LABEL_WIDTH = 17.0

CARD_RADIUS = 5.0
CARD_PAD = 7.0
ACCENT_WIDTH = 3.6
ICON_RADIUS = 9.0
HAIRLINE = 0.6

STAGE_PAD = 9.0
STAGE_TIP = 10.0

#: Left of the words of a card without a box.
BARE_PAD = 7.4

#: Slots narrower than this break words; wider than the preferred width they only look empty.
SLOT_MIN, SLOT_PREFERRED = 66.0, 82.0

TITLE_LINES, NOTE_LINES, GOAL_LINES = 8, 8, 4


#: The smallest title of a card relative to the smallest type: 7 pt to 6 pt.
TITLE_STEP = 7 / 6
#: Names of stages are at least so much larger than titles of cards.
STAGE_STEP = 1.2
#: By so much may type grow against boxes, signs and gaps where a map is dense.
DENSEST = 1.54
CARD_TITLES = ("title", "narrow_title", "step", "touchpoint", "thought")


class TypeSizes(NamedTuple):
    """The type sizes of the map's words, in map units."""

    title: float = BODY
    narrow_title: float = BODY
    step: float = BODY
    touchpoint: float = BODY
    thought: float = BODY
    note: float = SMALL
    facts: float = SMALL
    mark: float = SMALL
    figure: float = HEADING
    stage: float = HEADING
    goal: float = SMALL + 0.4
    customers: float = LARGE
    rate: float = BODY


class Format(NamedTuple):
    """How a medium shows the map, where window and poster differ.

    An `annotated` map prints every field of its cards, and the reasons beside its emotion curve;
    fewer of its cards have a box. `wide_cards` use free slots beside them. More lines
    than `bundled_tracks` in one corridor run close together. No type is below the `smallest` size;
    `growth` is how much larger that makes titles than they are by the map's proportions.
    """

    sizes: TypeSizes = TypeSizes()
    label_width: float = LABEL_WIDTH
    lane_pad: float = LANE_PAD
    card_pad: float = CARD_PAD
    bare_pad: float = CARD_PAD / 2
    head_pad: float = 9.0
    least_head: float = 40.0
    accent_width: float = ACCENT_WIDTH
    pip_radius: float = 1.75
    bundled_tracks: int = 12
    smallest: float = 0.0
    growth: float = 1.0
    annotated: bool = False
    wide_cards: bool = False

    @property
    def largest_title(self) -> float:
        """The largest size of a card's title: what it needs on the smallest map that is readable."""
        return self.sizes.title * DENSEST

    def with_sizes_from(self, smallest: float) -> Format:
        """Return the format with no type below a size, and titles a step above it.

        No size exceeds `largest_title` for it, so that dense maps can shrink.
        """
        largest = self.largest_title
        floor, title = min(smallest, largest), min(smallest * TITLE_STEP, largest)
        sizes = TypeSizes(*(max(size, floor) for size in self.sizes))
        titles = {name: max(getattr(sizes, name), title) for name in CARD_TITLES}
        titles["stage"] = max(sizes.stage, titles["title"] * STAGE_STEP)
        growth = titles["title"] / self.sizes.title
        return self._replace(
            sizes=sizes._replace(**titles),
            smallest=floor,
            growth=growth,
            label_width=self.label_width * growth,
        )


SCREEN = Format()
#: At scale 1, on A3, map units are points.
PRINT = Format(
    TypeSizes(
        title=8.3,
        narrow_title=7.7,
        step=8.7,
        touchpoint=8.1,
        thought=8.0,
        note=7.3,
        facts=6.7,
        mark=6.2,
        figure=12.5,
        stage=12.0,
        goal=7.4,
        customers=12.0,
        rate=8.0,
    ),
    label_width=48.0,
    lane_pad=1.5,
    card_pad=5.5,
    bare_pad=1.0,
    head_pad=6.0,
    least_head=30.0,
    accent_width=2.8,
    pip_radius=1.8,
    bundled_tracks=2,
    annotated=True,
    wide_cards=True,
)
#: Wide lines do not run close together.
WITH_FLOW = PRINT._replace(bundled_tracks=SCREEN.bundled_tracks)
